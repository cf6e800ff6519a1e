package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// parseGo asks gofmt, which takes a file, declarations or statements.
func parseGo(ctx context.Context, gofmt, text string) (string, error) {
	r, err := external{in: text}.call(ctx, gofmt, "-e", "-l")
	if err != nil || r.code == 0 {
		return "", err
	}
	return strings.TrimPrefix(firstLine(r.err), "<standard input>:"), nil
}

// parseShell asks bash, which runs nothing then.
func parseShell(ctx context.Context, bash, text string) (string, error) {
	r, err := external{in: text}.call(ctx, bash, "-n")
	if err != nil || r.code == 0 {
		return "", err
	}
	return strings.TrimPrefix(firstLine(r.err), bash+": line "), nil
}

// parseJS asks Node about a module, a script and the body of a function, and is
// content with one of them. It returns what is wrong with the module.
func parseJS(ctx context.Context, node, text string) (wrong string, err error) {
	dir, err := os.MkdirTemp("", "mentorbot-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	for _, as := range []struct{ name, before, after string }{{"a.mjs", "", ""}, {"a.cjs", "", ""}, {"f.cjs", "(async function () {\n", "\n})"}} {
		path := filepath.Join(dir, as.name)
		if err := os.WriteFile(path, []byte(as.before+text+as.after), 0o600); err != nil {
			return "", err
		}
		r, err := external{}.call(ctx, node, "--check", path)
		if err != nil || r.code == 0 {
			return "", err
		}
		if wrong == "" {
			wrong = jsMistake(r.err)
		}
	}
	return wrong, nil
}

// jsMistake is the line and the message in what Node says.
func jsMistake(text string) string {
	_, line, _ := strings.Cut(firstLine(text), ".mjs:")
	for l := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(l, "SyntaxError: ") {
			return fmt.Sprintf("%s: %s", line, strings.TrimPrefix(l, "SyntaxError: "))
		}
	}
	return firstLine(text)
}

// pythonParser says what ast.parse says.
const pythonParser = `
import ast, json, sys, warnings
warnings.simplefilter("ignore")

def wrong(text):
    try:
        ast.parse(text)
    except SyntaxError as e:
        return f"{e.lineno}: {e.msg}"
    return ""

json.dump([wrong(text) for text in json.load(sys.stdin)], sys.stdout)
`

// sqlParser takes what PostgreSQL's own parser takes, or SQLite's. SQLite only
// prepares statements, so that what else it says is no matter of grammar.
const sqlParser = `
import json, re, sqlite3, sys
from pglast import parser

def postgres(text):
    try:
        parser.parse_sql_json(text)
    except parser.ParseError as e:
        at = e.args[1] if len(e.args) > 1 and isinstance(e.args[1], int) else 0
        return f"{text.count(chr(10), 0, at) + 1}: {e.args[0]}"
    return ""

def sqlite(text):
    db = sqlite3.connect(":memory:")
    statement = ""
    for piece in re.split("(?<=;)", text) + [";"]:
        statement += piece
        if not sqlite3.complete_statement(statement):
            continue
        try:
            if re.sub(r"--.*|/[*](.|\n)*?[*]/|[\s;]", "", statement):
                db.execute("EXPLAIN " + statement)
        except (sqlite3.Error, sqlite3.Warning) as e:
            if any(s in str(e) for s in ("syntax error", "unrecognized token", "incomplete input")):
                return str(e)
        statement = ""
    return ""

def wrong(text):
    said = postgres(text)
    return said if said and sqlite(text) else ""

json.dump([wrong(text) for text in json.load(sys.stdin)], sys.stdout)
`
