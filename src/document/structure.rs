//! The document's logical structure: the tags by which a screen reader follows it (PDF/UA-1, ISO 14289-1).

use std::num::NonZeroU16;

use krilla::geom::Rect;
use krilla::tagging::{BBox, Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagId, TagKind, TagTree};

use crate::pdf::SIGNATURE_PLACE;

/// What an element is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// A numbered section, an annex, a signature block.
    Section,
    /// A heading of a level from 1, with its text.
    Heading(u16, String),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// What an item says.
    ItemBody,
    /// A table.
    Table,
    /// Its heading rows.
    TableHead,
    /// Its other rows.
    TableBody,
    /// A row.
    Row,
    /// The heading of a column.
    ColumnHeader,
    /// The heading of a row.
    RowHeader,
    /// Any other cell.
    Cell,
    /// The place that is kept free for signatures, with what it is in words. There is one in a document at most.
    SignaturePlace(String),
}

/// An element of the structure, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element(usize);

struct Node {
    role: Role,
    children: Vec<usize>,
    language: Option<&'static str>,
    content: Vec<Identifier>,
    place: Option<BBox>,
}

/// The elements, as they are composed and then filled with what was drawn of each.
pub(super) struct Structure {
    nodes: Vec<Node>,
    top: Vec<usize>,
    language: &'static str,
}

impl Structure {
    /// An empty structure of a document in `language`, a BCP 47 tag.
    pub(super) const fn new(language: &'static str) -> Self {
        Self { nodes: Vec::new(), top: Vec::new(), language }
    }

    /// Adds an element, last in `parent` or at the top.
    pub(super) fn add(&mut self, parent: Option<Element>, role: Role) -> Element {
        let index = self.nodes.len();
        self.nodes.push(Node { role, children: Vec::new(), language: None, content: Vec::new(), place: None });
        match parent.and_then(|parent| self.nodes.get_mut(parent.0)) {
            Some(parent) => parent.children.push(index),
            None => self.top.push(index),
        }
        Element(index)
    }

    /// How many elements there are, for [`Structure::set_language_since`].
    pub(super) const fn mark(&self) -> usize {
        self.nodes.len()
    }

    /// Says that the elements added since `mark` are in `language`, where that is not the document's.
    pub(super) fn set_language_since(&mut self, mark: usize, language: &'static str) {
        for node in self.nodes.iter_mut().skip(mark) {
            node.language = Some(language).filter(|language| *language != self.language);
        }
    }

    /// Gives an element what was drawn of it.
    pub(super) fn fill(&mut self, element: Element, content: Identifier) {
        if let Some(node) = self.nodes.get_mut(element.0) {
            node.content.push(content);
        }
    }

    /// Says where an element stands: the page, from 0, and the part of it that is the element's own.
    pub(super) fn stand(&mut self, element: Element, page: usize, area: Rect) {
        if let Some(node) = self.nodes.get_mut(element.0) {
            node.place = Some(BBox::new(page, area));
        }
    }

    /// The tree that krilla writes.
    pub(super) fn into_tree(mut self) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(self.language.to_owned()));
        for index in std::mem::take(&mut self.top) {
            if let Some(group) = self.group(index) {
                tree.push(group);
            }
        }
        tree
    }

    fn group(&mut self, index: usize) -> Option<TagGroup> {
        let node = self.nodes.get_mut(index)?;
        let (children, content) = (std::mem::take(&mut node.children), std::mem::take(&mut node.content));
        let mut group = TagGroup::new(tag(&node.role, node.language, node.place));
        for identifier in content {
            group.push(identifier);
        }
        for child in children {
            if let Some(child) = self.group(child) {
                group.push(child);
            }
        }
        Some(group)
    }
}

fn tag(role: &Role, language: Option<&'static str>, place: Option<BBox>) -> TagKind {
    let language = language.map(str::to_owned);
    match role {
        Role::Section => Tag::Section.with_lang(language).into(),
        Role::Heading(level, text) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(text.clone())).with_lang(language).into()
        }
        Role::Paragraph => Tag::P.with_lang(language).into(),
        Role::List => Tag::L(ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::ItemBody => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::TableHead => Tag::THead.into(),
        Role::TableBody => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHeader => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
        Role::SignaturePlace(text) => {
            let name = TagId::from(SIGNATURE_PLACE.bytes());
            Tag::Figure(Some(text.clone())).with_id(Some(name)).with_bbox(place).with_lang(language).into()
        }
    }
}
