//! Two ways to do the same work, timed in turn: criterion's figures for each,
//! and the median of their ratios, pair by pair so that a machine whose speed
//! drifts does not matter.

use std::time::Instant;

use criterion::Criterion;

/// Batches of each, in turn.
const BATCHES: usize = 41;

/// How long a batch lasts at least, in nanoseconds.
const BATCH_NANOSECONDS: u128 = 2_000_000;

pub(crate) struct Pairs<'c> {
    criterion: &'c mut Criterion,
    rows: Vec<String>,
}

impl<'c> Pairs<'c> {
    pub(crate) fn new(criterion: &'c mut Criterion) -> Pairs<'c> {
        Pairs {
            criterion,
            rows: Vec::new(),
        }
    }

    /// Times `ours` against `theirs`.
    pub(crate) fn pair(&mut self, name: &str, ours: impl Fn(), theirs: impl Fn()) {
        let mut group = self.criterion.benchmark_group(name);
        group.bench_function("almoner", |bencher| bencher.iter(&ours));
        group.bench_function("baseline", |bencher| bencher.iter(&theirs));
        group.finish();
        let runs = (runs_in_a_batch(&ours), runs_in_a_batch(&theirs));
        let mut ratios: Vec<u128> = Vec::new();
        let mut times: Vec<(u128, u128)> = Vec::new();
        for _ in 0..BATCHES {
            let ours = picoseconds(&ours, runs.0);
            let theirs = picoseconds(&theirs, runs.1);
            times.push((ours, theirs));
            ratios.push(ours * 100 / theirs.max(1));
        }
        ratios.sort_unstable();
        let ratio = median(&ratios);
        let ours = median(&sorted(times.iter().map(|it| it.0)));
        let theirs = median(&sorted(times.iter().map(|it| it.1)));
        self.rows.push(format!(
            "{name:34} {:>10} ns {:>10} ns {:>5}.{:02} ×",
            ours / 1000,
            theirs / 1000,
            ratio / 100,
            ratio % 100
        ));
    }

    pub(crate) fn print(&self) {
        println!(
            "\n{:34} {:>13} {:>13} {:>9}",
            "", "almoner", "baseline", "ratio"
        );
        for row in &self.rows {
            println!("{row}");
        }
    }
}

fn sorted(times: impl Iterator<Item = u128>) -> Vec<u128> {
    let mut times: Vec<u128> = times.collect();
    times.sort_unstable();
    times
}

fn median(sorted: &[u128]) -> u128 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}

fn runs_in_a_batch(work: &impl Fn()) -> u128 {
    let mut runs = 1;
    while picoseconds(work, runs) * runs < BATCH_NANOSECONDS * 1000 {
        runs *= 2;
    }
    runs
}

fn picoseconds(work: &impl Fn(), runs: u128) -> u128 {
    let start = Instant::now();
    for _ in 0..runs {
        work();
    }
    start.elapsed().as_nanos() * 1000 / runs
}
