package search

import (
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"Hello, World!":                "hello world",
		"C# c++ (.NET) F#.":            "c# c++ .net net f#",
		"use .net and .env":            "use .net net and .env env",
		"node.js Node.JS.":             "node js nodejs node js nodejs",
		"ASP.NET":                      "asp net aspnet",
		"n+1 ci/cd TCP/IP i/o":         "n1 ci cd cicd tcp ip tcpip io",
		"k8s http/2 client-server":     "k8s http http2 client server clientserver",
		"user_id don't it's ann’s":     "user id userid don dont it ann",
		"a...b end. x&y":               "ab end xy",
		"https://example.org/a/b/c":    "https example org",
		"naïve – Größe → 世界":           "naïve größe 世界",
		"404 don’t":                    "404 don dont",
		"--flag -x +y #tag @user 'q'":  "flag x y tag user q",
		"\x00\xff a\u00a0b 12:30 a+b+": "a b 12 30 ab",
	} {
		if got := strings.Join(appendWords(nil, text), " "); got != want {
			t.Errorf("words of %q: %s, want %s", text, got, want)
		}
	}
}
