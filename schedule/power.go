package schedule

import "math"

// A power is x to a power that never changes, for x above 0, as math.Pow gives it
// but for the last bits, in a fraction of the time: a choice asks for it thousands
// of times. It takes x as two to some power, times one of the steps between 1 and
// 2, times 1+r. Powers of the first two are known, and r is so small that the
// binomial series soon ends.
type power struct {
	exponent float64
	twos     [twosTo - twosFrom]float64
	steps    [1 << stepBits]struct{ inverse, power float64 }
	series   [6]float64 // its coefficients, from that of r on
}

const (
	twosFrom, twosTo = -32, 32 // exponents of two for which powers are known
	stepBits         = 8
	fraction         = 52   // bits of a float64's fraction
	bias             = 1023 // of its exponent
)

func newPower(exponent float64) *power {
	p := &power{exponent: exponent}
	for i := range p.twos {
		p.twos[i] = math.Pow(2, exponent*float64(i+twosFrom))
	}
	for i := range p.steps {
		step := 1 + float64(i)/float64(len(p.steps))
		p.steps[i].inverse, p.steps[i].power = 1/step, math.Pow(step, exponent)
	}
	c := 1.0
	for i := range p.series {
		c *= (exponent - float64(i)) / float64(i+1)
		p.series[i] = c
	}
	return p
}

// of is x to the power.
func (p *power) of(x float64) float64 {
	bits := math.Float64bits(x)
	two := int(bits>>fraction) - bias - twosFrom
	if two < 0 || two >= len(p.twos) {
		return math.Pow(x, p.exponent)
	}
	step := &p.steps[bits>>(fraction-stepBits)&(1<<stepBits-1)]
	c := &p.series
	r := math.Float64frombits(bits&(1<<fraction-1)|bias<<fraction)*step.inverse - 1
	return p.twos[two] * step.power * (1 + r*(c[0]+r*(c[1]+r*(c[2]+r*(c[3]+r*(c[4]+r*c[5]))))))
}
