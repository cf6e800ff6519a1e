// Package content is what the bot knows: topics with their tasks and quiz
// questions, read from Markdown files, checked, and found again by name or by
// question.
//
// # Files
//
// A topic is one file, <skill>/<topic>.md, and that path without ".md" is its
// id. A task or question is known as <skill>/<topic>#<slug>; what members
// remember is kept under that id, so it never changes its meaning. A [Source]
// is a directory of such files. A project, which joins topics, is projects/<id>.md;
// nothing is remembered of it. Beside them may lie skills.tsv (id, tab, title:
// the skills in teaching order) and ids.txt (every id ever used); a source with
// an ids.txt is a whole curriculum that stands alone and is held to the house
// rules too.
//
// The curriculum that is compiled in is [Embedded]; an operator's directory
// lies over it ([Dir], [Over]) and adds topics, or replaces those whose file
// says "replaces: true".
//
// # Invariants
//
//   - [Load] returns a whole library or the list of all mistakes, never a part.
//   - A file is parsed by a line scanner; texts inside it stay Markdown source,
//     for package markdown to parse when they are shown.
//   - Nothing here executes or fetches anything, and nothing reads the clock. A
//     check hands out the code and the library that it read, so that others can
//     look at how they parse, run and show.
//   - A Library never changes after Load and may be used by many goroutines.
//     Everything it returns is shared: read it, do not write to it.
package content
