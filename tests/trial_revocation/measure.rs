//! One event in one world under one disturbance.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use identity_tests::{Failure, format_request};
use serde_json::json;

use crate::credential::with_headers;
use crate::disturbance::Disturbance;
use crate::event::Event;
use crate::nodes::Nodes;
use crate::poll::{Poller, Seen, ask_once, until};
use crate::report::{Finding, Sample};
use crate::world::World;

/// Accepts in a row, at both nodes, before anything happens: by then every credential is remembered.
const HOT: usize = 30;
const HOT_WITHIN: Duration = Duration::from_secs(30);
/// Refusals in a row that are believed.
const COLD: usize = 5;
/// How long a right that was taken away is looked for.
const COLD_WITHIN: Duration = Duration::from_secs(4);
/// How long B stands still.
const STOPPED: Duration = Duration::from_secs(3);
/// How long what is good may stay refused when all is well again.
const GOOD_WITHIN: Duration = Duration::from_secs(20);

/// Runs the event and says what was seen.
///
/// # Errors
/// What cannot be measured: credentials that were never good, calls that fail.
pub async fn measure(
    nodes: &mut Nodes,
    world: &World,
    event: Event,
    disturbance: Disturbance,
) -> Result<Finding, Failure> {
    let polled = |address| {
        let pollers =
            world.credentials.iter().map(move |(kind, good)| Poller::start(address, kind, good.clone()));
        pollers.collect::<Vec<_>>()
    };
    let (at_a, at_b) = (polled(nodes.a.address()), polled(nodes.b.address()));
    let hanging = disturbance.prepare(nodes)?;
    for pollers in [&at_a, &at_b] {
        hot(pollers, &event).await?;
    }
    disturbance.begin(nodes)?;
    let mut answered = HashMap::new();
    for step in event.1(world) {
        step.take().await?;
        let now = Instant::now();
        answered.extend(step.ends.iter().map(|kind| (*kind, now)));
    }
    let mut finding = Finding::default();
    let reopened = if disturbance == Disturbance::Stopped {
        finding.late = wake(nodes, world, &answered).await?;
        Some(Instant::now())
    } else {
        None
    };
    let over = |poller: &&Poller| answered.contains_key(poller.kind);
    let cold = || at_a.iter().chain(&at_b).filter(over).all(|poller| poller.refused() >= COLD);
    until(COLD_WITHIN, cold).await;
    disturbance.end(nodes)?;
    drop(hanging);
    if disturbance.lets_b_answer() || reopened.is_some() {
        finding.once = once(nodes, world, &answered).await;
    }
    let lost =
        || at_b.iter().filter(|poller| !answered.contains_key(poller.kind) && poller.accepted() < COLD);
    until(GOOD_WITHIN, || lost().next().is_none()).await;
    finding.lost = lost().map(|poller| (event.0, poller.kind)).collect();
    for (pollers, is_a) in [(at_a, true), (at_b, false)] {
        for poller in pollers {
            let kind = poller.kind;
            let seen = poller.end().await?;
            finding.unavailable += seen.iter().filter(|seen| seen.status == 503).count();
            let Some(at) = answered.get(kind) else { continue };
            let sample = Sample { event: event.0, kind, lag: lag(&seen, *at), accepts: accepts(&seen, *at) };
            if is_a { &mut finding.at_a } else { &mut finding.at_b }.push(sample);
        }
    }
    Ok(finding)
}

async fn hot(pollers: &[Poller], event: &Event) -> Result<(), Failure> {
    if until(HOT_WITHIN, || pollers.iter().all(|poller| poller.accepted() >= HOT)).await {
        return Ok(());
    }
    let cold: Vec<_> =
        pollers.iter().filter(|poller| poller.accepted() < HOT).map(|poller| poller.kind).collect();
    Err(Failure::new(format!("before {}: never good: {cold:?}", event.0)))
}

/// Sends a question about each credential that is no good any more to B while it stands still, and lets B go on; how
/// many of these first answers said yes.
async fn wake(
    nodes: &Nodes,
    world: &World,
    answered: &HashMap<&'static str, Instant>,
) -> Result<usize, Failure> {
    let address = nodes.b.address();
    let over = world.credentials.iter().filter(|(kind, _)| answered.contains_key(kind));
    let asked: Vec<_> = over
        .map(|(_, credential)| {
            let request = credential.request();
            tokio::spawn(async move { ask_once(address, &mut None, &request).await })
        })
        .collect();
    tokio::time::sleep(STOPPED).await;
    nodes.b.signal("CONT")?;
    let mut accepted = 0;
    for status in asked {
        accepted += usize::from(status.await? == 200);
    }
    Ok(accepted)
}

/// Asks B once for what is used up by being asked for; how many were good after they had ended.
async fn once(nodes: &Nodes, world: &World, answered: &HashMap<&'static str, Instant>) -> usize {
    let refresh = |token: &str, bearer| {
        format_request("POST", "/v1/auth/sessions/refresh", bearer, Some(&json!({"refreshToken": token})))
    };
    let asked = [
        ("refresh", refresh(&world.refresh, None)),
        ("till refresh", refresh(&world.till_refresh, Some(&world.device))),
        ("invitation", with_headers("/account/invite", &[("x-invite-token", &world.tom.code)])),
    ];
    let mut accepted = 0;
    for (kind, request) in asked {
        if answered.contains_key(kind) {
            accepted += usize::from(ask_once(nodes.b.address(), &mut None, &request).await == 200);
        }
    }
    accepted
}

/// From the answer to the sending of the last question that was answered yes.
fn lag(seen: &[Seen], answered: Instant) -> Duration {
    let accepted = seen.iter().filter(|seen| seen.status == 200);
    accepted.map(|seen| seen.sent.saturating_duration_since(answered)).max().unwrap_or_default()
}

/// Questions that were sent after the answer, and answered yes.
fn accepts(seen: &[Seen], answered: Instant) -> usize {
    seen.iter().filter(|seen| seen.status == 200 && seen.sent > answered).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_question_that_was_answered_yes_counts() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let seen: Vec<Seen> = [(0, 200), (10, 200), (20, 401), (30, 200), (40, 503)]
            .map(|(ms, status)| Seen { sent: at(ms), status })
            .into();
        assert_eq!(lag(&seen, at(5)), Duration::from_millis(25));
        assert_eq!(accepts(&seen, at(5)), 2);
        assert_eq!((lag(&seen, at(35)), accepts(&seen, at(35))), (Duration::ZERO, 0));
    }
}
