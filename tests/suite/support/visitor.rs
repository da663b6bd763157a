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

    /// Sends a file with the form of the page at `path`.
    pub async fn upload(&self, path: &str, field: &str, name: &str, bytes: &[u8]) -> Seen {
        let csrf = match &self.csrf {
            Some(csrf) => csrf.clone(),
            None => self.get(path).await.hidden("csrf"),
        };
        let head = "--border\r\nContent-Disposition: form-data; name=";
        let mut body = format!("{head}\"csrf\"\r\n\r\n{csrf}\r\n{head}\"{field}\"; filename=\"{name}\"\r\n").into_bytes();
        body.extend(b"Content-Type: application/octet-stream\r\n\r\n");
        body.extend(bytes);
        body.extend(b"\r\n--border--\r\n");
        let request = self.client.post(format!("{}{path}", self.base));
        seen(request.header("content-type", "multipart/form-data; boundary=border").body(body).send().await.unwrap()).await
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
