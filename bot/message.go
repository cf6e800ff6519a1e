package bot

import (
	"time"

	"mentorbot/store"
)

// A Message is a line from someone in some place: typed, or carried by a button.
type Message struct {
	// Workspace is where this belongs. Only the platform is named ("discord:")
	// for a line in a direct conversation on a platform where a person may be in
	// many: it then goes to the one where they were last.
	Workspace store.Workspace
	From      Person
	Place     Place
	Via       Via
	Line      string

	// Server is the workspace's name on its platform, if that is known.
	Server string
	// Event names what the platform may deliver again; empty if it will not. A
	// message whose event was seen before gets a Reply that is Silent.
	Event string
	// Link is the address of the line itself, for who can see it; empty if it
	// has none.
	Link string
}

// A Person is who a message is from, as the platform knows them just now.
type Person struct {
	ID    store.MemberID
	Name  string // display name; empty if the platform did not say
	Zone  string // IANA name; empty if the platform does not know
	Admin bool   // administers the workspace there, so is a lead without being named
}

// A Place is where a message was said.
type Place struct {
	ID     store.PlaceID
	Name   string // as people write it, without a mark in front
	Direct bool   // a conversation between the person and the bot alone
}

// Via is how a line came.
type Via int

const (
	Typed         Via = iota // a slash command or the terminal: others do not see the line
	Mentioned                // a line in a channel that names the bot: others see it
	PressedOwn               // a button of a post that only the presser sees
	PressedShared            // a button of a post that others see
)

// A Reply is what comes back to the person, at once and at most once.
type Reply struct {
	Post
	Private bool            // only the person may see it
	Replace bool            // it takes the place of the pressed post
	Silent  bool            // nothing is to be said
	In      store.Workspace // the workspace that the reply is about
	Then    *Post           // a second, private post: what a first contact gets
	Zone    *time.Location  // the reader's, for time marks where the platform has none
}

// A Post is what the bot says, on any platform.
type Post struct {
	Title   string // plain text
	Body    string // in the Markdown subset of package content/markdown
	Footer  string // in the same subset, one line
	Choices []Choice
	File    *File
}

// A Choice is a button: a press says Line. Labels are plain text of at most 40
// characters, lines are ASCII of at most MaxLine bytes.
type Choice struct{ Label, Line string }

// MaxLine is how many bytes the line of a button may have (Discord's custom_id).
const MaxLine = 100

// A File goes along with a post.
type File struct {
	Name, Type string // file name and media type
	Data       []byte
	Alt        string // says in words what the file shows
}

// A Destination is where an unprompted post goes: a channel, or a member directly.
type Destination struct {
	Workspace store.Workspace
	Place     store.PlaceID  // the channel, or empty
	Name      string         // the channel's, as Place.Name; empty if it is not known
	Member    store.MemberID // the member, if Place is empty
	Zone      *time.Location // the reader's, for time marks where the platform has none
}
