//! Wars follow from their seeds, and scores from beliefs.

use rawi_simulate::board::{FROM, Seen, empty};
use rawi_simulate::score::Score;
use rawi_simulate::war::{DAYS, Process, Regime, War};

#[test]
fn the_same_seed_gives_the_same_war_and_another_seed_another() {
    for process in Process::ALL {
        let war = |seed| War::invent(process, Regime::Plain, seed);
        let (a, b, c) = (war(1), war(1), war(2));
        assert_eq!(a.truth, b.truth);
        assert_eq!(format!("{:?}", a.records), format!("{:?}", b.records));
        assert_ne!(a.truth, c.truth);
    }
}

#[test]
fn every_regime_of_every_process_has_changes_and_reports() {
    for process in Process::ALL {
        for (regime, name) in Regime::ALL {
            let war = War::invent(process, regime, 5);
            assert!(war.records.len() > 300, "{} {name}: {}", process.code(), war.records.len());
            let changes: usize = war.truth.iter().map(|h| h.len() - 1).sum();
            assert!(changes > 10, "{} {name}: {changes}", process.code());
            assert!(war.truth.iter().all(|h| h.is_sorted_by(|a, b| a.0 <= b.0)), "{} {name}", process.code());
        }
    }
}

/// A board that gives every party what `belief` says, knowing the truth.
fn board(war: &War, belief: impl Fn(bool) -> f64) -> Vec<Vec<Option<Seen>>> {
    let mut board = empty();
    for (place, days) in board.iter_mut().enumerate() {
        for day in FROM..DAYS {
            let truth = war.holder(place, day as f64 + 1.0 - 1e-5);
            days[day - FROM] = Some(Seen::plain((0..war.parties).map(|p| belief(p == truth)).collect()));
        }
    }
    board
}

#[test]
fn who_knows_the_truth_scores_perfectly_and_who_knows_nothing_does_not() {
    let war = War::invent(Process::Drift, Regime::Plain, 5);
    let perfect = Score::of(&war, &board(&war, f64::from));
    assert!(perfect.log_loss() < 1e-9 && perfect.accuracy() == 1.0 && perfect.false_alerts() == 0.0 && perfect.held_right() == 1.0);
    assert_eq!(perfect.shown()[1], 1.0);
    let even = Score::of(&war, &board(&war, |_| 1.0 / 3.0));
    assert!((even.log_loss() - 3f64.ln()).abs() < 1e-9);
}
