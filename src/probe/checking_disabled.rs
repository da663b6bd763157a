//! Tells signatures that do not hold from other failures, by asking a validating resolver not to check.

use std::net::SocketAddr;
use std::time::Duration;

use hickory_resolver::proto::op::{Message, MessageType, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RecordType};
use tokio::net::UdpSocket;

/// Whether the server answers with checking disabled (CD), and still fails without. The second question keeps a server that failed
/// by chance from being taken for a faulty domain.
pub(super) async fn alone_answers(server: SocketAddr, name: &Name, kind: RecordType, patience: Duration) -> bool {
    let code = |disabled| ask(server, name, kind, disabled, patience);
    matches!(code(true).await, Some(ResponseCode::NoError | ResponseCode::NXDomain))
        && code(false).await == Some(ResponseCode::ServFail)
}

async fn ask(
    server: SocketAddr,
    name: &Name,
    kind: RecordType,
    checking_disabled: bool,
    patience: Duration,
) -> Option<ResponseCode> {
    let mut question = Message::query();
    question.metadata.recursion_desired = true;
    question.metadata.checking_disabled = checking_disabled;
    question.add_query(Query::query(name.clone(), kind));
    let id = question.metadata.id;
    let bytes = question.to_vec().ok()?;
    let here: SocketAddr = if server.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0_u16; 8], 0).into() };
    let socket = UdpSocket::bind(here).await.ok()?;
    socket.connect(server).await.ok()?;
    socket.send(&bytes).await.ok()?;
    let answer = async {
        let mut buffer = [0; 4096];
        loop {
            let length = socket.recv(&mut buffer).await.ok()?;
            let Ok(message) = Message::from_vec(buffer.get(..length)?) else { continue };
            if message.metadata.id == id && message.metadata.message_type == MessageType::Response {
                return Some(message.metadata.response_code);
            }
        }
    };
    tokio::time::timeout(patience, answer).await.ok().flatten()
}
