//! How transactions begin.

use super::options::PostgresOptions;

/// What is sent to begin a transaction of each kind, and for how long its statements may take.
///
/// A connection that prepares statements is its session's only user, so how long is waited is said to the session once.
/// Behind a PgBouncer in transaction mode the next transaction is anybody's, so it is said to each transaction anew, in
/// the message that begins it, and nothing is left behind.
pub(super) struct Beginnings {
    /// A write: it shares the lane, before its first look at the data.
    pub(super) write: String,
    /// A write that has the lane for itself: it waits for those that are under way, and what comes later waits for it,
    /// so it cannot be overtaken. One that hangs is not waited for, or everybody would hang behind this one.
    pub(super) alone: String,
    /// A read of several statements over one state.
    pub(super) read: String,
    /// A list. Its statements are planned for what is asked: a plan for any length of page supposes a short one, and may look
    /// for the few rows of a small account along an index of all.
    pub(super) scan: String,
    /// Whether a read of a single statement begins one as well.
    pub(super) frames_points: bool,
}

impl Beginnings {
    pub(super) fn new(options: &PostgresOptions) -> Self {
        let local = if options.prepared { String::new() } else { limits(options, "SET LOCAL") };
        let begin = |mode: &str, lock: &str| format!("BEGIN ISOLATION LEVEL {mode}; {local}{lock}");
        Self {
            write: begin("SERIALIZABLE", "LOCK TABLE lane IN ROW SHARE MODE"),
            alone: begin("SERIALIZABLE", "SET LOCAL lock_timeout = 500; LOCK TABLE lane IN EXCLUSIVE MODE"),
            read: begin("REPEATABLE READ READ ONLY", ""),
            scan: begin("REPEATABLE READ READ ONLY", "SET LOCAL plan_cache_mode = force_custom_plan"),
            frames_points: !options.prepared,
        }
    }
}

/// Statements that say how long is waited.
pub(super) fn limits(options: &PostgresOptions, set: &str) -> String {
    let limits = [
        ("statement_timeout", options.statement_timeout),
        ("lock_timeout", options.lock_timeout),
        ("idle_in_transaction_session_timeout", options.idle_timeout),
    ];
    limits.map(|(name, limit)| format!("{set} {name} = {}; ", limit.as_millis())).concat()
}
