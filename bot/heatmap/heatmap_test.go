package heatmap

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write what golden files should hold")

var monday = time.Date(2026, 6, 8, 0, 0, 0, 0, time.UTC)

// twelve are weeks with every kind of day in them.
func twelve() []Week {
	weeks := make([]Week, 12)
	for w := range weeks {
		for d := range weeks[w] {
			day := Day{Kind: Working, Pieces: (w*5 + d*3) % 8}
			switch {
			case d >= 5:
				day = Day{Kind: Off, Pieces: max(0, w-10)}
			case w == 4 || w == 5 && d < 3:
				day = Day{Kind: Paused}
			case w == 7 && d == 2:
				day = Day{Kind: Frozen}
			case w == 11 && d > 2:
				day = Day{}
			}
			weeks[w][d] = day
		}
	}
	return weeks
}

// The picture of twelve weeks is the one that was looked at, pixel by pixel.
func TestGolden(t *testing.T) {
	data, err := PNG(monday, twelve())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "twelve.png")
	if *update {
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, b := decode(t, data), decode(t, want)
	if a.Bounds() != b.Bounds() {
		t.Fatalf("%v, want %v", a.Bounds(), b.Bounds())
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				t.Fatalf("another pixel at %d, %d: %v, want %v", x, y, a.At(x, y), b.At(x, y))
			}
		}
	}
}

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// The same days give the same file, and every pixel is opaque.
func TestDeterministic(t *testing.T) {
	a, err := PNG(monday, twelve())
	if err != nil {
		t.Fatal(err)
	}
	b, _ := PNG(monday, twelve())
	if !bytes.Equal(a, b) {
		t.Error("two files of the same days differ")
	}
	for _, c := range palette {
		if _, _, _, alpha := c.RGBA(); alpha != 0xffff {
			t.Errorf("%v lets what is behind it through", c)
		}
	}
}

// What a day was can be told without any colour: no two kinds have the same
// pixels once only the brightness is looked at.
func TestKindsDiffer(t *testing.T) {
	seen := map[string]Day{}
	for _, day := range []Day{{Blank, 0}, {Working, 0}, {Off, 0}, {Paused, 0}, {Frozen, 0}, {Working, 1}, {Working, 2}, {Working, 3}, {Working, 5}} {
		var grey strings.Builder
		img := Draw(monday, []Week{{day}})
		for y := range cell {
			for x := range cell {
				grey.WriteByte(byte(16 * luminance(img.At(left+x, top+y))))
			}
		}
		if other, same := seen[grey.String()]; same {
			t.Errorf("%+v looks like %+v", day, other)
		}
		seen[grey.String()] = day
	}
}

// Contrast is what WCAG asks for, and the levels grow.
func TestContrast(t *testing.T) {
	for colour, least := range map[uint8]float64{ink: 7, line: 3, ice: 3, level1: 3, level2: 3, level3: 3, level4: 3} {
		if got := contrast(palette[colour], palette[background]); got < least {
			t.Errorf("colour %d has a contrast of %.1f, want %.1f", colour, got, least)
		}
	}
	for level := level1; level < level4; level++ {
		if got := contrast(palette[level+1], palette[level]); got < 1.3 {
			t.Errorf("level %d has a contrast of %.2f to the one before", level+1, got)
		}
	}
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// Every letter that is written has a glyph of its size, and all of it fits.
func TestText(t *testing.T) {
	words := "to off pause freeze 0 5+ M W F"
	for m := time.January; m <= time.December; m++ {
		words += " " + m.String()[:3]
	}
	for _, r := range strings.ToUpper(words) {
		if rows := strings.Fields(glyphs[r]); r != ' ' && len(rows) != 7 {
			t.Errorf("%c has %d rows", r, len(rows))
		}
	}
	for n := range 20 {
		c := canvas{Draw(monday, make([]Week, n))}
		width := c.Bounds().Dx()
		for y := range c.Bounds().Dy() {
			for x := width - margin/2; x < width; x++ {
				if c.ColorIndexAt(x, y) != background {
					t.Fatalf("%d weeks: something is drawn at the edge, %d, %d", n, x, y)
				}
			}
		}
	}
}
