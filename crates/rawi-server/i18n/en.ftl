# Around every page.
brand = Rawi
tagline = who is said to hold what, and according to whom
skip = Skip to the content
nav = Sections
nav-situation = Situation
nav-claims = Claims
nav-reports = Reports
nav-disputes = Disputes
nav-places = Places
nav-sources = Sources
nav-method = Method
search = Search the reports
other-language = العربية
files = This list as
file-jsonl = JSON Lines
file-csv = CSV
file-geojson = GeoJSON
file-atom = Atom
file-json = JSON Feed
api = API
mode-public = This server shows claims only some hours after their report was published.
mode-closed = This server shows every claim at once; it is not meant for the public.
mode-more = How this is made
news = { $n ->
    [one] One new claim.
   *[other] { $n } new claims.
}
news-many = {"{"}n{"}"} new claims.
news-show = Show
as-known = You see what was known on { $when }.
as-known-leave = Show what is known now

# Time.
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date = { $day } { $month } { $year }
date-weekday = { $weekday }, { $day } { $month } { $year }
month-year = { $month } { $year }
day-and-time = { $day }, { $time } UTC
until = until { $to }
from-on = from { $from } on
from-to = { $from } to { $to }

# The situation.
situation-lead = Weighed from { $claims ->
    [one] one claim
   *[other] { $claims } claims
} known by { $known }. Every figure leads to the sentences it rests on.
areas = Countries
area-all = All
time-axis = Days, with the number of claims on each
change-before = Change before
change-after = Next change
day-before = Day before
day-after = Day after
play = Play
stop = Stop
known-then = As known then
known-now = As known now
goto = Go to
go = Show
map = Map of places and who holds them
held-by = { $holder }
likely-by = probably { $holder }
status-held = held
status-likely = probably held
status-contested = contested
status-unknown = not known
sure-held = sure
sure-likely = probable
legend-held = held
legend-likely = probably held
legend-alert = capture claimed, unconfirmed
alerts = Claimed, not confirmed
alert-by = { $who } is said to be in
places-list = Places
nothing-said = Nothing was said of any place by then.
more-places = { $n ->
    [one] One more place
   *[other] { $n } more places
}
sieges = Sieges
closures = Crossings and roads
persons = Where persons are
col-place = Place
col-holder = Held by
col-chains = Independent chains
since = since { $when }
chains = { $for } for, { $against } against
claims-count = { $n ->
    [0] no claims
    [one] one claim
   *[other] { $n } claims
}
changes-count = { $n ->
    [0] no change
    [one] one change
   *[other] { $n } changes
}
value-besieged = besieged
value-lifted = lifted
value-open = open
value-closed = closed
value-other = anyone else

# Links of a chain.
link-outlet = outlet
link-agency = agency
link-organisation = organisation
link-party = party
link-person = person
link-official = unnamed official
link-anonymous = unnamed source
link-witness = witness
link-imagery = imagery
link-social-media = social media
link-document = document
link-estimate = estimate
unnamed-of = { $class } of { $root }

# What is wrong with a request.
problem = Not shown
problem-home = To the situation
problem-page = There is no page at “{ $value }”.
problem-page-hint = Check the address, or begin with the situation.
problem-method = This address can only be read.
problem-method-hint = Use GET.
problem-long = The address is too long.
problem-long-hint = A query may have up to 2,000 bytes. Leave some of the filters out.
problem-at = “{ $value }” is no time that this server reads.
problem-at-hint = Write at= with a date such as 2024-12-08, or a time such as 2024-12-08T06:00Z.
problem-known = “{ $value }” is no time that this server reads.
problem-known-hint = Write known= with a date such as 2024-12-08, or a time such as 2024-12-08T06:00Z.
problem-area = No claim speaks of who holds what in “{ $value }”.
problem-area-hint = Choose one of the countries above the map, or area=all.
problem-busy = Too many readers at this moment.
problem-busy-hint = Try again in a few seconds.
problem-broken = The server could not make this page.
problem-broken-hint = The fault is ours, and it is in the log. Try again, or go back to the situation.
problem-day = “{ $value }” is no day that this server reads.
problem-day-hint = Write from= and to= with a date such as 2024-12-08.
problem-number = There is no page { $value } of this list.
problem-number-hint = Begin with the first page.
problem-words = The words to search for are too long.
problem-words-hint = Search for up to 200 letters.
problem-claim = There is no claim “{ $value }”.
problem-claim-hint = It may have been read anew under another identifier, or it is still held back. Look for it among the claims.
problem-report = There is no report “{ $value }”.
problem-report-hint = It may be retracted or still held back. Look for it among the reports.
problem-place = No claim that is known speaks of the place “{ $value }”.
problem-place-hint = Look for it among the places.
problem-actor = No claim that is known speaks of “{ $value }”.
problem-actor-hint = Look for them among the claims.
problem-format = “{ $value }” cannot be had in this format.
problem-format-hint = The foot of each page lists the formats it can be had in.
problem-collection = There is no collection “{ $value }”.
problem-collection-hint = The collections are claims, places and situation.
problem-feature = There is no feature “{ $value }” in this collection.
problem-feature-hint = Take an identifier from the items of the collection.
problem-limit = “{ $value }” is no number of features.
problem-limit-hint = Write limit= with a number from 1 to 10000, offset= with a number from 0.
problem-bbox = “{ $value }” is no box.
problem-bbox-hint = Write bbox= with west, south, east and north in degrees, as in 35.5,32,42.5,37.5.
problem-datetime = “{ $value }” is no time or interval.
problem-datetime-hint = Write datetime= with a time such as 2024-12-08T00:00:00Z, or an interval such as 2024-12-01/2024-12-08 or ../2024-12-08.

# Lists of claims.
facets = Filters
facet-kind = Kind
facet-certainty = Certainty
facet-place = Place
facet-actor = Who acts
facet-origin = Source
facet-outlet = Outlet
facet-q = words
facet-from = From
facet-to = To
facet-report = report
facet-area = country
take-back = Take this filter off
more = More
no-claims = No claim fits. Take a filter off.
pages = Pages
page-before = Newer
page-after = Older
page-of = Page { $page } of { $pages }
all-claims = All { $n } claims
list-comma = ,{" "}
area-named = { $name } ({ $class })
chains-none = no statement, but fighting

# A claim.
said-by = according to
chain-arrow = {" "}←{" "}
words-of-another = in words that another report had first
in-report = in its report
reported-on = reported { $when }
at-least = at least { $n }
at-most = at most { $n }
or-else = (or { $others })
role-actor = who
role-target = to whom
role-person = person
role-from = from
role-to = to
role-place = where
role-instrument = with
role-count = how many
role-time = when
via-anaphora = named by a noun that points back
via-pronoun = named by a pronoun
via-implied = not named, understood from the text
fact-certain = as a fact
fact-probable = as probable
fact-possible = as possible
fact-denied = denied
fact-improbable = as improbable
fact-doubted = doubted
fact-open = left open
aspect-ongoing = going on
aspect-planned = planned
aspect-demanded = demanded
aspect-hypothetical = under a condition
extent-part = part of it
state-open = open
state-closed = closed
state-lifted = lifted
harm-killed = killed
harm-injured = injured
harm-missing = missing
harm-captured = captured
kind-advance = advance
kind-agreement = agreement
kind-aid = aid
kind-airstrike = airstrike
kind-appoint = appointment
kind-assault = attack
kind-bombing = explosion
kind-casualties = casualties
kind-clash = clash
kind-closure = closure
kind-control = control
kind-damage = damage
kind-defect = defection
kind-depart = departure
kind-deploy = deployment
kind-detain = detention
kind-displace = displacement
kind-drone = drone attack
kind-intercept = interception
kind-location = whereabouts
kind-meeting = meeting
kind-movement = movement
kind-offer = offer
kind-protest = protest
kind-release = release
kind-repel = attack repelled
kind-seize-materiel = materiel seized
kind-shelling = shelling
kind-siege = siege
kind-statement = stance
kind-strike = strike
kind-withdraw = withdrawal
class-airbase = airbase
class-airport = airport
class-base = base
class-camp = camp
class-city = city
class-country = country
class-crossing = crossing
class-dam = dam
class-district = district
class-field = field
class-governorate = governorate
class-island = island
class-mountain = mountain
class-neighbourhood = neighbourhood
class-port = port
class-prison = prison
class-region = region
class-river = river
class-road = road
class-sea = sea
class-square = square
class-town = town
class-village = village

# A report.
col-date = Published
col-report = Report
date-inferred = date inferred from the text
original = original
retracted = Retracted: it counts no longer, and is kept for the record.
field-cue = what happened
field-actor = who
field-place = where
field-time = when
field-count = how many
field-chain = according to whom
key-unread = nothing was read here
key-furniture = page furniture, left out
to-sentence = To its sentence
to-sentence-sign = ¶
cue = evoked by
confidence = read with a confidence of { $p }

# A place or an actor.
fluent-control = Who holds it
fluent-location = Where they are
fluent-siege = Siege
fluent-closure = Open or closed
fluent-toll = Toll
history = Day by day
holds = Holds
places-unnamed = Places that reports do not name
why = Why { $value }: { $p }
why-lead = What moved the belief, in order. To the right of the line for it, to the left against it; the numbers are log-odds and add up.
why-prior = before anything was said
why-time = time passes, in which it could have changed
why-vote = the vote of the sources, by which it is tempered
why-doubt = the doubt that is always kept
why-more = { $n ->
    [one] one smaller line
   *[other] { $n } smaller lines, in sum
}
why-later = said of a later time
says = reports
says-probable = thinks probable
says-possible = thinks possible
denies = denies
mentions = mentions
by-whom = by { $who }
weight-new = counts { $p }
weight-relay = a relay of what was counted already
weight-repeat = said again, counts { $p }
weight-copy = names no source and says what others had said, counts { $p }
without = If one of them had said nothing

# Disputes.
disputes-lead = Claims that cannot all be true of one place at one time, each in its words. Up to
no-disputes = No claims contradict each other here.
dispute-open = open
dispute-settled = by now believed: { $value }
not-value = not { $value }
chains-count = { $n ->
    [one] one independent chain
   *[other] { $n } independent chains
}
more-claims = { $n ->
    [one] and one more claim
   *[other] and { $n } more claims
}

# Sources.
sources-lead = Everyone on whose word a belief rests: a party, an agency, an outlet, or an unnamed source of one of them.
more-sources = { $n ->
    [one] One more source that speaks less often is in the files below.
   *[other] { $n } more sources that speak less often are in the files below.
}
source-words = Statements
source-words-means = statements that were counted
source-relays = Relays
source-relays-means = the same words passed on by others, not counted again
source-alone = Alone
source-alone-means = no other source stood by it within three days
source-confirmed = Borne out
source-confirmed-means = all that is known bears it out
source-contradicted = Contradicted
source-contradicted-means = all that is known speaks against it
source-quoted = Passed on by

# The method.
method-lead = Rawi (راوي, transmitter) reads reports on conflicts and keeps who is said to have done what, where and when, how surely, and according to whom. It does not know what happened: it knows what was said, and weighs it.
method-claim-title = A claim
method-claim = A claim is one event or state that one report asserts, denies, doubts, plans or demands on behalf of one holder. Every part of it leads to its words in the report. Claims are read by rules, without a language model, and about one in three is misread or incomplete; the confidence shown with each is calibrated on annotated reports.
method-certainty-title = Certainty
method-certainty = How certain a claim is, is always how certain its holder is: as a fact, as probable, as possible, denied, or left open. What is planned, demanded or only supposed never changes who holds a place.
method-chain-title = Chains and independence
method-chain = A claim carries its whole chain: outlet, agency, source. Evidence is counted by the last link, the origin, not by article: ten outlets that relay one agency are one independent chain.
method-weigh-title = How claims are weighed
method-weigh = For every place a filter follows who may hold it through time. Each source has a learned reliability, a party that announces its own gain counts less than one that admits its own loss, and old words fade. Each place's page lists what moved the belief, line by line, and what it would be without each source.
method-status-title = Held, probably held, contested, not known
method-status = “Held” is shown from a probability of 95 per cent, “probably held” from 70. Below, a place is “contested” when independent sources disagreed lately or there was fighting, else “not known”. Neither is ever drawn as the last holder.
method-times-title = Two times
method-times = Every address takes two times: at= is the time that is asked about, known= the time until which reports are taken into account. “As known then” shows what could be known on that day.
method-limits-title = What this is not
method-limits = It is no statement of fact, of law or of borders, and no count of events: two claims may be one event. It reads Arabic only, and only the reports it was given.
method-care-title = Publishing with care
method-public = This is a public server: a claim appears { $n ->
    [one] one hour
   *[other] { $n } hours
} after its report was published at the earliest. A report of which only the day is known counts as published at the end of that day; one without a date is not shown.
method-closed = This server is in the closed mode: every claim is shown as soon as it is recorded. It is not meant for the public.
method-places = Positions are those of settlements, to a hundredth of a degree (about a kilometre), never of forces or people.
method-data-title = What this rests on
method-data = { $claims ->
    [one] One claim
   *[other] { $claims } claims
} from { $reports ->
    [one] one report
   *[other] { $reports } reports
}.
method-undated = { $n ->
    [0] Every claim has a date.
    [one] One claim without any date is left out.
   *[other] { $n } claims without any date are left out.
}
method-borders = The outlines under the map are Natural Earth's, generalised; they are no statement on borders.
