//! What was learned, by identifiers instead of indices: it can be kept, and used for other claims later.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::names::{Name, Names};
use crate::parameters::{Parameters, Settings, Voice};
use crate::record::Link;
use crate::situation::Case;
use crate::track::Fluent;

/// Parameters of every fluent, learned at one time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// Names of the identifiers below, where known.
    pub names: Vec<(String, String)>,
    /// By the word of the fluent.
    pub fluents: Vec<(String, Values)>,
}

/// What was learned of one fluent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Values {
    /// Refreshes per day.
    pub rate: f64,
    /// How many times more is said of a fresh value.
    pub burst: f64,
    /// Mean truth of parties, and of everyone else.
    pub mean_truth: [f64; 2],
    /// Share of each value among independent words.
    pub shares: Vec<(String, f64)>,
    /// How origins speak.
    pub voices: Vec<OriginVoice>,
    /// Who copies whom, and how probably.
    pub copies: Vec<(String, String, f64)>,
}

/// How one origin speaks, as [`Voice`] has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OriginVoice {
    /// The origin.
    pub origin: String,
    /// Probability that a statement follows the truth.
    pub truth: f64,
    /// What it says otherwise: shares of values.
    pub lean: Vec<(String, f64)>,
    /// Share of a value that is not listed.
    pub rest: f64,
}

impl Learned {
    /// What a case learned.
    pub fn of(case: &Case) -> Self {
        let names = case.names();
        let mut out = Self::default();
        let mut named: Vec<Name> = Vec::new();
        for fluent in Fluent::ALL {
            let p = case.parameters(fluent);
            named.extend(p.shares.keys().chain(p.voices.keys()));
            out.fluents.push((fluent.code().to_owned(), values(p, names)));
        }
        named.sort_unstable();
        named.dedup();
        let both = |n: &Name| Some((names.get(*n).id.clone(), names.get(*n).name.clone()?));
        out.names = named.iter().filter_map(both).collect();
        out.names.sort();
        out
    }

    /// Days for which a statement can bear on what is shown: as long as a belief outlives silence, and not less than a season.
    pub fn reach(&self) -> f64 {
        let slowest = self.fluents.iter().map(|(_, v)| v.rate).fold(f64::INFINITY, f64::min);
        (1.0 / slowest.max(1e-9)).clamp(90.0, 120.0)
    }

    /// The parameters for other names; what they do not name is added to them.
    pub fn parameters(&self, names: &mut Names, settings: &Settings) -> FxHashMap<Fluent, Parameters> {
        for (id, name) in &self.names {
            names.link(&Link { id: Some(id.clone()), name: Some(name.clone()), kind: None });
        }
        let of = |fluent: Fluent| {
            let own = if fluent == Fluent::Location { settings.for_persons() } else { settings.clone() };
            let values = self.fluents.iter().find(|f| f.0 == fluent.code()).map(|f| &f.1);
            (fluent, values.map_or_else(|| Parameters::prior(&own), |v| parameters(v, names, &own)))
        };
        Fluent::ALL.map(of).into_iter().collect()
    }
}

fn values(p: &Parameters, names: &Names) -> Values {
    let id = |n: &Name| names.get(*n).id.clone();
    let lean = |v: &Voice| v.lean.iter().map(|(n, share)| (id(n), *share)).collect();
    let mut shares: Vec<(String, f64)> = p.shares.iter().map(|(n, s)| (id(n), *s)).collect();
    let mut voices: Vec<_> = p.voices.iter().map(|(n, v)| OriginVoice { origin: id(n), truth: v.truth, lean: lean(v), rest: v.rest }).collect();
    let mut copies: Vec<_> = p.copies.iter().map(|((a, b), c)| (id(a), id(b), *c)).collect();
    shares.sort_by(|a, b| a.0.cmp(&b.0));
    voices.sort_by(|a, b| a.origin.cmp(&b.origin));
    copies.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    Values { rate: p.rate, burst: p.burst, mean_truth: p.mean_truth, shares, voices, copies }
}

fn parameters(values: &Values, names: &mut Names, settings: &Settings) -> Parameters {
    let mut of = |id: &String| names.intern(id);
    let shares = values.shares.iter().map(|(id, s)| (of(id), *s)).collect();
    let mut voices = FxHashMap::default();
    for voice in &values.voices {
        let lean = voice.lean.iter().map(|(id, share)| (of(id), *share)).collect();
        voices.insert(of(&voice.origin), Voice { truth: voice.truth, lean, rest: voice.rest });
    }
    let copies = values.copies.iter().map(|(a, b, c)| ((of(a), of(b)), *c)).collect();
    Parameters { rate: values.rate, burst: values.burst, mean_truth: values.mean_truth, shares, voices, copies, ..Parameters::prior(settings) }
}
