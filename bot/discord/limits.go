package discord

import "time"

// Discord's limits, from its documentation (discord.com/developers/docs).
const (
	maxTitle       = 256             // resources/message#embed-object-embed-limits
	maxDescription = 4096            // same
	maxContent     = 2000            // resources/message#create-message
	maxLabel       = 80              // components/reference#button
	maxCustomID    = 100             // components/reference#anatomy-of-a-component
	perRow         = 5               // components/reference#action-row
	maxRows        = 5               // same
	maxChoices     = 25              // interactions/application-commands, autocomplete
	maxChoice      = 100             // same, name and value
	maxBrief       = 100             // interactions/application-commands, description
	maxServerName  = 100             // resources/guild#guild-object
	nonceLength    = 25              // resources/message#create-message
	nonceHolds     = 2 * time.Minute // "within the past few minutes", same
	perSecond      = 50              // topics/rate-limits#global-rate-limit, interactions not counted

	firstAnswer = 3 * time.Second  // interactions/receiving-and-responding
	tokenHolds  = 15 * time.Minute // same
)

// Permissions that make somebody a lead (topics/permissions).
const (
	administrator = 1 << 3
	manageServer  = 1 << 5
)

// Limits of our own, well inside Discord's.
const (
	maxFooter  = 1000 // a footer, which is a part of the description
	maxPreview = 150  // the line that notifications show
)

// accent is the colour at the edge of every post, to be told from other bots'.
const accent = 0x2A9D8F
