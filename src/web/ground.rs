//! The workflows as the kernel sees them.

use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use super::{Actor, Ground, PageError};
use crate::workflow::{self, Service, session};

impl Ground for Service {
    fn find_session<'a>(
        &'a self,
        raw_token: &'a str,
        now: DateTime<Utc>,
    ) -> LocalBoxFuture<'a, Result<Option<Actor>, PageError>> {
        async move {
            let found = session::find(self, raw_token, now).await?;
            Ok(found.map(|actor| match actor {
                workflow::Actor::Filer(email) => Actor::Filer { email: email.as_str().to_owned() },
                workflow::Actor::Staff(staff) => {
                    Actor::Staff { user_id: staff.id.as_str().to_owned(), name: staff.name, role: staff.role }
                }
            }))
        }
        .boxed_local()
    }

    fn is_ready(&self) -> LocalBoxFuture<'_, bool> {
        self.is_ready().boxed_local()
    }
}
