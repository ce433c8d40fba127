use std::collections::BTreeMap;

use crate::report::content_id;
use crate::{Edtf, Factuality, Span};

/// Makes a field-less enum with a text code per variant.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)* }

        impl $name {
            /// Every value, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word used in records and lexicon files.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// Reads the word used in records and lexicon files.
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

coded! {
    /// What a filler does in a claim.
    Role {
        /// Who acts.
        Actor = "actor",
        /// Who or what is acted upon.
        Target = "target",
        /// Where.
        Place = "place",
        /// What is left.
        From = "from",
        /// What is reached.
        To = "to",
        /// With what.
        Instrument = "instrument",
        /// A person involved who is neither actor nor target.
        Person = "person",
    }
}

coded! {
    /// Where an event stands in time and will.
    Aspect {
        /// Over, as told.
        Occurred = "occurred",
        /// Going on.
        Ongoing = "ongoing",
        /// Intended or expected.
        Planned = "planned",
        /// Wanted of others.
        Demanded = "demanded",
        /// Under a condition.
        Hypothetical = "hypothetical",
    }
}

coded! {
    /// How much of a place a claim is about.
    Extent {
        /// All of it.
        Full = "full",
        /// Some of it.
        Part = "part",
    }
}

coded! {
    /// What happened to people.
    Harm {
        /// Killed.
        Killed = "killed",
        /// Injured.
        Injured = "injured",
        /// Missing.
        Missing = "missing",
        /// Captured.
        Captured = "captured",
    }
}

coded! {
    /// How the words of a filler name it.
    Via {
        /// By its name.
        Name = "name",
        /// By a title or role.
        Title = "title",
        /// By a noun that points back.
        Anaphora = "anaphora",
        /// By a pronoun or an unexpressed subject.
        Pronoun = "pronoun",
        /// By a noun beside its name.
        Apposition = "apposition",
        /// By an adjective of origin.
        Adjective = "adjective",
        /// Not at all: understood from the sentence.
        Implied = "implied",
    }
}

coded! {
    /// What a link of an attribution chain is.
    LinkType {
        /// Who published the report.
        Outlet = "outlet",
        /// A news agency or another outlet that is quoted.
        Agency = "agency",
        /// An organisation, ministry or command.
        Organisation = "organisation",
        /// A party to the conflict.
        Party = "party",
        /// A named person.
        Person = "person",
        /// An official without a name.
        Official = "official",
        /// A source without a name.
        Anonymous = "anonymous",
        /// Somebody who saw it.
        Witness = "witness",
        /// Footage, photographs, satellite images, maps.
        Imagery = "imagery",
        /// Posts and pages.
        SocialMedia = "social-media",
        /// A paper.
        Document = "document",
        /// An estimate without an author.
        Estimate = "estimate",
    }
}

coded! {
    /// What a claim's time rests on.
    TimeBasis {
        /// Words in the clause.
        Stated = "stated",
        /// The date of a caption.
        Caption = "caption",
        /// The report's own date.
        Report = "report",
    }
}

/// One filler of a role.
#[derive(Clone, Debug, PartialEq)]
pub struct Filler {
    /// Canonical identifier, where the lexicon knows it.
    pub id: Option<String>,
    /// English name, where the lexicon knows it.
    pub name: Option<String>,
    /// Arabic name, where the lexicon knows it.
    pub name_ar: Option<String>,
    /// What kind of thing it is (`group`, `person`, `town` …).
    pub kind: String,
    /// Degrees north and east, for places with coordinates.
    pub position: Option<(f64, f64)>,
    /// The words; `None` only when `via` is [`Via::Implied`].
    pub span: Option<Span>,
    /// How the words name it.
    pub via: Via,
    /// The words that an anaphor or an implied filler points to.
    pub antecedent: Option<Span>,
    /// Other identifiers that fit as well, when nothing decides.
    pub candidates: Vec<String>,
}

/// How many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Least number.
    pub min: u64,
    /// Greatest number; `None` for "at least".
    pub max: Option<u64>,
    /// What is counted, as the text has it.
    pub unit: Option<String>,
    /// The words.
    pub span: Span,
}

/// One link of an attribution chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What it is.
    pub kind: LinkType,
    /// Canonical identifier, where the lexicon knows it.
    pub id: Option<String>,
    /// English name where known, else the words that describe it.
    pub name: String,
    /// Arabic name, where the lexicon knows it.
    pub name_ar: Option<String>,
    /// The cue that attributes (`أعلنت`, `بحسب`), as the text has it.
    pub verb: Option<String>,
    /// The words that name the link.
    pub span: Option<Span>,
}

/// When.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// The value.
    pub edtf: Edtf,
    /// What it rests on.
    pub basis: TimeBasis,
    /// The words.
    pub span: Option<Span>,
}

/// The sentence that a claim stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Counted from 1 over the report.
    pub index: usize,
    /// Its span.
    pub span: Span,
}

/// The words that evoke a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The span.
    pub span: Span,
}

/// One event or state that a report asserts, denies, doubts, plans or demands, by one holder.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Content identifier, see [`Claim::identify`].
    pub id: String,
    /// What kind of event (`control`, `withdraw` …), a file of `lexicon/kinds`.
    pub kind: String,
    /// How much of the place.
    pub extent: Option<Extent>,
    /// `open` or `closed` for a closure, `lifted` for a siege that ends.
    pub state: Option<String>,
    /// Fillers by role.
    pub roles: BTreeMap<Role, Vec<Filler>>,
    /// How many.
    pub count: Option<Count>,
    /// What happened to people.
    pub harm: Option<Harm>,
    /// Where the event stands in time and will.
    pub aspect: Aspect,
    /// How certain, as the holder puts it.
    pub factuality: Factuality,
    /// When.
    pub time: Option<Time>,
    /// Outermost link first; the last is the origin.
    pub chain: Vec<Link>,
    /// The sentence.
    pub sentence: Sentence,
    /// The evoking words.
    pub cue: Cue,
    /// Lexicon entry that read it: `ar/class#frame`.
    pub rule: String,
    /// The reader's estimate that this claim is in the text, 0 to 1.
    pub confidence: f64,
    /// Why the fields are what they are, for `--explain`.
    pub trail: Vec<String>,
}

impl Claim {
    /// Fillers of a role; empty when there are none.
    pub fn fillers(&self, role: Role) -> &[Filler] {
        self.roles.get(&role).map_or(&[], Vec::as_slice)
    }

    /// Sets the identifier from what makes a claim that claim: report, cue, kind, roles, chain, factuality.
    pub fn identify(&mut self, report: &str) {
        let cue = format!("{}-{}", self.cue.span.start, self.cue.span.end);
        let roles: Vec<String> = self.roles.iter().flat_map(|(role, fillers)| fillers.iter().map(move |f| format!("{}:{:?}:{:?}", role.code(), f.id, f.span))).collect();
        let chain: Vec<&str> = self.chain.iter().map(|l| l.name.as_str()).collect();
        let harm = self.harm.map_or("", Harm::code);
        self.id = content_id("clm", &[report, &cue, &self.kind, harm, &roles.join("|"), &chain.join("|"), self.factuality.code()]);
    }
}
