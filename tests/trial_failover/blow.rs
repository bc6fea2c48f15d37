//! What is done to the database.

use std::time::{Duration, Instant};

use identity_postgres::{Cluster, StartError};
use tokio::task::block_in_place;
use tokio::time::sleep;

const DISCONNECTIONS: usize = 3;
const DISCONNECTED_EVERY: Duration = Duration::from_secs(2);
const FROZEN_FOR: Duration = Duration::from_secs(10);

/// One kind of blow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blow {
    /// All connections are ended, every two seconds.
    Disconnect,
    /// The primary is stopped and started in order.
    Restart,
    /// All processes of the primary are frozen for ten seconds.
    Freeze,
    /// All processes of the primary are killed, and its standby is promoted.
    Promote,
    /// All processes of the primary are frozen and stay so, as a machine that is cut off does, and its standby is
    /// promoted.
    Vanish,
}

/// When a blow fell.
#[derive(Debug, Clone, Copy)]
pub struct Struck {
    /// When it began.
    pub began: Instant,
    /// From when on success is to be expected: when the database is back, and for the standby already when it is told.
    pub over: Instant,
}

impl Blow {
    /// All of them, in the order of a round.
    pub const ALL: [Self; 5] = [Self::Disconnect, Self::Restart, Self::Freeze, Self::Promote, Self::Vanish];

    /// What the table calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Disconnect => "disconnect",
            Self::Restart => "restart",
            Self::Freeze => "freeze 10 s",
            Self::Promote => "promote",
            Self::Vanish => "vanish",
        }
    }

    /// How soon after it writes succeed again.
    pub const fn success_within(self) -> Duration {
        match self {
            Self::Disconnect | Self::Restart | Self::Freeze => Duration::from_secs(2),
            Self::Promote | Self::Vanish => Duration::from_secs(3),
        }
    }

    /// Whether there is no standby afterwards.
    pub const fn leaves_alone(self) -> bool {
        matches!(self, Self::Promote | Self::Vanish)
    }

    /// Lets it fall.
    pub async fn fall(self, cluster: &mut Cluster) -> Result<Struck, StartError> {
        let began = Instant::now();
        let over = match self {
            Self::Disconnect => {
                for number in 0..DISCONNECTIONS {
                    if number > 0 {
                        sleep(DISCONNECTED_EVERY).await;
                    }
                    block_in_place(|| cluster.primary().disconnect_all())?;
                }
                Instant::now()
            }
            Self::Restart => {
                block_in_place(|| cluster.primary().stop().and_then(|()| cluster.primary().start()))?;
                Instant::now()
            }
            Self::Freeze => {
                block_in_place(|| cluster.primary().freeze())?;
                sleep(FROZEN_FOR).await;
                block_in_place(|| cluster.primary().thaw())?;
                Instant::now()
            }
            Self::Promote => {
                block_in_place(|| cluster.primary().kill())?;
                let told = Instant::now();
                block_in_place(|| cluster.promote())?;
                told
            }
            Self::Vanish => {
                block_in_place(|| cluster.primary().freeze())?;
                let told = Instant::now();
                block_in_place(|| cluster.promote())?;
                told
            }
        };
        Ok(Struck { began, over })
    }
}
