//! Files that come in: slow senders keep nobody waiting, and what is refused is refused before it is read. On both engines.

use std::time::{Duration, Instant};

use federointi::workflow::verify;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::awaiting::Awaiting;
use crate::support::database::TestDatabase;
use crate::support::visitor::Visitor;

/// A stranger who begins to send a form with a file of 20 MB and never ends.
async fn slow(base: &str, path: &str, cookie: &str, token: &str, sent: usize) -> TcpStream {
    let csrf = hex::encode(Sha256::new().chain_update(b"csrf").chain_update(token.as_bytes()).finalize());
    let host = base.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}={token}\r\nContent-Length: 20000000\r\n\
         Content-Type: multipart/form-data; boundary=b\r\n\r\n\
         --b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // Whoever is cut off meanwhile has sent what there was room for.
    let _ = stream.write_all(&vec![b' '; sent]).await;
    stream
}

async fn verified(base: &str) -> u16 {
    let visitor = Visitor::new(base);
    let csrf = visitor.get("/fi/verify").await.hidden("csrf");
    visitor.post_file("/fi/verify", &[("csrf", csrf.as_str())], "file", "a.txt", b"hei").await.status
}

on_both_engines! {
    async fn many_slow_senders_keep_nobody_waiting(database: TestDatabase) {
        let awaiting = Awaiting::with(&database, "mandate").await;
        let signatory = awaiting.signatory().await;
        let base = awaiting.app.base.clone();
        let mut open = Vec::new();
        for _ in 0..40 {
            open.push(slow(&base, "/fi/verify", "federointi-visitor", &"d".repeat(64), 1_000).await);
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        let begun = Instant::now();
        assert_eq!(verified(&base).await, 200);
        let shown = signatory.post_file(&awaiting.page("/mandate"), &[], "mandate", "a.pdf", b"%PDF-1.7\n%%EOF\n").await;
        assert_eq!(shown.status, 303, "{}", shown.body);
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        drop(open);
        awaiting.app.stop().await;
    }

    async fn strangers_who_fill_their_room_leave_the_signatories_theirs(database: TestDatabase) {
        let awaiting = Awaiting::with(&database, "mandate").await;
        let signatory = awaiting.signatory().await;
        let base = awaiting.app.base.clone();
        let mut open = Vec::new();
        for _ in 0..8 {
            // The room is full before all have sent so much: then they are cut off.
            let token = "d".repeat(64);
            let stream = slow(&base, "/fi/verify", "federointi-visitor", &token, 19_000_000);
            open.extend(tokio::time::timeout(Duration::from_secs(5), stream).await.ok());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        let shown = signatory.post_file(&awaiting.page("/mandate"), &[], "mandate", "a.pdf", b"%PDF-1.7\n%%EOF\n").await;
        assert_eq!(shown.status, 303, "{}", shown.body);
        drop(open);
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(verified(&base).await, 200, "what was cut off gives its room back");
        awaiting.app.stop().await;
    }

    async fn what_is_refused_is_refused_before_it_is_read(database: TestDatabase) {
        let awaiting = Awaiting::of(&database).await;
        let base = awaiting.app.base.clone();
        let status = async |mut stream: TcpStream| {
            let mut answer = [0_u8; 12];
            // The rest of the body never comes; the answer does.
            tokio::time::timeout(Duration::from_secs(20), stream.read_exact(&mut answer)).await.unwrap().unwrap();
            String::from_utf8_lossy(&answer).into_owned()
        };
        // Without the cookie of our pages nothing is read, nor counted.
        let bare = slow(&base, "/fi/verify", "other", &"d".repeat(64), 10).await;
        assert_eq!(status(bare).await, "HTTP/1.1 403");
        // A network that asked too often.
        for _ in 0..60 {
            verify::admit(&awaiting.app.service, "127.0.0.0/24").await.unwrap();
        }
        let many = slow(&base, "/fi/verify", "federointi-visitor", &"d".repeat(64), 10).await;
        assert_eq!(status(many).await, "HTTP/1.1 429");
        // A file without the token before it is not kept, however large, and what was typed is not believed.
        let visitor = Visitor::new(&base);
        let foreign = visitor.post_file("/fi/verify", &[], "file", "a.pdf", b"%PDF-1.7").await;
        assert_eq!(foreign.status, 403);
        awaiting.app.stop().await;
    }
}
