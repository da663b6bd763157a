//! Watching: every domain of every agreement that is or will be in force, and Kela's own, is looked at once a day; what has drifted becomes
//! an incident when a second look, through another resolver where there is one, confirms it.
//!
//! Each look is made outside transactions, and its result written in one, over the revision that it was begun at: two instances, or a
//! death and a start, never tell a thing twice, since mail, event and state come to be together.

mod acts;
mod list;
mod look;
mod read;
mod settle;
mod tell;
mod weekly;

pub use acts::{Wish, acknowledge, amend, release, silence, wish};
pub use list::sync;
pub use look::do_due;
pub use read::{Counts, Filter, Page, Seen, TimeLine, counts, incident, incidents, time_lines};
pub use settle::{STORM, settle};
pub use weekly::summarise;

use super::post::Concerning;
use super::{Outcome, WorkflowError, ownership};
use crate::agreement::{AgreementId, Language, PartySheet};
use crate::store::agreements::Agreement;
use crate::store::domain_claims::Claimant;
use crate::store::watched::Watched;
use crate::store::{Db, agreements, impossible, kela};

/// Whose a watched domain is: what letters and pages need to know of it.
struct Owner {
    /// The agreement and the version that the domain is watched by; none of Kela's own half.
    agreement: Option<(Agreement, i32)>,
    /// The half of whose domains it is one.
    sheet: PartySheet,
    /// The language of the agreement.
    language: Language,
}

impl Owner {
    fn of(db: &mut Db, of: Option<&(AgreementId, i32)>) -> Outcome<Self> {
        let Some((id, version)) = of else {
            let half = kela::current_half(db)?.ok_or(WorkflowError::NotFound)?;
            return Ok(Self { agreement: None, sheet: half.sheet, language: Language::Fi });
        };
        let gone = || WorkflowError::Store(impossible("watched_domains", "a version that does not exist"));
        let agreement = agreements::find(db, id)?.ok_or_else(gone)?;
        let found = agreements::version(db, id, *version)?.ok_or_else(gone)?;
        Ok(Self { agreement: Some((agreement, *version)), sheet: found.content.party, language: found.language })
    }

    /// Whose token the domain bears; none of Kela's own.
    fn claimant(&self) -> Option<Claimant> {
        self.agreement.as_ref().map(|(agreement, _)| ownership::of_agreement(agreement, &self.sheet))
    }

    fn concerning(&self) -> Concerning<'_> {
        let agreement = self.agreement.as_ref().map(|(agreement, version)| (&agreement.id, *version));
        Concerning { request: None, agreement }
    }
}

/// What an event says that it is about: the number of an incident.
fn subject(id: i64) -> String {
    id.to_string()
}

/// The watched domain of an incident; there always is one.
fn watched(db: &mut Db, id: i64) -> Outcome<Watched> {
    crate::store::watched::find(db, id)?.ok_or_else(|| WorkflowError::Store(impossible("incidents", "an incident of no domain")))
}
