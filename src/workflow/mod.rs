//! Use cases, one a file. Each loads, takes a pure step, and writes the new state, its event, its mail and its jobs in one
//! transaction. Pages, the API and the timers call the same functions.

pub mod account;
pub mod agreement;
pub mod approve;
pub mod bundle;
pub mod change;
pub mod check;
mod completion;
pub mod document;
pub mod draft;
pub mod failed_jobs;
pub mod file;
#[cfg(test)]
mod fixture;
pub mod in_force;
pub mod kela;
pub mod link;
pub mod log;
pub mod outgoing;
pub mod ownership;
pub mod password;
mod post;
pub mod public_check;
pub mod request;
pub mod review;
pub mod seal_key;
pub mod seal_watch;
pub mod sealing;
pub mod session;
pub mod signing;
pub mod token;
pub mod verify;
pub mod watch;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use crate::agreement::change::Obstacle;
use crate::agreement::field::FieldError;
use crate::agreement::lifecycle::{InvalidTransition, RequestAction, RequestState};
use crate::agreement::rights::{Party, Role, may};
use crate::agreement::version::SigningOrder;
use crate::agreement::{EmailAddress, UserId};
use crate::clock::{Clock, Randomness};
use crate::config::UnprovenDomains;
use crate::probe::DnsProbe;
use crate::store::{Store, StoreError};

/// What every use case works with: built once at the start.
pub struct Service {
    /// The database.
    pub store: Store,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives salts, ids and tokens.
    pub randomness: Arc<dyn Randomness>,
    /// Asks DNS.
    pub probe: DnsProbe,
    /// Ask other resolvers, to confirm what watching finds; may be empty.
    pub second_probes: Vec<DnsProbe>,
    /// What the operator set.
    pub settings: Settings,
    /// How Kela seals.
    pub seal: seal_key::SealSetup,
    /// Woken when a transaction left mail.
    pub mail_wake: Arc<Notify>,
    /// Woken when a transaction left a job.
    pub job_wake: Arc<Notify>,
    /// How much strangers may have checked.
    pub public_checks: Arc<public_check::Limits>,
    /// What the log is kept with.
    pub log: Arc<log::Keeping>,
}

/// What the operator set, as far as use cases depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Scheme and host that people open the service at, without a slash at the end.
    pub public_origin: String,
    /// The sender of all mail.
    pub mail_from: String,
    /// Whether the approval mail carries the document, or the address of its page.
    pub attach_document: bool,
    /// Who comes first: the party's signature or Kela's seal.
    pub signing_order: SigningOrder,
    /// How many days the party has to sign.
    pub signing_days: u16,
    /// What a domain that is not proven means for the approval.
    pub unproven_domains: UnprovenDomains,
    /// Whether this is the demonstration: its agreements say so, and documentation and loopback addresses count as public.
    pub demo: bool,
    /// Whether documentation and loopback addresses count as public: in the demonstration and in tests.
    pub special_addresses_count: bool,
}

impl Service {
    /// The present moment.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Wakes the workers: a transaction left mail or a job.
    fn wake(&self) {
        self.mail_wake.notify_one();
        self.job_wake.notify_one();
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        self.store.read(crate::store::installation::purpose).await.is_ok()
    }

    /// The address of a page as it stands in mail.
    #[must_use]
    pub fn address(&self, language: crate::agreement::Language, path: &str) -> String {
        [&self.settings.public_origin, "/", language.code(), path].concat()
    }
}

/// Someone at Kela who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The account.
    pub id: UserId,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// Who acts on a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A filer, by the address that was proven by a link.
    Filer(EmailAddress),
    /// Someone at Kela.
    Staff(Staff),
}

impl Actor {
    /// What the actor is to a request that `holder` holds.
    #[must_use]
    pub fn towards(&self, holder: &EmailAddress) -> Party {
        match self {
            Self::Filer(email) if email.folded() == holder.folded() => Party::Filer,
            Self::Filer(_) => Party::Stranger,
            Self::Staff(staff) => Party::Staff(staff.role),
        }
    }
}

/// Who changed a thing meanwhile, for the one whose change was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The name of who did it, as far as it is known.
    pub who: String,
    /// The key of the text of what was done.
    pub what: &'static str,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a decision lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// A message to the filer, with a request for changes.
    Message,
    /// The reason of a rejection.
    Reason,
    /// The reason to approve over an error.
    ReasonOverErrors,
    /// How the filer's authority was checked: at the first agreement of a Y-tunnus, and while nothing earlier speaks for the filer.
    AuthorityCheck,
    /// The reviewer's own tick that domains which are not proven are taken as they are.
    UnprovenAccepted,
    /// Proof of every domain: the operator takes no other.
    ProvenDomains,
    /// Published terms in the agreement's language.
    Terms,
    /// Kela's half of the form.
    KelaHalf,
    /// A text is longer than 4,000 characters or holds hidden characters.
    Text,
}

/// Why a use case was refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum WorkflowError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such thing, or it is not this person's to know.
    #[error("not found")]
    NotFound,
    /// The role may not.
    #[error("forbidden")]
    Forbidden,
    /// The state does not allow it.
    #[error(transparent)]
    State(#[from] InvalidTransition),
    /// Somebody changed it meanwhile.
    #[error("changed meanwhile")]
    Conflict(Option<Conflict>),
    /// Answers are missing or wrong.
    #[error("{} answers are missing or wrong", .0.len())]
    Invalid(Vec<FieldError>),
    /// A change of an agreement cannot be begun, filed or approved now.
    #[error("a change is not possible now: {0:?}")]
    Obstacle(Obstacle),
    /// A decision lacks something.
    #[error("a decision lacks {0:?}")]
    Lacking(Vec<Lacking>),
    /// Tried too often.
    #[error("tried too often")]
    TooMany {
        /// Seconds until it is worth trying again.
        retry_after: u32,
    },
    /// A link or session that cannot be used.
    #[error("the link cannot be used")]
    Link(link::Unusable),
    /// A mail could not be put together.
    #[error(transparent)]
    Compose(#[from] crate::mail::ComposeError),
    /// The log contradicts what was signed.
    #[error(transparent)]
    Log(#[from] log::Contradiction),
    /// A document could not be made.
    #[error("the document could not be made: {0}")]
    Document(String),
    /// A document could not be sealed; [`seal_key::parted`] parts the two again.
    #[error("{code}: {detail}")]
    Seal {
        /// Which failure it is.
        code: &'static str,
        /// What the program says.
        detail: String,
    },
}

impl From<diesel::result::Error> for WorkflowError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What a use case gives.
pub type Outcome<T> = Result<T, WorkflowError>;

/// Refuses what `party` may not do: a stranger is not told that the request exists.
fn permit(party: Party, action: RequestAction, state: RequestState) -> Outcome<()> {
    if may(party, action, state) {
        return Ok(());
    }
    match party {
        Party::Stranger => Err(WorkflowError::NotFound),
        Party::Staff(_) if state == RequestState::Draft => Err(WorkflowError::NotFound),
        Party::Staff(_) | Party::Filer => {
            // The role may do it in another state: then it is the state that refuses.
            if RequestState::ALL.iter().any(|other| may(party, action, *other)) {
                Err(WorkflowError::State(InvalidTransition { state, action }))
            } else {
                Err(WorkflowError::Forbidden)
            }
        }
    }
}
