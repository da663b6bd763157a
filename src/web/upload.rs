//! Files that people send with a form (`multipart/form-data`, RFC 7578), read into memory within limits. Only routes that say so take them.
//!
//! A slow sender holds nothing that others wait for: what is being read takes room by the bytes that came, and a turn is taken only for a form
//! that is whole. Strangers and people with a session have rooms and turns of their own.

use std::sync::Arc;

use actix_multipart::Multipart;
use actix_web::{HttpRequest, web};
use futures_util::StreamExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::form::{Fields, MAX_BODY};
use super::{Actor, PageError};

/// The most that the files of one form may weigh together, in bytes.
pub const MAX_UPLOAD: usize = 24 * 1024 * 1024;
/// Room is taken in pieces of so many bytes.
const PIECE: usize = 64 * 1024;

/// Where files come in: one way for strangers, another for people with a session, so that neither keeps the other waiting.
#[derive(Debug)]
pub struct Doors {
    strangers: Door,
    people: Door,
}

impl Default for Doors {
    fn default() -> Self {
        // Room for five and for ten of the largest forms; what is small leaves room for as many more.
        Self { strangers: Door::new(4, 5 * MAX_UPLOAD), people: Door::new(12, 10 * MAX_UPLOAD) }
    }
}

impl Doors {
    pub(super) const fn of(&self, actor: &Actor) -> &Door {
        match actor {
            Actor::Visitor => &self.strangers,
            Actor::Filer { .. } | Actor::Staff { .. } => &self.people,
        }
    }
}

/// How much comes in at once.
#[derive(Debug)]
pub(super) struct Door {
    /// Forms whose files are judged at the same time; more wait for their turn.
    turns: Arc<Semaphore>,
    /// Pieces of memory for files; where there is none left, whoever comes is asked to come again.
    room: Arc<Semaphore>,
}

/// What a form with files holds while anything works on it: its turn, and the room of its files.
#[derive(Debug)]
pub struct Held {
    _turn: OwnedSemaphorePermit,
    _room: Option<OwnedSemaphorePermit>,
}

impl Door {
    fn new(turns: usize, room: usize) -> Self {
        Self { turns: Arc::new(Semaphore::new(turns)), room: Arc::new(Semaphore::new(room / PIECE)) }
    }

    /// Waits for the turn of a form that is whole.
    pub(super) async fn turn(&self, room: Option<OwnedSemaphorePermit>) -> Result<Arc<Held>, PageError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| PageError::Unavailable)?;
        Ok(Arc::new(Held { _turn: turn, _room: room }))
    }

    /// Has `room` grow to `bytes`.
    fn make_room(&self, room: &mut Option<OwnedSemaphorePermit>, bytes: usize) -> Result<(), PageError> {
        let lacking = bytes.div_ceil(PIECE).saturating_sub(room.as_ref().map_or(0, OwnedSemaphorePermit::num_permits));
        let lacking = u32::try_from(lacking).map_err(|_| PageError::TooLarge)?;
        if lacking == 0 {
            return Ok(());
        }
        let more = Arc::clone(&self.room).try_acquire_many_owned(lacking).map_err(|_| PageError::Unavailable)?;
        match room {
            Some(room) => room.merge(more),
            None => *room = Some(more),
        }
        Ok(())
    }
}

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The name of the form's field.
    pub field: String,
    /// The name that the file has on the sender's machine, as it came; empty where nothing was chosen.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// A form with files as it was read.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub(super) fields: Fields,
    pub(super) uploads: Vec<Upload>,
    pub(super) room: Option<OwnedSemaphorePermit>,
    /// Whether files were let go unread.
    pub(super) has_dropped: bool,
}

/// Reads a form with files. A file is kept only where `keeps` says so of the form's token, which must stand before it; without a door nothing is.
///
/// # Errors
/// [`PageError::TooLarge`] past the limits, [`PageError::BadRequest`] for what is no such form, [`PageError::Unavailable`] where there is
/// no room now.
pub(super) async fn read(
    request: &HttpRequest,
    payload: web::Payload,
    door: Option<&Door>,
    keeps: impl Fn(Option<&str>) -> bool,
) -> Result<Form, PageError> {
    let mut parts = Multipart::new(request.headers(), payload);
    let mut form = Form::default();
    let mut pairs: Vec<(String, String)> = Vec::new();
    let (mut typed, mut sent) = (0, 0);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| PageError::BadRequest)?;
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.content_disposition().and_then(|given| given.get_filename()).map(str::to_owned);
        let token = pairs.iter().find(|(name, _)| name == "csrf").map(|(_, value)| value.as_str());
        let door = door.filter(|_| keeps(token));
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| PageError::BadRequest)?;
            let (weight, most) = if name.is_some() { (&mut sent, MAX_UPLOAD) } else { (&mut typed, MAX_BODY) };
            *weight += chunk.len();
            if *weight > most {
                return Err(PageError::TooLarge);
            }
            match (&name, door) {
                (None, _) => {}
                (Some(_), Some(door)) => door.make_room(&mut form.room, sent)?,
                (Some(_), None) => {
                    form.has_dropped = true;
                    continue;
                }
            }
            bytes.extend_from_slice(&chunk);
        }
        match name {
            Some(name) => form.uploads.push(Upload { field, name, bytes }),
            None => pairs.push((field, String::from_utf8(bytes).map_err(|_| PageError::BadRequest)?)),
        }
        if form.uploads.len() + pairs.len() > 64 {
            return Err(PageError::TooLarge);
        }
    }
    // By the same rules as any other form.
    let encoded = serde_html_form::to_string(&pairs).map_err(|_| PageError::BadRequest)?;
    form.fields = Fields::parse(encoded.as_bytes())?;
    Ok(form)
}

/// Lets a body go by that nobody will read: a browser shows an answer only once it has sent what it had to send.
pub(super) async fn discard(mut payload: web::Payload) {
    let mut most = MAX_UPLOAD + 2 * MAX_BODY;
    let gone_by = async {
        while let Some(Ok(chunk)) = payload.next().await {
            most = most.saturating_sub(chunk.len());
            if most == 0 {
                return;
            }
        }
    };
    // Whoever sends slowly is answered all the same.
    let _ = actix_web::rt::time::timeout(std::time::Duration::from_secs(5), gone_by).await;
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn work_that_goes_on_keeps_its_turn_after_the_request_is_gone() {
        let door = Door::new(1, PIECE);
        let held = door.turn(None).await.unwrap();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let with_work = Arc::clone(&held);
        let work = tokio::task::spawn_blocking(move || {
            let _held = with_work;
            ended.recv_timeout(Duration::from_secs(10)).unwrap();
        });
        drop(held);
        assert!(door.turn(None).now_or_never().is_none(), "the work still counts");
        end.send(()).unwrap();
        work.await.unwrap();
        assert!(door.turn(None).now_or_never().is_some_and(|turn| turn.is_ok()));
    }

    #[test]
    fn room_is_taken_by_what_came_and_given_back() {
        let door = Door::new(1, 3 * PIECE);
        let mut one = None;
        for bytes in [1, 10, PIECE, PIECE + 1, 2 * PIECE] {
            door.make_room(&mut one, bytes).unwrap();
        }
        let mut other = None;
        door.make_room(&mut other, PIECE).unwrap();
        assert!(matches!(door.make_room(&mut other, PIECE + 1), Err(PageError::Unavailable)));
        drop(one);
        assert!(door.make_room(&mut other, 3 * PIECE).is_ok());
    }

    #[test]
    fn strangers_and_people_have_doors_of_their_own() {
        let doors = Doors::default();
        let filer = Actor::Filer { email: "testi@esimerkkila.example".into() };
        assert!(
            std::ptr::eq(doors.of(&filer), &raw const doors.people)
                && std::ptr::eq(doors.of(&Actor::Visitor), &raw const doors.strangers)
        );
    }
}
