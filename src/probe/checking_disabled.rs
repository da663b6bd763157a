//! Tells signatures that do not hold from other failures, by asking a validating resolver not to check.

use std::net::SocketAddr;
use std::time::Duration;

use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RecordType};

use super::direct::{self, Question};

/// Whether the server answers with checking disabled (CD), and still fails without. The second question keeps a server that failed
/// by chance from being taken for a faulty domain.
pub(super) async fn alone_answers(server: SocketAddr, name: &Name, kind: RecordType, patience: Duration) -> bool {
    let code = async |checking_disabled| {
        let question = Question { name: name.clone(), kind, recursion: true, checking_disabled };
        direct::ask(server, &question, patience).await.ok().map(|answer| answer.metadata.response_code)
    };
    matches!(code(true).await, Some(ResponseCode::NoError | ResponseCode::NXDomain))
        && code(false).await == Some(ResponseCode::ServFail)
}
