# make run: the bot. make test: everything that must hold. See README.md.

GO        ?= go
export CGO_ENABLED = 0
STATICCHECK = $(GO) tool staticcheck

# With a C compiler the tests look for data races; CI requires one (RACE=-race).
ifneq ($(shell command -v $${CC:-cc} 2>/dev/null),)
RACE ?= -race
endif

.PHONY: run build test lint bench bench-answers bench-practice crash chatsim ids weights fuzz

# The terminal chat, or every platform that has a token.
run: build
	@if [ -n "$$SLACK_BOT_TOKEN$$SLACK_BOT_TOKEN_FILE$$DISCORD_BOT_TOKEN$$DISCORD_BOT_TOKEN_FILE" ]; \
	then exec bin/mentorbot; else exec bin/mentorbot chat; fi

build:
	@$(GO) build -trimpath -ldflags '-s -w' -o bin/mentorbot ./cmd/mentorbot

test:
	@[ -n "$(RACE)" ] || echo 'no C compiler found: testing without -race'
	@CGO_ENABLED=$(if $(RACE),1,0) $(GO) test $(RACE) ./...

lint:
	@out=$$(gofmt -l .); [ -z "$$out" ] || { echo "not gofmt-ed:"; echo "$$out"; exit 1; }
	@$(GO) vet ./...
	@$(STATICCHECK) ./...
	@cd content/bench && if $(GO) list -deps github.com/blevesearch/bleve/v2 >/dev/null 2>&1; then $(GO) vet ./...; \
	else echo 'content/bench: not vetted, its modules cannot be had'; fi

# Ratios, measured side by side in TURNS turns; one package at a time, so that
# nothing is built while something is measured.
TURNS ?= 5
bench:
	@$(GO) test -p 1 -run '^$$' -bench . -benchtime $(TURNS)x -timeout 20m ./... | awk \
	  '/^(ok|\?|PASS|goos:|goarch:)/ { next } /^(--- )?FAIL|^panic/ { bad = 1 } { print; fflush() } END { exit bad }'

# Finding, measured side by side with bleve on the project's own questions, and on
# those in the directories that MENTORBOT_QUESTIONS names.
bench-answers:
	@cd content/bench && $(GO) test -count=1 . && \
	  $(GO) run . -turns $(TURNS) ../testdata/questions $(abspath $(MENTORBOT_QUESTIONS))

# What LEARNERS would recall after half a year of mentorbot's choosing, and of
# others at equal time.
LEARNERS ?= 200
bench-practice:
	@$(GO) test -count=1 -v -run '^TestProof$$' ./bot/choice -proof $(LEARNERS) | grep -v '^\(=== \|--- \|PASS\|ok \)'

# Kills the program N times at seeded random moments and checks what it promised.
N ?= 50
crash:
	@CGO_ENABLED=$(if $(RACE),1,0) $(GO) test $(RACE) -count=1 -v -run TestCrash ./cmd/mentorbot -crash $(N)

# Runs the program against doubles of Slack and Discord that check every request.
CHATSIM ?= ../shared/chatsim
chatsim:
	@if [ -d "$(CHATSIM)" ]; \
	then MENTORBOT_CHATSIM="$(abspath $(CHATSIM))" $(GO) test -count=1 -parallel 8 -timeout 15m -v -run '^TestChatsim$$' ./cmd/mentorbot; \
	else echo 'chatsim: skipped, $(CHATSIM) is not there'; fi

# Adds ids of new topics, tasks and questions to the list of all ids ever used.
ids:
	@$(GO) test ./content -count=1 -run TestIDs -update-ids

# Fits the finder's weights to the questions that may be tuned on, and to further files of them.
weights:
	@$(GO) test ./content -count=1 -v -run TestFit -fit-write \
	  -fit testdata/questions/tune.tsv,testdata/outside.tsv$(addprefix $(comma),$(FILES))
comma := ,

# Fuzzes every parser of what a stranger can send, FUZZTIME each.
FUZZTIME ?= 20s
fuzz:
	@for p in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
	    echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) $$p || exit 1; \
	  done; done
