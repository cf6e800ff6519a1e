package schedule

import (
	"testing"
	"time"
)

func BenchmarkNext(b *testing.B) {
	for _, text := range []string{"09:00 daily", "09:00 mon", "*/15 * * * *", "0 12 29 2 *"} {
		b.Run(text, func(b *testing.B) {
			spec, err := Parse(text)
			if err != nil {
				b.Fatal(err)
			}
			zone, at := place(b, "America/New_York"), time.Date(2026, 8, 24, 9, 0, 0, 0, time.UTC)
			for b.Loop() {
				spec.Next(at, zone)
			}
		})
	}
}

// BenchmarkDue is what one member's reminder costs when it falls due: what to do
// with it, and when to file it again.
func BenchmarkDue(b *testing.B) {
	timetable := berlin(b, "09:00")
	filed := instant(b, "2026-08-24T09:00:00+02:00")
	for b.Loop() {
		timetable.Due(filed, filed.Add(time.Second))
		timetable.Next(filed)
	}
}

func BenchmarkHoliday(b *testing.B) {
	for b.Loop() {
		holiday("DE", Date{2026, 8, 24})
	}
}

func BenchmarkLoadZone(b *testing.B) {
	for b.Loop() {
		place(b, "Europe/Berlin")
	}
}

func BenchmarkReview(b *testing.B) {
	s := model.First(Good)
	for b.Loop() {
		model.Review(s, Good, 10)
	}
}
