//! Certificates and revocation lists kept in the document: the document security store (ETSI EN 319 142-1, 5.4.2).

use std::collections::BTreeSet;

use super::PdfError;
use super::file::{Pdf, View, read};
use super::signature::only_der;
use super::update::Update;
use super::value::{Dictionary, Id, Value};

/// What a signature is checked with, each in DER.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValidationData {
    /// Certificates of signers, time-stamp servers and their authorities.
    pub certificates: Vec<Vec<u8>>,
    /// Certificate revocation lists.
    pub crls: Vec<Vec<u8>>,
    /// OCSP responses, each a whole `OCSPResponse`.
    pub ocsp_responses: Vec<Vec<u8>>,
}

/// The three arrays of the store, and what each is called in the entries of `/VRI`.
pub(super) const ARRAYS: [(&str, &str); 3] = [("Certs", "Cert"), ("CRLs", "CRL"), ("OCSPs", "OCSP")];

impl ValidationData {
    fn parts(&self) -> [&[Vec<u8>]; 3] {
        [&self.certificates, &self.crls, &self.ocsp_responses]
    }
}

impl Pdf<'_> {
    /// What the document's security store holds; nothing if there is none.
    ///
    /// # Errors
    /// If it cannot be read, or holds something that is not one DER value a stream.
    pub fn validation_data(&self) -> Result<ValidationData, PdfError> {
        held(self.view())
    }
}

fn held(view: View<'_, '_>) -> Result<ValidationData, PdfError> {
    let mut data = ValidationData::default();
    let Some(store) = store(view)? else { return Ok(data) };
    let into = [&mut data.certificates, &mut data.crls, &mut data.ocsp_responses];
    for ((key, _), into) in ARRAYS.into_iter().zip(into) {
        for id in listed(view, store, key)? {
            into.push(der_stream(view, id)?);
        }
    }
    Ok(data)
}

/// Whether everything behind the last signature is what [`add_validation_data`] writes, byte for byte. No signature covers it; but where
/// it is so, a byte of it that was changed can only be one of a certificate or list, which bears a signature of its own.
///
/// # Errors
/// If the file cannot be read.
pub fn ends_in_own_validation_data(file: &[u8]) -> Result<bool, PdfError> {
    let pdf = read(file)?;
    let signed = pdf.signatures()?.iter().map(|signature| signature.revision + 1).max().unwrap_or(1);
    for (index, revision) in pdf.revisions().iter().enumerate().skip(signed) {
        let [before, after] = [held(pdf.view_of(index))?, held(pdf.view_of(index + 1))?];
        let newer = |old: &[Vec<u8>], new: &[Vec<u8>]| new.get(old.len()..).map(<[Vec<u8>]>::to_vec).unwrap_or_default();
        let added = ValidationData {
            certificates: newer(&before.certificates, &after.certificates),
            crls: newer(&before.crls, &after.crls),
            ocsp_responses: newer(&before.ocsp_responses, &after.ocsp_responses),
        };
        let prefix = file.get(..revision.start).unwrap_or_default();
        let whole = file.get(..revision.end).unwrap_or_default();
        if add_validation_data(prefix, &added)? != whole {
            return Ok(false);
        }
    }
    Ok(true)
}

fn wrong() -> PdfError {
    PdfError::Structure("validation data")
}

pub(super) fn store<'p, 'a>(view: View<'p, 'a>) -> Result<Option<&'p Dictionary<'a>>, PdfError> {
    let (_, catalog) = view.catalog()?;
    view.get(catalog, "DSS").map(|store| store.as_dictionary().ok_or_else(wrong)).transpose()
}

/// The streams that an array of the store lists.
pub(super) fn listed(view: View<'_, '_>, dictionary: &Dictionary<'_>, key: &str) -> Result<Vec<Id>, PdfError> {
    // `get` of a view borrows for as long as the file; the reference is resolved by hand for a shorter one.
    let items = match dictionary.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Reference(id)) => view.object(*id).map(|object| &object.value).and_then(Value::as_array).ok_or_else(wrong)?,
        Some(Value::Array(items)) => return items.iter().map(|item| item.as_reference().ok_or_else(wrong)).collect(),
        Some(_) => return Err(wrong()),
    };
    items.iter().map(|item| item.as_reference().ok_or_else(wrong)).collect()
}

pub(super) fn der_stream(view: View<'_, '_>, id: Id) -> Result<Vec<u8>, PdfError> {
    let data = view.object(id).ok_or_else(wrong).and_then(|object| view.data(object))?;
    if only_der(&data).is_none_or(|der| der.len() != data.len()) {
        return Err(wrong());
    }
    Ok(data.into_owned())
}

/// Adds what is new in `data` to the document's security store, by one incremental update. What the store held before stays, and
/// the document keeps its profile: nothing but the catalog and the store changes. If nothing is new, the file is returned as it is.
///
/// # Errors
/// If the file cannot be read.
pub fn add_validation_data(file: &[u8], data: &ValidationData) -> Result<Vec<u8>, PdfError> {
    let pdf = read(file)?;
    let view = pdf.view();
    let (catalog_id, catalog) = view.catalog()?;
    let mut new_store = store(view)?.cloned().unwrap_or_default();
    let mut update = Update::of(&pdf)?;
    let mut added = false;
    for ((key, _), new) in ARRAYS.into_iter().zip(data.parts()) {
        let mut listed = listed(view, &new_store, key)?;
        let mut held = listed.iter().map(|id| der_stream(view, *id)).collect::<Result<BTreeSet<_>, _>>()?;
        for der in new {
            if held.insert(der.clone()) {
                let id = update.fresh()?;
                update.stream(id, Dictionary::default(), der);
                listed.push(id);
                added = true;
            }
        }
        if !listed.is_empty() {
            new_store.set(key, Value::Array(listed.into_iter().map(Value::Reference).collect()));
        }
    }
    if !added {
        return Ok(file.to_vec());
    }
    let store = Value::Dictionary(new_store);
    match catalog.get("DSS") {
        Some(Value::Reference(id)) => update.object(*id, &store),
        _ => {
            let id = update.fresh()?;
            update.object(id, &store);
            let mut catalog = catalog.clone();
            catalog.set("DSS", Value::Reference(id));
            update.object(catalog_id, &Value::Dictionary(catalog));
        }
    }
    update.finish()
}
