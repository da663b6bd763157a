//! DNSSEC by our own validation: from the trust anchor to the answer, whatever the resolver says of it.
//!
//! The validation is hickory's; it decides by asking for keys and delegation signers (DNSKEY, DS) through the configured servers. They are
//! told not to check (CD), so that a validating resolver gives what does not hold as well.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::future::{BoxFuture, FutureExt, Shared};
use futures_util::stream::{self, Stream};
use hickory_resolver::config::{NameServerConfig, ResolverOpts};
use hickory_resolver::net::dnssec::DnssecDnsHandle;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::xfer::{DnsHandle, FirstAnswer};
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::dnssec::rdata::DNSSECRData;
use hickory_resolver::proto::dnssec::{Proof, TrustAnchors};
use hickory_resolver::proto::op::{DnsRequest, DnsRequestOptions, DnsResponse, Message, Query};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use hickory_resolver::{NameServerPool, PoolContext, TlsConfig};
use tokio::sync::Semaphore;

use super::asker::Asker;
use super::dns::ProbeError;
use super::pace::Pace;
use super::records::host_text;
use crate::federation::DnssecSeen;

/// The most questions for the signatures of one name. A chain from the root takes about a dozen; one that is made to be long takes more.
const QUESTIONS_AT_MOST: usize = 60;

type Pool = NameServerPool<TokioRuntimeProvider>;
type Answered = Result<DnsResponse, NetError>;

/// The servers and the anchors.
#[derive(Clone)]
pub(super) struct Anchored {
    pool: Pool,
    anchors: Arc<TrustAnchors>,
}

/// Questions that were asked for signatures' sake, with their answers.
#[derive(Clone, Default)]
pub(super) struct Signed(Arc<Mutex<HashMap<Query, Shared<BoxFuture<'static, Answered>>>>>);

/// The way to the servers under the validation.
#[derive(Clone)]
struct Unchecked {
    pool: Pool,
    signed: Signed,
    at_once: Arc<Semaphore>,
    pace: Option<Arc<Pace>>,
    /// Whether a question had no answer, so that a verdict against the domain may come of that.
    failed: Arc<AtomicBool>,
    left: Arc<AtomicUsize>,
}

impl DnsHandle for Unchecked {
    type Response = Pin<Box<dyn Stream<Item = Answered> + Send>>;
    type Runtime = TokioRuntimeProvider;

    fn send(&self, mut request: DnsRequest) -> Self::Response {
        request.metadata.checking_disabled = true;
        // The resolver's own verdict is not asked for.
        request.metadata.authentic_data = false;
        let handle = self.clone();
        Box::pin(stream::once(async move {
            let outcome = handle.answer(request).await;
            if outcome.as_ref().is_err_and(|error| !error.is_no_records_found()) {
                handle.failed.store(true, Ordering::Relaxed);
            }
            outcome
        }))
    }
}

impl Unchecked {
    async fn answer(&self, request: DnsRequest) -> Answered {
        let Some(query) = request.queries.first().cloned() else { return Err(NetError::Message("no question")) };
        let answer = {
            let mut signed = self.signed.0.lock().unwrap_or_else(PoisonError::into_inner);
            match signed.get(&query) {
                Some(answer) => answer.clone(),
                None => {
                    let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
                    if left.is_err() {
                        return Err(NetError::Message("too many questions for one name's signatures"));
                    }
                    let (pool, at_once, pace) = (self.pool.clone(), Arc::clone(&self.at_once), self.pace.clone());
                    let asking = async move {
                        let Ok(_permit) = at_once.acquire().await else { return Err(NetError::Timeout) };
                        if let Some(pace) = pace {
                            pace.turn().await;
                        }
                        pool.send(request).first_answer().await
                    };
                    let answer = asking.boxed().shared();
                    signed.insert(query, answer.clone());
                    answer
                }
            }
        };
        answer.await
    }
}

impl Anchored {
    /// With the root's keys that are built in, or others as DNSKEY lines.
    pub(super) fn new(
        servers: Vec<NameServerConfig>,
        mut options: ResolverOpts,
        anchors: Option<&str>,
    ) -> Result<Self, ProbeError> {
        let anchors = match anchors {
            Some(lines) => lines.parse().map_err(|_| ProbeError::Anchors)?,
            None => TrustAnchors::default(),
        };
        options.validate = true;
        let tls = TlsConfig::new().map_err(|error| ProbeError::Build(Box::new(error)))?;
        let context = Arc::new(PoolContext::new(options, tls));
        let pool = NameServerPool::from_config(servers, context, TokioRuntimeProvider::default());
        Ok(Self { pool, anchors: Arc::new(anchors) })
    }

    /// How the signatures of the answer to a question stand.
    pub(super) async fn validate(&self, asker: &Asker<'_>, name: &str, kind: RecordType, now: DateTime<Utc>) -> DnssecSeen {
        let Ok(owner) = Name::from_ascii([name, "."].concat()) else {
            return DnssecSeen::Unknown { seen: "no name".to_owned() };
        };
        let failed = Arc::new(AtomicBool::new(false));
        let unchecked = Unchecked {
            pool: self.pool.clone(),
            signed: asker.signed.clone(),
            at_once: Arc::clone(&asker.probe.at_once),
            pace: asker.probe.pace.clone(),
            failed: Arc::clone(&failed),
            left: Arc::new(AtomicUsize::new(QUESTIONS_AT_MOST)),
        };
        let handle = DnssecDnsHandle::with_trust_anchor(unchecked, Arc::clone(&self.anchors));
        // A resolver that leaves signatures out shows none of the root's either; without them nothing below can be told.
        let root = look_up(&handle, Name::root(), RecordType::DNSKEY).await;
        if state_of(&root, RecordType::DNSKEY) != Proof::Secure {
            let seen = match &root {
                Err(error) if !error.is_no_records_found() => "the root's keys were not answered",
                _ => "the resolver leaves signatures out",
            };
            return DnssecSeen::Unknown { seen: seen.to_owned() };
        }
        let answer = look_up(&handle, owner, kind).await;
        match state_of(&answer, kind) {
            Proof::Secure => DnssecSeen::Secure,
            Proof::Insecure => DnssecSeen::Insecure,
            // What was not answered is no fault of the domain's.
            Proof::Bogus if !failed.load(Ordering::Relaxed) => {
                let seen = match message_of(&answer) {
                    Some(message) => fault(&handle, message, now).await,
                    None => "not signed".to_owned(),
                };
                DnssecSeen::Bogus { asked: format!("{kind} {name}."), seen }
            }
            Proof::Bogus | Proof::Indeterminate => {
                DnssecSeen::Unknown { seen: "a question for signatures was not answered".to_owned() }
            }
        }
    }
}

async fn look_up<H: DnsHandle>(handle: &H, name: Name, kind: RecordType) -> Answered {
    let mut options = DnsRequestOptions::default();
    options.use_edns = true;
    options.edns_set_dnssec_ok = true;
    handle.lookup(Query::query(name, kind), options).first_answer().await
}

fn message_of(answer: &Answered) -> Option<&Message> {
    match answer {
        Ok(response) => Some(response),
        Err(NetError::Dns(DnsError::Nsec { response, .. })) => Some(response),
        Err(_) => None,
    }
}

/// The worst of the proofs that count: of the answer, or of what denies it.
fn state_of(answer: &Answered, kind: RecordType) -> Proof {
    let response = match answer {
        Ok(response) => response,
        Err(NetError::Dns(DnsError::Nsec { proof, .. })) => return *proof,
        Err(_) => return Proof::Indeterminate,
    };
    let counts = |record: &&Record| record.record_type() == kind || record.record_type() == RecordType::CNAME;
    let denies = |record: &&Record| matches!(record.record_type(), RecordType::SOA | RecordType::NSEC | RecordType::NSEC3);
    let mut proofs: Vec<Proof> = response.answers.iter().filter(counts).map(|record| record.proof).collect();
    if proofs.is_empty() {
        proofs = response.authorities.iter().filter(denies).map(|record| record.proof).collect();
    }
    let any = |proof| proofs.contains(&proof);
    if any(Proof::Bogus) {
        Proof::Bogus
    } else if any(Proof::Indeterminate) {
        Proof::Indeterminate
    } else if any(Proof::Insecure) || proofs.is_empty() {
        // Nothing at all passes the validation only where the zone is proven to be unsigned.
        Proof::Insecure
    } else {
        Proof::Secure
    }
}

/// Why signatures do not hold, as far as they show it.
async fn fault<H: DnsHandle>(handle: &H, message: &Message, now: DateTime<Utc>) -> String {
    let records = || message.answers.iter().chain(&message.authorities);
    let culprit = records().find(|record| record.proof == Proof::Bogus && record.record_type() != RecordType::RRSIG);
    let Some(culprit) = culprit else { return "the absence of the record is not proven (NSEC)".to_owned() };
    let (kind, owner) = (culprit.record_type(), host_text(&culprit.name));
    let mut signer = None;
    for record in records().filter(|record| record.name == culprit.name) {
        let RData::DNSSEC(DNSSECRData::RRSIG(signature)) = &record.data else { continue };
        let input = signature.input();
        if input.type_covered != kind {
            continue;
        }
        signer.get_or_insert_with(|| input.signer_name.clone());
        if let Some(seen) = out_of_date(input.sig_inception.get(), input.sig_expiration.get(), now) {
            return format!("RRSIG of {kind} {owner} {seen}");
        }
    }
    let Some(signer) = signer else { return format!("{kind} {owner} is not signed, though its zone is (DS)") };
    let keys = look_up(handle, signer.clone(), RecordType::DNSKEY).await;
    if state_of(&keys, RecordType::DNSKEY) == Proof::Secure {
        return format!("RRSIG of {kind} {owner} does not match the keys of {}", host_text(&signer));
    }
    let records = message_of(&keys).map(|keys| keys.answers.as_slice()).unwrap_or_default();
    let of_keys = records.iter().find_map(|record| match &record.data {
        RData::DNSSEC(DNSSECRData::RRSIG(signature)) => {
            out_of_date(signature.input().sig_inception.get(), signature.input().sig_expiration.get(), now)
        }
        _ => None,
    });
    match of_keys {
        Some(seen) => format!("RRSIG of DNSKEY {} {seen}", host_text(&signer)),
        None => format!("DNSKEY {} does not match the DS of the zone above", host_text(&signer)),
    }
}

/// Whether a signature is past or before its time (serial arithmetic of RFC 4034 section 3.1.5).
fn out_of_date(inception: u32, expiration: u32, now: DateTime<Utc>) -> Option<String> {
    let moment = |seconds: u32| {
        let distance = i64::from(seconds.wrapping_sub(low_bits(now)).cast_signed());
        let at = DateTime::from_timestamp(now.timestamp().saturating_add(distance), 0)?;
        Some((distance, at.to_rfc3339_opts(SecondsFormat::Secs, true)))
    };
    match (moment(inception)?, moment(expiration)?) {
        (_, (left, at)) if left < 0 => Some(format!("expired {at}")),
        ((until, at), _) if until > 0 => Some(format!("begins {at}")),
        _ => None,
    }
}

/// A moment in the 32 bits of a signature.
fn low_bits(now: DateTime<Utc>) -> u32 {
    u32::try_from(now.timestamp().rem_euclid(1 << 32)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_has_its_time_even_when_the_seconds_run_over() {
        let now: DateTime<Utc> = "2026-11-21T10:00:00Z".parse().unwrap();
        let at = |offset: i64| u32::try_from(now.timestamp() + offset).unwrap();
        assert_eq!(out_of_date(at(-10), at(10), now), None);
        assert_eq!(out_of_date(at(-10), at(-1), now).unwrap(), "expired 2026-11-21T09:59:59Z");
        assert_eq!(out_of_date(at(60), at(120), now).unwrap(), "begins 2026-11-21T10:01:00Z");
        // In 2106 the 32 bits begin anew.
        let late: DateTime<Utc> = "2106-02-07T06:28:10Z".parse().unwrap();
        assert_eq!(out_of_date(low_bits(late).wrapping_sub(20), low_bits(late).wrapping_add(20), late), None);
        assert!(out_of_date(low_bits(late), low_bits(late).wrapping_sub(1), late).is_some());
    }
}
