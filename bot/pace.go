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
	day  float64 // pieces a working day, of which one in choice.Share is new
	own  bool    // by what they did in the last weeks; else by what they are offered in a day
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
	team, err := l.space.Team()
	if err != nil {
		return pace{}, err
	}
	inWeek := float64(max(1, workdaysOfWeek(l.me, team))) / choice.Share // of new pieces, for each a day
	p := pace{day: float64(cmp.Or(l.me.Cap, defaultCap))}
	if fresh > 0 && days >= ownFrom {
		p = pace{day: float64(fresh) / (float64(days) / 7) / inWeek, own: true}
	}
	p.week = p.day * inWeek / l.piecesOfTopic()
	return p, nil
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
	from := fmt.Sprintf("At %.0f a day", p.day)
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

// reach says whether so many topics can be learnt in so many days and, if not, what
// that takes, how long they take at this pace, and what to do.
func (p pace) reach(topics, days int) string {
	days = max(days, 1)
	says := plural(topics, "topic") + " in " + inWeeks(days)
	if p.days(topics) <= days {
		return fmt.Sprintf("%s: you get there at %s.", says, p.whose())
	}
	take, they := "take", "they take"
	if topics == 1 {
		take, they = "takes", "it takes"
	}
	needed := max(math.Ceil(p.day*float64(p.days(topics))/float64(days)), p.pieces()+1)
	return fmt.Sprintf("%s %s about %.0f pieces a day; at %s %s about %s. Do more of `task` and `quiz` than I bring, or give it more time.",
		says, take, needed, p.whose(), they, inWeeks(p.days(topics)))
}

// days is how long so many topics take.
func (p pace) days(topics int) int { return int(math.Ceil(7 * float64(topics) / p.week)) }

// pieces is how many pieces a day people say that it is.
func (p pace) pieces() float64 { return max(1, math.Round(p.day)) }

// whose names a pace.
func (p pace) whose() string {
	says := plural(int(p.pieces()), "piece") + " a day"
	if p.own {
		says = "your pace now (about " + says + ")"
	}
	return says
}

// inWeeks is a number of days as people say it.
func inWeeks(days int) string {
	if days < 14 {
		return plural(days, "day")
	}
	return plural((days+3)/7, "week")
}
