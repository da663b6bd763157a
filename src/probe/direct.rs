//! One question to one server: a single packet, and TCP where the answer did not fit.

use std::net::SocketAddr;
use std::time::Duration;

use hickory_resolver::proto::op::{Message, MessageType, Query};
use hickory_resolver::proto::rr::{Name, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};

use crate::federation::Failure;

/// The most packets that are read before an answer is given up: the rest are not from the server or not about the question.
const PACKETS_READ: usize = 8;

/// What is asked, and how.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) name: Name,
    pub(super) kind: RecordType,
    /// Whether the server may ask others (RD).
    pub(super) recursion: bool,
    /// Whether signatures that do not hold are let pass (CD).
    pub(super) checking_disabled: bool,
}

/// Why there is no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// Nothing came in time.
    Silent,
    /// Nothing listens there.
    Closed,
    /// There is no way there from here.
    Unreachable,
    /// What came cannot be read, or answers something else.
    Malformed,
}

impl From<NoAnswer> for Failure {
    fn from(none: NoAnswer) -> Self {
        match none {
            NoAnswer::Silent => Self::Timeout,
            NoAnswer::Closed | NoAnswer::Unreachable => Self::Unreachable,
            NoAnswer::Malformed => Self::Malformed,
        }
    }
}

impl From<std::io::Error> for NoAnswer {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::ConnectionRefused | std::io::ErrorKind::ConnectionReset => Self::Closed,
            std::io::ErrorKind::UnexpectedEof => Self::Malformed,
            _ => Self::Unreachable,
        }
    }
}

/// Asks `server` once. The whole takes `patience` at most, and twice that where TCP is needed.
pub(super) async fn ask(server: SocketAddr, question: &Question, patience: Duration) -> Result<Message, NoAnswer> {
    let mut message = Message::query();
    message.metadata.recursion_desired = question.recursion;
    message.metadata.checking_disabled = question.checking_disabled;
    message.add_query(Query::query(question.name.clone(), question.kind));
    let bytes = message.to_vec().map_err(|_| NoAnswer::Malformed)?;
    let id = message.metadata.id;
    let answer = tokio::time::timeout(patience, by_udp(server, &bytes, id, question)).await.map_err(|_| NoAnswer::Silent)??;
    if answer.metadata.truncation {
        return tokio::time::timeout(patience, by_tcp(server, &bytes, id, question)).await.map_err(|_| NoAnswer::Silent)?;
    }
    Ok(answer)
}

async fn by_udp(server: SocketAddr, bytes: &[u8], id: u16, question: &Question) -> Result<Message, NoAnswer> {
    let here: SocketAddr = if server.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0_u16; 8], 0).into() };
    let socket = UdpSocket::bind(here).await?;
    // Connected, so that packets of other senders do not arrive.
    socket.connect(server).await?;
    socket.send(bytes).await?;
    let mut buffer = [0; 4096];
    for _ in 0..PACKETS_READ {
        let length = socket.recv(&mut buffer).await?;
        if let Some(answer) = buffer.get(..length).and_then(|bytes| answer_in(bytes, id, question)) {
            return Ok(answer);
        }
    }
    Err(NoAnswer::Malformed)
}

async fn by_tcp(server: SocketAddr, bytes: &[u8], id: u16, question: &Question) -> Result<Message, NoAnswer> {
    let mut stream = TcpStream::connect(server).await?;
    let length = u16::try_from(bytes.len()).map_err(|_| NoAnswer::Malformed)?;
    stream.write_all(&[&length.to_be_bytes(), bytes].concat()).await?;
    // The length has two bytes, so that an answer has 65,535 at most.
    let mut answer = vec![0; usize::from(stream.read_u16().await?)];
    stream.read_exact(&mut answer).await?;
    answer_in(&answer, id, question).ok_or(NoAnswer::Malformed)
}

/// The message, if it is an answer to the question.
pub(super) fn answer_in(bytes: &[u8], id: u16, question: &Question) -> Option<Message> {
    let message = Message::from_vec(bytes).ok()?;
    let asked = message.queries.first();
    // A server that cannot read or does not want a question may leave it out of its answer.
    let same = asked.map_or(message.answers.is_empty(), |asked| {
        asked.query_type() == question.kind && asked.name().eq_ignore_root(&question.name)
    });
    (message.metadata.id == id && message.metadata.message_type == MessageType::Response && same).then_some(message)
}
