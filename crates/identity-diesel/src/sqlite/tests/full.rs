//! A full database: writes are unavailable, reads go on, and room brings writes back.

use identity_core::error::StoreError;

use super::*;

const VALUE: usize = 20_000;

fn fill(bench: &Bench, key: String) -> Waiting<'_> {
    bench.queue(move |unit| Ok(unit.set_meta(&key, &"x".repeat(VALUE))?))
}

#[test]
fn nobody_is_answered_as_done_while_the_database_is_full() {
    let bench = Bench::new(SqliteOptions { pages_max: Some(200), ..one_batch() });
    let mut acknowledged = Vec::new();
    let mut refused = Vec::new();
    for round in 0..8 {
        let (held, release) = bench.hold();
        let keys = (0..5).map(|n| format!("key {round} {n}"));
        let waiting: Vec<_> = keys.map(|key| (key.clone(), fill(&bench, key))).collect();
        drop(release);
        drop(block_on(held));
        for (key, waiting) in waiting {
            match block_on(waiting) {
                Ok(_) => acknowledged.push(key),
                Err(Error::Store(StoreError::Unavailable(_))) => refused.push(key),
                Err(other) => panic!("{other:?}"),
            }
        }
    }
    assert!(!acknowledged.is_empty() && refused.len() > 5, "{acknowledged:?} {refused:?}");
    for key in &acknowledged {
        assert_eq!(bench.store.meta(key).unwrap().map(|value| value.len()), Some(VALUE), "{key}");
    }
    for key in &refused {
        assert_eq!(bench.store.meta(key), Ok(None), "{key}");
    }
    bench.write(|unit| sql(unit, "PRAGMA max_page_count = 1000000")).unwrap();
    block_on(fill(&bench, "afterwards".into())).unwrap();
    assert!(bench.store.meta("afterwards").unwrap().is_some());
}
