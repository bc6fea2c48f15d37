//! `export`: everything that lasts as lines of JSON.

use std::io::{BufWriter, Write};
use std::path::Path;

use identity_diesel::dump::{Database, DumpError, Progress, Purpose};

use crate::config::Config;
use crate::error::StartError;
use crate::progress::Meter;
use crate::storage::Storage;
use crate::whole_file;

/// Writes a dump to a file that does not exist yet, or to standard output if that is `-`.
pub(crate) fn export(config: &Config, to: &Path) -> Result<(), StartError> {
    let is_output = to == Path::new("-");
    if !is_output && to.try_exists()? {
        return Err(StartError::Refused(format!("--to: {} is there already", to.display())));
    }
    if !Storage::is_made(&config.database)? {
        return Err(StartError::NoDatabase(config.database.url.to_string()));
    }
    let mut database = Storage::for_dump(&config.database, Purpose::Export)?;
    let mut meter = Meter::start();
    let exported = if is_output {
        write(&mut database, std::io::stdout().lock(), &mut meter)
    } else {
        whole_file::write(to, |file| write(&mut database, file, &mut meter))
    };
    meter.end();
    let rows = exported?.rows;
    eprintln!("{rows} rows exported from {} to {}", config.database.url, to.display());
    Ok(())
}

fn write(database: &mut Database, to: impl Write, meter: &mut Meter) -> Result<Progress, DumpError> {
    let mut to = BufWriter::with_capacity(1 << 18, to);
    let exported = database.export(&mut to, &mut |at| meter.tell(at))?;
    to.flush()?;
    Ok(exported)
}
