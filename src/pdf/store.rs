//! What an update may do to the document security store and the extensions that announce it.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;
use super::validation_data::{ARRAYS, der_stream};
use super::value::{Id, NOTHING, Value};
use super::{PdfError, Refusal, part};

const REFUSED: Refusal = Refusal::ValidationData;

/// What the stream of a certificate or list may have.
const STREAM: &[&[u8]] = &[b"Length", b"Filter", b"DecodeParms", b"Type"];

impl<'p, 'a> Change<'p, 'a> {
    /// The store (ETSI EN 319 142-1, 5.4.2.2): what it held stays, and what is added is one DER value a stream.
    pub(super) fn store(&mut self, old: Option<&'p Value<'a>>, new: Option<&'p Value<'a>>) -> Result<(), Refusal> {
        let [before, after] = self.dictionaries(old, new, &REFUSED)?;
        let Some(after) = after else {
            return if before.is_some() { Err(REFUSED) } else { Ok(()) };
        };
        let before = before.unwrap_or(&NOTHING);
        self.touched.validation |= !before.differing(after).is_empty();
        if after.iter().any(|(key, _)| !matches!(key, b"Type" | b"Certs" | b"CRLs" | b"OCSPs" | b"VRI")) {
            return Err(REFUSED);
        }
        let mut known = BTreeSet::new();
        for (key, _) in ARRAYS {
            self.streams(before.get(key), after.get(key), &mut known)?;
        }
        let [old, new] = self.dictionaries(before.get("VRI"), after.get("VRI"), &REFUSED)?;
        let (old, new) = (old.unwrap_or(&NOTHING), new.unwrap_or(&NOTHING));
        // Keyed, so that a store with many entries is not searched for each of them.
        let old: BTreeMap<&[u8], &Value<'a>> = old.iter().collect();
        let new: BTreeMap<&[u8], &Value<'a>> = new.iter().collect();
        if old.keys().any(|key| !new.contains_key(key)) {
            return Err(REFUSED);
        }
        for (key, entry) in new {
            self.touched.validation |= old.get(key).is_none_or(|old| !old.same_as(entry));
            self.entry(old.get(key).copied(), entry, &mut known)?;
        }
        Ok(())
    }

    /// One array of the store. `known` are the streams that the store holds already.
    fn streams(
        &mut self,
        old: Option<&'p Value<'a>>,
        new: Option<&'p Value<'a>>,
        known: &mut BTreeSet<Id>,
    ) -> Result<(), Refusal> {
        let [old, new] = self.arrays(old, new, &REFUSED)?;
        let listed = |items: &[Value<'_>]| items.iter().map(Value::as_reference).collect::<Option<BTreeSet<_>>>().ok_or(REFUSED);
        let (old, new) = (listed(old)?, listed(new)?);
        self.touched.validation |= old != new;
        if !old.is_subset(&new) {
            return Err(REFUSED);
        }
        known.extend(&old);
        for id in new {
            if !known.contains(&id) {
                let object = self.added(id).ok_or(REFUSED)?;
                if !object.dictionary().is_some_and(|dictionary| dictionary.iter().all(|(key, _)| STREAM.contains(&key))) {
                    return Err(REFUSED);
                }
                if object
                    .dictionary()
                    .and_then(|dictionary| dictionary.get("Length"))
                    .is_some_and(|length| length.as_count().is_none())
                {
                    return Err(REFUSED);
                }
                self.one_der(id)?;
                known.insert(id);
            }
        }
        Ok(())
    }

    /// What belongs to one signature (5.4.2.3).
    fn entry(&mut self, old: Option<&'p Value<'a>>, new: &'p Value<'a>, known: &mut BTreeSet<Id>) -> Result<(), Refusal> {
        let [old, new] = self.dictionaries(old, Some(new), &REFUSED)?;
        let (old, new) = (old.unwrap_or(&NOTHING), new.ok_or(REFUSED)?);
        for (key, value) in new.iter() {
            match key {
                b"Type" | b"TU" => self.inert(value).map_err(|_| REFUSED)?,
                b"Cert" | b"CRL" | b"OCSP" => {}
                b"TS" => self.time_stamp(old.get("TS"), value, known)?,
                _ => return Err(REFUSED),
            }
        }
        for (_, key) in ARRAYS {
            self.streams(old.get(key), new.get(key), known)?;
        }
        Ok(())
    }

    fn time_stamp(&mut self, old: Option<&'p Value<'a>>, new: &'p Value<'a>, known: &mut BTreeSet<Id>) -> Result<(), Refusal> {
        if old.is_some_and(|old| old.same_as(new)) {
            return Ok(());
        }
        let id = new.as_reference().filter(|id| !known.contains(id)).ok_or(REFUSED)?;
        self.added(id).filter(|object| object.stream.is_some()).ok_or(REFUSED)?;
        self.one_der(id)
    }

    fn one_der(&self, id: Id) -> Result<(), Refusal> {
        match der_stream(self.new, id) {
            Ok(_) => Ok(()),
            Err(PdfError::Limit(limit)) => Err(PdfError::Limit(limit).into()),
            Err(_) => Err(REFUSED),
        }
    }

    /// `/Extensions` of the catalog (ISO 32000-1, 7.12): which extensions the update uses. Nothing follows from it for what is shown.
    pub(super) fn extensions(&mut self, old: Option<&'p Value<'a>>, new: Option<&'p Value<'a>>) -> Result<(), Refusal> {
        let refused = Refusal::SettingChanged { key: "Extensions".to_owned() };
        let [old, new] = self.dictionaries(old, new, &refused)?;
        let (old, new) = (old.unwrap_or(&NOTHING), new.unwrap_or(&NOTHING));
        let kept: BTreeSet<&[u8]> = new.iter().map(|(key, _)| key).collect();
        if old.iter().any(|(key, _)| !kept.contains(key)) {
            return Err(refused);
        }
        let changed: BTreeSet<Vec<u8>> = old.differing(new).into_iter().collect();
        for (_, value) in new.iter().filter(|(key, _)| changed.contains(*key)) {
            let extensions = match value {
                Value::Array(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            for extension in extensions {
                let entries = extension.as_dictionary().ok_or(refused.clone())?;
                let plain = |value: &Value<'_>| matches!(value, Value::Name(_) | Value::Integer(_) | Value::String(_));
                if entries.iter().any(|(key, entry)| !plain(entry) || part::is_active(key, entry)) {
                    return Err(refused);
                }
            }
        }
        Ok(())
    }
}
