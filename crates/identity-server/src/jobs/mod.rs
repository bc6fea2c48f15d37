//! What goes on in the background: resets are answered, mail is delivered, last uses are written, invitations and
//! devices that nobody answered for end, and what is over is forgotten.

mod condition;

use std::sync::Arc;
use std::time::Duration;

use identity_core::port::Mailer;
use identity_core::service::Identity;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tracing::Instrument as _;

use self::condition::{Condition, Trouble};

/// Pause between two looks into the outbox.
const MAIL_EVERY: Duration = Duration::from_millis(500);
/// Pause between two writes of last uses.
const USES_EVERY: Duration = Duration::from_secs(5);
/// Pause between two looks for invitations that ended.
const EXPIRY_EVERY: Duration = Duration::from_secs(10);
/// Pause between two looks for devices that nobody linked.
const DEVICES_EVERY: Duration = Duration::from_secs(60);
/// Pause between two looks for what is over: answers, sessions, counters, codes. None of it counts in between.
const OVER_EVERY: Duration = Duration::from_secs(60);
/// How long the end waits for a job's last round before it is cut off.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// Jobs that run until they are stopped.
pub(crate) struct Jobs {
    stop: watch::Sender<bool>,
    tasks: Vec<(&'static str, JoinHandle<()>)>,
}

impl Jobs {
    /// Starts the jobs on the current runtime.
    pub(crate) fn start(identity: &Arc<Identity>, mailer: Box<dyn Mailer>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mail = deliver(Arc::clone(identity), mailer, stopped.clone());
        let expiry = note_expired(Arc::clone(identity), stopped.clone());
        let devices = expire_devices(Arc::clone(identity), stopped.clone());
        let uses = write_uses(Arc::clone(identity), stopped.clone());
        let over = forget_expired(Arc::clone(identity), stopped);
        let tasks = vec![
            ("mail", tokio::spawn(mail.instrument(tracing::info_span!("job", name = "mail")))),
            ("expiry", tokio::spawn(expiry.instrument(tracing::info_span!("job", name = "expiry")))),
            ("devices", tokio::spawn(devices.instrument(tracing::info_span!("job", name = "devices")))),
            ("uses", tokio::spawn(uses.instrument(tracing::info_span!("job", name = "uses")))),
            ("over", tokio::spawn(over.instrument(tracing::info_span!("job", name = "over")))),
        ];
        Self { stop, tasks }
    }

    /// Lets every job finish its round and write what it holds; cuts off one that takes longer than ten seconds. A
    /// mail that is cut off is sent again, by any node, minutes later.
    pub(crate) async fn stop(self) {
        let _ = self.stop.send(true);
        for (name, mut task) in self.tasks {
            match timeout(STOP_WITHIN, &mut task).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(job = name, %error, "a job had failed"),
                Err(_) => {
                    task.abort();
                    tracing::warn!(job = name, "a job was cut off");
                }
            }
        }
    }
}

/// Waits for the next tick; `false` when the job is to end.
async fn next(ticks: &mut tokio::time::Interval, stopped: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        biased;
        _ = stopped.changed() => false,
        _ = ticks.tick() => true,
    }
}

fn ticks(period: Duration) -> tokio::time::Interval {
    let mut ticks = interval(period);
    // A round that took long is followed by a pause, not by a rush.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

async fn deliver(identity: Arc<Identity>, mailer: Box<dyn Mailer>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = ticks(MAIL_EVERY);
    let mut condition = Condition::new("mail");
    while next(&mut ticks, &mut stopped).await {
        let answered = identity.answer_resets().await.map(drop);
        let delivered = match answered {
            Ok(()) => identity.deliver_mail(&*mailer).await,
            Err(error) => Err(error),
        };
        match delivered {
            Ok(delivery) => {
                if delivery.given_up > 0 {
                    tracing::error!(count = delivery.given_up, "mails were given up");
                }
                if delivery.postponed > 0 {
                    condition.enter(
                        Some(Trouble::Postponed),
                        "the mail system takes no mail; it will be tried again",
                    );
                } else if delivery.done > 0 || condition.is(Trouble::Store) {
                    condition.enter(None, "");
                }
            }
            Err(error) => condition.enter(Some(Trouble::Store), &error.to_string()),
        }
    }
}

async fn note_expired(identity: Arc<Identity>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = ticks(EXPIRY_EVERY);
    let mut condition = Condition::new("expired invitations");
    while next(&mut ticks, &mut stopped).await {
        // A batch at a time, so that many that end at once keep nobody waiting.
        loop {
            match identity.note_expired_invitations().await {
                Ok(0) => condition.enter(None, ""),
                Ok(_) if !*stopped.borrow() => continue,
                Ok(_) => {}
                Err(error) => condition.enter(Some(Trouble::Store), &error.to_string()),
            }
            break;
        }
    }
}

async fn expire_devices(identity: Arc<Identity>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = ticks(DEVICES_EVERY);
    let mut condition = Condition::new("devices that nobody linked");
    while next(&mut ticks, &mut stopped).await {
        loop {
            match identity.expire_devices().await {
                Ok(0) => condition.enter(None, ""),
                Ok(_) if !*stopped.borrow() => continue,
                Ok(_) => {}
                Err(error) => condition.enter(Some(Trouble::Store), &error.to_string()),
            }
            break;
        }
    }
}

async fn write_uses(identity: Arc<Identity>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = ticks(USES_EVERY);
    let mut condition = Condition::new("last uses");
    loop {
        let goes_on = next(&mut ticks, &mut stopped).await;
        match identity.flush_uses().await {
            Ok(_) => condition.enter(None, ""),
            Err(error) => condition.enter(Some(Trouble::Store), &error.to_string()),
        }
        if !goes_on {
            return;
        }
    }
}

async fn forget_expired(identity: Arc<Identity>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = ticks(OVER_EVERY);
    let mut condition = Condition::new("what is over");
    while next(&mut ticks, &mut stopped).await {
        match identity.forget_expired().await {
            Ok(_) => condition.enter(None, ""),
            Err(error) => condition.enter(Some(Trouble::Store), &error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests;
