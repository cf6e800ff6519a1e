package choice

// A Standing is how a member stands with a topic today.
type Standing int

const (
	Untouched Standing = iota // never practised
	Begun                     // less than half of its items practised
	Fading                    // practised, but missed or by now likely forgotten
	Known                     // at least half practised, none last missed, likely remembered
)

// Faded is how far below what is wanted the mean recall of a topic's items may
// be: an item falls to what is wanted by the day on which it is due.
const Faded = 0.1

// Standing is how a member stands with a topic today.
func (m *Member) Standing(t *Topic) Standing {
	practised, missed, recall := 0, false, 0.0
	for i := t.First; i < t.End; i++ {
		card := &m.Cards[i]
		if card.Reps == 0 {
			continue
		}
		practised++
		missed = missed || card.Missed
		recall += m.Recall(card)
	}
	switch {
	case practised == 0:
		return Untouched
	case missed || recall/float64(practised) < m.Want.Retention-Faded:
		return Fading
	case 2*practised < t.End-t.First:
		return Begun
	}
	return Known
}
