package heatmap

import (
	"image"
	"image/color"
	"strings"
)

// The colours, as places in the palette. On their own background text has a
// contrast of 7 and shapes of 3 at least (WCAG 2.2, 1.4.6 and 1.4.11); each level
// is brighter than the one before.
const (
	background uint8 = iota
	ink
	line
	ice
	level1
	level2
	level3
	level4
)

var palette = color.Palette{
	background: color.RGBA{0x1b, 0x1f, 0x27, 0xff},
	ink:        color.RGBA{0xd8, 0xde, 0xe9, 0xff},
	line:       color.RGBA{0x76, 0x80, 0x92, 0xff},
	ice:        color.RGBA{0x7f, 0xc4, 0xff, 0xff},
	level1:     color.RGBA{0x2f, 0x83, 0x74, 0xff},
	level2:     color.RGBA{0x4a, 0xb0, 0x95, 0xff},
	level3:     color.RGBA{0x84, 0xd9, 0xb4, 0xff},
	level4:     color.RGBA{0xd9, 0xfb, 0xe3, 0xff},
}

// A canvas is a picture that is being drawn.
type canvas struct{ *image.Paletted }

// fill draws a full rectangle.
func (c canvas) fill(x, y, width, height int, colour uint8) {
	for dy := range height {
		for dx := range width {
			c.SetColorIndex(x+dx, y+dy, colour)
		}
	}
}

// ring draws a square of that thickness, empty inside.
func (c canvas) ring(x, y, side, thick int, colour uint8) {
	c.fill(x, y, side, thick, colour)
	c.fill(x, y+side-thick, side, thick, colour)
	c.fill(x, y, thick, side, colour)
	c.fill(x+side-thick, y, thick, side, colour)
}

// stripes draws a square of slanted stripes.
func (c canvas) stripes(x, y, side int, colour uint8) {
	const period, thick = 7, 3
	for dy := range side {
		for dx := range side {
			if (dx+dy)%period < thick {
				c.SetColorIndex(x+dx, y+dy, colour)
			}
		}
	}
}

// Glyphs are five by seven dots, each of which is two pixels wide and high.
const (
	dot         = 2
	glyphWidth  = 6 * dot // with the gap behind it
	glyphHeight = 7 * dot
)

// text writes text in capitals and returns where it ends. What has no glyph is a
// space.
func (c canvas) text(x, y int, text string) (end int) {
	for _, r := range strings.ToUpper(text) {
		for row, dots := range strings.Fields(glyphs[r]) {
			for column, d := range dots {
				if d == '#' {
					c.fill(x+column*dot, y+row*dot, dot, dot, ink)
				}
			}
		}
		x += glyphWidth
	}
	return x
}
