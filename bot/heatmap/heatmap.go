// Package heatmap draws somebody's weeks of practice as a picture: a column for
// each week, Monday on top, and the later the further right.
//
// # Invariants
//
// The same days give the same pixels. The picture brings its own background, so
// that it reads the same in a dark window and in a light one; what it has to say
// it says by shape and by brightness, not by hue alone. It says nothing that
// cannot be said in words, which is its caller's to do.
package heatmap

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"time"
)

// A Kind is what a day was for somebody.
type Kind int

const (
	Blank   Kind = iota // a day to come, or before the first; nothing is drawn unless pieces were done
	Working             // a working day
	Off                 // a day off: of the week, of the team, a holiday
	Paused              // a day of a pause
	Frozen              // a working day without practice on which a freeze held the streak
)

// A Day is one day: a square. Pieces done go before what kind of day it was.
type Day struct {
	Kind   Kind
	Pieces int
}

// A Week is seven days from Monday on.
type Week [7]Day

// Sizes in pixels.
const (
	cell   = 20 // side of a square
	pitch  = 25 // from one square to the next
	left   = 48 // of the first square, beside the names of days
	top    = 36 // of the first square, below the names of months
	margin = 16
	legend = 70  // height of the legend
	narrow = 340 // width that the legend needs
)

// Draw draws weeks, of which the first begins on that Monday.
func Draw(monday time.Time, weeks []Week) *image.Paletted {
	width := max(left+len(weeks)*pitch+margin, narrow)
	c := canvas{image.NewPaletted(image.Rect(0, 0, width, top+7*pitch+legend), palette)}
	for _, row := range []int{0, 2, 4} {
		c.text(margin, top+row*pitch+(cell-glyphHeight)/2, time.Weekday(row + 1).String()[:1])
	}
	c.months(monday, len(weeks))
	for w, week := range weeks {
		for d, day := range week {
			c.day(left+w*pitch, top+d*pitch, day)
		}
	}
	c.legend(top + 7*pitch + margin/2)
	return c.Paletted
}

// PNG is what Draw draws, as a file.
func PNG(monday time.Time, weeks []Week) ([]byte, error) {
	var out bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(&out, Draw(monday, weeks)); err != nil {
		return nil, fmt.Errorf("encode heat map: %w", err)
	}
	return out.Bytes(), nil
}

// months writes the name of a month above the week in which its first day lies,
// if there is room behind the name before; the first week gets its own month's.
func (c canvas) months(monday time.Time, weeks int) {
	free := 0
	for w := range weeks {
		first, last := monday.AddDate(0, 0, 7*w), monday.AddDate(0, 0, 7*w+6)
		begins := first.Month() != last.Month() || first.Day() == 1
		x := left + w*pitch
		room := x >= free && x+3*glyphWidth <= c.Rect.Dx()-margin/2
		if room && (begins || w == 0 && last.AddDate(0, 0, 7).Month() == last.Month()) {
			free = c.text(x, top-glyphHeight-8, last.Month().String()[:3]) + glyphWidth
		}
	}
}

// day draws one square.
func (c canvas) day(x, y int, d Day) {
	switch {
	case d.Pieces > 0:
		c.fill(x, y, cell, cell, levelOf(d.Pieces))
	case d.Kind == Working:
		c.ring(x, y, cell, 2, line)
	case d.Kind == Off:
		c.fill(x+cell/2-2, y+cell/2-2, 4, 4, line)
	case d.Kind == Paused:
		c.stripes(x, y, cell, line)
	case d.Kind == Frozen:
		c.ring(x, y, cell, 2, ice)
		c.ring(x+6, y+6, cell-12, 2, ice)
	}
}

// levelOf is the shade of so many pieces.
func levelOf(pieces int) uint8 {
	switch {
	case pieces >= 5:
		return level4
	case pieces >= 3:
		return level3
	case pieces == 2:
		return level2
	}
	return level1
}

// A key is an entry of the legend.
type key struct {
	days []Day
	name string
}

// legends are what the squares mean, row by row.
var legends = [2][]key{
	{{[]Day{{Working, 0}, {Working, 1}, {Working, 2}, {Working, 3}, {Working, 5}}, "0 to 5+"}},
	{{[]Day{{Off, 0}}, "off"}, {[]Day{{Paused, 0}}, "pause"}, {[]Day{{Frozen, 0}}, "freeze"}},
}

// legend says what the squares mean.
func (c canvas) legend(y int) {
	for row, keys := range legends {
		x, y := margin, y+row*pitch
		for _, k := range keys {
			for _, day := range k.days {
				c.day(x, y, day)
				x += pitch
			}
			x = c.text(x, y+(cell-glyphHeight)/2, k.name) + glyphWidth
		}
	}
}
