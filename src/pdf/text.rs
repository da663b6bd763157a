//! The visible text of a document, page by page: only what was drawn in the plain way that this program's own documents are drawn
//! (ISO 32000-1, 9.4: composite fonts with Identity-H and a `ToUnicode` map, text that is filled). Anything else on a page, an image,
//! a form or hidden text, makes the page one whose text cannot be told, which is said instead of a guess.

use std::collections::{BTreeMap, BTreeSet};

use super::PdfError;
use super::budget::Budget;
use super::file::{Pdf, View};
use super::lexer::Lexer;
use super::object::Object;
use super::value::{Dictionary, Id, Value, text};

/// Characters of all pages together.
const MAX_TEXT: usize = 16 << 20;
/// Codes of one font.
const MAX_CODES: usize = 1 << 16;

/// What is said of a page whose text cannot be told.
const UNTOLD: PdfError = PdfError::Structure("text");

/// From the codes of a font to the text that they stand for.
type Codes = BTreeMap<u16, String>;

impl Pdf<'_> {
    /// The text of each page as drawn, in the order of drawing, one line for each time that text is shown.
    ///
    /// # Errors
    /// If the pages cannot be read, or anything is drawn in a way whose text cannot be told.
    pub fn page_texts(&self) -> Result<Vec<String>, PdfError> {
        let view = self.view();
        let mut fonts: BTreeMap<Id, Codes> = BTreeMap::new();
        let mut texts = Vec::new();
        let mut drawn = 0;
        for id in view.pages()? {
            let page = view.object(id).and_then(Object::dictionary).ok_or(UNTOLD)?;
            let named = fonts_of(view, page, &mut fonts)?;
            let mut drawing =
                Drawing { named: &named, fonts: &fonts, current: None, text: String::new(), room: MAX_TEXT - drawn };
            for content in contents(view, page)? {
                let data = view.data(content)?;
                drawing.run(&data, &self.budget)?;
            }
            drawn += drawing.text.len();
            texts.push(drawing.text);
        }
        Ok(texts)
    }

    /// A text of the document information dictionary (ISO 32000-1, 14.3.3), such as `Creator`.
    #[must_use]
    pub fn information(&self, key: &str) -> Option<String> {
        let view = self.view();
        let information = view.dictionary(view.trailer().ok()?, "Info")?;
        view.get(information, key).and_then(Value::as_string).map(text)
    }
}

/// The content streams of a page.
fn contents<'p, 'a>(view: View<'p, 'a>, page: &'p Dictionary<'a>) -> Result<Vec<&'p Object<'a>>, PdfError> {
    let stream = |value: &Value<'_>| value.as_reference().and_then(|id| view.object(id)).ok_or(UNTOLD);
    match page.get("Contents") {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(parts)) => parts.iter().map(stream).collect(),
        Some(one) => match view.resolve(one) {
            Value::Array(parts) => parts.iter().map(stream).collect(),
            _ => Ok(vec![stream(one)?]),
        },
    }
}

/// The fonts by the names that the page gives them; what is new of them is read into `fonts`.
fn fonts_of(
    view: View<'_, '_>,
    page: &Dictionary<'_>,
    fonts: &mut BTreeMap<Id, Codes>,
) -> Result<BTreeMap<Vec<u8>, Id>, PdfError> {
    let mut named = BTreeMap::new();
    let Some(resources) = inherited(view, page)? else { return Ok(named) };
    let Some(listed) = view.dictionary(resources, "Font") else { return Ok(named) };
    for (name, font) in listed.iter() {
        let id = font.as_reference().ok_or(UNTOLD)?;
        if let std::collections::btree_map::Entry::Vacant(place) = fonts.entry(id) {
            place.insert(codes_of(view, id)?);
        }
        named.insert(name.to_vec(), id);
    }
    Ok(named)
}

/// The resources of a page, which a node above it may hold (7.7.3.4).
fn inherited<'p, 'a>(view: View<'p, 'a>, page: &Dictionary<'a>) -> Result<Option<&'p Dictionary<'a>>, PdfError> {
    let mut met = BTreeSet::new();
    let mut node = page.get("Parent").and_then(Value::as_reference);
    let own = |node: &Dictionary<'a>| node.get("Resources").cloned();
    let mut found = own(page);
    while let (None, Some(id)) = (&found, node) {
        let above = view.object(id).and_then(Object::dictionary).filter(|_| met.insert(id)).ok_or(UNTOLD)?;
        found = own(above);
        node = above.get("Parent").and_then(Value::as_reference);
    }
    match found {
        None => Ok(None),
        Some(Value::Reference(id)) => Ok(view.object(id).and_then(Object::dictionary)),
        // The service's own documents hold them in an object of their own.
        Some(_) => Err(UNTOLD),
    }
}

fn codes_of(view: View<'_, '_>, font: Id) -> Result<Codes, PdfError> {
    let font = view.object(font).and_then(Object::dictionary).ok_or(UNTOLD)?;
    let is = |key: &str, name: &str| font.get(key).is_some_and(|value| value.is_name(name));
    if !is("Subtype", "Type0") || !is("Encoding", "Identity-H") {
        return Err(UNTOLD);
    }
    let map = font.get("ToUnicode").and_then(Value::as_reference).and_then(|id| view.object(id)).ok_or(UNTOLD)?;
    parse_codes(&view.data(map)?, &view.pdf.budget)
}

/// Reads a `ToUnicode` map: its `bfchar` and `bfrange` sections (9.10.3). The same code twice is refused: readers differ on it.
fn parse_codes(map: &[u8], budget: &Budget) -> Result<Codes, PdfError> {
    let mut lexer = Lexer::new(map, 0, budget);
    let mut waiting: Vec<Value<'_>> = Vec::new();
    let mut codes = Codes::new();
    while let Some(token) = token(&mut lexer)? {
        match token {
            Token::Value(value) => waiting.push(value),
            Token::Operator(word) => {
                match word {
                    b"endbfchar" => {
                        for pair in waiting.chunks(2) {
                            let [code, text] = pair else { return Err(UNTOLD) };
                            add(&mut codes, code_of(code)?, utf16(text)?)?;
                        }
                    }
                    b"endbfrange" => {
                        for three in waiting.chunks(3) {
                            let [first, last, text] = three else { return Err(UNTOLD) };
                            add_range(&mut codes, code_of(first)?, code_of(last)?, text)?;
                        }
                    }
                    _ => {}
                }
                waiting.clear();
            }
        }
    }
    Ok(codes)
}

fn add(codes: &mut Codes, code: u16, text: String) -> Result<(), PdfError> {
    if codes.len() >= MAX_CODES || codes.insert(code, text).is_some() { Err(UNTOLD) } else { Ok(()) }
}

fn add_range(codes: &mut Codes, first: u16, last: u16, text: &Value<'_>) -> Result<(), PdfError> {
    if let Value::Array(texts) = text {
        for (code, text) in (first..=last).zip(texts) {
            add(codes, code, utf16(text)?)?;
        }
        return Ok(());
    }
    let start = utf16(text)?;
    let mut letters = start.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return Err(UNTOLD) };
    for (step, code) in (first..=last).enumerate() {
        let number = u32::try_from(step).ok().and_then(|step| u32::from(letter).checked_add(step));
        let letter = number.and_then(char::from_u32).ok_or(UNTOLD)?;
        add(codes, code, letter.to_string())?;
    }
    Ok(())
}

fn code_of(value: &Value<'_>) -> Result<u16, PdfError> {
    match value.as_string() {
        Some([high, low]) => Ok(u16::from_be_bytes([*high, *low])),
        _ => Err(UNTOLD),
    }
}

fn utf16(value: &Value<'_>) -> Result<String, PdfError> {
    let bytes = value.as_string().filter(|bytes| bytes.len() % 2 == 0 && bytes.len() <= 64).ok_or(UNTOLD)?;
    let units = bytes.chunks_exact(2).map(|pair| pair.iter().fold(0_u16, |unit, byte| unit << 8 | u16::from(*byte)));
    char::decode_utf16(units).collect::<Result<_, _>>().map_err(|_| UNTOLD)
}

enum Token<'a> {
    Value(Value<'a>),
    Operator(&'a [u8]),
}

fn token<'a>(lexer: &mut Lexer<'a, '_>) -> Result<Option<Token<'a>>, PdfError> {
    if lexer.at_end() {
        return Ok(None);
    }
    Ok(Some(match lexer.operator() {
        Some(word) => Token::Operator(word),
        None => Token::Value(lexer.value()?),
    }))
}

/// What drawing a page has come to.
struct Drawing<'c> {
    named: &'c BTreeMap<Vec<u8>, Id>,
    fonts: &'c BTreeMap<Id, Codes>,
    current: Option<&'c Codes>,
    text: String,
    room: usize,
}

impl Drawing<'_> {
    fn run(&mut self, content: &[u8], budget: &Budget) -> Result<(), PdfError> {
        let mut lexer = Lexer::new(content, 0, budget);
        let mut operands: Vec<Value<'_>> = Vec::new();
        while let Some(token) = token(&mut lexer)? {
            match token {
                Token::Value(value) => operands.push(value),
                Token::Operator(word) => {
                    self.operate(word, &operands)?;
                    operands.clear();
                }
            }
        }
        if operands.is_empty() { Ok(()) } else { Err(UNTOLD) }
    }

    fn operate(&mut self, word: &[u8], operands: &[Value<'_>]) -> Result<(), PdfError> {
        match word {
            b"Tf" => {
                let name = operands.first().and_then(Value::as_name).ok_or(UNTOLD)?;
                let id = self.named.get(name).ok_or(UNTOLD)?;
                self.current = Some(self.fonts.get(id).ok_or(UNTOLD)?);
            }
            b"Tj" => {
                let [shown] = operands else { return Err(UNTOLD) };
                self.show(shown)?;
                self.text.push('\n');
            }
            b"TJ" => {
                let [Value::Array(parts)] = operands else { return Err(UNTOLD) };
                for part in parts.iter().filter(|part| part.as_number().is_none()) {
                    self.show(part)?;
                }
                self.text.push('\n');
            }
            // Filled text only: any other mode may be hidden.
            b"Tr" if operands.first().and_then(Value::as_integer) != Some(0) => return Err(UNTOLD),
            // Text state, positions, marked content, paths, clipping and colours show no text themselves.
            b"Tr" | b"BT" | b"ET" | b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts" | b"Td" | b"TD" | b"Tm" | b"T*" | b"BMC" | b"BDC"
            | b"EMC" | b"MP" | b"DP" | b"q" | b"Q" | b"cm" | b"w" | b"J" | b"j" | b"M" | b"d" | b"ri" | b"i" | b"gs" | b"m"
            | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" | b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*"
            | b"n" | b"W" | b"W*" | b"CS" | b"cs" | b"SC" | b"SCN" | b"sc" | b"scn" | b"G" | b"g" | b"RG" | b"rg" | b"K"
            | b"k" => {}
            _ => return Err(UNTOLD),
        }
        if self.text.len() > self.room { Err(UNTOLD) } else { Ok(()) }
    }

    fn show(&mut self, shown: &Value<'_>) -> Result<(), PdfError> {
        let bytes = shown.as_string().filter(|bytes| bytes.len() % 2 == 0).ok_or(UNTOLD)?;
        let codes = self.current.ok_or(UNTOLD)?;
        for pair in bytes.chunks_exact(2) {
            let code = pair.iter().fold(0_u16, |code, byte| code << 8 | u16::from(*byte));
            self.text.push_str(codes.get(&code).ok_or(UNTOLD)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::super::samples::agreement;
    use super::*;

    #[test]
    fn the_services_own_document_is_told() {
        let pages = read(agreement()).unwrap().page_texts().unwrap();
        assert!(pages.len() > 2);
        let all: String = pages.concat().split_whitespace().collect();
        for word in ["KELA-FED-2026-0131", "Esimerkkilänkunta", "sip.esimerkkila.example"] {
            assert!(all.contains(word), "{word}: {all}");
        }
    }

    #[test]
    fn a_map_is_read_with_its_ranges() {
        let budget = Budget::default();
        let map = b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000><ffff> endcodespacerange
            2 beginbfchar <0001> <0041> <0002> <00660069> endbfchar
            2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<00e4> <d83dde00>] endbfrange endcmap";
        let codes = parse_codes(map, &budget).unwrap();
        let told: Vec<(u16, &str)> = codes.iter().map(|(code, text)| (*code, text.as_str())).collect();
        assert_eq!(told, [(1, "A"), (2, "fi"), (0x10, "a"), (0x11, "b"), (0x12, "c"), (0x20, "ä"), (0x21, "😀")]);
        for wrong in [
            &b"1 beginbfchar <01> <0041> endbfchar"[..],
            b"1 beginbfchar <0001> <d800> endbfchar",
            b"1 beginbfchar <0001> endbfchar",
            b"2 beginbfchar <0001> <0041> <0001> <0042> endbfchar",
            b"1 beginbfrange <0001> <0002> <00410042> endbfrange",
        ] {
            assert_eq!(parse_codes(wrong, &budget).unwrap_err(), UNTOLD, "{}", String::from_utf8_lossy(wrong));
        }
    }

    #[test]
    fn what_may_be_hidden_or_is_drawn_otherwise_is_not_told() {
        let budget = Budget::default();
        let (named, fonts) = (
            BTreeMap::from([(b"f0".to_vec(), Id { number: 1, generation: 0 })]),
            BTreeMap::from([(Id { number: 1, generation: 0 }, Codes::from([(1, "A".to_owned())]))]),
        );
        let told = |content: &[u8]| {
            let mut drawing = Drawing { named: &named, fonts: &fonts, current: None, text: String::new(), room: 10 };
            drawing.run(content, &budget).map(|()| drawing.text)
        };
        assert_eq!(told(b"q BT 0 Tr/f0 9 Tf 1 0 0 -1 5 5 Tm[<0001>20<0001>]TJ <0001>Tj ET Q").unwrap(), "AA\nA\n");
        for wrong in [
            &b"BT 3 Tr/f0 9 Tf <0001>Tj ET"[..],
            b"/f0 9 Tf <0002>Tj",
            b"/f1 9 Tf",
            b"<0001>Tj",
            b"/X0 Do",
            b"BI ID x EI",
            b"(a) '",
            b"1 2",
            b"/f0 9 Tf <000100010001000100010001000100010001000100010001>Tj",
        ] {
            assert!(told(wrong).is_err(), "{}", String::from_utf8_lossy(wrong));
        }
    }
}
