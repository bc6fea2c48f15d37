//! The foreign-tenant sweep (targets R7): every route, every kind of actor, every kind of object, every place that an
//! identifier can stand in.

pub mod cases;
mod run;
pub mod stage;
pub mod world;

use std::collections::BTreeSet;

use self::cases::all;
use self::run::Sweep;
use self::world::World;

/// The fewest questions that the sweep asks; fewer mean that somebody took routes or actors out of it.
const QUESTIONS_MIN: usize = 4_000;

#[test]
fn every_route_has_a_case_and_every_case_has_a_route() {
    let name = |method: &str, pattern: &str| format!("{method} {pattern}");
    let served: BTreeSet<_> =
        identity_actix::routes().iter().map(|route| name(route.method.as_str(), route.pattern)).collect();
    let swept: BTreeSet<_> = all().iter().map(|case| name(case.method, &case.pattern)).collect();
    let unswept: Vec<_> = served.difference(&swept).collect();
    let unserved: Vec<_> = swept.difference(&served).collect();
    assert!(unswept.is_empty(), "routes without an authorization case: {unswept:#?}");
    assert!(unserved.is_empty(), "cases without a route: {unserved:#?}");
}

#[test]
fn a_foreign_object_cannot_be_told_from_one_that_never_was() {
    let world = World::new("sweep");
    let before = world.away_snapshot();
    let mut sweep = Sweep::new(&world);
    for base in ["/v1", "/public/v1"] {
        for case in &all() {
            sweep.controls(base, case);
            sweep.strangers(base, case);
            sweep.identifiers(base, case);
            sweep.filters(base, case);
        }
    }
    for (after, before) in world.away_snapshot().iter().zip(&before) {
        assert_eq!(after, before, "the sweep changed somebody else's account");
    }
    println!("{} questions", sweep.asked);
    assert!(sweep.asked >= QUESTIONS_MIN, "only {} questions were asked", sweep.asked);
}
