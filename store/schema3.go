package store

import "bytes"

// Version 2 counted questions without an answer by skill alone, so that nobody
// could tell how many people had asked, and never forgot them.

// dropSkillCounts takes version 2 to 3.
func dropSkillCounts(w Writer) error {
	from := []byte{'w'}
	for {
		pairs, err := w.Scan(Range{From: from, To: []byte{'w' + 1}, Limit: migratedAtOnce})
		if err != nil || len(pairs) == 0 {
			return err
		}
		for _, pair := range pairs {
			space := bytes.IndexByte(pair.Key, 0)
			if space < 0 || len(pair.Key) < space+2 || pair.Key[space+1] != 'g' {
				continue
			}
			if err := w.Delete(pair.Key); err != nil {
				return err
			}
		}
		from = append(pairs[len(pairs)-1].Key, 0)
	}
}
