package search

import (
	"reflect"
	"testing"
)

func TestTop(t *testing.T) {
	for _, tt := range []struct {
		scores []float32
		want   []int
	}{
		{nil, []int{}},
		{[]float32{0, 0}, []int{0, 1}},
		{[]float32{1, 3, 2, 3, 0, 5, 1}, []int{5, 1, 3}},
		{[]float32{0, 0, 0, 0, 1}, []int{4, 0, 1}},
	} {
		if got := top(tt.scores, 3); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("top(%v) = %v, want %v", tt.scores, got, tt.want)
		}
	}
}
