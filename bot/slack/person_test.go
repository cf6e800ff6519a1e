package slack

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

func TestCacheIsBounded(t *testing.T) {
	now := time.Date(2026, 8, 24, 9, 0, 0, 0, time.UTC)
	c := newCache[int](10)
	for i := range 1000 {
		c.put(fmt.Sprint(i), i, now.Add(time.Minute))
		if n := c.len(); n > 10 {
			t.Fatalf("it holds %d", n)
		}
		if v, ok := c.get(fmt.Sprint(i), now); !ok || v != i {
			t.Fatalf("%d was forgotten at once", i)
		}
	}
	if _, ok := c.get("999", now.Add(time.Minute)); ok {
		t.Error("remembered for too long")
	}
	c.forget("999")
	if _, ok := c.get("999", now); ok {
		t.Error("not forgotten")
	}
}

// everybody answers users.info and conversations.open for whoever is asked about.
type everybody struct{}

func (everybody) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	asked, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	answer := fmt.Sprintf(`{"ok":true,"user":{"id":%q,"team_id":"T1","tz":"Europe/Berlin"},"channel":{"id":"D%s"}}`, asked.Get("user"), asked.Get("users"))
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer)), Request: r}, nil
}

// However many members come by, only so many are remembered.
func TestMembersAreBounded(t *testing.T) {
	a := adapter(t, newServer(t), clerk{}, make(chan bool, 10))
	a.http.Transport = everybody{}
	a.self.Store(&identity{Self: us})
	const bound = 100
	a.profiles, a.conversations = newCache[profile](bound), newCache[string](bound)
	for i := range 10 * bound {
		id := fmt.Sprintf("U%d", i)
		if p := a.profile(t.Context(), store.MemberID(id)); p.team != "T1" || string(p.ID) != id {
			t.Fatalf("%s is %+v", id, p)
		}
		for kind, place := range map[Kind]bot.Place{Slash: {ID: store.PlaceID(fmt.Sprint("C", i)), Name: "backend"}, HomePress: {Direct: true}, Direct: {ID: store.PlaceID("D" + id), Direct: true}} {
			a.locate(t.Context(), Delivery{Kind: kind, Message: bot.Message{From: bot.Person{ID: store.MemberID(id)}, Place: place}})
		}
	}
	for name, n := range map[string]int{"profiles": a.profiles.len(), "conversations": a.conversations.len()} {
		if n > bound || n < bound/2 {
			t.Errorf("%d %s are remembered", n, name)
		}
	}
}

// len is how many values are held.
func (c *cache[V]) len() int { return len(c.young) + len(c.old) }
