package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"mentorbot/store"
)

// release is set when a release is linked (-ldflags "-X main.release=v1.2.3").
var release string

// version prints which program this is.
func version(_ context.Context, p program) error {
	name, revision := release, ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	if name == "" {
		name = "development version"
	}
	fmt.Fprintf(p.out, "mentorbot %s%s, %s %s/%s, data schema %d\n", name, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH, store.Version())
	return nil
}
