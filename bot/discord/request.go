package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// libraryBase is what the paths of the library's addresses begin with.
func libraryBase() string { return "/api/v" + discordgo.APIVersion }

// redirect sends the library's requests to another base address, since its own
// are variables of the package.
func redirect(base string) (http.RoundTripper, error) {
	if base == "" {
		return http.DefaultTransport, nil
	}
	to, err := url.Parse(strings.TrimSuffix(base, "/"))
	if err != nil || to.Host == "" {
		return nil, fmt.Errorf("DISCORD_API_URL %q is not an address", base)
	}
	return redirected{to}, nil
}

type redirected struct{ to *url.URL }

func (r redirected) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host = r.to.Scheme, r.to.Host
	req.URL.Path = r.to.Path + strings.TrimPrefix(req.URL.Path, libraryBase())
	req.URL.RawPath = ""
	req.Host = r.to.Host
	return http.DefaultTransport.RoundTrip(req)
}

// call makes one request. Where the limiter would hold it back for more than a
// moment, the error is an errWait. Callers that must come through use callSoon.
func (a *Adapter) call(ctx context.Context, method, address string, body any, files []*discordgo.File) ([]byte, error) {
	kind, data, err := encode(body, files)
	if err != nil {
		return nil, err
	}
	return a.once(ctx, method, address, kind, data)
}

func (a *Adapter) once(ctx context.Context, method, address, kind string, data []byte) ([]byte, error) {
	bucket, wait := a.limiter.take(address, time.Now())
	for ; wait > 0; bucket, wait = a.limiter.take(address, time.Now()) {
		if wait > aMoment || ctx.Err() != nil {
			return nil, errWait{wait}
		}
		pause(ctx, wait)
	}
	return a.rest.RequestWithLockedBucket(method, address, kind, data, bucket, 0,
		discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
}

// encode is a body as JSON, or with files, which can be read once, as a form.
func encode(body any, files []*discordgo.File) (kind string, data []byte, err error) {
	if len(files) > 0 {
		return discordgo.MultipartBodyWithJSON(body, files)
	}
	if body == nil {
		return "application/json", nil, nil
	}
	data, err = discordgo.Marshal(body)
	return "application/json", data, err
}

// soon is how long callSoon goes on trying.
const soon = 10 * time.Second

// callSoon is call for answers to people: it waits out short rate limits.
func (a *Adapter) callSoon(method, address string, body any, files []*discordgo.File) ([]byte, error) {
	kind, data, err := encode(body, files)
	if err != nil {
		return nil, err
	}
	return a.onceSoon(method, address, kind, data)
}

func (a *Adapter) onceSoon(method, address, kind string, data []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), soon)
	defer cancel()
	for {
		answer, err := a.once(ctx, method, address, kind, data)
		wait, limited := limitedFor(err)
		if !limited {
			return answer, err
		}
		if !within(ctx, wait) {
			return nil, err
		}
		pause(ctx, wait)
	}
}

// within says whether a wait ends before ctx does. What waits in vain holds up
// others.
func within(ctx context.Context, wait time.Duration) bool {
	deadline, ends := ctx.Deadline()
	return ctx.Err() == nil && (!ends || time.Until(deadline) > wait)
}

// respond gives the first answer to an interaction. Discord takes one alone
// (interactions/receiving-and-responding), so one that it fails at is given again.
func (a *Adapter) respond(i *discordgo.Interaction, kind discordgo.InteractionResponseType, data *discordgo.InteractionResponseData) {
	var files []*discordgo.File
	if data != nil {
		files = data.Files
	}
	form, text, err := encode(discordgo.InteractionResponse{Type: kind, Data: data}, files)
	if err == nil {
		address := discordgo.EndpointInteractionResponse(i.ID, i.Token)
		if _, err = a.onceSoon(http.MethodPost, address, form, text); failedThere(err) {
			_, err = a.onceSoon(http.MethodPost, address, form, text)
		}
	}
	a.note("answer an interaction", err)
}

// editResponse puts a post in the place of a deferred response.
func (a *Adapter) editResponse(i *discordgo.Interaction, s shown) {
	components := s.components()
	_, err := a.callSoon(http.MethodPatch, discordgo.EndpointWebhookMessage(i.AppID, i.Token, "@original"), discordgo.WebhookEdit{
		Content: &s.content, Embeds: &[]*discordgo.MessageEmbed{s.embed}, Components: &components, AllowedMentions: noMentions(),
	}, s.files())
	a.note("edit an answer", err)
}

// followUp sends another answer to an interaction, for the person's eyes only.
func (a *Adapter) followUp(i *discordgo.Interaction, s shown) {
	_, err := a.callSoon(http.MethodPost, discordgo.EndpointWebhookToken(i.AppID, i.Token), &discordgo.WebhookParams{
		Content: s.content, Embeds: []*discordgo.MessageEmbed{s.embed}, Components: s.components(),
		Flags: flagsOf(i.GuildID != ""), AllowedMentions: noMentions(),
	}, s.files())
	a.note("follow up an answer", err)
}

// note logs what went wrong with an answer.
func (a *Adapter) note(what string, err error) {
	if err != nil {
		a.Log.Warn("could not "+what, "err", calm(err))
	}
}

// errWait says that the limiter would hold a request back.
type errWait struct{ wait time.Duration }

func (e errWait) Error() string { return "rate limit: " + e.wait.String() }

// blocked is how long to wait when Discord refuses a request for its rate and
// does not say for how long, as the proxies in front of it do.
const blocked = time.Minute

// limitedFor says whether a request was held back or refused for its rate, and
// for how long.
func limitedFor(err error) (time.Duration, bool) {
	var wait errWait
	if errors.As(err, &wait) {
		return wait.wait, true
	}
	var limit *discordgo.RateLimitError
	if errors.As(err, &limit) {
		return limit.RetryAfter, true
	}
	var syntax *json.SyntaxError // the library reads only the body of a 429
	return blocked, errors.As(err, &syntax)
}

// status is the HTTP status of a refused request and Discord's own code for it;
// zeros if there was no answer, or for a 502.
func status(err error) (answer, code int) {
	var rest *discordgo.RESTError
	if !errors.As(err, &rest) || rest.Response == nil {
		return 0, 0
	}
	if rest.Message != nil {
		code = rest.Message.Code
	}
	return rest.Response.StatusCode, code
}

// failedThere says that Discord answered, and that the failure is its own.
func failedThere(err error) bool {
	answer, _ := status(err)
	return answer >= http.StatusInternalServerError
}

// unsent says of an error without an answer that the request never went out.
func unsent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// calm is what may be logged of an error: not the address, which may hold the
// token of an interaction, and not the body, which may hold a person's words.
func calm(err error) error {
	if wait, limited := limitedFor(err); limited {
		return errWait{wait}
	}
	if answer, code := status(err); answer != 0 {
		return fmt.Errorf("answer %d (code %d)", answer, code)
	}
	var address *url.Error
	if errors.As(err, &address) {
		return address.Err
	}
	return err
}
