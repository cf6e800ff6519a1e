// Package search finds which of some hundred documents answers a question as
// people type it, and says how sure it is. It has no network, no model and no
// state: the same question always gets the same answer, and why can be shown
// ([Index.Why]).
//
// # How
//
// A question is read into terms: words without those that only say how it is
// asked, stemmed, spellings and names that mean the same made one (k8s,
// Kubernetes). A word that no document has is looked up among related words,
// tried as two words written as one, and only then, if it is like a known word,
// taken for a typo. What follows "in", "with" or "using" stands aside, and what
// comes after the first sentence counts less.
//
// For each document [featureCount] features are measured: how much of the
// question, by the rarity of its words, stands in its title, aliases, asks,
// headings, lead and body (BM25, field by field); how near the nearest of its
// names and asks are, each taken as a whole; whether a name stands in the
// question; related words; and how well the other documents of its group match.
// The names and asks of those that are best by these are then compared with the
// question as they are worded, letter by letter. The weighted sum of all features
// is its score, and the softmax of the scores is the probability that it is the
// one. Whether any is, is a second probability, from what speaks for and against
// it ([Result.Scope]). The weights of both are in weights.go, fitted by a test of
// package content to labelled questions; there is no rule for any question.
//
// What is known about words without any document stands in words/*.txt.
//
// # Invariants
//
//   - An [Index] and [Names] never change, and may be used by many goroutines.
//   - Any text is a question: it is read as far as 2,000 bytes and 60 words, so
//     that the time is bounded and nothing in it can do harm.
//   - Ties are settled by the order of the documents.
package search
