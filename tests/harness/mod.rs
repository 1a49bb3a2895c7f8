//! What tests share: running the command, a service on a free port, folders
//! and books that are removed at the end.

pub(crate) mod command;
pub(crate) mod given_facts;
pub(crate) mod service;
pub(crate) mod temp_dir;

pub(crate) use self::{
    command::{Almoner, Finished, almoner, stdout_of},
    given_facts::given_facts,
    temp_dir::{TempDir, council_book, root, utf8},
};
