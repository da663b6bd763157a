//! Someone with a browser, as far as HTTP goes: cookies, forms with their tokens, no redirects followed unseen.

use std::sync::Arc;

use reqwest::cookie::Jar;
use reqwest::{Client, Url};
use sha2::{Digest, Sha256};

/// What came back.
#[derive(Debug, Clone)]
pub struct Seen {
    pub status: u16,
    pub location: String,
    pub body: String,
}

impl Seen {
    /// The body with entities of maud turned back.
    pub fn text(&self) -> String {
        self.body.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    /// The value of the first hidden field of a name.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, after) = self.body.split_once(&mark).unwrap_or_else(|| panic!("no field {name}: {} {}", self.status, self.body));
        after.split('"').next().unwrap().to_owned()
    }
}

/// A visitor, a filer or someone of Kela.
pub struct Visitor {
    client: Client,
    base: String,
    csrf: Option<String>,
}

impl Visitor {
    pub fn new(base: &str) -> Self {
        let client = Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { client, base: base.to_owned(), csrf: None }
    }

    /// With the session of a raw token.
    pub fn with_session(base: &str, token: &str) -> Self {
        let jar = Jar::default();
        jar.add_cookie_str(&format!("federointi-session={token}; Path=/"), &base.parse::<Url>().unwrap());
        let client =
            Client::builder().cookie_provider(Arc::new(jar)).redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let csrf = hex::encode(Sha256::new().chain_update(b"csrf").chain_update(token.as_bytes()).finalize());
        Self { client, base: base.to_owned(), csrf: Some(csrf) }
    }

    pub async fn get(&self, path: &str) -> Seen {
        seen(self.client.get(format!("{}{path}", self.base)).send().await.unwrap()).await
    }

    /// Posts with the token of the session, or with that of the page at `path`.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let csrf = match &self.csrf {
            Some(csrf) => csrf.clone(),
            None => self.get(path).await.hidden("csrf"),
        };
        let mut all = fields.to_vec();
        all.push(("csrf", &csrf));
        self.post_raw(path, &all).await
    }

    /// Posts a form with a file in the field `field`.
    pub async fn post_file(&self, path: &str, fields: &[(&str, &str)], field: &str, name: &str, bytes: &[u8]) -> Seen {
        let csrf = self.csrf.clone().unwrap_or_default();
        let boundary = "federointi-test-boundary";
        let mut body = Vec::new();
        for (name, value) in fields.iter().chain(&[("csrf", csrf.as_str())]) {
            let part = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"Content-Type: application/pdf\r\n\r\n");
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let request = self
            .client
            .post(format!("{}{path}", self.base))
            .header("content-type", format!("multipart/form-data; boundary={boundary}"))
            .body(body);
        seen(request.send().await.unwrap()).await
    }

    /// The bytes of a file.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        self.client.get(format!("{}{path}", self.base)).send().await.unwrap().bytes().await.unwrap().to_vec()
    }

    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let body = serde_html_form::to_string(fields).unwrap();
        let request = self
            .client
            .post(format!("{}{path}", self.base))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        seen(request.send().await.unwrap()).await
    }
}

async fn seen(answer: reqwest::Response) -> Seen {
    let location = answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    Seen { status: answer.status().as_u16(), location, body: answer.text().await.unwrap() }
}
