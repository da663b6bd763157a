//! What an XMP packet states (ISO 16684-1), for comparing two packets that different programs have written.
//!
//! RDF can be written in several ways: a property as an element or as an attribute, a structure with `rdf:parseType` or as a
//! description of its own. Here each becomes a path of names and a text.

use std::collections::BTreeMap;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Elements within each other; XMP needs about ten.
const MAX_DEPTH: usize = 40;
/// Elements and statements of a packet; ours has about a hundred.
const MAX_STATEMENTS: usize = 10_000;
/// Bytes of a path; each level adds a namespace.
const MAX_PATH: usize = 2_000;

/// What programs change when they write a file: the program itself, the time, the state of the file, and what was done to it.
const CHANGING: [&str; 5] = [
    "http://ns.adobe.com/pdf/1.3/Producer",
    "http://ns.adobe.com/xap/1.0/ModifyDate",
    "http://ns.adobe.com/xap/1.0/MetadataDate",
    "http://ns.adobe.com/xap/1.0/mm/InstanceID",
    "http://ns.adobe.com/xap/1.0/mm/History",
];

/// How often each statement is made, apart from those that change with every writing.
pub(super) type Statements = BTreeMap<(String, String), usize>;

/// The statements of a packet; nothing if it is not well-formed XML, or has a document type.
pub(super) fn statements(packet: &[u8]) -> Option<Statements> {
    let text = std::str::from_utf8(packet).ok()?;
    let mut reader =
        Reader { rest: text.strip_prefix('\u{FEFF}').unwrap_or(text), open: Vec::new(), statements: Statements::new(), count: 0 };
    while !reader.rest.is_empty() {
        reader.next()?;
    }
    reader.open.is_empty().then_some(reader.statements)
}

#[derive(Debug)]
struct Element<'t> {
    tag: &'t str,
    path: String,
    namespaces: BTreeMap<&'t str, String>,
    text: String,
    /// Whether it has other elements, so that its own text is only white space between them.
    parent: bool,
    /// Whether it has stated something by an attribute.
    stated: bool,
}

struct Reader<'t> {
    rest: &'t str,
    open: Vec<Element<'t>>,
    statements: Statements,
    count: usize,
}

impl<'t> Reader<'t> {
    /// Reads one piece of markup or text.
    fn next(&mut self) -> Option<()> {
        for (start, end) in [("<?", "?>"), ("<!--", "-->")] {
            if let Some(rest) = self.rest.strip_prefix(start) {
                self.rest = rest.split_once(end)?.1;
                return Some(());
            }
        }
        if let Some(rest) = self.rest.strip_prefix("</") {
            let (tag, rest) = rest.split_once('>')?;
            self.rest = rest;
            return self.close(tag.trim_end());
        }
        if self.rest.starts_with("<!") {
            return None;
        }
        if let Some(rest) = self.rest.strip_prefix('<') {
            self.rest = rest;
            return self.start();
        }
        let end = self.rest.find('<').unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let text = unescaped(text)?;
        match self.open.last_mut() {
            Some(element) => element.text.push_str(&text),
            None if text.trim().is_empty() => {}
            None => return None,
        }
        Some(())
    }

    fn start(&mut self) -> Option<()> {
        let tag = self.name()?;
        let mut attributes: Vec<(&'t str, String)> = Vec::new();
        let closed = loop {
            let before = self.rest;
            self.rest = self.rest.trim_start();
            if let Some(rest) = self.rest.strip_prefix("/>") {
                self.rest = rest;
                break true;
            }
            if let Some(rest) = self.rest.strip_prefix('>') {
                self.rest = rest;
                break false;
            }
            if before == self.rest {
                return None;
            }
            let name = self.name()?;
            let rest = self.rest.trim_start().strip_prefix('=')?.trim_start();
            let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            let (value, rest) = rest.get(1..)?.split_once(quote)?;
            self.rest = rest;
            if value.contains('<') || attributes.len() > 200 || attributes.iter().any(|(other, _)| *other == name) {
                return None;
            }
            attributes.push((name, unescaped(value)?));
        };
        self.open(tag, &attributes)?;
        if closed { self.close(tag) } else { Some(()) }
    }

    fn name(&mut self) -> Option<&'t str> {
        let end =
            self.rest.find(|letter: char| letter.is_whitespace() || matches!(letter, '=' | '>' | '/' | '<' | '"' | '\''))?;
        let (name, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        (!name.is_empty()).then_some(name)
    }

    fn open(&mut self, tag: &'t str, attributes: &[(&'t str, String)]) -> Option<()> {
        self.count += 1;
        if self.open.len() >= MAX_DEPTH || self.count > MAX_STATEMENTS {
            return None;
        }
        let mut namespaces = self.open.last().map(|parent| parent.namespaces.clone()).unwrap_or_default();
        for (name, value) in attributes {
            match name.strip_prefix("xmlns") {
                Some("") => drop(namespaces.insert("", value.clone())),
                Some(prefix) if prefix.starts_with(':') => drop(namespaces.insert(prefix.get(1..)?, value.clone())),
                _ => {}
            }
        }
        if namespaces.len() > 100 {
            return None;
        }
        let name = expanded(tag, &namespaces, true)?;
        if let Some(parent) = self.open.last_mut() {
            parent.parent = true;
        }
        let above = self.open.last().map_or("", |parent| parent.path.as_str());
        // A description is only a wrapping; the statements in it are about what it stands in.
        let wraps = name == [RDF, "Description"].concat() || name.ends_with("xmpmeta") || name == [RDF, "RDF"].concat();
        let path = if wraps { above.to_owned() } else { [above, "|", &name].concat() };
        if path.len() > MAX_PATH {
            return None;
        }
        let mut element = Element { tag, path, namespaces, text: String::new(), parent: false, stated: wraps };
        for (name, value) in attributes.iter().filter(|(name, _)| *name != "xmlns" && !name.starts_with("xmlns:")) {
            let name = expanded(name, &element.namespaces, false)?;
            match name.strip_prefix(RDF) {
                Some("resource") => {
                    element.stated = true;
                    self.state(element.path.clone(), value)?;
                }
                Some("parseType") => element.stated = true,
                // Which program wrote the packet, and that the statements are about this file.
                Some("about") if value.is_empty() => {}
                _ if name == "adobe:ns:meta/xmptk" => {}
                _ => {
                    // A language says what the text is written in: it does not replace the text.
                    element.stated |= name != [XML, "lang"].concat();
                    self.state([&element.path, "|", &name].concat(), value)?;
                }
            }
        }
        self.open.push(element);
        Some(())
    }

    fn close(&mut self, tag: &str) -> Option<()> {
        let element = self.open.pop().filter(|element| element.tag == tag)?;
        let text = element.text.trim();
        if element.parent || element.stated {
            // Text beside elements is no RDF, and would be passed over here.
            return text.is_empty().then_some(());
        }
        self.state(element.path, text)
    }

    fn state(&mut self, path: String, value: &str) -> Option<()> {
        self.count += 1;
        if self.count > MAX_STATEMENTS {
            return None;
        }
        if !CHANGING.iter().any(|name| path.split('|').nth(1) == Some(name)) {
            *self.statements.entry((path, value.trim().to_owned())).or_default() += 1;
        }
        Some(())
    }
}

/// A name with its namespace in place of the prefix.
fn expanded(name: &str, namespaces: &BTreeMap<&str, String>, element: bool) -> Option<String> {
    match name.split_once(':') {
        Some(("xml", local)) => Some([XML, local].concat()),
        Some((prefix, local)) => Some([namespaces.get(prefix)?, local].concat()),
        // An attribute without a prefix has no namespace.
        None if element => Some([namespaces.get("").map_or("", String::as_str), name].concat()),
        None => Some(name.to_owned()),
    }
}

/// Text with the five references that XML has without a document type, and characters by number.
fn unescaped(text: &str) -> Option<String> {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (reference, rest) = part.split_once(';')?;
        let code = |digits, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        plain.push(match reference {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            other => match other.strip_prefix('#')? {
                hex if hex.starts_with('x') => code(hex.get(1..)?, 16)?,
                digits => code(digits, 10)?,
            },
        });
        plain.push_str(rest);
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELEMENTS: &str = "<?xpacket begin=\"\u{FEFF}\" id=\"x\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"one\"><rdf:RDF \
        xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" \
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"><dc:title><rdf:Alt>\
        <rdf:li xml:lang=\"x-default\">Kela &amp; kunta</rdf:li></rdf:Alt></dc:title><pdf:Producer>one</pdf:Producer><pdf:Keywords>a</pdf:Keywords>\
        <dc:source><rdf:Bag><rdf:li rdf:parseType=\"Resource\"><pdf:A>http://a/</pdf:A></rdf:li></rdf:Bag></dc:source>\
        </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>";
    const ATTRIBUTES: &str = "<x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='other'>\n<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n\
        <r:Description xmlns:p='http://ns.adobe.com/pdf/1.3/' p:Producer='other' p:Keywords='a' r:about=''>\
        <title xmlns='http://purl.org/dc/elements/1.1/'><r:Alt><r:li xml:lang='x-default'>Kela &#38; kunta</r:li></r:Alt></title>\
        <source xmlns='http://purl.org/dc/elements/1.1/'><r:Bag><r:li><r:Description><p:A r:resource='http://a/'/></r:Description></r:li></r:Bag>\
        </source></r:Description></r:RDF></x:xmpmeta>";

    #[test]
    fn two_ways_of_writing_state_the_same() {
        let (one, other) = (statements(ELEMENTS.as_bytes()).unwrap(), statements(ATTRIBUTES.as_bytes()).unwrap());
        assert_eq!(one, other);
        assert_eq!(one.len(), 4, "{one:?}");
    }

    #[test]
    fn another_statement_is_another_packet() {
        let one = statements(ELEMENTS.as_bytes()).unwrap();
        for (from, to) in [
            ("Kela &amp;", "Kela ja"),
            ("x-default", "fi"),
            ("<pdf:Keywords>a</pdf:Keywords>", ""),
            ("<pdf:Keywords>a</pdf:Keywords>", "<pdf:Keywords>a</pdf:Keywords><pdf:Keywords>a</pdf:Keywords>"),
            ("http://a/", "http://b/"),
            ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.0/"),
        ] {
            assert_ne!(statements(ELEMENTS.replace(from, to).as_bytes()).unwrap(), one, "{from}");
        }
    }

    #[test]
    fn what_is_not_plain_xml_states_nothing() {
        for packet in [
            "<a>",
            "<a></b>",
            "<a b=\"1\" b=\"2\"/>",
            "<!DOCTYPE a><a/>",
            "<a>&bomb;</a>",
            "<a><![CDATA[x]]></a>",
            "<a b=c/>",
            "<q:a/>",
            "x<a/>",
            "<a b='x'>hidden</a>",
            "<a>hidden<b/></a>",
        ] {
            assert_eq!(statements(packet.as_bytes()), None, "{packet}");
        }
        assert_eq!(statements("<a>".repeat(100_000).as_bytes()), None);
        assert!(statements(b"<a>shown</a>").is_some());
    }
}
