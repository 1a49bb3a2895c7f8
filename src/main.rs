//! The command line: what was typed, run; what went wrong, said; the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    match almoner::cli::run(std::env::args_os()) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            failure.print();
            failure.exit().into()
        }
    }
}
