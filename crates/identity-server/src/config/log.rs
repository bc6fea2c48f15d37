//! How much is logged, and in which form.

use std::fmt;
use std::str::FromStr;

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* }, $or:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant),* }

        impl FromStr for $name {
            type Err = &'static str;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($text => Ok(Self::$variant),)* _ => Err(concat!("must be ", $or)) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $text),* })
            }
        }
    };
}

choices! {
    /// The least important lines that are written.
    LogLevel {
        /// What an operator must look at.
        Error = "error",
        /// What may become an error.
        Warn = "warn",
        /// Start, end and changes of state.
        Info = "info",
        /// What happens in between.
        Debug = "debug",
        /// Everything.
        Trace = "trace"
    },
    "error, warn, info, debug or trace"
}

choices! {
    /// The form of a log line.
    LogFormat {
        /// One JSON object a line.
        Json = "json",
        /// For people.
        Text = "text"
    },
    "json or text"
}
