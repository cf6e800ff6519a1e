// Package schedule says when things are due. There are two whens.
//
// # The calendar's when
//
// A [Spec] is what somebody asked for: "09:00 weekdays", or five fields of
// cron. It speaks of wall time, what a clock on the wall shows, and knows no
// zone. [Spec.Next] puts it into a zone and gives instants. The rule that
// joins the two is one sentence, [Resolve]: a wall time happens at the first
// instant at which a clock in that zone shows it or something later. So
//
//   - a time that the clocks skip runs once, at the first instant after the
//     gap, and several times skipped together run once together;
//   - a time that happens twice runs once, the first time.
//
// A [Timetable] adds the [Calendar]: working days, public holidays, the
// team's own days off and a member's pause. [Timetable.Next] gives the
// instant to file in an index of what is due; [Timetable.Due] says, when that
// entry comes up, whether to post now, also after a long downtime: the latest
// missed occurrence at most, never a burst.
//
// # Memory's when
//
// A [State] is what is known of one item in one memory. [Model.Review] takes
// it from one answer to the next, [Retrievability] says how likely it still is to
// be recalled, a [Want] when to ask again, with fuzz whose chance the caller
// seeds. This is FSRS-6 with its published weights; [Fit] fits the four of them
// that say how an item begins to a workspace's own reviews.
//
// # Invariants
//
// Everything here is a pure function of its arguments: no clock is read,
// nothing is started, nothing is kept. The time zone database is the one thing
// taken from outside, from the system and otherwise from the copy compiled in;
// [LoadZone] reads it on every call, so a caller with many members keeps what
// it returns.
//
// Text that is parsed may come from a stranger: it is bounded, and no text
// makes a parser panic. The error of a parser is a sentence for whoever typed
// the text: it quotes the text, says what is wrong and shows a right example.
// It has no full stop, so that it can be wrapped.
package schedule
