//! `import`: an empty database is filled from a dump.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek as _};
use std::path::Path;

use identity_crypto::MasterKey;
use identity_diesel::dump::{Progress, Purpose, Reader};

use crate::config::Config;
use crate::error::StartError;
use crate::progress::Meter;
use crate::storage::Storage;

/// Reads a dump from a file, or from standard input if that is `-`. Before anything is changed, a file is read to its end
/// and found whole; what comes from standard input cannot be.
pub(crate) fn import(config: &Config, from: &Path) -> Result<(), StartError> {
    let key = MasterKey::load(&config.keys.master_file)?.fingerprint();
    let imported = if from == Path::new("-") {
        read(config, Reader::new(std::io::stdin().lock(), &key)?)
    } else {
        let opened = File::open(from);
        let mut file =
            opened.map_err(|error| StartError::Refused(format!("--from: {}: {error}", from.display())))?;
        Reader::new(buffered(&file), &key)?.verify()?;
        file.rewind()?;
        read(config, Reader::new(buffered(&file), &key)?)
    };
    let rows = imported?.rows;
    eprintln!("{rows} rows imported from {} into {}", from.display(), config.database.url);
    Ok(())
}

fn buffered(file: &File) -> impl BufRead {
    BufReader::with_capacity(1 << 18, file)
}

fn read(config: &Config, dump: Reader<'_>) -> Result<Progress, StartError> {
    let mut database = Storage::for_dump(&config.database, Purpose::Import)?;
    let mut meter = Meter::start();
    let imported = database.import(dump, &mut |at| meter.tell(at));
    meter.end();
    Ok(imported?)
}
