//! The command line.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use tokio::runtime::{Builder, Runtime};

use crate::command;
use crate::config::{Config, Layers};
use crate::error::StartError;
use crate::telemetry;

/// How long is waited at the end for threads that nobody waits for any more.
const THREADS_END_WITHIN: Duration = Duration::from_secs(5);

/// Identity: accounts, people, memberships, groups, modules and API tokens over HTTP.
#[derive(Parser)]
#[command(name = "identity-server", version)]
struct Cli {
    /// TOML file with settings
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Address and port to listen on (http.listen)
    #[arg(long, value_name = "ADDRESS", global = true)]
    listen: Option<String>,
    /// Where the data is, such as sqlite://data/identity.db (database.url)
    #[arg(long, value_name = "URL", global = true)]
    database_url: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve; the default
    Serve,
    /// Bring the database's schema up to date
    Migrate {
        /// Print what would be applied, and change nothing
        #[arg(long)]
        plan: bool,
    },
    /// Fill an empty database and print its first credentials
    Bootstrap,
    /// Print the OpenAPI document of the API
    Openapi,
    /// Look at the settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Check settings, database, master key and mail; the database is opened as a start does, its schema brought up to date
    Doctor,
    /// API tokens, offline
    #[command(subcommand)]
    Token(TokenCommand),
    /// Keys that sign the tokens of sessions, offline
    #[command(subcommand)]
    Keys(KeysCommand),
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Print the settings that are in force as TOML, secrets as stars
    Print,
}

#[derive(Subcommand)]
enum TokenCommand {
    /// Make a token and print it; the service must not be running
    Create(CreateToken),
}

#[derive(Subcommand)]
enum KeysCommand {
    /// List the keys; the service must not be running
    List,
    /// Sign with a new key from now on; tokens of the old one stay good. The service must not be running
    Rotate,
}

/// A token to be made.
#[derive(Args)]
pub(crate) struct CreateToken {
    /// Account of the token
    #[arg(long, value_name = "ACC-…")]
    pub(crate) account: String,
    /// Name of the token
    #[arg(long)]
    pub(crate) name: String,
    /// Codes of the token's modules, with commas, or `all` that the account has
    #[arg(long, default_value = "all")]
    pub(crate) modules: String,
}

/// Runs what the command line asks for: 0 for success, 2 for a setting that cannot be used, 1 for everything else.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match execute(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("identity-server: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn execute(cli: Cli) -> Result<ExitCode, StartError> {
    let flags = [("http.listen", cli.listen), ("database.url", cli.database_url)];
    let flags = flags.into_iter().filter_map(|(setting, value)| Some((setting, value?))).collect();
    let layers = Layers { file: cli.config, environment: std::env::vars_os().collect(), flags };
    let config = layers.load()?;
    telemetry::start(&config.log);
    // Requests, writes and hashes have threads of their own; what is left needs one.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let done = obey(cli.command.unwrap_or(Command::Serve), config, &runtime);
    // A thread that a database holds which hangs is not waited for.
    runtime.shutdown_timeout(THREADS_END_WITHIN);
    done
}

fn obey(command: Command, config: Config, runtime: &Runtime) -> Result<ExitCode, StartError> {
    match command {
        Command::Serve => runtime.block_on(command::serve(config))?,
        Command::Migrate { plan: false } => command::migrate(&config)?,
        Command::Migrate { plan: true } => command::plan(&config)?,
        Command::Bootstrap => runtime.block_on(command::bootstrap(&config))?,
        Command::Openapi => command::print_document()?,
        Command::Config(ConfigCommand::Print) => command::print_config(&config)?,
        Command::Doctor => return runtime.block_on(command::doctor(&config)),
        Command::Token(TokenCommand::Create(wanted)) => {
            runtime.block_on(command::create_token(&config, &wanted))?;
        }
        Command::Keys(KeysCommand::List) => runtime.block_on(command::list_keys(&config))?,
        Command::Keys(KeysCommand::Rotate) => runtime.block_on(command::rotate_keys(&config))?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
