//! Throughput: all peers take turns on the same texts.

use std::{hint::black_box, time::Duration};

use rustix::time::{ClockId, clock_gettime};

use crate::peers::Convert;

/// How long to measure.
#[derive(Clone, Copy)]
pub(crate) struct Patience {
    /// The most rounds for one peer.
    pub(crate) rounds: u32,
    /// A peer that has used this up after two rounds is done.
    pub(crate) each: Duration,
}

/// The best time of each converter over all `texts`, in rounds that alternate
/// between them, so that what else the machine does hits all alike. It is the time
/// that this thread had a processor: on the clock, long rounds would wait for other
/// programs more often than short ones.
pub(crate) fn best_times(
    converters: &[Option<Convert>],
    texts: &[&str],
    patience: Patience,
) -> Vec<Option<Duration>> {
    let mut best = vec![None; converters.len()];
    let mut used = vec![Duration::ZERO; converters.len()];
    for round in 0..patience.rounds {
        for (index, converter) in converters.iter().enumerate() {
            let Some(convert) = converter else { continue };
            if round > 1 && used[index] > patience.each {
                continue;
            }
            let start = processor_time();
            for text in texts {
                black_box(convert(black_box(text)));
            }
            let time = processor_time() - start;
            used[index] += time;
            best[index] = Some(best[index].map_or(time, |best: Duration| best.min(time)));
        }
    }
    best
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}
