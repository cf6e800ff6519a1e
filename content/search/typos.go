package search

// MaxTypos bounds the words that Typos compares, in bytes.
const MaxTypos = 48

// Typos is the number of bytes to insert, delete, change or swap with their
// neighbour to make b of a (optimal string alignment distance). Only the first
// MaxTypos bytes of either count.
func Typos(a, b string) int {
	a, b = a[:min(len(a), MaxTypos)], b[:min(len(b), MaxTypos)]
	var rows [3][MaxTypos + 1]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, twoAbove := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := above[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, above[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], twoAbove[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}
