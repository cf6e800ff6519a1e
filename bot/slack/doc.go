// Package slack is Slack as a platform, by Socket Mode: slash commands, pressed
// buttons, mentions, direct messages and the App Home are lines for the bot, and
// what the bot says is blocks.
//
// What decides stands in pure functions: [Read] turns what Slack delivers into a
// [Delivery], [Render] and [RenderHome] turn posts into blocks, fateOf turns what
// became of a request into a [bot.Outcome], and [Manifest] is the app as Slack
// registers it. The rest moves bytes.
//
// # Invariants
//
//   - Every envelope is acknowledged once, on the connection that it came by and
//     within ackWithin, whatever its handler does. A connection lives as long as
//     one WebSocket: a receipt that is too late for it is dropped, never sent on
//     the next one.
//   - The library's channel of events is never kept waiting: whatever takes time
//     runs in a lane.
//   - A reply is sent at most once. A promised post is sent by the outbox alone,
//     which is told what became of it and never waits in here.
//   - Text of content and members is escaped, so that it names nobody and formats
//     nothing; every limit of Slack holds for whatever is rendered.
//   - No token, address of a response, or text of a member is logged.
//   - Whatever is remembered of members and channels is bounded.
package slack
