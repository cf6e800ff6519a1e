// Package bot is what mentorbot says and does, on any platform. This page is the
// tour of the whole program, from the bottom up.
//
// # content: what it knows
//
// The curriculum is Markdown, embedded and parsed at start. A content.Library
// finds topics by name and by question, and tasks, questions and projects by id.
// It never changes while the program runs.
//
// # store: what it remembers
//
// Package store is the dictionary: members, leads, channels, the log of attempts
// and what is derived from it, promises, and the index of what is due. A
// workspace's records are reached only through tx.In(workspace).
//
// # schedule: when things are due
//
// The calendar's when (times on the wall, zones, working days, what is made up
// after downtime) and memory's when (FSRS-6), both pure functions.
//
// # bot: lines in, posts out
//
// Everything that makes the bot speak is a line of text from someone in some
// place: typed, carried by a pressed button, or written in a test. Handle reads a
// [Message] and returns a [Reply]. [Commands] is the table that drives dispatch,
// help, usage errors and completion; a command is a file of its own name. A line
// is a command only if its first word is one and the rest parses as its
// arguments; all else is a question.
//
// What a question gets is decided in one place (ask.go): an answer, two topics
// side by side, up to three to choose from, a greeting, or that it is not taught.
// A short line after an answer may go on from it (follow.go). For that, for not
// saying the same twice in a channel and for passing a question on, a little is
// held in memory for a short while (recall.go) and never written. Of a question
// without an answer only what the curriculum itself says is counted, with its
// asker, and shown from two of them on (meant.go, gaps.go); its text is written
// only if its asker says so (wish.go).
//
// A button carries the whole line that it stands for, so nothing is kept for it:
// it works after a restart and a month later, and it can be typed. A press is the
// presser's own line. Item lines carry an offer, the item and when it was shown;
// an offer is answered once by each member, and answering it again says so and
// changes nothing.
//
// A quiz is a few questions that were chosen, and offered, at once. A small record
// says which they are and which entry of the log answered each; it is forgotten
// after a day, and nothing is lost with it.
//
// Practice is an entry in the member's log. The memory of the item, the summary
// of its topic and the day follow from the log by the pure functions in memory.go
// and are written in the entry's own transaction. When a workspace's memory model
// is fitted to its logs (tune.go), they are derived from them anew (derive.go).
//
// What comes next is chosen by package bot/choice, one pure function for whatever
// asks: a command, a reminder, a channel's daily task, and the simulation that
// measures it. A learner is what it needs to know of a member, read in one scan
// of small records (course.go); the reasons that it gives become sentences here.
//
// # Promises
//
// What nobody asked for just now (daily tasks, reminders, a word about a post that
// failed) is promised first and sent later. FallDue turns what falls due into
// promises; package bot/outbox claims, sends and settles them, and asks Prepare
// and Render what is to be said when it is to be sent. What finds nobody three
// times in a row is not sent on and on: quiet.go asks once, and then rests.
//
// # Progress
//
// mastery.go says how a member stands with skills, streak.go with their days, and
// package bot/heatmap draws these; progress, App Home, team and mydata show the
// same numbers. Standing and recall go by time that really went by; a pause moves
// only when things are due.
//
// # Platforms
//
// A platform is two pure functions, event to Message and Post to request, and a
// [Sender]. bot/terminal is one. Platforms never see each other; cmd/mentorbot
// puts everything together. Package bot/bottest plays the scenario scripts of
// testdata/script through the pure functions of each.
//
// # Errors
//
// A [Mistake] is a member's own and is shown as it is: a sentence that says what
// to do next. Everything else is logged once under a reference, and the member
// sees one calm sentence with that reference. No text of a question, and no
// token, is in any log.
package bot
