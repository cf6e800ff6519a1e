package main

import (
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"

	"mentorbot/content"
	"mentorbot/content/questions"
)

// A boost is how much a match in a field counts.
type boost struct {
	field  string
	factor float64
}

// boosted is the best for bleve that fit found on the questions to tune on, as
// "go run . -fit questions/tune ../testdata/questions" finds it again. Titles count
// little because aliases say them again; a guess by hand (title and aliases 4, asks
// 3, headings and answer 1.5) was no better than plain.
var boosted = []boost{{"title", 0.25}, {"aliases", 1.5}, {"asks", 3}, {"headings", 0.5}, {"answer", 1}, {"body", 4}, {"quiz", 2}}

// plain boosts no field.
var plain = []boost{{"title", 1}, {"aliases", 1}, {"asks", 1}, {"headings", 1}, {"answer", 1}, {"body", 1}, {"quiz", 1}}

// newBleve indexes topics, all in one batch, so that they lie in one segment.
// Nothing is kept for showing or highlighting.
func newBleve(topics []*content.Topic) (bleve.Index, error) {
	text := bleve.NewTextFieldMapping()
	text.Analyzer = en.AnalyzerName
	text.Store, text.IncludeTermVectors, text.IncludeInAll, text.DocValues = false, false, false, false
	topic := bleve.NewDocumentStaticMapping()
	for _, b := range plain {
		topic.AddFieldMappingsAt(b.field, text)
	}
	m := bleve.NewIndexMapping()
	m.DefaultMapping = topic
	m.ScoringModel = index.BM25Scoring
	ix, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("bleve: %w", err)
	}
	batch := ix.NewBatch()
	for _, t := range topics {
		if err := batch.Index(t.ID, texts(t)); err != nil {
			return nil, fmt.Errorf("bleve: %s: %w", t.ID, err)
		}
	}
	if err := ix.Batch(batch); err != nil {
		return nil, fmt.Errorf("bleve: %w", err)
	}
	return ix, nil
}

// find is how bleve answers: with any topic that shares a word with the
// question, since its scores say nothing of whether one answers it.
func find(ix bleve.Index, boosts []boost, fuzziness int) questions.Finder {
	return func(question string) questions.Found {
		fields := make([]query.Query, len(boosts))
		for i, b := range boosts {
			q := bleve.NewMatchQuery(question)
			q.SetField(b.field)
			q.SetBoost(b.factor)
			q.SetFuzziness(fuzziness)
			fields[i] = q
		}
		result, err := ix.Search(bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(fields...), questions.Ranks, 0, false))
		if err != nil {
			panic(fmt.Sprintf("bleve: %v", err)) // in memory, a fault of ours
		}
		f := questions.Found{Topics: make([]string, len(result.Hits)), Answered: len(result.Hits) > 0}
		for i, hit := range result.Hits {
			f.Topics[i] = hit.ID
		}
		return f
	}
}
