//! Coordination: the members of a list become one phrase.

use rawi_lexicon::{Lexicon, Number, Word};

use crate::phrase::{Class, Head, Np, Unit, UnitKind};

/// Joins the members of a list: same kind, no preposition of their own or the same one, `و` or a comma between.
pub(crate) fn join_lists(lexicon: &Lexicon, units: &mut Vec<Unit>) {
    let mut i = 0;
    while i + 1 < units.len() {
        let (skip, joins) = list_step(lexicon, units, i);
        if !joins {
            i += 1;
            continue;
        }
        let next = units.remove(i + skip);
        units.drain(i + 1..i + skip);
        if matches!(units.get(i + 1).map(|u| &u.kind), Some(UnitKind::Quote)) && skip > 1 {
            units.remove(i + 1);
        }
        let list = match &mut units[i].kind {
            UnitKind::Np(first) => Some(first),
            UnitKind::Event(e) => e.of.as_deref_mut(),
            _ => None,
        };
        if let (Some(first), UnitKind::Np(mut second)) = (list, next.kind) {
            if first.class == Class::Place && second.class == Class::Unknown {
                second.class = Class::Place;
                second.class_noun = first.class_noun;
            }
            let more = std::mem::take(&mut second.more);
            first.more.push(second);
            first.more.extend(more);
        }
        units[i].tokens.end = next.tokens.end;
    }
}

/// `مدن ريف دمشق، منها المعضمية وداريا`: the sample belongs to the list before it; `ثلاث قرى هي كفراع ومعرشحور`: the names stand for the noun.
pub(crate) fn join_samples(units: &mut Vec<Unit>) {
    let mut i = 0;
    while i < units.len() {
        let sample = matches!(units[i].kind, UnitKind::Word(Word::Include)).then(|| sample_after(units, i + 1)).filter(|s| !s.0.is_empty());
        let whole = || (0..i).rev().take(6).find(|&j| is_open_list(&units[j])).or_else(|| (0..i).rev().take(5).find(|&j| is_place(&units[j])));
        let Some(((names, end), whole)) = sample.and_then(|s| Some((s, whole()?))) else {
            i += 1;
            continue;
        };
        units.drain(i..end);
        match &mut units[whole].kind {
            UnitKind::Np(np) => add_sample(np, names),
            UnitKind::Event(e) => {
                if let Some(of) = e.of.as_deref_mut() {
                    add_sample(of, names);
                }
            }
            _ => {}
        }
    }
}

/// The names of a sample that begins at a unit, and where it ends. The first must be a place or a word that nobody knows.
fn sample_after(units: &[Unit], start: usize) -> (Vec<Np>, usize) {
    let mut names = Vec::new();
    let mut end = start;
    let mut at = start;
    while let Some(unit) = units.get(at) {
        match &unit.kind {
            UnitKind::Np(np) if unit.prep.is_none() && (names.is_empty() || unit.conj) && (np.class == Class::Place || is_unknown_name(np)) => {
                names.extend(std::iter::once(Np { more: Vec::new(), ..np.clone() }).chain(np.more.iter().cloned()));
                at += 1;
                end = at;
            }
            UnitKind::Quote | UnitKind::Punct('،' | ',') => at += 1,
            _ => break,
        }
    }
    let known = names.iter().any(|np| np.class == Class::Place) || names.len() > 1;
    if known { (names, end) } else { (Vec::new(), start) }
}

fn is_unknown_name(np: &Np) -> bool {
    np.class == Class::Unknown && np.head == Head::Unknown && np.amount.is_none() && !np.described
}

fn is_place(unit: &Unit) -> bool {
    matches!(&unit.kind, UnitKind::Np(np) if np.class == Class::Place)
}

/// A class noun of places in the plural, without a name: `ثلاث قرى`, `استعادة بلدات`.
fn is_open_list(unit: &Unit) -> bool {
    match &unit.kind {
        UnitKind::Np(np) => is_generic_places(np),
        UnitKind::Event(e) => e.of.as_deref().is_some_and(is_generic_places),
        _ => false,
    }
}

fn is_generic_places(np: &Np) -> bool {
    np.class == Class::Place && np.number == Number::Plural && np.of.is_none() && matches!(np.head, Head::Noun(_))
}

fn add_sample(whole: &mut Np, names: Vec<Np>) {
    let noun = match whole.head {
        Head::Noun(n) if is_generic_places(whole) => Some(n),
        _ => None,
    };
    let mut names = names.into_iter().map(|np| Np { class: Class::Place, class_noun: np.class_noun.or(noun), ..np });
    match (noun, names.next()) {
        (Some(_), Some(first)) => {
            *whole = Np { amount: whole.amount.take(), number: Number::Plural, more: names.collect(), ..first };
        }
        (None, Some(first)) => whole.more.extend(std::iter::once(first).chain(names)),
        _ => {}
    }
}

fn list_step(lexicon: &Lexicon, units: &[Unit], i: usize) -> (usize, bool) {
    if let (UnitKind::Event(e), UnitKind::Np(second)) = (&units[i].kind, &units[i + 1].kind) {
        let people = |np: &Np| np.class == Class::People;
        let joins = e.of.as_deref().is_some_and(|of| people(of) && (people(second) || is_counted_force(second)) || is_counted_force(of) && people(second));
        return (1, units[i + 1].conj && units[i + 1].prep.is_none() && joins);
    }
    let UnitKind::Np(first) = &units[i].kind else { return (1, false) };
    // `بين الجيش من جهة، والفصائل من جهة أخرى`
    let skip = 1 + units[i + 1..].iter().take_while(|u| matches!(u.kind, UnitKind::Punct('،' | ',') | UnitKind::Quote | UnitKind::Word(Word::Adverb))).count();
    let comma = units[i + 1..i + skip].iter().any(|u| matches!(u.kind, UnitKind::Punct(_)));
    let Some(unit) = units.get(i + skip) else { return (skip, false) };
    let UnitKind::Np(second) = &unit.kind else { return (skip, false) };
    let same_prep = unit.prep.is_none() || unit.prep == units[i].prep;
    // `مدن الريف، وصولا إلى المطار`: the last of the list.
    if first.class == Class::Place && second.class == Class::Place && comma && unit.prep.is_some() && unit.prep == lexicon.preposition("حتى") {
        return (skip, units[i].prep != lexicon.preposition("من"));
    }
    let named = |np: &Np| matches!(np.head, Head::Place(_)) || np.class_noun.is_some() || np.class == Class::Place;
    // `قريتي أ وب`: after a class noun in the dual or plural a word that nobody knows is one more name.
    let named_too = second.class == Class::Unknown && second.amount.is_none() && second.head == Head::Unknown && first.class == Class::Place && opens_list(first);
    // `مع الولايات المتحدة والرئيس ترامب`: a state among those who act.
    let acts =
        |np: &Np| agentive(np.class) || matches!(&np.head, Head::Place(p) if np.class_noun.is_none() && p.first().is_some_and(|p| lexicon.places[*p as usize].class == "country"));
    let harmed = |np: &Np| matches!(np.class, Class::People | Class::Title | Class::Person) || is_counted_force(np);
    let victims = matches!(first.class, Class::People) && harmed(second) && unit.conj && unit.prep.is_none();
    let alike = named_too || victims || acts(first) && acts(second) || arms(first.class) && arms(second.class) || first.class == second.class;
    // `من أفدييفكا وروسيا تعلن`: the second opens a clause of its own.
    let opens_clause =
        matches!(units.get(i + skip + 1), Some(Unit { kind: UnitKind::Verb(_), conj: false, .. })) && (units[i].prep.is_some() || told_before(units, i)) && acts(second);
    let linked = if opens_clause {
        false
    } else if unit.conj {
        true
    } else {
        comma && named(first) && (named(second) || named_too) && unit.prep.is_none() && list_goes_on(units, i + skip)
    };
    (skip, alike && same_prep && linked && first.class != Class::Unknown && first.class != Class::Time)
}

/// `عنصر من الشرطة`, `ثلاثة مقاتلين`: single members of a force, who can be counted among victims.
fn is_counted_force(np: &Np) -> bool {
    np.class == Class::Group && matches!(np.head, Head::Noun(_)) && !np.definite && (np.amount.is_some() || np.number != Number::Plural)
}

/// A verb or event noun stands before a unit in its clause.
fn told_before(units: &[Unit], i: usize) -> bool {
    units[..i].iter().rev().take_while(|u| !matches!(u.kind, UnitKind::Punct(_))).any(|u| matches!(u.kind, UnitKind::Verb(_) | UnitKind::Event(_)))
}

/// A class noun in the dual or plural before the first name, or before the last so far.
fn opens_list(np: &Np) -> bool {
    let np = np.more.iter().rev().find(|m| m.class_noun.is_some()).unwrap_or(np);
    np.number != Number::Singular && np.class_noun.is_some()
}

/// A comma joins places only when the list is closed by `و` or opened by a plural class noun.
fn list_goes_on(units: &[Unit], at: usize) -> bool {
    let mut i = at + 1;
    while i < units.len() && i < at + 24 {
        match &units[i].kind {
            UnitKind::Np(np) if np.class == Class::Place || np.head == Head::Unknown => {
                if units[i].conj {
                    return true;
                }
            }
            UnitKind::Punct('،' | ',') | UnitKind::Quote => {}
            _ => return false,
        }
        i += 1;
    }
    false
}

fn arms(class: Class) -> bool {
    matches!(class, Class::Weapon | Class::Vehicle | Class::Materiel)
}

fn agentive(class: Class) -> bool {
    matches!(class, Class::Group | Class::Body | Class::State | Class::Person | Class::Title)
}
