//! New signature fields, and the signatures in them: what of the form an update may touch.

use super::change::Change;
use super::file::View;
use super::object::Object;
use super::signature::fields;
use super::value::{Dictionary, Id, NOTHING, Value, text};
use super::{Refusal, appearance};

/// What a signature field that is its own widget may have (ISO 32000-1, tables 164, 188, 220 and 232).
const FIELD: &[&str] = &[
    "Type", "Subtype", "FT", "T", "TU", "TM", "Ff", "F", "V", "Rect", "P", "AP", "AS", "Lock", "SV", "MK", "BS", "Border", "DA",
    "NM", "M", "DR", "H",
];
/// What a signature may have (tables 252 and, of ETSI EN 319 142-1, clause 5.3).
const SIGNATURE: &[&str] = &[
    "Type",
    "Filter",
    "SubFilter",
    "Contents",
    "ByteRange",
    "M",
    "Name",
    "Reason",
    "Location",
    "ContactInfo",
    "Cert",
    "Changes",
    "R",
    "V",
    "Prop_Build",
    "Prop_AuthTime",
    "Prop_AuthType",
    "Reference",
];
/// What a certification or a lock may have (tables 253 to 255 and 233).
const REFERENCE: &[&str] =
    &["Type", "TransformMethod", "TransformParams", "Data", "DigestMethod", "DigestValue", "DigestLocation"];

/// The first key that is not among those known.
fn strange(dictionary: &Dictionary<'_>, known: &[&str]) -> Result<(), Refusal> {
    match dictionary.iter().find(|(key, _)| !known.iter().any(|known| known.as_bytes() == *key)) {
        Some((b"A" | b"AA" | b"JS", _)) => Err(Refusal::ActiveContent),
        Some((key, _)) => Err(unknown(key)),
        None => Ok(()),
    }
}

fn unknown(what: &[u8]) -> Refusal {
    Refusal::SignatureForm { what: String::from_utf8_lossy(what).into_owned() }
}

impl<'p, 'a> Change<'p, 'a> {
    /// The form dictionary: new fields at the end of its list, and the flags that say so.
    pub(super) fn form(&mut self, old: Option<&'p Value<'a>>, new: Option<&'p Value<'a>>) -> Result<(), Refusal> {
        let refused = Refusal::FormChanged;
        let [before, after] = self.dictionaries(old, new, &refused)?;
        let Some(after) = after else {
            return if before.is_some() { Err(refused) } else { Ok(()) };
        };
        let before_or_nothing = before.unwrap_or(&NOTHING);
        for key in before_or_nothing.differing(after) {
            match key.as_slice() {
                b"Fields" => {}
                b"SigFlags" => {
                    let flags = |form: &Dictionary<'_>| form.get("SigFlags").and_then(Value::as_integer).unwrap_or(0);
                    let (old, new) = (flags(before_or_nothing), flags(after));
                    if !(0..=3).contains(&new) || old & !new != 0 {
                        return Err(refused);
                    }
                }
                // Fonts for fields that are filled in; a signature's appearance may use them too.
                b"DR" | b"DA" if before_or_nothing.get(&String::from_utf8_lossy(&key)).is_none() => {
                    for entry in after.iter().filter(|(name, _)| *name == key.as_slice()).map(|(_, entry)| entry) {
                        self.material(entry).map_err(|_| refused.clone())?;
                    }
                }
                _ => return Err(refused),
            }
            self.touched.form = true;
        }
        let list = before.and_then(|form| form.get("Fields"));
        let [old, new] = self.arrays(list, after.get("Fields"), &refused)?;
        if new.len() < old.len() {
            return Err(refused);
        }
        for (old, new) in old.iter().zip(new) {
            let id = old.as_reference().filter(|_| old.same_as(new)).ok_or(refused.clone())?;
            self.old_field(id)?;
        }
        if new.len() > old.len() {
            self.names = fields(self.old)?.into_iter().map(|(name, _)| name).collect();
        }
        for field in new.iter().skip(old.len()) {
            self.new_field(field.as_reference().ok_or(refused.clone())?)?;
        }
        Ok(())
    }

    /// A field that was there already: it stays, unless it is for a signature and was empty.
    fn old_field(&mut self, id: Id) -> Result<(), Refusal> {
        let refused = Refusal::FormChanged;
        if !self.revision.objects.contains_key(&id.number) {
            return Ok(());
        }
        let field = |view: View<'p, 'a>| view.object(id).and_then(Object::dictionary).ok_or(refused.clone());
        let (old, new) = (field(self.old)?, field(self.new)?);
        if !old.get("FT").is_some_and(|kind| kind.is_name("Sig")) || old.get("V").is_some_and(|value| !value.is_null()) {
            // Written again as it was, or refused.
            return if old.differing(new).is_empty() { Ok(()) } else { Err(refused) };
        }
        for key in old.differing(new) {
            match key.as_slice() {
                b"V" => self.signature(new)?,
                // It stands where it stood, so only what it shows is looked at.
                b"AP" => self.appearance(new, true)?,
                b"M" | b"F" | b"DA"
                    if new.get(&String::from_utf8_lossy(&key)).is_none_or(|value| value.as_reference().is_none()) => {}
                _ => return Err(refused),
            }
        }
        self.flags(new)?;
        self.touched.form = true;
        // The form, its page and its tag mention it.
        self.continued(id, 3)
    }

    fn new_field(&mut self, id: Id) -> Result<(), Refusal> {
        let object = self.added(id).filter(|object| object.stream.is_none()).ok_or(Refusal::FormChanged)?;
        let field = object.dictionary().ok_or(Refusal::FormChanged)?;
        if !field.get("FT").is_some_and(|kind| kind.is_name("Sig")) {
            return Err(Refusal::FormChanged);
        }
        strange(field, FIELD)?;
        let widget = field.get("Subtype").is_some_and(|kind| kind.is_name("Widget"));
        let name = field.get("T").and_then(Value::as_string).map(text).filter(|name| !name.is_empty() && !name.contains('.'));
        let name = name.filter(|_| widget).ok_or_else(|| unknown(b"T"))?;
        if !self.names.insert(name) {
            return Err(unknown(b"T"));
        }
        for key in ["AS", "Lock", "SV", "MK", "BS", "Border", "DA", "NM", "M", "TU", "TM", "DR", "H"] {
            if let Some(value) = field.get(key) {
                self.inert(value)?;
            }
        }
        if field.get("Lock").is_some_and(|lock| locks(self.new, lock)) {
            return Err(Refusal::Locked);
        }
        self.appearance(field, false)?;
        self.signature(field)?;
        self.touched.form = true;
        self.widgets.insert(id);
        Ok(())
    }

    /// The signature that a new field holds, if it holds one.
    fn signature(&mut self, field: &'p Dictionary<'a>) -> Result<(), Refusal> {
        let Some(value) = field.get("V").filter(|value| !value.is_null()) else { return Ok(()) };
        let object = value.as_reference().and_then(|id| self.added(id)).filter(|object| object.stream.is_none());
        let signature = object.and_then(Object::dictionary).ok_or_else(|| unknown(b"V"))?;
        if self.touched.signature {
            return Err(Refusal::SeveralSignatures);
        }
        self.touched.signature = true;
        strange(signature, SIGNATURE)?;
        let name = |key| signature.get(key).and_then(Value::as_name).unwrap_or_default();
        match (name("Type"), name("SubFilter")) {
            (b"Sig" | b"", b"ETSI.CAdES.detached" | b"adbe.pkcs7.detached") | (b"DocTimeStamp", b"ETSI.RFC3161") => {}
            (_, other) => return Err(unknown(other)),
        }
        for (key, entry) in signature.iter().filter(|(key, _)| !matches!(*key, b"Contents" | b"ByteRange" | b"Reference")) {
            self.inert(entry).map_err(|_| unknown(key))?;
        }
        let [_, references] = self.arrays(None, signature.get("Reference"), &unknown(b"Reference"))?;
        for reference in references {
            let [_, reference] = self.dictionaries(None, Some(reference), &unknown(b"Reference"))?;
            self.reference(reference.ok_or_else(|| unknown(b"Reference"))?)?;
        }
        Ok(())
    }

    /// What the signature says about later changes. The seal must still be added, so it may not forbid every change.
    fn reference(&mut self, reference: &'p Dictionary<'a>) -> Result<(), Refusal> {
        strange(reference, REFERENCE)?;
        let method = reference.get("TransformMethod").and_then(Value::as_name).unwrap_or_default();
        if !matches!(method, b"DocMDP" | b"FieldMDP") {
            return Err(unknown(method));
        }
        if reference.get("TransformParams").is_some_and(|parameters| locks(self.new, parameters)) {
            return Err(Refusal::Locked);
        }
        // What the signature is about may be named: the whole document.
        for (_, entry) in reference.iter().filter(|(key, _)| *key != b"Data") {
            self.inert(entry)?;
        }
        Ok(())
    }

    /// `/Perms` of the catalog: which signature certifies the document.
    pub(super) fn permissions(&mut self, old: Option<&'p Value<'a>>, new: Option<&'p Value<'a>>) -> Result<(), Refusal> {
        let refused = Refusal::SettingChanged { key: "Perms".to_owned() };
        let [old, new] = self.dictionaries(old, new, &refused)?;
        let changed = old.unwrap_or(&NOTHING).differing(new.unwrap_or(&NOTHING));
        let signature = |value: &Value<'_>| {
            let object = value.as_reference().and_then(|id| self.revision.objects.get(&id.number));
            object.and_then(Object::dictionary).is_some_and(|signature| signature.get("ByteRange").is_some())
        };
        let certified = new.and_then(|new| new.get("DocMDP")).is_some_and(signature) && self.touched.signature;
        match changed.as_slice() {
            [] => Ok(()),
            [only] if only == b"DocMDP" && certified => Ok(()),
            _ => Err(refused),
        }
    }

    /// A new widget stands on the page that it names. Where on it was looked at with its field.
    pub(super) fn on_its_page(&self, widget: Id, page: Id) -> Result<(), Refusal> {
        let field = self.new.object(widget).and_then(Object::dictionary).ok_or_else(|| self.misplaced())?;
        let named = field.get("P").and_then(Value::as_reference);
        if named == Some(page) || named.is_none() && appearance::is_empty(field) { Ok(()) } else { Err(self.misplaced()) }
    }
}

/// Whether the parameters of a certification or a lock forbid what must still be added, which is a signature in a field of its own:
/// every change (`/P 1`, ISO 32000-1, table 254, and ISO 32000-2, table 236), or a change of any field but those named (table 233).
fn locks(view: View<'_, '_>, parameters: &Value<'_>) -> bool {
    let dictionary = match parameters {
        Value::Reference(id) => view.object(*id).and_then(Object::dictionary),
        direct => direct.as_dictionary(),
    };
    let says = |key, forbids: fn(&Value<'_>) -> bool| dictionary.and_then(|entries| entries.get(key)).is_some_and(forbids);
    says("P", |allowed| allowed.as_integer() == Some(1)) || says("Action", |action| !action.is_name("Include"))
}
