//! The command `almoner`, run to its end.

use std::{
    ffi::OsStr,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    thread,
};

/// A run of `almoner` that has not started: on the built-in book, with nothing
/// on standard input.
pub(crate) struct Almoner {
    command: Command,
    stdin: Vec<u8>,
}

/// A run of `almoner` that has ended.
#[derive(Debug)]
pub(crate) struct Finished {
    arguments: String,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

/// Prepares a run with these arguments.
pub(crate) fn almoner<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Almoner {
    let mut command = Command::new(env!("CARGO_BIN_EXE_almoner"));
    command.env_remove("ALMONER_BOOK").args(args);
    Almoner {
        command,
        stdin: Vec::new(),
    }
}

/// Runs `almoner`, which must succeed, and returns what it prints.
pub(crate) fn stdout_of<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> String {
    almoner(args).run().success().text()
}

impl Almoner {
    pub(crate) fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Almoner {
        self.command.args(args);
        self
    }

    /// Runs in this folder.
    pub(crate) fn inside(mut self, folder: impl AsRef<Path>) -> Almoner {
        self.command.current_dir(folder);
        self
    }

    /// Takes the rules of this folder.
    pub(crate) fn book(mut self, folder: impl AsRef<Path>) -> Almoner {
        self.command.env("ALMONER_BOOK", folder.as_ref());
        self
    }

    pub(crate) fn stdin(mut self, input: impl Into<Vec<u8>>) -> Almoner {
        self.stdin = input.into();
        self
    }

    pub(crate) fn run(mut self) -> Finished {
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        let input = self.stdin;
        // A program that ends without reading everything breaks the pipe.
        let writing = thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().expect("the program ends");
        writing.join().expect("the input is written");
        Finished {
            arguments: format!("{:?}", self.command.get_args().collect::<Vec<_>>()),
            code: output.status.code(),
            stdout: output.stdout,
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Finished {
    /// Fails unless the exit code is 0.
    pub(crate) fn success(self) -> Finished {
        self.exits(0)
    }

    /// Fails unless this is the exit code.
    pub(crate) fn exits(self, code: i32) -> Finished {
        let Finished {
            arguments, stderr, ..
        } = &self;
        assert_eq!(self.code, Some(code), "{arguments}: {stderr}");
        self
    }

    /// Standard output as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.stdout.clone()).expect("standard output is UTF-8")
    }

    /// Standard output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.stdout)
            .unwrap_or_else(|error| panic!("{}: {error}", self.arguments))
    }
}
