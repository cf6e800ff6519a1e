package content

import "mentorbot/content/search"

// Distance is the number of letters to insert, delete, change or swap with
// their neighbour to make one word of the other. Only the first 48 bytes count.
func Distance(a, b string) int {
	return search.Typos(a, b)
}
