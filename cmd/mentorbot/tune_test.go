package main

import (
	"strings"
	"testing"

	"mentorbot/bot"
)

func TestPrintTuning(t *testing.T) {
	enough := bot.Tuning{Reviews: 2_000, Held: 400, Before: 0.41234, After: 0.4, From: [4]float64{0.212, 1, 2, 8}, To: [4]float64{0.5, 1, 2, 8}, Taken: true}
	worse := enough
	worse.Taken = false
	for want, of := range map[string]bot.Tuning{
		"slack:T1 has 999 reviews; a fit needs 1000. Nothing changed.\n": {Reviews: 999},
		`slack:T1: fitted to 1600 reviews, tried on the latest 400

               log loss        again         hard         good         easy
in force         0.4123    0.21 days    1.00 days    2.00 days    8.00 days
fitted           0.4000    0.50 days    1.00 days    2.00 days    8.00 days

Taken. What members know is being worked out anew from their logs.
`: enough,
	} {
		var out strings.Builder
		if printTuning(&out, "slack:T1", of); out.String() != want {
			t.Errorf("printed\n%s\nwant\n%s", out.String(), want)
		}
	}
	var out strings.Builder
	if printTuning(&out, "slack:T1", worse); !strings.HasSuffix(out.String(), "\nNot taken: it is no better.\n") {
		t.Errorf("printed\n%s", out.String())
	}
}
