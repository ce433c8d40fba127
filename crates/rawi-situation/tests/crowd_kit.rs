//! Dawid–Skene as crowd-kit has it: the figures below are what `crowd_kit.py` beside this file prints (crowd-kit 1.4.2, 100 iterations).

use rawi_situation::dawid_skene::{Label, dawid_skene};

const TASKS: u32 = 2_000;
const CLASSES: u32 = 3;

/// Seed, tasks decided rightly, and the sum over all tasks of the probability given to the truth.
const CROWD_KIT: [(u64, usize, f64); 3] = [(1, 1919, 1886.542669), (2, 1936, 1906.404013), (3, 1926, 1890.735973)];

/// Labels of workers of unequal skill, and the truth, from a congruential generator that any language can repeat.
fn labels(seed: u64) -> (Vec<Label>, Vec<u32>) {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32
    };
    let mut labels = Vec::new();
    let mut truth = Vec::new();
    for task in 0..TASKS {
        let right = next() % CLASSES;
        truth.push(right);
        for _ in 0..5 {
            let worker = next() % 40;
            let class = if next() % 100 < 40 + worker * 7 % 55 { right } else { next() % CLASSES };
            labels.push(Label { task, worker, class });
        }
    }
    (labels, truth)
}

fn likeliest(beliefs: &[f64]) -> usize {
    (0..beliefs.len()).fold(0, |best, j| if beliefs[j] > beliefs[best] { j } else { best })
}

#[test]
fn accuracies_and_beliefs_are_those_of_crowd_kit() {
    for (seed, right, believed) in CROWD_KIT {
        let (labels, truth) = labels(seed);
        let found = dawid_skene(&labels, CLASSES as usize, 100);
        let decided = truth.iter().enumerate().filter(|(task, true_class)| likeliest(found.task(*task)) == **true_class as usize).count();
        let sum: f64 = truth.iter().enumerate().map(|(task, true_class)| found.task(task)[*true_class as usize]).sum();
        assert_eq!(decided, right, "seed {seed}");
        assert!((sum - believed).abs() < 1e-5, "seed {seed}: {sum} against {believed}");
    }
}
