use std::fmt;

use serde::{Serialize, Serializer};

/// How sure the holder of a claim is, without its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// `PS`: held to be possible.
    Possible,
    /// `PR`: held to be probable.
    Probable,
    /// `CT`: held to be certain.
    Certain,
}

/// The direction of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// It happened or holds.
    Positive,
    /// It did not happen or does not hold.
    Negative,
}

/// FactBank value of a claim, as its holder puts it (Saurí & Pustejovsky 2009): `CT+ PR+ PS+ CT- PR- PS- U`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Factuality {
    /// The holder commits to a certainty and a direction.
    Committed(Certainty, Polarity),
    /// `U`: the holder does not commit.
    Uncommitted,
}

impl Factuality {
    /// `CT+`.
    pub const CERTAIN: Self = Self::Committed(Certainty::Certain, Polarity::Positive);

    /// The same certainty in the other direction; `U` stays `U`.
    pub fn negated(self) -> Self {
        match self {
            Self::Committed(c, Polarity::Positive) => Self::Committed(c, Polarity::Negative),
            Self::Committed(c, Polarity::Negative) => Self::Committed(c, Polarity::Positive),
            Self::Uncommitted => self,
        }
    }

    /// The same direction, no surer than `limit`.
    pub fn at_most(self, limit: Certainty) -> Self {
        match self {
            Self::Committed(c, p) => Self::Committed(c.min(limit), p),
            Self::Uncommitted => self,
        }
    }

    /// The FactBank code.
    pub fn code(self) -> &'static str {
        use {Certainty::*, Polarity::*};
        match self {
            Self::Committed(Certain, Positive) => "CT+",
            Self::Committed(Certain, Negative) => "CT-",
            Self::Committed(Probable, Positive) => "PR+",
            Self::Committed(Probable, Negative) => "PR-",
            Self::Committed(Possible, Positive) => "PS+",
            Self::Committed(Possible, Negative) => "PS-",
            Self::Uncommitted => "U",
        }
    }

    /// Reads a FactBank code.
    pub fn parse(code: &str) -> Option<Self> {
        let certainty = match code.get(..2) {
            Some("CT") => Certainty::Certain,
            Some("PR") => Certainty::Probable,
            Some("PS") => Certainty::Possible,
            _ => return (code == "U").then_some(Self::Uncommitted),
        };
        match &code[2..] {
            "+" => Some(Self::Committed(certainty, Polarity::Positive)),
            "-" => Some(Self::Committed(certainty, Polarity::Negative)),
            _ => None,
        }
    }
}

impl fmt::Display for Factuality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Factuality {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip() {
        for code in ["CT+", "CT-", "PR+", "PR-", "PS+", "PS-", "U"] {
            assert_eq!(Factuality::parse(code).unwrap().code(), code);
        }
        assert_eq!(Factuality::parse("CT"), None);
        assert_eq!(Factuality::parse("XX+"), None);
    }

    #[test]
    fn negation_keeps_certainty_and_hedging_keeps_direction() {
        let denied = Factuality::CERTAIN.negated();
        assert_eq!(denied.code(), "CT-");
        assert_eq!(denied.at_most(Certainty::Possible).code(), "PS-");
        assert_eq!(Factuality::Uncommitted.negated(), Factuality::Uncommitted);
    }
}
