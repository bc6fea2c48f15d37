//! What goes wrong while a right is taken away.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};

use identity_tests::Failure;

use crate::gate::Mode;
use crate::nodes::Nodes;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disturbance {
    /// Nothing.
    None,
    /// B's feed is cut right before.
    FeedCut,
    /// B's feed is kept and says nothing from right before on.
    FeedSilent,
    /// B stands still, and goes on seconds later.
    Stopped,
    /// The database is restarted right before.
    Restart,
    /// A writer hangs in an open transaction, with a change that nobody sees.
    Writer,
    /// B does not reach the database from right before on.
    CutOff,
    /// B does not follow: the database loses every change. The negative control.
    Unheard,
}

impl Disturbance {
    /// As the table calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "nothing wrong",
            Self::FeedCut => "feed cut",
            Self::FeedSilent => "feed silent",
            Self::Stopped => "B stopped",
            Self::Restart => "database restarted",
            Self::Writer => "a writer hangs",
            Self::CutOff => "B without database",
            Self::Unheard => "control: changes lost",
        }
    }

    /// Whether B can answer meanwhile.
    pub const fn lets_b_answer(self) -> bool {
        !matches!(self, Self::Stopped | Self::CutOff)
    }

    /// Before the credentials are asked for.
    ///
    /// # Errors
    /// When it cannot be brought about.
    pub fn prepare(self, nodes: &Nodes) -> Result<Option<Hanging>, Failure> {
        match self {
            Self::Writer => Ok(Some(Hanging::start(nodes)?)),
            Self::Unheard => nodes.run(LOSE).map(|()| None),
            _ => Ok(None),
        }
    }

    /// Right before the event.
    ///
    /// # Errors
    /// When it cannot be brought about.
    pub fn begin(self, nodes: &mut Nodes) -> Result<(), Failure> {
        match self {
            Self::FeedCut => nodes.feed.set(Mode::Shut),
            Self::FeedSilent => nodes.feed.set(Mode::Silent),
            Self::CutOff => nodes.cut_off(Mode::Shut),
            Self::Stopped => nodes.b.signal("STOP")?,
            Self::Restart => nodes.database.restart()?,
            Self::None | Self::Writer | Self::Unheard => {}
        }
        Ok(())
    }

    /// When all is measured.
    ///
    /// # Errors
    /// When it cannot be brought about.
    pub fn end(self, nodes: &Nodes) -> Result<(), Failure> {
        nodes.cut_off(Mode::Open);
        if self == Self::Unheard { nodes.run(KEEP) } else { Ok(()) }
    }
}

/// The polls are answered, and say nothing.
const LOSE: &str = "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; \
                    CREATE TRIGGER lose BEFORE INSERT ON changes FOR EACH ROW EXECUTE FUNCTION lose()";
const KEEP: &str = "DROP TRIGGER lose ON changes; DROP FUNCTION lose()";

/// A writer that hangs in an open transaction until it is dropped.
pub struct Hanging {
    psql: Child,
    /// It would end with its input.
    _input: ChildStdin,
}

impl Hanging {
    fn start(nodes: &Nodes) -> Result<Self, Failure> {
        let mut command = Command::new("psql");
        command.args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]).arg(nodes.url());
        let mut psql = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (Some(mut input), output) = (psql.stdin.take(), psql.stdout.take()) else {
            return Err(Failure::new("psql has no input"));
        };
        input.write_all(b"BEGIN; INSERT INTO changes (kind) VALUES ('Everything'); SELECT 'begun';\n")?;
        let mut lines = output.into_iter().flat_map(|out| BufReader::new(out).lines().map_while(Result::ok));
        if lines.any(|line| line.contains("begun")) {
            Ok(Self { psql, _input: input })
        } else {
            Err(Failure::new("psql did not begin"))
        }
    }
}

impl Drop for Hanging {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to do.
        let _ = self.psql.kill();
        let _ = self.psql.wait();
    }
}
