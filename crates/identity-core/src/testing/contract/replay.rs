//! Signed requests that were seen.

use std::sync::Barrier;

use super::Stage;
use crate::id::TokenId;
use crate::replay::Sighting;
use crate::secret::Digest;
use crate::testing::fixture::{at, digest};

const KEY: TokenId = TokenId::new(41_347_330);

fn sighting(sign: Digest, is_write: bool) -> Sighting {
    Sighting { key: KEY, sign, is_write, kept_until: at(10) }
}

fn admit(stage: &Stage, sighting: Sighting) -> bool {
    stage.change(move |tx| Ok(tx.replays().admit(&sighting)?))
}

/// A pair is admitted once, and read again after it was only read.
pub fn a_pair_is_admitted_once_or_only_read(stage: &Stage) {
    let (written, read) = (digest(1), digest(2));
    assert!(admit(stage, sighting(written, true)));
    for is_write in [true, false] {
        assert!(!admit(stage, sighting(written, is_write)));
    }
    for _ in 0..3 {
        assert!(admit(stage, sighting(read, false)));
    }
    assert!(!admit(stage, sighting(read, true)));
    assert!(admit(stage, sighting(read, false)), "a refused write leaves it as it was");
    assert!(admit(stage, Sighting { key: TokenId::new(1), ..sighting(written, true) }), "by another key");
}

/// Of many requests at once that would write, one is admitted.
pub fn of_many_at_once_one_writes(stage: &Stage) {
    const WRITERS: usize = 8;
    for round in 1..=5 {
        let (barrier, sent) = (Barrier::new(WRITERS), sighting(digest(round), true));
        let admitted = std::thread::scope(|threads| {
            let work = || {
                barrier.wait();
                admit(stage, sent)
            };
            let writers: Vec<_> = (0..WRITERS).map(|_| threads.spawn(work)).collect();
            writers
                .into_iter()
                .map(|writer| writer.join().unwrap())
                .filter(|is_admitted| *is_admitted)
                .count()
        });
        assert_eq!(admitted, 1);
    }
}

/// What is remembered for long enough goes, as much at once as asked for.
pub fn old_sightings_are_removed(stage: &Stage) {
    for n in 1..=3 {
        admit(stage, sighting(digest(n), true));
    }
    admit(stage, Sighting { kept_until: at(11), ..sighting(digest(4), true) });
    let remove = |now, limit| stage.change(move |tx| Ok(tx.replays().remove_expired(at(now), limit)?));
    assert_eq!((remove(10, 9), remove(11, 2), remove(11, 9)), (0, 2, 1));
    assert!(!admit(stage, sighting(digest(4), true)));
    assert!(admit(stage, sighting(digest(1), true)));
}

/// A use makes what was only read be remembered for longer.
pub fn a_later_reading_is_remembered_for_longer(stage: &Stage) {
    let read = sighting(digest(1), false);
    assert!(admit(stage, read) && admit(stage, Sighting { kept_until: at(20), ..read }));
    assert_eq!(stage.change(|tx| Ok(tx.replays().remove_expired(at(20), 9)?)), 0);
    assert!(!admit(stage, sighting(digest(1), true)));
}
