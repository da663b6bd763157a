//! Which part of a document something belongs to: the reason that is given when it was changed.

use std::collections::BTreeSet;

use super::Refusal;
use super::file::View;
use super::object::Object;
use super::value::{Dictionary, Id, Value};

/// Whether an entry of a dictionary starts something (ISO 32000-1, 12.6).
pub(super) fn is_active(key: &[u8], entry: &Value<'_>) -> bool {
    let action = |value: &Value<'_>| {
        matches!(
            value.as_name(),
            Some(
                b"JavaScript"
                    | b"Launch"
                    | b"URI"
                    | b"GoTo"
                    | b"GoToR"
                    | b"GoToE"
                    | b"Named"
                    | b"SubmitForm"
                    | b"ResetForm"
                    | b"ImportData"
                    | b"Hide"
                    | b"Thread"
                    | b"Sound"
                    | b"Movie"
                    | b"SetOCGState"
                    | b"Rendition"
                    | b"Trans"
                    | b"GoTo3DView"
                    | b"RichMediaExecute"
            )
        )
    };
    matches!(key, b"JS" | b"JavaScript" | b"AA" | b"A" | b"OpenAction" | b"Next") || (key == b"S" && action(entry))
}

fn holds_action(value: &Value<'_>) -> bool {
    match value {
        Value::Array(items) => items.iter().any(holds_action),
        Value::Dictionary(entries) => entries.iter().any(|(key, entry)| is_active(key, entry) || holds_action(entry)),
        _ => false,
    }
}

/// The reason for a key of the catalog that an update may not change.
pub(super) fn of_catalog(key: &[u8], new: &Dictionary<'_>) -> Refusal {
    let text = String::from_utf8_lossy(key).into_owned();
    match key {
        b"OpenAction" | b"AA" => Refusal::ActiveContent,
        b"Names" if new.get(&text).is_some_and(holds_action) => Refusal::ActiveContent,
        b"Names" | b"AF" | b"Collection" => Refusal::AttachmentsChanged,
        b"Outlines" => Refusal::OutlineChanged,
        b"StructTreeRoot" | b"MarkInfo" => Refusal::TagsChanged,
        b"Pages" => Refusal::PageChanged { object: new.get("Pages").and_then(Value::as_reference).map_or(0, |id| id.number) },
        _ => Refusal::SettingChanged { key: text },
    }
}

/// The reason for an object that an update defines without any need.
pub(super) fn refusal(old: View<'_, '_>, number: u32, object: &Object<'_>) -> Refusal {
    let Some((_, before)) = old.numbered(number) else {
        return if holds_action(&object.value) { Refusal::ActiveContent } else { Refusal::ObjectAdded { object: number } };
    };
    if holds_action(&object.value) && !holds_action(&before.value) {
        return Refusal::ActiveContent;
    }
    let parts: [(&str, Refusal); 10] = [
        ("Contents", Refusal::ContentChanged { object: number }),
        ("Resources", Refusal::ContentChanged { object: number }),
        ("Annots", Refusal::AnnotationsChanged { object: number }),
        ("AcroForm", Refusal::FormChanged),
        ("Metadata", Refusal::MetadataChanged),
        ("Outlines", Refusal::OutlineChanged),
        ("Names", Refusal::AttachmentsChanged),
        ("AF", Refusal::AttachmentsChanged),
        ("StructTreeRoot", Refusal::TagsChanged),
        ("Pages", Refusal::PageChanged { object: number }),
    ];
    let pages = old.pages().unwrap_or_default();
    let catalog = old.catalog().ok().map(|(_, catalog)| catalog);
    let dictionaries: Vec<_> =
        pages.iter().filter_map(|id| old.object(*id).and_then(Object::dictionary)).chain(catalog).collect();
    let stops: BTreeSet<Id> = pages.iter().copied().collect();
    for (key, refusal) in parts {
        let mut reach = Reach { view: old, wanted: number, stops: &stops, met: BTreeSet::new() };
        if dictionaries.iter().filter_map(|dictionary| dictionary.get(key)).any(|value| reach.leads_to(value)) {
            return refusal;
        }
    }
    Refusal::ObjectRedefined { object: number }
}

/// A search along references that does not go through pages, which lead everywhere.
struct Reach<'r, 'p, 'a> {
    view: View<'p, 'a>,
    wanted: u32,
    stops: &'r BTreeSet<Id>,
    met: BTreeSet<Id>,
}

impl Reach<'_, '_, '_> {
    fn leads_to(&mut self, value: &Value<'_>) -> bool {
        let mut waiting = Vec::new();
        value.references(&mut |id| waiting.push(id));
        while let Some(id) = waiting.pop() {
            if id.number == self.wanted {
                return true;
            }
            if self.stops.contains(&id) || !self.met.insert(id) {
                continue;
            }
            if let Some(object) = self.view.object(id) {
                object.value.references(&mut |id| waiting.push(id));
            }
        }
        false
    }
}
