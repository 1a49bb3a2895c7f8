//! The council's keys of a service that issues answers. Where their files cannot be
//! used after a reload, nothing is issued and no seal is checked.

use std::{
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock},
};

use super::{problem::Problem, problem_code::Code};
use crate::{
    protected_file::Unusable,
    seal::{Issue, PublicKeys, Sealed, SecretKey},
};
use almoner_engine::{answer::Answer, base::date::Date};

/// The files of the council's keys.
#[derive(Clone, Debug, Default)]
pub struct KeyFiles {
    /// Of the secret key with which answers are sealed.
    pub secret: Option<PathBuf>,
    /// Of the public keys of today and of earlier.
    pub public: Option<PathBuf>,
}

/// The council's keys.
#[derive(Debug, Default)]
pub struct Keys {
    secret: Option<SecretKey>,
    public: Option<PublicKeys>,
}

impl KeyFiles {
    /// Reads the keys. The public key of the secret one need not be in a file.
    ///
    /// # Errors
    /// Which file cannot be used, and why.
    pub fn read(&self) -> Result<Keys, (PathBuf, Unusable)> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |why| (path, why)
        };
        let secret = match &self.secret {
            Some(path) => Some(SecretKey::of_file(path).map_err(at(path))?),
            None => None,
        };
        let public = match &self.public {
            Some(path) => Some(PublicKeys::of_file(path).map_err(at(path))?),
            None => None,
        };
        let public = match &secret {
            Some(secret) => Some(public.unwrap_or_default().with(secret)),
            None => public,
        };
        Ok(Keys { secret, public })
    }

    /// Whether there are any.
    pub(super) fn is_any(&self) -> bool {
        self.secret.is_some() || self.public.is_some()
    }
}

/// The keys in force.
#[derive(Debug)]
pub(super) struct Seals {
    state: RwLock<State>,
}

#[derive(Debug)]
struct State {
    keys: Keys,
    /// Why the last key files were refused.
    refused: Option<Unusable>,
}

impl Seals {
    pub(super) fn new(keys: Keys) -> Seals {
        let refused = None;
        Seals {
            state: RwLock::new(State { keys, refused }),
        }
    }

    /// Replaces the keys: those whose files cannot be used may have been withdrawn,
    /// so there are none then.
    pub(super) fn set(&self, read: Result<Keys, Unusable>) {
        let (keys, refused) = match read {
            Ok(keys) => (keys, None),
            Err(why) => (Keys::default(), Some(why)),
        };
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State { keys, refused };
    }

    /// Why the last key files were refused.
    pub(super) fn refused(&self) -> Option<Unusable> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.refused.clone()
    }

    /// Issues an answer, of which this is the JSON.
    ///
    /// # Errors
    /// 422 without a key, 503 if its file was refused.
    pub(super) fn issue(
        &self,
        answer: &Answer<'_>,
        json: &str,
        today: Option<Date>,
        desk: Option<&str>,
    ) -> Result<Sealed, Problem> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let Some(secret) = &state.keys.secret else {
            let (code, says) = match state.refused {
                Some(_) => (Code::KeyRefused, "the service cannot use its key now"),
                None => (Code::NoKey, "the service has no key to seal answers with"),
            };
            return Err(Problem::new(code, says));
        };
        let says = "the service does not know what day it is";
        let today = today.ok_or_else(|| Problem::new(Code::NoDay, says))?;
        let sealed = secret.issue(answer, json, today, desk);
        sealed.ok_or_else(Problem::internal)
    }

    /// Issues an answer where the service has a key.
    ///
    /// # Errors
    /// 503 if the file of the key was refused.
    pub(super) fn issue_if_keyed(
        &self,
        answer: &Answer<'_>,
        json: &str,
        today: Option<Date>,
    ) -> Result<Option<Sealed>, Problem> {
        let has_key = {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            state.keys.secret.is_some() || state.refused.is_some()
        };
        match has_key {
            true => self.issue(answer, json, today, None).map(Some),
            false => Ok(None),
        }
    }

    /// Checks the seal of a saved answer.
    pub(super) fn check(&self, answer: &str) -> Issue {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        Issue::of(answer, state.keys.public.as_ref())
    }
}
