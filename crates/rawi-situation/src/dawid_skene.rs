//! Dawid and Skene (1979): what workers' labels say of tasks and of the workers, by expectation maximisation.
//!
//! A yardstick and a utility: it knows no time, no origin and no interest.

/// One label: task, worker and class, each counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Task.
    pub task: u32,
    /// Worker.
    pub worker: u32,
    /// Class given.
    pub class: u32,
}

/// What was found.
pub struct Found {
    /// Probability of every class, task after task.
    pub tasks: Vec<f64>,
    /// Number of classes.
    pub classes: usize,
    /// For every worker, label and true class (in this order) the probability of the label.
    pub workers: Vec<f64>,
}

impl Found {
    /// Probabilities of the classes of a task.
    pub fn task(&self, task: usize) -> &[f64] {
        &self.tasks[task * self.classes..][..self.classes]
    }
}

/// Keeps what never happened from being impossible.
const LEAST: f64 = 1e-10;

/// Runs a number of iterations from the majority vote; memory is a few numbers per task and per worker.
pub fn dawid_skene(labels: &[Label], classes: usize, iterations: usize) -> Found {
    let mut labels = labels.to_vec();
    labels.sort_unstable();
    let tasks = labels.iter().map(|l| l.task + 1).max().unwrap_or(0) as usize;
    let workers = labels.iter().map(|l| l.worker + 1).max().unwrap_or(0) as usize;
    let mut found = Found { tasks: vec![0.0; tasks * classes], classes, workers: vec![0.0; workers * classes * classes] };
    for l in &labels {
        found.tasks[l.task as usize * classes + l.class as usize] += 1.0;
    }
    found.tasks.chunks_mut(classes.max(1)).for_each(scale);
    // Two and three classes are the common cases and deserve loops of known length.
    for _ in 0..iterations {
        match classes {
            2 => round::<2>(&labels, &mut found),
            3 => round::<3>(&labels, &mut found),
            4 => round::<4>(&labels, &mut found),
            5 => round::<5>(&labels, &mut found),
            _ => round_any(&labels, &mut found),
        }
    }
    found
}

fn scale(values: &mut [f64]) {
    let sum: f64 = values.iter().sum();
    if sum > 0.0 {
        values.iter_mut().for_each(|v| *v /= sum);
    }
}

/// Workers and prior from the present beliefs: the logarithms that the next beliefs are made of.
fn logarithms(labels: &[Label], found: &mut Found) -> Vec<f64> {
    let k = found.classes;
    found.workers.fill(0.0);
    for l in labels {
        let row = (l.worker as usize * k + l.class as usize) * k;
        let task = l.task as usize * k;
        for j in 0..k {
            found.workers[row + j] += found.tasks[task + j];
        }
    }
    for worker in found.workers.chunks_mut(k * k) {
        for j in 0..k {
            let sum: f64 = (0..k).map(|c| worker[c * k + j] + LEAST).sum();
            (0..k).for_each(|c| worker[c * k + j] = (worker[c * k + j] + LEAST) / sum);
        }
    }
    let mut prior = vec![0.0; k];
    found.tasks.chunks(k).for_each(|t| prior.iter_mut().zip(t).for_each(|(p, v)| *p += v));
    scale(&mut prior);
    prior.iter().map(|p| (p + LEAST).ln()).collect()
}

fn round<const K: usize>(labels: &[Label], found: &mut Found) {
    let prior = logarithms(labels, found);
    let start: [f64; K] = std::array::from_fn(|j| prior[j]);
    let logs: Vec<[f64; K]> = found.workers.chunks_exact(K).map(|w| std::array::from_fn(|j| w[j].ln())).collect();
    let mut rest = labels;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|l| l.task == first.task).count();
        let mut sum = start;
        for l in &rest[..count] {
            let log = &logs[l.worker as usize * K + l.class as usize];
            (0..K).for_each(|j| sum[j] += log[j]);
        }
        believe(&sum, &mut found.tasks[first.task as usize * K..][..K]);
        rest = &rest[count..];
    }
}

fn round_any(labels: &[Label], found: &mut Found) {
    let k = found.classes;
    let prior = logarithms(labels, found);
    let logs: Vec<f64> = found.workers.iter().map(|w| w.ln()).collect();
    let mut rest = labels;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|l| l.task == first.task).count();
        let mut sum = prior.clone();
        for l in &rest[..count] {
            let row = (l.worker as usize * k + l.class as usize) * k;
            (0..k).for_each(|j| sum[j] += logs[row + j]);
        }
        believe(&sum, &mut found.tasks[first.task as usize * k..][..k]);
        rest = &rest[count..];
    }
}

fn believe(logs: &[f64], task: &mut [f64]) {
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    task.iter_mut().zip(logs).for_each(|(t, l)| *t = (l - top).exp());
    scale(task);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(rows: &[&[u32]]) -> Vec<Label> {
        rows.iter().enumerate().flat_map(|(t, row)| row.iter().enumerate().map(move |(w, c)| Label { task: t as u32, worker: w as u32, class: *c })).collect()
    }

    #[test]
    fn a_worker_who_always_says_the_opposite_is_understood() {
        let rows: Vec<Vec<u32>> = (0..40)
            .map(|t| {
                let truth = t % 2;
                vec![truth, truth, 1 - truth, if t % 7 == 0 { 1 - truth } else { truth }]
            })
            .collect();
        let rows: Vec<&[u32]> = rows.iter().map(Vec::as_slice).collect();
        let found = dawid_skene(&labels(&rows), 2, 30);
        for t in 0..40 {
            assert!(found.task(t)[t % 2] > 0.99, "task {t}: {:?}", found.task(t));
        }
        assert!(found.workers[(2 * 2) * 2] < 0.01, "worker 2 says class 0 when it is 0");
    }

    #[test]
    fn fixed_and_free_numbers_of_classes_agree() {
        let rows: Vec<Vec<u32>> = (0..30).map(|t: u32| vec![t % 3, (t * 7) % 3, t % 3, (t / 2) % 3]).collect();
        let rows: Vec<&[u32]> = rows.iter().map(Vec::as_slice).collect();
        let fixed = dawid_skene(&labels(&rows), 3, 10);
        let mut free = dawid_skene(&labels(&rows), 3, 0);
        (0..10).for_each(|_| round_any(&labels(&rows), &mut free));
        assert!(fixed.tasks.iter().zip(&free.tasks).all(|(a, b)| (a - b).abs() < 1e-12));
    }

    #[test]
    fn no_labels_give_no_tasks() {
        assert!(dawid_skene(&[], 3, 5).tasks.is_empty());
    }
}
