//! The short form of an expected claim, in the tests of verb classes: `clash actor=saf,rsf place=khartoum n=3 CT-`.
//!
//! Several expectations are separated by `;`, only the fields given are compared. A value is the last segment of an
//! identifier, or Arabic words joined with `_` that occur in the filler's span. An empty text means that no claim of
//! the class's kind may be read.

use rawi_model::{Claim, Count, Factuality, Filler, Role};

/// One expected claim.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    /// Kind of claim.
    pub kind: String,
    /// Values that must be among the fillers of each role.
    pub roles: Vec<(Role, Vec<String>)>,
    /// Exact count.
    pub count: Option<u64>,
    /// Factuality.
    pub factuality: Option<Factuality>,
}

impl Expected {
    /// One expectation; the error names the field that is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut fields = text.split_whitespace();
        let mut expected = Self { kind: fields.next().ok_or("an expectation begins with a kind")?.to_owned(), ..Self::default() };
        for field in fields {
            match field.split_once('=') {
                Some(("n", value)) => expected.count = Some(value.parse().map_err(|_| format!("'{value}' is no number"))?),
                Some((role, values)) => {
                    let role = Role::parse(role).ok_or_else(|| format!("'{role}' is no role"))?;
                    expected.roles.push((role, values.split(',').map(str::to_owned).collect()));
                }
                None => expected.factuality = Some(Factuality::parse(field).ok_or_else(|| format!("'{field}' is neither role=value nor a factuality"))?),
            }
        }
        Ok(expected)
    }

    /// True when `claim`, read from `text`, has every field that is given.
    pub fn met_by(&self, claim: &Claim, text: &str) -> bool {
        let named = |role: Role, value: &str| claim.fillers(role).iter().any(|filler| is_named(filler, value, text));
        kinds_agree(&self.kind, &claim.kind)
            && self.roles.iter().all(|(role, values)| values.iter().all(|value| named(*role, value)))
            && self.count.is_none_or(|n| claim.count.as_ref().is_some_and(|c| c.min == n && c.max == Some(n)))
            && self.factuality.is_none_or(|f| claim.factuality == f)
    }
}

/// Checks the claims read from `text` against the expectations of a test in a class of `kind`; the error says what was read instead.
pub fn class_test(kind: &str, text: &str, expected: &str, read: &[Claim]) -> Result<(), String> {
    let seen = || if read.is_empty() { "no claim".to_owned() } else { read.iter().map(|c| describe(c, text)).collect::<Vec<_>>().join("; ") };
    if expected.trim().is_empty() {
        let fired = read.iter().any(|claim| kinds_agree(kind, &claim.kind));
        return if fired { Err(format!("expected no {kind}, read {}", seen())) } else { Ok(()) };
    }
    for wanted in expected.split(';').map(str::trim).filter(|w| !w.is_empty()) {
        let one = Expected::parse(wanted).map_err(|e| format!("{e} in the expectation '{wanted}': write kind role=value n=3 CT+"))?;
        if !read.iter().any(|claim| one.met_by(claim, text)) {
            return Err(format!("expected {wanted}, read {}", seen()));
        }
    }
    Ok(())
}

/// A strike may be read as any kind of attack from afar.
fn kinds_agree(expected: &str, read: &str) -> bool {
    expected == read || expected == "strike" && matches!(read, "airstrike" | "shelling" | "drone")
}

/// True when the filler's identifier ends in `value`, or its words contain it.
fn is_named(filler: &Filler, value: &str, text: &str) -> bool {
    last_segment(filler) == Some(value) || filler.span.is_some_and(|span| span.of(text).contains(&value.replace('_', " ")))
}

fn last_segment(filler: &Filler) -> Option<&str> {
    filler.id.as_deref().and_then(|id| id.rsplit(['/', ':']).next())
}

/// A read claim in the same short form.
fn describe(claim: &Claim, text: &str) -> String {
    let mut out = claim.kind.clone();
    for (role, fillers) in &claim.roles {
        let name = |f: &Filler| last_segment(f).map(str::to_owned).or_else(|| f.span.map(|s| s.of(text).replace(' ', "_")));
        let names: Vec<String> = fillers.iter().map(|f| name(f).unwrap_or_else(|| "?".to_owned())).collect();
        out += &format!(" {}={}", role.code(), names.join(","));
    }
    out + &claim.count.as_ref().map(amount).unwrap_or_default() + " " + claim.factuality.code()
}

fn amount(count: &Count) -> String {
    match count.max {
        Some(max) if max == count.min => format!(" n={max}"),
        Some(max) => format!(" n={}..{max}", count.min),
        None => format!(" n={}..", count.min),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rawi_model::{Aspect, Cue, Sentence, Span, Via};

    use super::*;

    const TEXT: &str = "قصف مدينة حمص";

    fn claim(kind: &str) -> Claim {
        let place = Filler {
            id: Some("place:sy/homs".into()),
            name: None,
            name_ar: None,
            kind: "city".into(),
            position: None,
            span: Some(Span::new(TEXT.find("مدينة").unwrap(), TEXT.len())),
            via: Via::Name,
            antecedent: None,
            candidates: Vec::new(),
        };
        Claim {
            id: String::new(),
            kind: kind.into(),
            extent: None,
            state: None,
            roles: BTreeMap::from([(Role::Place, vec![place])]),
            count: Some(Count { min: 3, max: Some(3), unit: None, span: Span::new(0, 0) }),
            harm: None,
            aspect: Aspect::Occurred,
            factuality: Factuality::parse("CT+").unwrap(),
            time: None,
            chain: Vec::new(),
            sentence: Sentence { index: 1, span: Span::new(0, TEXT.len()) },
            cue: Cue { span: Span::new(0, 6) },
            rule: String::new(),
            confidence: 1.0,
            trail: Vec::new(),
        }
    }

    #[test]
    fn expectations_are_parsed_strictly() {
        let expected = Expected::parse("clash actor=saf,rsf place=khartoum n=3 CT-").unwrap();
        assert_eq!(expected.kind, "clash");
        assert_eq!(expected.roles, [(Role::Actor, vec!["saf".to_owned(), "rsf".to_owned()]), (Role::Place, vec!["khartoum".to_owned()])]);
        assert_eq!((expected.count, expected.factuality), (Some(3), Factuality::parse("CT-")));
        for (bad, word) in [("clash agent=saf", "agent"), ("clash CT", "CT"), ("clash n=many", "many"), ("", "kind")] {
            assert!(Expected::parse(bad).unwrap_err().contains(word), "{bad}");
        }
    }

    #[test]
    fn only_the_fields_given_are_compared() {
        let read = [claim("shelling")];
        for met in ["shelling", "strike", "shelling place=homs", "shelling place=مدينة_حمص n=3 CT+", "shelling; strike"] {
            assert_eq!(class_test("shelling", TEXT, met, &read), Ok(()), "{met}");
        }
        for unmet in ["airstrike", "shelling place=hama", "shelling actor=homs", "shelling n=4", "shelling CT-", "shelling; clash"] {
            let reason = class_test("shelling", TEXT, unmet, &read).unwrap_err();
            assert!(reason.ends_with("read shelling place=homs n=3 CT+"), "{reason}");
        }
    }

    #[test]
    fn nothing_expected_means_no_claim_of_the_kind() {
        assert_eq!(class_test("clash", TEXT, "", &[claim("shelling")]), Ok(()));
        assert!(class_test("strike", TEXT, "", &[claim("shelling")]).is_err());
        assert_eq!(class_test("strike", TEXT, "strike", &[]).unwrap_err(), "expected strike, read no claim");
        assert!(class_test("strike", TEXT, "strike on=homs", &[]).unwrap_err().contains("'on' is no role"));
    }
}
