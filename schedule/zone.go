package schedule

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // zones on a machine that has no database of its own
)

// LoadZone finds a time zone by its name in the IANA database, such as
// "Europe/Berlin", or "UTC". Nothing else is a zone here: not the machine's own
// ("Local"), not an abbreviation ("EST"), not the database's private copies
// ("posix/…", "right/…" with its leap seconds). A known name in the wrong case is
// taken as it is meant; for other mistakes the error offers the nearest names,
// also for a city alone.
//
// Each call reads the database and returns a new location.
func LoadZone(name string) (*time.Location, error) {
	if strings.EqualFold(name, "UTC") {
		return time.UTC, nil
	}
	if zone, err := loadExact(name); err == nil {
		return zone, nil
	}
	near := nearestZones(name)
	if len(near) == 1 && strings.EqualFold(near[0], name) {
		return loadExact(near[0])
	}
	if len(near) > 0 {
		return nil, fmt.Errorf("%s is not a time zone: perhaps %s is meant", quote(name), strings.Join(near, " or "))
	}
	return nil, fmt.Errorf("%s is not a time zone: write UTC or a place of the IANA list such as Europe/Berlin or America/New_York", quote(name))
}

// placeName is the shape of a zone's name: an area and a place, without the empty
// or dotted parts by which a lookup in files would find something else.
var placeName = regexp.MustCompile(`^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)+$`)

// loadExact loads the zone of a place by its exact name.
func loadExact(name string) (*time.Location, error) {
	private := strings.HasPrefix(name, "posix/") || strings.HasPrefix(name, "right/")
	if private || !placeName.MatchString(name) {
		return nil, fmt.Errorf("not a place name: %s", quote(name))
	}
	return time.LoadLocation(name)
}

// zoneList is what mistyped names are compared with, one area per line followed
// by its cities: the names in zone.tab of the IANA database, release 2025b, which
// is in the public domain. A zone that is not in it, newer or an old alias, is
// still loaded by its exact name.
//
//go:embed zones.txt
var zoneList string

// nearestZones are the one to three known zones that are spelt most like name,
// the city alone counting too; none if even they are spelt too differently.
func nearestZones(name string) (near []string) {
	wanted := strings.ReplaceAll(tidy(name), " ", "_")
	if len(wanted) > 40 {
		return nil
	}
	best := 1 // edits that are still a slip of the fingers
	if len(wanted) >= 8 {
		best = 2
	}
	for _, zone := range Zones() {
		_, city, _ := strings.Cut(zone, "/")
		off := min(edits(wanted, strings.ToLower(zone)), edits(wanted, strings.ToLower(city)))
		if off < best {
			best, near = off, nil
		}
		if off == best {
			near = append(near, zone)
		}
	}
	return near[:min(len(near), 3)]
}

// Zones are the names that are worth offering to somebody who types one. LoadZone
// knows more.
func Zones() (names []string) {
	for line := range strings.Lines(zoneList) {
		words := strings.Fields(line)
		for _, city := range words[1:] {
			names = append(names, words[0]+"/"+city)
		}
	}
	return names
}

// edits is the Levenshtein distance of two texts, byte by byte.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
