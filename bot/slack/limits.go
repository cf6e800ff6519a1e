package slack

import "time"

// Slack's limits, in characters where nothing else is said. They are counted in
// UTF-16 units, of which there are never fewer than Slack counts.
const (
	// https://docs.slack.dev/reference/block-kit/blocks
	mostBlocks     = 50
	mostHomeBlocks = 100
	// https://docs.slack.dev/reference/block-kit/blocks/header-block
	longestHeader = 150
	// https://docs.slack.dev/reference/block-kit/blocks/section-block
	longestSection = 3_000
	// https://docs.slack.dev/reference/block-kit/blocks/actions-block
	mostButtons = 25
	// https://docs.slack.dev/reference/block-kit/block-elements/button-element
	longestLabel = 75
	longestValue = 2_000
	// msg_blocks_too_long comes at about 13,200 over all blocks:
	// https://github.com/slackapi/bolt-js/issues/2509
	longestMessage = 12_000
	// Our own: notifications and screen readers get no more than this.
	longestText = 3_000
	// Our own: a footer is small print.
	longestFooter = 1_500
	// Our own: a post has fewer choices by far.
	mostChoices = 3 * mostButtons

	// Answers in an acknowledgement are dropped from 20 kB on:
	// https://github.com/slack-go/slack/blob/v0.34.0/socketmode/socketmode.go
	largestAck = 20_000
	// What Slack may send in one envelope: a view has at most 250 kB.
	largestEnvelope = 4 << 20
)

// Slack's times.
const (
	// An envelope is to be acknowledged within three seconds:
	// https://docs.slack.dev/apis/events-api/using-socket-mode
	ackWithin = 1500 * time.Millisecond
	// One message a second in a channel: https://docs.slack.dev/apis/web-api/rate-limits
	postEvery = time.Second
	// How long after a request its message is sure to be in the history.
	settledAfter = 10 * time.Second
)
