//! An invented war: who truly held what when, and what was reported of it.

use rawi_situation::record::Record;

use crate::{campaign, drift, rumour};

/// How a war and its reporting come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Process {
    /// Places change at random; outlets err at random: close to what the filter assumes.
    Drift,
    /// Offensives along roads; partisan outlets that announce too early, deny too long and stick to their story.
    Campaign,
    /// Raids and slow changes; true and false stories that spread through a network of outlets until somebody corrects them.
    Rumour,
}

impl Process {
    /// Every process.
    pub const ALL: [Self; 3] = [Self::Drift, Self::Campaign, Self::Rumour];

    /// The word used in tables and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Drift => "drift",
            Self::Campaign => "campaign",
            Self::Rumour => "rumour",
        }
    }
}

/// What is special about a war's circumstances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Regime {
    /// Nothing.
    Plain,
    /// Parties claim what they do not hold rarely.
    Modest,
    /// Parties claim what they do not hold mostly.
    Boastful,
    /// Every relay names its source.
    Open,
    /// Most relays hide their source.
    Hidden,
    /// Outlets of one side tell the same falsehoods together.
    Collusion,
    /// Half of the outlets change sides.
    Switching,
    /// A change is reported no more than anything else.
    Steady,
    /// The reader misreads 15 % of the claims.
    Misread,
    /// Places change hands several times a day for days.
    Contested,
    /// Two parties.
    TwoParties,
    /// Six parties.
    SixParties,
    /// Three times as many changes.
    Fast,
    /// A fifth of the claims.
    Sparse,
    /// Two outlets.
    TwoSources,
}

impl Regime {
    /// Every regime, with the word used in tables and on the command line.
    pub const ALL: [(Self, &'static str); 15] = [
        (Self::Plain, "plain"),
        (Self::Modest, "modest"),
        (Self::Boastful, "boastful"),
        (Self::Open, "open"),
        (Self::Hidden, "hidden"),
        (Self::Collusion, "collusion"),
        (Self::Switching, "switching"),
        (Self::Steady, "steady"),
        (Self::Misread, "misread"),
        (Self::Contested, "contested"),
        (Self::TwoParties, "two-parties"),
        (Self::SixParties, "six-parties"),
        (Self::Fast, "fast"),
        (Self::Sparse, "sparse"),
        (Self::TwoSources, "two-sources"),
    ];

    /// The word used in tables and on the command line.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|r| r.0 == self).map_or("", |r| r.1)
    }
}

/// The numbers behind a regime.
#[derive(Clone, Debug)]
pub struct Conditions {
    /// Number of parties.
    pub parties: usize,
    /// Number of outlets.
    pub outlets: usize,
    /// Probability that a party claims what another holds.
    pub overclaim: f64,
    /// Probability that a relay hides its source.
    pub hidden: f64,
    /// Outlets of one side lie together.
    pub collusion: bool,
    /// Half of the outlets change sides half-way.
    pub switching: bool,
    /// Changes are reported more than the rest.
    pub bursts: bool,
    /// Probability that a claim is misread.
    pub misread: f64,
    /// Places change hands to and fro.
    pub contested: bool,
    /// Changes relative to the plain regime.
    pub pace: f64,
    /// Claims relative to the plain regime.
    pub volume: f64,
}

impl Conditions {
    /// Of a regime.
    pub fn of(regime: Regime) -> Self {
        let mut c = Self {
            parties: 3,
            outlets: 12,
            overclaim: 0.4,
            hidden: 0.25,
            collusion: false,
            switching: false,
            bursts: true,
            misread: 0.05,
            contested: false,
            pace: 1.0,
            volume: 1.0,
        };
        match regime {
            Regime::Plain => {}
            Regime::Modest => c.overclaim = 0.2,
            Regime::Boastful => c.overclaim = 0.8,
            Regime::Open => c.hidden = 0.0,
            Regime::Hidden => c.hidden = 0.6,
            Regime::Collusion => c.collusion = true,
            Regime::Switching => c.switching = true,
            Regime::Steady => c.bursts = false,
            Regime::Misread => c.misread = 0.15,
            Regime::Contested => c.contested = true,
            Regime::TwoParties => c.parties = 2,
            Regime::SixParties => c.parties = 6,
            Regime::Fast => c.pace = 3.0,
            Regime::Sparse => c.volume = 0.2,
            Regime::TwoSources => c.outlets = 2,
        }
        c
    }
}

/// Places of every war.
pub const PLACES: usize = 100;
/// Days of every war.
pub const DAYS: usize = 60;

/// Holders of one place: day (with fractions) from which, party.
pub type Holding = Vec<(f64, usize)>;

/// A war with its reporting.
pub struct War {
    /// Number of parties.
    pub parties: usize,
    /// By place.
    pub truth: Vec<Holding>,
    /// Everything reported.
    pub records: Vec<Record>,
}

impl War {
    /// Invents a war.
    pub fn invent(process: Process, regime: Regime, seed: u64) -> Self {
        let conditions = Conditions::of(regime);
        let seed = seed * 1009 + process as u64 * 31 + regime as u64;
        match process {
            Process::Drift => drift::war(&conditions, seed),
            Process::Campaign => campaign::war(&conditions, seed),
            Process::Rumour => rumour::war(&conditions, seed),
        }
    }

    /// Who truly holds a place at a day (with fractions).
    pub fn holder(&self, place: usize, day: f64) -> usize {
        holder(&self.truth[place], day)
    }
}

/// Who holds at a day (with fractions).
pub fn holder(holding: &Holding, day: f64) -> usize {
    holding.iter().rev().find(|h| h.0 <= day).map_or(holding[0].1, |h| h.1)
}

/// Lets a place change to and fro for some days before a change becomes final.
pub fn contest(holding: &mut Holding, dice: &mut crate::dice::Dice) {
    let changes = holding.clone();
    for pair in changes.windows(2).filter(|_| true) {
        if !dice.chance(0.5) {
            continue;
        }
        let (old, (start, new)) = (pair[0].1, pair[1]);
        let mut day = start;
        let end = start + dice.between(2.0, 6.0);
        while day < end {
            day += dice.wait(0.5);
            holding.push((day, if dice.chance(0.5) { old } else { new }));
        }
        holding.push((end.max(day), new));
    }
    holding.sort_by(|a, b| a.0.total_cmp(&b.0));
}
