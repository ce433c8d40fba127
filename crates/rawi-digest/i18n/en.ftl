# The frame.
brand = Rawi
subject = What changed: { $what }, { $when }
subject-none = Nothing changed, { $when }
stretch = What became known from { $since } to { $until } ({ $zone })
nothing = Nothing changed in this time.
again = The digest before this one may not have reached you; what it told is told here again.
map = Places of this digest
legend = Filled: held. Pale: likely. Ring: reports contradict each other. Dashed: claimed, not confirmed.
quote = { $outlet }: “{ $words }”
unread = { $outlet }: the words are not at hand
span = characters { $span }
before = before: { $value }
more = And { $n } more.
changes = { $n ->
    [0] no change
    [one] one change
   *[other] { $n } changes
}
disputes = { $n ->
    [0] no new dispute
    [one] one new dispute
   *[other] { $n } new disputes
}
reports = { $n ->
    [0] no claim
    [one] one claim
   *[other] { $n } claims
}
chains-for = { $n ->
    [0] no independent chain for it
    [one] one independent chain for it
   *[other] { $n } independent chains for it
}
chains-against = { $n ->
    [0] none against it
    [one] one against it
   *[other] { $n } against it
}

# Sections.
section-new = New
section-confirmed = Confirmed
section-contested = Contested now
section-claimed = Claimed, not confirmed
section-weaker = Less sure
section-unknown = No longer known
section-disputes = New disputes
section-told = Reported

# Lines.
control-new-held = { $subject } is held by { $value }
control-new-likely = { $subject } is probably held by { $value }
control-confirmed = { $subject }: that { $value } holds it is confirmed
control-contested = { $subject }: reports contradict each other on who holds it
control-claimed = { $subject }: { $value } is said to have taken it
control-weaker = { $subject }: it is less sure that { $value } holds it
control-unknown = { $subject }: who holds it is no longer known
location-new-held = { $subject } is in { $value }
location-new-likely = { $subject } is probably in { $value }
location-confirmed = { $subject }: the stay in { $value } is confirmed
location-contested = { $subject }: reports contradict each other on the whereabouts
location-claimed = { $subject } is said to be in { $value }
location-weaker = { $subject }: the stay in { $value } is less sure
location-unknown = { $subject }: the whereabouts are no longer known
siege-new-held = { $subject }: { $value }
siege-new-likely = { $subject }: probably { $value }
siege-confirmed = { $subject }: confirmed: { $value }
siege-contested = { $subject }: reports contradict each other on a siege
siege-claimed = { $subject } is said to be { $value }
siege-weaker = { $subject }: less surely { $value }
siege-unknown = { $subject }: whether it is besieged is no longer known
closure-new-held = { $subject }: { $value }
closure-new-likely = { $subject }: probably { $value }
closure-confirmed = { $subject }: confirmed: { $value }
closure-contested = { $subject }: reports contradict each other on a closure
closure-claimed = { $subject } is said to be { $value }
closure-weaker = { $subject }: less surely { $value }
closure-unknown = { $subject }: whether it is open is no longer known
value-besieged = besieged
value-lifted = the siege is lifted
value-closed = closed
value-open = open
dispute-control = Who holds { $subject }
dispute-location = Where { $subject } is
dispute-siege = Whether { $subject } is besieged
dispute-closure = Whether { $subject } is closed
dispute-toll = How many victims in { $subject }
side = { $value } – { $chains }
side-denied = not { $value } – { $chains }
told = { $kind }: { $about }

# Kinds of claims.
kind-control = taking of control
kind-withdraw = withdrawal
kind-advance = advance
kind-siege = siege
kind-clash = clash
kind-assault = assault
kind-airstrike = airstrike
kind-shelling = shelling
kind-drone = drone attack
kind-strike = strike
kind-bombing = bombing
kind-repel = attack repelled
kind-intercept = interception
kind-movement = movement
kind-deploy = deployment
kind-displace = displacement
kind-location = whereabouts
kind-depart = departure
kind-casualties = casualties
kind-detain = detention
kind-release = release
kind-statement = statement
kind-meeting = meeting
kind-agreement = agreement
kind-offer = offer
kind-protest = protest
kind-defect = defection
kind-damage = damage
kind-seize-materiel = seizure of materiel
kind-aid = aid
kind-closure = closure
kind-appoint = appointment

# Mails.
confirm-subject = Please confirm your subscription
confirm-hello = Someone, probably you, asked for Rawi's digest at this address.
confirm-do = Confirm with this link:
confirm-word = Confirm by giving this word to whoever sends you the digest:
confirm-else = If it was not you, do nothing. The address is forgotten after { $n } days.
why = You get this mail because you confirmed a subscription.
unsubscribe = Unsubscribe
manage = Change the subscription

# Time.
date = { $day } { $month } { $year }
date-time = { $date }, { $time }
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
