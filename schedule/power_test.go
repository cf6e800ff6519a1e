package schedule

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestPower(t *testing.T) {
	powers := []*power{forgettingPower, stabilityPower, difficultyPower, lapsePower, sameDayPower}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(powers).Draw(t, "power")
		x := math.Exp2(rapid.Float64Range(-40, 40).Draw(t, "power of two"))
		if got, want := p.of(x), math.Pow(x, p.exponent); math.Abs(got/want-1) > 2e-15 {
			t.Fatalf("%v to the power of %v is %v, want %v", x, p.exponent, got, want)
		}
	})
	for _, p := range powers {
		if one := p.of(1); one != 1 {
			t.Errorf("1 to the power of %v is %v", p.exponent, one)
		}
	}
}
