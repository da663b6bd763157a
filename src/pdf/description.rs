//! What an update may do to the document's description: programs note that they have written the file, and when.

use super::change::Change;
use super::value::{Dictionary, Value};
use super::{Refusal, xmp};

impl<'p, 'a> Change<'p, 'a> {
    /// The information dictionary (ISO 32000-1, 14.3.3): the program and the time may change.
    pub(super) fn information(&mut self, old: Option<&'p Value<'a>>, new: Option<&'p Value<'a>>) -> Result<(), Refusal> {
        let refused = Refusal::MetadataChanged;
        // The trailer mentions it, and trailers are not counted.
        if let (Some(Value::Reference(before)), Some(Value::Reference(after))) = (old, new)
            && before == after
        {
            self.continued(*after, 0)?;
        }
        let [old, new] = self.dictionaries(old, new, &refused)?;
        let (old, new) = match (old, new) {
            (Some(old), Some(new)) => (old, new),
            // Left out of a newer trailer, it is not replaced by anything.
            (_, None) => return Ok(()),
            (None, Some(_)) => return Err(refused),
        };
        let text = |key: &str| new.get(key).is_some_and(|value| value.as_string().is_some());
        let changed = Dictionary::differing(old, new);
        if changed.iter().all(|key| matches!(key.as_slice(), b"ModDate" | b"Producer") && text(&String::from_utf8_lossy(key))) {
            Ok(())
        } else {
            Err(refused)
        }
    }

    /// The XMP packet (14.3.2): the same statements, but for the program and the time.
    pub(super) fn metadata(&mut self, old: Option<&'p Value<'a>>, new: Option<&'p Value<'a>>) -> Result<(), Refusal> {
        let refused = Refusal::MetadataChanged;
        let (Some(before), Some(after)) = (old.and_then(Value::as_reference), new.and_then(Value::as_reference)) else {
            return if old.is_none() && new.is_none() { Ok(()) } else { Err(refused) };
        };
        if !self.revision.objects.contains_key(&after.number) {
            return if before == after { Ok(()) } else { Err(refused) };
        }
        let (Some(old), Some(new)) = (self.old.object(before), self.new.object(after)) else { return Err(refused) };
        if before == after {
            self.continued(after, 1)?;
        } else {
            self.added(after).ok_or(refused.clone())?;
        }
        let keys = |key: &[u8]| matches!(key, b"Type" | b"Subtype" | b"Length" | b"Filter" | b"DecodeParms");
        let plain = new.dictionary().is_some_and(|dictionary| {
            dictionary.iter().all(|(key, _)| keys(key))
                && dictionary.get("Length").is_some_and(|length| length.as_count().is_some())
        });
        let statements = |packet: &[u8]| xmp::statements(packet).ok_or(refused.clone());
        if plain && statements(&self.old.data(old)?)? == statements(&self.new.data(new)?)? { Ok(()) } else { Err(refused) }
    }
}
