//! Fillers: who and where, for each role of an event.

use std::collections::BTreeMap;

use rawi_lexicon::{Arg, Bearer, Type};
use rawi_model::{Filler, Role, Span, Via};

use crate::claim::Builder;
use crate::coref::resolve;
use crate::frame::{Event, Found};
use crate::phrase::{Class, Head, Np, Unit, UnitKind, plain};
use crate::token::span_of;

impl Builder<'_, '_, '_> {
    pub(crate) fn roles(&self, event: &Event) -> BTreeMap<Role, Vec<Filler>> {
        let mut roles: BTreeMap<Role, Vec<Filler>> = BTreeMap::new();
        for found in &event.found {
            let Arg::Role(role) = found.arg else { continue };
            if found.np.head == Head::Pronoun && matches!(role, Role::Place | Role::From | Role::To) && self.pointed_place(found.unit).is_none() {
                roles.entry(role).or_default().extend(self.remembered_place(found, role));
                continue;
            }
            if let Some(owner) = self.held_by(found, role) {
                let list = roles.entry(Role::Target).or_default();
                if !list.iter().any(|f| f.id.is_some() && f.id == owner.id) {
                    list.push(owner);
                }
                continue;
            }
            let pointed = if found.np.head == Head::Pronoun { self.pointed_place(found.unit) } else { None };
            let whole = pointed.as_ref().unwrap_or(&found.np);
            for np in std::iter::once(whole).chain(&whole.more) {
                if let Some(filler) = self.filler(np, found, role) {
                    let list = roles.entry(role).or_default();
                    if self.is_wider(found, np, event) {
                        continue;
                    }
                    if !list.iter().any(|f| f.id.is_some() && f.id == filler.id || f.span == filler.span) {
                        list.push(filler);
                    }
                }
            }
        }
        self.home_of_displaced(event, &mut roles);
        self.unlike_actor(event, &mut roles);
        if let Some(owner) = self.owner_of_weapon(event).filter(|_| !roles.contains_key(&Role::Actor)) {
            roles.insert(Role::Actor, vec![owner]);
        }
        roles
    }

    /// `إجلاء سكان تل رفعت`: those who are displaced leave the place that they live in.
    fn home_of_displaced(&self, event: &Event, roles: &mut BTreeMap<Role, Vec<Filler>>) {
        if self.walk.lexicon.classes[event.class as usize].kind != "displace" || roles.contains_key(&Role::From) {
            return;
        }
        let target = event.found.iter().find(|f| f.arg == Arg::Role(Role::Target) && f.np.class == Class::People);
        let Some(home) = target.and_then(|f| f.np.of.as_deref()).filter(|of| of.class == Class::Place) else { return };
        let text = &self.walk.report.text;
        let homes: Vec<Filler> = std::iter::once(home).chain(&home.more).filter_map(|np| self.plain_filler(np, self.context.head_span(text, np), Via::Name, Role::From)).collect();
        roles.insert(Role::From, homes);
    }

    /// Nobody hits himself: `هاجم التنظيم البلدة واستهدف القوات` points to others, who are then told by their words.
    fn unlike_actor(&self, event: &Event, roles: &mut BTreeMap<Role, Vec<Filler>>) {
        let actors: Vec<String> = roles.get(&Role::Actor).into_iter().flatten().filter_map(|f| f.id.clone()).collect();
        let Some(targets) = roles.get_mut(&Role::Target) else { return };
        for target in targets.iter_mut().filter(|t| t.via == Via::Anaphora && t.id.as_ref().is_some_and(|id| actors.contains(id))) {
            let found = event.found.iter().find(|f| f.arg == Arg::Role(Role::Target) && target.span.is_some_and(|s| s == self.context.head_span(&self.walk.report.text, &f.np)));
            if let Some(plain) = found.and_then(|f| self.plain_filler(&f.np, target.span?, Via::Name, Role::Target)) {
                *target = plain;
            }
        }
    }

    /// `المدفعية الإسرائيلية`, `راجمات النظام`: who fires is whose the weapon is.
    fn owner_of_weapon(&self, event: &Event) -> Option<Filler> {
        let weapon = event.found.iter().find(|f| f.arg == Arg::Role(Role::Instrument) && matches!(f.np.class, Class::Weapon | Class::Vehicle))?;
        let span = self.context.head_span(&self.walk.report.text, &weapon.np);
        if weapon.np.nisba.is_some() {
            return self.nisba_filler(&weapon.np, self.blank(weapon.np.class, span, Via::Adjective));
        }
        let owner = weapon.np.of.as_deref().filter(|of| self.context.is(of, Type::Group) && !matches!(of.head, Head::Unknown))?;
        self.plain_filler(owner, span, Via::Name, Role::Actor)
    }

    /// `مواقع الجيش`, `أهداف تابعة للجماعة`: whose the positions are.
    fn held_by(&self, found: &Found, role: Role) -> Option<Filler> {
        if !matches!(role, Role::Place | Role::Target) || !self.context.is_positions(&found.np) {
            return None;
        }
        let next = self.context.units.get(found.unit + 1).filter(|u| u.prep.is_some() && u.prep == self.walk.lexicon.preposition("ل"));
        let after = next.and_then(|u| if let UnitKind::Np(np) = &u.kind { Some(np) } else { None });
        let owner = found.np.of.as_deref().or(after).filter(|np| self.context.is_owner(np))?;
        let base = self.plain_filler(owner, self.context.head_span(&self.walk.report.text, owner), Via::Name, Role::Target)?;
        Some(base)
    }

    /// A place that only says where another place of the same event lies: the unit above it, or the point from which its direction is told.
    fn is_wider(&self, found: &Found, np: &Np, event: &Event) -> bool {
        let lexicon = self.walk.lexicon;
        let Head::Place(wide) = &np.head else { return false };
        if found.arg != Arg::Role(Role::Place) {
            return false;
        }
        let directed = self.context.units[found.unit].prep.is_some_and(|p| matches!(lexicon.prepositions[p as usize].as_str(), "شرق"));
        event.found.iter().filter(|f| f.unit != found.unit && f.arg == found.arg && f.np.class == Class::Place).any(|f| match &f.np.head {
            Head::Place(narrow) => directed && f.unit < found.unit || wide.first().zip(narrow.first()).is_some_and(|(w, n)| w != n && lexicon.is_within(*n, *w)),
            _ => f.np.class_noun.is_some() && f.unit < found.unit,
        })
    }

    /// A place without a name (`نحو 15 موقعا غربي حلب`) is where the place after it says.
    fn named_after(&self, np: &Np, found: &Found, span: Span) -> Option<Filler> {
        let Head::Noun(n) = np.head else { return None };
        let lexicon = self.walk.lexicon;
        if let Some(whole) = self.part_named(np, span) {
            return Some(whole);
        }
        let near = self.context.units.iter().skip(found.unit + 1).take(3).take_while(|u| matches!(u.kind, UnitKind::Np(_)) && u.prep.is_some());
        let (next, name) = near
            .filter_map(|u| if let UnitKind::Np(name) = &u.kind { Some((u, name)) } else { None })
            .find(|(_, name)| name.class == Class::Place && (matches!(name.head, Head::Place(_)) || name.class_noun.is_some()))?;
        let Head::Place(places) = &name.head else { return None };
        if np.class != Class::Place || np.definite || np.of.is_some() || lexicon.nouns[n as usize].place_type.is_none() || name.class != Class::Place {
            return None;
        }
        next.prep?;
        let blank =
            Filler { id: None, name: None, name_ar: None, kind: "place".into(), position: None, span: Some(span), via: Via::Apposition, antecedent: None, candidates: Vec::new() };
        let side = self.countryside(next, *places.first()?);
        self.place_filler(&side.map_or_else(|| places.clone(), |p| vec![p]), &Np { side: name.side, ..plain(name.tokens.clone(), Head::Unknown, Class::Place) }, blank)
    }

    /// `أحياء مدينة الفاشر`, `محيط قرية فركيا`: parts and surroundings of a place that is named are told by its name.
    fn part_named(&self, np: &Np, span: Span) -> Option<Filler> {
        let noun = self.context.noun(np).filter(|n| np.class == Class::Place && (n.part || np.number == rawi_lexicon::Number::Plural && n.place_type.is_some()))?;
        let whole = np.of.as_deref().filter(|of| of.class == Class::Place && (matches!(of.head, Head::Place(_)) || of.class_noun.is_some()))?;
        let words = if noun.part { self.context.head_span(&self.walk.report.text, whole) } else { span };
        self.plain_filler(whole, words, Via::Name, Role::Place)
    }

    /// `غربي حلب` is the western countryside of Aleppo, where the lexicon knows one.
    fn countryside(&self, unit: &Unit, city: u32) -> Option<u32> {
        let before = self.context.tokens.get(unit.tokens.start.checked_sub(1)?)?.key.trim_end_matches('ي').to_owned();
        let adjective = [("شمال", "الشمالي"), ("جنوب", "الجنوبي"), ("شرق", "الشرقي"), ("غرب", "الغربي")].into_iter().find(|(d, _)| *d == before)?.1;
        let name = rawi_lexicon::orthography::fold(&format!("ريف {} {adjective}", self.walk.lexicon.places[city as usize].ar));
        self.walk.lexicon.names.get(&name).iter().find_map(|n| if let Bearer::Place(p) = n.bearer { Some(p) } else { None })
    }

    /// One filler; `None` for phrases that say nothing about who or where.
    fn filler(&self, np: &Np, found: &Found, role: Role) -> Option<Filler> {
        let tokens = self.context.tokens;
        let span = self.context.head_span(&self.walk.report.text, np);
        if let Some(filler) = self.by_country(np, span, found.unit) {
            return Some(filler);
        }
        if let Some(filler) = self.kin_of(np, found, span) {
            return Some(filler);
        }
        if let Some((antecedent, at)) = self.here(np, found.unit).or_else(|| resolve(&self.context, &self.walk.memory, np).map(|(a, s)| (a.clone(), *s))) {
            let base = self.plain_filler(&antecedent, at, found.via, role)?;
            return Some(Filler { span: Some(span), via: Via::Anaphora, antecedent: Some(at), ..base });
        }
        if let Some(filler) = self.countryside_of(np, found.unit, span) {
            return Some(filler);
        }
        let surroundings = matches!(np.head, Head::Noun(n) if self.walk.lexicon.nouns[n as usize].part) && np.pronoun.is_some();
        if surroundings {
            return None;
        }
        if let Some(filler) = self.named_after(np, found, span) {
            return Some(filler);
        }
        if let Some(filler) = self.member_of(np, found, span) {
            return Some(filler);
        }
        if found.via == Via::Pronoun {
            let at = span_of(tokens, self.context.units[found.unit].tokens.clone());
            return self.plain_filler(np, at, Via::Pronoun, role);
        }
        self.plain_filler(np, span, found.via, role)
    }

    pub(crate) fn blank(&self, class: Class, span: Span, via: Via) -> Filler {
        Filler { id: None, name: None, name_ar: None, kind: class_name(class).to_owned(), position: None, span: Some(span), via, antecedent: None, candidates: Vec::new() }
    }

    /// `عنصر في حزب الله`, `مقاتلون من قسد`: the group that they belong to.
    pub(crate) fn member_of(&self, np: &Np, found: &Found, span: Span) -> Option<Filler> {
        let Head::Noun(n) = np.head else { return None };
        let noun = &self.walk.lexicon.nouns[n as usize];
        let fights = matches!(np.class, Class::Group | Class::Vehicle | Class::Weapon)
            || matches!(noun.en.as_str(), "soldiers" | "fighters" | "members" | "gunmen" | "commanders" | "leaders" | "officers");
        if !fights || np.of.is_some() {
            return None;
        }
        let next = self.context.units.get(found.unit + 1)?;
        let prep = self.walk.lexicon.prepositions[next.prep? as usize].as_str();
        match &next.kind {
            UnitKind::Np(group) if matches!(prep, "في" | "من" | "ل") && matches!(group.head, Head::Actor(_)) && group.class != Class::Person => {
                self.plain_filler(group, span, found.via, Role::Actor)
            }
            _ => None,
        }
    }

    pub(crate) fn plain_filler(&self, np: &Np, span: Span, via: Via, role: Role) -> Option<Filler> {
        let lexicon = self.walk.lexicon;
        let blank = self.blank(np.class, span, via);
        let placed = matches!(role, Role::Place | Role::From | Role::To);
        Some(match &np.head {
            Head::Actor(a) => {
                let actor = &lexicon.actors[*a as usize];
                Filler { id: Some(actor.id.clone()), name: Some(actor.en.clone()), name_ar: Some(actor.ar.clone()), kind: actor.class.clone(), ..blank }
            }
            Head::Outlet(o) => {
                let outlet = &lexicon.outlets[*o as usize];
                Filler { id: Some(outlet.id.clone()), name: Some(outlet.en.clone()), name_ar: Some(outlet.ar.clone()), ..blank }
            }
            Head::Place(places) if placed || np.class_noun.is_some() => self.place_filler(places, np, blank)?,
            Head::Place(places) => {
                let place = *places.first()?;
                if role == Role::Target && lexicon.places[place as usize].class != "country" {
                    return self.place_filler(places, np, blank);
                }
                let state = lexicon.actor(&format!("actor:{}", lexicon.country_of(place)))?;
                let state = &lexicon.actors[state as usize];
                Filler { id: Some(state.id.clone()), name: Some(state.en.clone()), name_ar: Some(state.ar.clone()), kind: "state".into(), ..blank }
            }
            Head::Noun(n) => self.noun_filler(*n, np, blank)?,
            Head::Unknown if np.nisba.is_some() => self.nisba_filler(np, blank)?,
            Head::Unknown if np.amount.is_some() && np.class != Class::Place => return None,
            Head::Unknown => blank,
            Head::Latter | Head::Pronoun => return None,
        })
    }

    pub(crate) fn place_filler(&self, places: &[u32], np: &Np, blank: Filler) -> Option<Filler> {
        let lexicon = self.walk.lexicon;
        let place = &lexicon.places[*places.first()? as usize];
        if let Some(direction) = np.side {
            // A part of a country is not the country.
            let name = format!("{direction} {}", place.en);
            return Some(Filler { name: Some(name), kind: "region".into(), ..blank });
        }
        let part = np.class_noun.is_some_and(|n| lexicon.nouns[n as usize].part) && place.class != "governorate";
        Some(Filler {
            id: Some(place.id.clone()),
            name: Some(if part { format!("{} area", place.en) } else { place.en.clone() }),
            name_ar: Some(place.ar.clone()),
            kind: place.class.clone(),
            position: place.position,
            candidates: places.iter().skip(1).map(|p| lexicon.places[*p as usize].id.clone()).collect(),
            ..blank
        })
    }

    /// A common noun: the actor inside it, or a name made of noun and origin.
    fn noun_filler(&self, noun: u32, np: &Np, blank: Filler) -> Option<Filler> {
        let lexicon = self.walk.lexicon;
        let entry = &lexicon.nouns[noun as usize];
        if entry.generic && np.nisba.is_none() {
            return None;
        }
        if matches!(np.class, Class::Group | Class::Vehicle | Class::Weapon)
            && let Some(of) = np.of.as_deref().filter(|of| matches!(of.head, Head::Actor(_)) || matches!(of.head, Head::Noun(_)) && of.class == Class::Group)
        {
            return self.plain_filler(of, blank.span?, blank.via, Role::Actor).map(|f| Filler { span: blank.span, ..f });
        }
        if matches!(np.class, Class::Vehicle | Class::Weapon) && np.nisba.is_some() {
            return self.nisba_filler(np, blank);
        }
        match np.nisba {
            Some(_) => self.nisba_filler(np, Filler { name: Some(entry.en.clone()), ..blank }),
            None => {
                // `سكان تل رفعت` are residents, wherever of.
                let plain = np.of.as_deref().is_none_or(|of| np.class == Class::People && of.class == Class::Place);
                Some(Filler { name: plain.then(|| entry.en.clone()), ..blank })
            }
        }
    }

    fn nisba_filler(&self, np: &Np, blank: Filler) -> Option<Filler> {
        let lexicon = self.walk.lexicon;
        let nisba = &lexicon.nisbas[np.nisba? as usize];
        let state = lexicon.actor(&format!("actor:{}", nisba.id)).map(|a| &lexicon.actors[a as usize]);
        if let Some(noun) = blank.name.clone() {
            let slug = noun.to_lowercase().replace(' ', "-");
            let id = state.filter(|_| matches!(np.class, Class::Group | Class::Body)).map(|_| format!("actor:{}/{slug}", nisba.id));
            return Some(Filler { id, name: Some(format!("{} {noun}", nisba.en)), ..blank });
        }
        let state = state?;
        Some(Filler { id: Some(state.id.clone()), name: Some(state.en.clone()), name_ar: Some(state.ar.clone()), kind: "state".into(), via: Via::Adjective, ..blank })
    }
}

fn class_name(class: Class) -> &'static str {
    match class {
        Class::Person => "person",
        Class::Group => "group",
        Class::Body => "body",
        Class::State => "state",
        Class::Place => "place",
        Class::People => "people",
        Class::Weapon => "weapon",
        Class::Vehicle => "vehicle",
        Class::Materiel => "materiel",
        Class::Thing => "thing",
        Class::Source => "source",
        Class::Outlet => "outlet",
        Class::Title => "official",
        Class::Event => "event",
        Class::Time | Class::Unknown => "unknown",
    }
}
