//! What holds for any claims: independence, order, zones, two times, hedges, the ledger.

use proptest::prelude::*;
use rawi_situation::instant::{Instant, Stretch};
use rawi_situation::output::SituationRecord;
use rawi_situation::parameters::Settings;
use rawi_situation::record::{Record, parse};
use rawi_situation::situation::{Case, Estimator};
use rawi_situation::why::Ledger;

fn at(text: &str) -> Instant {
    Stretch::parse(text).unwrap().last.unwrap()
}

/// A control claim: place, party, hour of January 2024, outlet, source.
#[derive(Clone, Debug)]
struct Told {
    id: usize,
    place: u8,
    party: u8,
    hour: u32,
    outlet: u8,
    source: Option<u8>,
    factuality: &'static str,
    aspect: &'static str,
    extra: String,
    zone: i32,
}

impl Told {
    fn new(id: usize, party: u8, hour: u32, outlet: u8) -> Self {
        Self { id, place: 1, party, hour, outlet, source: None, factuality: "CT+", aspect: "occurred", extra: String::new(), zone: 0 }
    }

    fn line(&self) -> String {
        let local = self.hour as i32 + self.zone;
        let (day, hour) = (1 + local / 24, local % 24);
        let source = self.source.map(|s| format!(r#",{{"type":"party","id":"actor:{s}"}}"#)).unwrap_or_default();
        format!(
            r#"{{"id":"c{}","reported":"2024-01-{day:02}T{hour:02}:00:00+{:02}:00","kind":"control","roles":{{"actor":[{{"id":"actor:{}"}}],"place":[{{"id":"place:{}"}}]}},"aspect":"{}","factuality":"{}","chain":[{{"type":"outlet","id":"outlet:{}"}}{source}]{}}}"#,
            self.id, self.zone, self.party, self.place, self.aspect, self.factuality, self.outlet, self.extra
        )
    }
}

fn records(told: &[Told]) -> Vec<Record> {
    let (records, errors) = parse(told.iter().map(Told::line).collect::<Vec<_>>().join("\n").as_bytes());
    assert!(errors.is_empty(), "{errors:?}");
    records
}

fn case(told: &[Told], known: &str) -> Case {
    Case::new(records(told), at(known), &Settings::default())
}

/// Everything that would be printed.
fn printed(case: &Case, instant: &str, estimator: Estimator) -> String {
    let instant = at(instant);
    let record = |t| serde_json::to_string(&SituationRecord::of(case.names(), t, instant, case.known, &case.believe(t, instant, estimator))).unwrap();
    case.tracks_at(instant).map(record).collect::<Vec<_>>().join("\n")
}

/// P of a party at a place.
fn p(case: &Case, place: &str, party: &str, instant: &str) -> f64 {
    let name = |id: &str| case.names().find(id).unwrap();
    let track = case.tracks.iter().find(|t| t.subject == name(place)).unwrap();
    case.believe(track, at(instant), Estimator::Filter).values.iter().find(|v| v.0 == name(party)).unwrap().1
}

const END: &str = "2024-01-28";

fn background() -> Vec<Told> {
    (0..12).map(|i| Told { place: 1 + (i % 3) as u8, source: (i % 4 == 0).then_some(i as u8 % 3), ..Told::new(i, (i % 3) as u8, 10 + 31 * i as u32, (i % 5) as u8) }).collect()
}

#[test]
fn ten_relays_of_one_origin_equal_one() {
    let mut one = background();
    one.push(Told { source: Some(2), ..Told::new(100, 2, 500, 0) });
    let mut ten = one.clone();
    ten.extend((1..10).map(|i| Told { source: Some(2), ..Told::new(100 + i, 2, 500 + i as u32, i as u8) }));
    assert_eq!(printed(&case(&one, END), END, Estimator::Filter), printed(&case(&ten, END), END, Estimator::Filter));
}

#[test]
fn what_is_no_fact_moves_nothing() {
    let before = background();
    for (aspect, factuality) in [("planned", "CT+"), ("demanded", "U"), ("hypothetical", "U"), ("occurred", "U"), ("planned", "CT-")] {
        let mut after = before.clone();
        after.push(Told { aspect, factuality, ..Told::new(100, 2, 500, 9) });
        assert_eq!(printed(&case(&before, END), END, Estimator::Filter), printed(&case(&after, END), END, Estimator::Filter), "{aspect} {factuality}");
    }
}

#[test]
fn a_claim_on_part_of_a_place_or_of_an_unknown_kind_moves_no_belief() {
    let before = background();
    let mut after = before.clone();
    after.push(Told { extra: r#","extent":"part""#.to_owned(), ..Told::new(100, 2, 500, 9) });
    assert!((p(&case(&before, END), "place:1", "actor:2", END) - p(&case(&after, END), "place:1", "actor:2", END)).abs() < 1e-12);
    let odd = r#"{"id":7,"kind":"parade","roles":{"place":{"id":"place:1"}},"reported":"2024-01-03","chain":"outlet:x","confidence":3}"#;
    let mut more = records(&before);
    more.extend(parse(odd.as_bytes()).0);
    let more = Case::new(more, at(END), &Settings::default());
    assert_eq!(printed(&case(&before, END), END, Estimator::Filter), printed(&more, END, Estimator::Filter));
}

#[test]
fn a_full_claim_on_a_governorate_counts_for_its_towns() {
    let town = |extra: &str| {
        let lines = [
            r#"{"id":"a","reported":"2024-01-01T08:00:00Z","kind":"control","roles":{"actor":[{"id":"actor:1"}],"place":[{"id":"t","within":"gov"}]},"chain":[{"type":"outlet","id":"o"}]}"#.to_owned(),
            r#"{"id":"b","reported":"2024-01-01T09:00:00Z","kind":"control","roles":{"actor":[{"id":"actor:2"}],"place":[{"id":"elsewhere"}]},"chain":[{"type":"outlet","id":"o"}]}"#.to_owned(),
            format!(r#"{{"id":"c","reported":"2024-01-09T08:00:00Z","kind":"control"{extra},"roles":{{"actor":[{{"id":"actor:2"}}],"place":[{{"id":"gov"}}]}},"chain":[{{"type":"outlet","id":"o2"}}]}}"#),
        ];
        p(&Case::new(parse(lines.join("\n").as_bytes()).0, at("2024-01-10"), &Settings::default()), "t", "actor:2", "2024-01-10")
    };
    assert!(town(r#","extent":"full""#) > town("") + 0.1, "{} {}", town(r#","extent":"full""#), town(""));
    assert!(town(r#","extent":"full""#) > town(r#","extent":"part""#) + 0.1);
}

#[test]
fn a_hedge_never_outweighs_and_a_withdrawal_opens() {
    let with = |factuality| {
        let mut told = background();
        told.push(Told { factuality, ..Told::new(100, 2, 500, 9) });
        p(&case(&told, END), "place:1", "actor:2", END)
    };
    let base = p(&case(&background(), END), "place:1", "actor:2", END);
    assert!(with("CT+") > with("PR+") && with("PR+") > with("PS+") && with("PS+") > base, "{} {} {} {base}", with("CT+"), with("PR+"), with("PS+"));
    assert!(with("CT-") < base);
}

#[test]
fn an_admission_weighs_more_than_a_boast() {
    let with = |source| {
        let mut told = background();
        told.push(Told { source: Some(source), ..Told::new(100, 2, 500, 9) });
        p(&case(&told, END), "place:1", "actor:2", END)
    };
    assert!(with(1) > with(2), "admitted {} boasted {}", with(1), with(2));
}

#[test]
fn silence_ends_in_unknown() {
    let case = case(&background(), "2024-06-30");
    assert!(printed(&case, "2024-06-30", Estimator::Filter).lines().all(|l| l.contains(r#""status":"unknown","value":null"#)));
}

prop_compose! {
    fn told()(place in 1u8..4, party in 0u8..3, hour in 0u32..600, outlet in 0u8..6, source in prop::option::of(0u8..3), negative in any::<bool>(), plain in any::<bool>()) -> Told {
        Told { place, source, factuality: if plain { "CT+" } else if negative { "CT-" } else { "PS+" }, ..Told::new(0, party, hour, outlet) }
    }
}

prop_compose! {
    fn many()(list in prop::collection::vec(told(), 1..40)) -> Vec<Told> {
        list.into_iter().enumerate().map(|(id, t)| Told { id, ..t }).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn neither_the_order_of_the_file_nor_time_zones_matter(told in many(), seed in any::<u64>(), zone in 0i32..12) {
        let mut mixed = told.clone();
        mixed.sort_by_key(|t| (t.id as u64 + 1).wrapping_mul(seed | 1));
        mixed.iter_mut().for_each(|t| t.zone = zone);
        for estimator in [Estimator::Filter, Estimator::Vote] {
            prop_assert_eq!(printed(&case(&told, END), "2024-01-20", estimator), printed(&case(&mixed, END), "2024-01-20", estimator));
        }
    }

    #[test]
    fn nothing_known_later_is_used(told in many()) {
        let known = "2024-01-12T12:00:00Z";
        let early: Vec<Told> = told.iter().filter(|t| t.hour <= 11 * 24 + 12).cloned().collect();
        prop_assume!(!early.is_empty());
        prop_assert_eq!(printed(&case(&told, known), known, Estimator::Filter), printed(&case(&early, known), known, Estimator::Filter));
    }

    #[test]
    fn beliefs_sum_to_one_and_the_ledger_to_the_log_odds(told in many(), day in 1u32..28) {
        let case = case(&told, END);
        let instant = at(&format!("2024-01-{day:02}"));
        for track in case.tracks_at(instant) {
            let belief = case.believe(track, instant, Estimator::Filter);
            let sum = belief.values.iter().map(|v| v.1).sum::<f64>() + belief.other;
            prop_assert!((sum - 1.0).abs() < 1e-9, "{}", sum);
            let fold = case.fold(track);
            for (value, p) in &belief.values {
                let ledger = Ledger::of(&fold, *value, instant).unwrap();
                let total: f64 = ledger.lines.iter().map(|l| l.delta).sum();
                prop_assert!((total - (p / (1.0 - p)).ln()).abs() < 1e-9, "{} {}", total, p);
            }
        }
    }

    #[test]
    fn any_line_is_a_record_or_an_error(line in ".{0,200}") {
        let (records, errors) = parse(line.as_bytes());
        prop_assert!(records.len() + errors.len() <= line.lines().count() + 1);
        Case::new(records, Instant::MAX, &Settings::default());
    }
}
