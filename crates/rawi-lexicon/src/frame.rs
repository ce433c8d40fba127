//! Frame syntax: `V actor على !place من from`.

use rawi_model::{Harm, Role};

/// What an argument of a frame becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A filler of the claim.
    Role(Role),
    /// The actor's own men: read, no filler.
    Troops,
    /// What was talked about: read, no filler.
    Topic,
    /// Read, no filler.
    Skip,
}

/// What kind of phrase a slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Person, group, state, body or armed vehicle.
    Agent,
    /// A person.
    Person,
    /// A group, state or body.
    Group,
    /// A place.
    Place,
    /// A place that a name or a class noun tells, never an unknown word.
    Site,
    /// A weapon.
    Weapon,
    /// Relief goods and the convoys that bring them.
    Relief,
    /// A building, a base.
    Building,
    /// A town, a quarter, a camp, a region.
    Settlement,
    /// Weapons, vehicles, stores.
    Materiel,
    /// A noun of an event.
    Event,
    /// People harmed.
    Victim,
    /// People who do not fight.
    Civilians,
    /// Statements, tolls, comments: what a body that keeps silent does not give.
    Silence,
    /// A thing that is neither place nor agent.
    Thing,
    /// Anything.
    Any,
}

/// One argument position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Roles that share the slot; the type of the words decides.
    pub args: Vec<(Arg, Type)>,
    /// The frame does not fire without it.
    pub required: bool,
}

/// One way of naming who, what and where.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Members it applies to; empty for all.
    pub members: Vec<String>,
    /// Bare slots: the subject, then the objects.
    pub bare: Vec<Slot>,
    /// Slots after prepositions, with the identifiers of the prepositions that open them.
    pub preps: Vec<(Vec<u16>, Slot)>,
    /// Words that must follow the predicate.
    pub literals: Vec<Vec<String>>,
    /// Kind, when it is not the class's.
    pub kind: Option<String>,
    /// Constant harm.
    pub harm: Option<Harm>,
    /// The victims' own noun may tell another harm (`سقط جرحى`).
    pub harm_presumed: bool,
    /// Constant state.
    pub state: Option<String>,
    /// Turns the polarity round (a loss is control that does not hold).
    pub negative: bool,
    /// Fires only under a negation with an exception (`لم يبق سوى العاصمة`).
    pub only: bool,
    /// Fires only under a negation (`لم يصدر بيانا`).
    pub negated: bool,
    /// The genitive of the verbal noun is the subject first.
    pub genitive_is_subject: bool,
    /// The syntax as written, for explanations.
    pub syntax: String,
}

impl Frame {
    /// Parses the syntax; `prep` gives the identifier of a preposition.
    pub(crate) fn parse(syntax: &str, mut prep: impl FnMut(&str) -> u16) -> Result<Frame, String> {
        let mut frame = Frame { syntax: syntax.to_owned(), ..Frame::default() };
        let mut words = syntax.split_whitespace().peekable();
        if words.next() != Some("V") {
            return Err(format!("the syntax '{syntax}' must begin with V"));
        }
        let mut before: Vec<&str> = Vec::new();
        while let Some(word) = words.next() {
            if let Some(first) = word.strip_prefix('"') {
                let mut literal = vec![first.trim_end_matches('"').to_owned()];
                let mut closed = first.ends_with('"');
                while !closed {
                    let next = words.next().ok_or_else(|| format!("the quotation in '{syntax}' is never closed"))?;
                    closed = next.ends_with('"');
                    literal.push(next.trim_end_matches('"').to_owned());
                }
                frame.literals.push(literal.iter().map(|w| crate::orthography::key(w)).collect());
            } else if word.trim_start_matches('!').starts_with(|c: char| c.is_ascii_lowercase()) {
                let slot = slot(word)?;
                if before.is_empty() {
                    frame.bare.push(slot);
                } else {
                    let ids = before.join(" ").split('|').map(|p| prep(p.trim())).collect();
                    frame.preps.push((ids, slot));
                    before.clear();
                }
            } else {
                before.push(word);
            }
        }
        if before.is_empty() { Ok(frame) } else { Err(format!("'{}' in '{syntax}' opens no role", before.join(" "))) }
    }
}

fn slot(word: &str) -> Result<Slot, String> {
    let required = word.starts_with('!');
    let (names, narrowed) = match word.trim_start_matches('!').split_once(':') {
        Some((names, ty)) => (names, Some(parse_type(ty)?)),
        None => (word.trim_start_matches('!'), None),
    };
    let args = names.split('/').map(|name| parse_arg(name).map(|arg| (arg, narrowed.unwrap_or_else(|| default_type(arg))))).collect::<Result<_, _>>()?;
    Ok(Slot { args, required })
}

fn parse_arg(name: &str) -> Result<Arg, String> {
    match name {
        "troops" => Ok(Arg::Troops),
        "topic" => Ok(Arg::Topic),
        "skip" => Ok(Arg::Skip),
        _ => Role::parse(name).map(Arg::Role).ok_or_else(|| format!("'{name}' is no role; roles are actor target place from to instrument person troops topic skip")),
    }
}

fn parse_type(name: &str) -> Result<Type, String> {
    Ok(match name {
        "agent" => Type::Agent,
        "person" => Type::Person,
        "group" => Type::Group,
        "place" => Type::Place,
        "site" => Type::Site,
        "weapon" => Type::Weapon,
        "building" => Type::Building,
        "settlement" => Type::Settlement,
        "relief" => Type::Relief,
        "materiel" => Type::Materiel,
        "event" => Type::Event,
        "victim" => Type::Victim,
        "civilians" => Type::Civilians,
        "silence" => Type::Silence,
        "thing" => Type::Thing,
        "any" => Type::Any,
        _ => {
            return Err(format!(
                "'{name}' is no type; types are agent person group place site building settlement weapon relief materiel event victim civilians silence thing any"
            ));
        }
    })
}

fn default_type(arg: Arg) -> Type {
    match arg {
        Arg::Role(Role::Actor) => Type::Agent,
        Arg::Role(Role::Place | Role::From | Role::To) => Type::Place,
        Arg::Role(Role::Instrument) => Type::Weapon,
        Arg::Role(Role::Person) => Type::Person,
        Arg::Troops => Type::Group,
        _ => Type::Any,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_slots_prepositions_and_literals() {
        let mut seen = Vec::new();
        let frame = Frame::parse("V actor:group \"حيز التنفيذ\" في|على محور !place/target", |p| {
            seen.push(p.to_owned());
            seen.len() as u16
        })
        .unwrap();
        assert_eq!(seen, ["في", "على محور"]);
        assert_eq!(frame.bare[0].args, [(Arg::Role(Role::Actor), Type::Group)]);
        assert_eq!(frame.literals, [["حيز", "التنفيذ"]]);
        assert!(frame.preps[0].1.required);
        assert_eq!(frame.preps[0].1.args.len(), 2);
    }

    #[test]
    fn says_what_is_wrong() {
        for (syntax, word) in [("actor V", "begin with V"), ("V hero", "'hero' is no role"), ("V actor على", "opens no role"), ("V place:sky", "no type")] {
            let error = Frame::parse(syntax, |_| 0).unwrap_err();
            assert!(error.contains(word), "{error}");
        }
    }
}
