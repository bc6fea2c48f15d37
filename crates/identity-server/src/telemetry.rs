//! The log: lines on standard error.

use std::io::IsTerminal as _;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

use crate::config::{LogConfig, LogFormat, LogLevel};

/// What libraries may say at most: some of them repeat headers and bodies, and with those secrets, at finer levels.
const OTHERS: LevelFilter = LevelFilter::WARN;

/// Reports every request that is no HTTP as an error; strangers could fill a disk with that.
const PARSER: &str = "actix_http::h1::dispatcher";

/// Starts logging for the whole process; once, before anything is logged.
pub(crate) fn start(settings: &LogConfig) {
    let level = level(settings.level);
    let filter = Targets::new()
        .with_default(OTHERS.min(level))
        .with_target(PARSER, LevelFilter::OFF)
        .with_target("identity_", level);
    let terminal = std::io::stderr().is_terminal();
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(terminal);
    let lines = match settings.format {
        Some(LogFormat::Json) => lines.json().flatten_event(true).boxed(),
        None if !terminal => lines.json().flatten_event(true).boxed(),
        Some(LogFormat::Text) | None => lines.boxed(),
    };
    // A second start, by another test in the same process, finds a log that works.
    let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).try_init();
}

fn level(level: LogLevel) -> LevelFilter {
    match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    }
}
