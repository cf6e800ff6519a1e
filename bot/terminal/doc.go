// Package terminal is the terminal as a platform: a line that is typed is a
// message, what the bot says is printed, and promised posts for whoever sits
// there appear between the lines.
//
// It has two faces. In a window a [Chat] edits lines, keeps a history, completes
// words with Tab and wraps text. In a pipe it reads lines and prints posts with
// a blank line between two of them, with no prompt and no escape codes.
//
// # Invariants
//
//   - A line is answered before the next one is looked at.
//   - Whatever is shown goes out whole: an unprompted post stands between
//     lines and replies, never inside one.
//   - Everything that is shown has passed [Render], which lets no control
//     character of a name, a title or a text through. The only escape codes are
//     this package's own, and those only in a window.
//   - A line of input takes a bounded amount of memory, however long it is.
//   - The window gets its own settings back on every way out, also on a panic.
package terminal
