package content

import "strings"

// Names reports whether a term stands in what the topic calls itself: its title,
// an alias or a heading of its file. Whole words count, in their order; case and
// punctuation do not.
func (t *Topic) Names(term string) bool {
	term = " " + nameKey(term) + " "
	for _, text := range t.headings() {
		if strings.Contains(" "+nameKey(text)+" ", term) {
			return true
		}
	}
	return false
}

// headings returns the title, the aliases, and the headings of the file.
func (t *Topic) headings() []string {
	all := append([]string{t.Title}, t.Aliases...)
	for _, v := range t.Versus {
		all = append(all, v.With)
	}
	for i := range t.Tasks {
		all = append(all, t.Tasks[i].Title)
	}
	for i := range t.Questions {
		head, _, _ := strings.Cut(t.Questions[i].Text, "\n")
		all = append(all, head)
	}
	return all
}
