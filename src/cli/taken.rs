//! Tables that came from elsewhere, as the bytes of their files.

use std::{fs::File, io::Read as _, path::Path};

use super::exit::{Exit, Failure};

/// The most bytes of a table that are read.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The bytes of a file, unless it is larger than any table of charges.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let failed = |error| Failure::new(Exit::World, format!("`{shown}` cannot be read: {error}"));
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(
            Failure::new(Exit::Rules, format!("`{shown}` is larger than 64 MiB"))
                .help("split it by service"),
        );
    }
    Ok(bytes)
}
