package schedule

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cy"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/ee"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fi"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/hu"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/is"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/ke"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lu"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mt"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/mx"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/pt"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/rs"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/th"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// nationalHolidays are the days that are free in a whole country, by its ISO
// 3166-1 code, from github.com/rickar/cal, where each country's package names its
// rules. Days of a region are a team's own days off. The lists are the
// library's own, read and never written.
var nationalHolidays = map[string][]*cal.Holiday{
	"AR": ar.Holidays,
	"AT": at.Holidays,
	"AU": {
		au.NewYear, au.AustraliaDay, au.GoodFriday, au.EasterMonday,
		au.AnzacDay, au.ChristmasDay, au.BoxingDay,
	},
	"BE": be.Holidays,
	"BG": bg.Holidays,
	"BR": br.Holidays,
	"CA": ca.Holidays,
	"CH": ch.Holidays,
	"CY": cy.Holidays,
	"CZ": cz.Holidays,
	"DE": de.Holidays,
	"DK": dk.Holidays,
	"EE": ee.Holidays,
	"ES": es.Holidays,
	"FI": fi.Holidays,
	"FR": fr.Holidays,
	"GB": gb.Holidays,
	"GR": gr.Holidays,
	"HR": hr.Holidays,
	"HU": hu.Holidays,
	"IE": ie.Holidays,
	"IS": is.Holidays,
	"IT": it.Holidays,
	"JP": jp.Holidays,
	"KE": ke.Holidays,
	"LT": lt.Holidays,
	"LU": lu.Holidays,
	"LV": lv.Holidays,
	"MT": mt.Holidays,
	"MW": mw.Holidays,
	"MX": mx.Holidays,
	"NC": nc.Holidays,
	"NL": nl.Holidays,
	"NO": no.Holidays,
	"NZ": nz.Holidays,
	"PL": pl.Holidays,
	"PT": pt.Holidays,
	"RO": ro.Holidays,
	"RS": rs.Holidays,
	"RU": ru.Holidays,
	"SE": se.Holidays,
	"SI": si.Holidays,
	"SK": sk.Holidays,
	"TH": th.Holidays,
	"UA": ua.Holidays,
	"US": us.Holidays,
	"ZA": za.Holidays,
}

// ParseCountry reads the two-letter ISO 3166-1 code, in any case, of a country
// whose public holidays are known, and returns it in capitals.
func ParseCountry(text string) (code string, err error) {
	code = strings.ToUpper(tidy(text))
	if _, ok := nationalHolidays[code]; !ok {
		known := strings.Join(slices.Sorted(maps.Keys(nationalHolidays)), " ")
		return "", fmt.Errorf("%s is not a country whose holidays are known: write one of %s, such as DE", quote(text), known)
	}
	return code, nil
}

// holiday is the name, in the country's language, of the public holiday on the
// day. A holiday that falls on a weekend and is observed on another day is one on
// both.
func holiday(country string, day Date) (name string, ok bool) {
	noon := day.midnight().Add(12 * time.Hour)
	// At the turn of the year a holiday can be observed in the other one.
	first, last := day.AddDays(-7).Year, day.AddDays(7).Year
	for _, h := range nationalHolidays[country] {
		for rule, year := ruleAtNoon(*h), first; year <= last; year++ {
			if actual, observed := rule.Calc(year); noon.Equal(actual) || noon.Equal(observed) {
				return h.Name, true
			}
		}
	}
	return "", false
}

// ruleAtNoon is a holiday with dates at noon UTC. The library counts from midnight
// in the machine's own zone, which daylight saving can move into the day before.
// It is a copy because one rule, that of Japan's equinox, writes to its holiday.
func ruleAtNoon(h cal.Holiday) *cal.Holiday {
	rule := h.Func
	h.Func = func(h *cal.Holiday, year int) time.Time {
		y, m, d := rule(h, year).Add(12 * time.Hour).Date()
		return time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
	}
	return &h
}
