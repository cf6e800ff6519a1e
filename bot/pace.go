package bot

import (
	"cmp"
	"fmt"
	"math"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/store"
)

// A pace is how fast a member gets through topics.
type pace struct {
	week float64 // topics a week, all of their pieces
	own  bool    // by what they did in the last weeks; else by what they are offered in a day
	day  int     // pieces a day that they are offered, if it is not their own
}

const (
	paceWeeks = 4  // that a pace is taken from, at most
	ownFrom   = 14 // days after which a pace is the member's own
)

// pace is the member's own, of the pieces that were new to them in the last weeks;
// of who is new here, or did nothing new, that of their cap, of which one piece in
// choice.Share is new.
func (l *learner) pace() (pace, error) {
	fresh, days, err := l.fresh()
	if err != nil {
		return pace{}, err
	}
	if fresh > 0 && days >= ownFrom {
		return pace{week: float64(fresh) / l.piecesOfTopic() / (float64(days) / 7), own: true}, nil
	}
	team, err := l.space.Team()
	if err != nil {
		return pace{}, err
	}
	offered := cmp.Or(l.me.Cap, defaultCap)
	week := float64(offered*workdaysOfWeek(l.me, team)) / choice.Share / l.piecesOfTopic()
	return pace{week: week, day: offered}, nil
}

// fresh counts the pieces that were new in the last weeks, and in how many days.
func (l *learner) fresh() (pieces, days int, err error) {
	const entries = 10_000 // more than anybody does in some weeks
	from := l.day.AddDate(0, 0, -7*paceWeeks)
	log, err := l.space.Log(l.me, from, entries)
	if err != nil || len(log) == 0 {
		return 0, 0, err
	}
	settled := map[int]uint16{}
	first := l.day
	for _, a := range log {
		if item, taught := l.item(a.Item); taught && a.Act == store.Settled {
			settled[item]++
		}
		if day := store.Midnight(a.Day); day.Before(first) {
			first = day
		}
	}
	for item, times := range settled {
		if l.Cards[item].Reps == times {
			pieces++
		}
	}
	return pieces, int(l.day.Sub(first)/(24*time.Hour)) + 1, nil
}

// piecesOfTopic is how many pieces a topic of the plan has, on average.
func (l *learner) piecesOfTopic() float64 {
	topics, pieces := 0, 0
	for i := range l.Topics {
		if t := &l.Topics[i]; l.Plans(t) {
			topics, pieces = topics+1, pieces+t.End-t.First
		}
	}
	if pieces == 0 {
		return 1
	}
	return float64(pieces) / float64(topics)
}

func workdaysOfWeek(me *store.Member, team *store.Team) (n int) {
	days := workdays(me, team).Days
	for day := time.Sunday; day <= time.Saturday; day++ {
		if days.Has(day) {
			n++
		}
	}
	return n
}

// String says a pace for a year: "At 2 a day: about 30 topics a year".
func (p pace) String() string {
	from := fmt.Sprintf("At %d a day", p.day)
	if p.own {
		from = "At your pace of the last weeks"
	}
	return fmt.Sprintf("%s: about %s a year.", from, plural(rounded(p.week*52), "topic"))
}

// rounded is a number as somebody says it who does not know it exactly.
func rounded(x float64) int {
	if x < 20 {
		return max(1, int(math.Round(x)))
	}
	return 5 * int(math.Round(x/5))
}

// reach says whether so many topics can be learnt in so many days.
func (p pace) reach(topics, days int) string {
	weeks := float64(max(days, 1)) / 7
	says := fmt.Sprintf("%s in %s: ", plural(topics, "topic"), inWeeks(days))
	more := float64(topics)/weeks - p.week
	switch {
	case more <= 0:
		return says + "you get there at " + p.whose() + "."
	case more >= 0.75:
		return says + fmt.Sprintf("about %.0f a week more than %s.", more, p.than())
	}
	return says + fmt.Sprintf("about %d a month more than %s.", max(1, int(math.Round(more*52/12))), p.than())
}

// whose names a pace.
func (p pace) whose() string {
	if p.own {
		return "your pace now"
	}
	return fmt.Sprintf("%d pieces a day", p.day)
}

// than names a pace in a comparison.
func (p pace) than() string {
	if p.own {
		return "now"
	}
	return p.whose() + " bring"
}

// inWeeks is a number of days as people say it.
func inWeeks(days int) string {
	if days < 14 {
		return plural(days, "day")
	}
	return plural((days+3)/7, "week")
}
