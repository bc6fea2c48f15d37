//! How much data, how many rounds, how long.

use std::time::Duration;

use identity_tests::Failure;

/// What to measure with.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// People, each with one membership and one audit record.
    pub users: u64,
    /// Accounts, each with its default group.
    pub accounts: u64,
    /// API tokens.
    pub tokens: u64,
    /// How often every figure is taken.
    pub rounds: usize,
    /// How long it is taken for.
    pub span: Duration,
}

const USERS: u64 = 10_000;
const USERS_FULL: u64 = 100_000;
const USERS_PER_ACCOUNT: u64 = 10;

impl Plan {
    /// Reads the arguments; `--bench` comes from cargo.
    pub fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let empty = Self { users: 0, accounts: 0, tokens: 0, rounds: 5, span: Duration::from_secs(2) };
        let mut plan = empty.with(USERS);
        while let Some(argument) = arguments.next() {
            let mut value =
                || arguments.next().ok_or_else(|| Failure::new(format!("{argument} needs a value")));
            match argument.as_str() {
                "--bench" => {}
                "--full" => plan = plan.with(USERS_FULL),
                "--users" => plan = plan.with(value()?.parse()?),
                "--rounds" => plan.rounds = value()?.parse()?,
                "--span-ms" => plan.span = Duration::from_millis(value()?.parse()?),
                _ => return Err(Failure::new(format!("unknown argument {argument}"))),
            }
        }
        Ok(plan)
    }

    fn with(self, users: u64) -> Self {
        Self { users, accounts: (users / USERS_PER_ACCOUNT).max(1), tokens: users, ..self }
    }
}
