// Package choice says what somebody practises next, and why. It is one pure
// function, [Next], of what is taught (a [Curriculum]) and of what is known of a
// member (a [Member], with a [Card] for every item). The bot asks it for every
// piece that it offers, and the simulation of bench-practice plays it against
// other ways of choosing.
//
// # What comes next
//
//   - What is due comes before what is new, but of any three pieces in a row at
//     least one is new, while the plan has something new. When more is due than
//     today has minutes for, a short new piece also comes before a review that
//     adds less for its minutes.
//   - Of what is due, that comes first whose review is worth most for its minutes:
//     what it adds to the chance of recall a month later, by the memory model. So
//     after a break the most valuable comes first.
//   - When more is due than a week has minutes for, the wanted retention gives
//     way, down to [Floor], so that items count as due later; new ones go on.
//   - What is new comes in the order of the curriculum: prerequisites first, from
//     the member's level on, within the skills that they chose; what their goal
//     is about, with what that needs, comes before the rest.
//   - An item answered today, or put off, does not come again today. What was
//     shown and not answered is still open, and asking again shows it again.
//   - The topic of the piece before is not that of the next, if there is a choice:
//     something new of another topic comes before what is due of the one that was
//     practised a moment ago.
//   - Nothing due and nothing new: what is weakest, if it was asked for.
//
// # Invariants
//
// Days are whole days where the member is, as numbers; no clock is read. The same
// arguments give the same choice. Nothing is allocated for an item, so that a
// choice among thousands takes microseconds.
package choice
