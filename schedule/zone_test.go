package schedule

import (
	"strings"
	"testing"
)

func TestLoadZone(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"UTC", "UTC"},
		{"utc", "UTC"},
		{"Europe/Berlin", "Europe/Berlin"},
		{"America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"},
		{"Etc/GMT+5", "Etc/GMT+5"},
		{"US/Pacific", "US/Pacific"}, // an alias, not in the list
		{"europe/berlin", "Europe/Berlin"},
		{"AMERICA/NEW_YORK", "America/New_York"},
	} {
		if got, err := LoadZone(tt.name); err != nil || got.String() != tt.want {
			t.Errorf("LoadZone(%q) = %v, %v; want %s", tt.name, got, err, tt.want)
		}
	}
}

func TestLoadZoneErrors(t *testing.T) {
	const general = "write UTC or a place of the IANA list such as Europe/Berlin or America/New_York"
	for _, tt := range []struct{ name, want string }{
		{"Europe/Berln", `"Europe/Berln" is not a time zone: perhaps Europe/Berlin is meant`},
		{"berlin", "perhaps Europe/Berlin is meant"},
		{"New York", "perhaps America/New_York is meant"},
		{"Europe/Lodnon", "perhaps Europe/London is meant"},
		{"Mars/Base", `"Mars/Base" is not a time zone: ` + general},
		{"", general},
		{"Local", general},
		{"local", general},
		{"EST", general},
		{"GMT+2", general},
		{"America/Argentina", general},
		{"posix/Europe/Berlin", general},
		{"right/Europe/Berlin", general},
		{"../zoneinfo/Europe/Berlin", general},
		{"Europe/../Asia/Tokyo", general},
		{"/etc/localtime", general},
		{"Europe//Paris", "perhaps Europe/Paris is meant"},
		{"Europe/Paris/", "perhaps Europe/Paris is meant"},
		{`Europe\Paris`, "perhaps Europe/Paris is meant"},
		{"Europe/Rome\x00", "perhaps Europe/Rome is meant"},
		{strings.Repeat("Europe/", 1000), general},
	} {
		zone, err := LoadZone(tt.name)
		if err == nil || !strings.HasSuffix(err.Error(), tt.want) {
			t.Errorf("LoadZone(%.40q) = %v, %v; want an error with %q", tt.name, zone, err, tt.want)
		}
	}
}

// TestZoneList checks that every zone that is offered exists.
func TestZoneList(t *testing.T) {
	zones := 0
	for line := range strings.Lines(zoneList) {
		words := strings.Fields(line)
		for _, city := range words[1:] {
			zones++
			if _, err := loadExact(words[0] + "/" + city); err != nil {
				t.Error(err)
			}
		}
	}
	if zones < 400 {
		t.Errorf("only %d zones in the list", zones)
	}
}
