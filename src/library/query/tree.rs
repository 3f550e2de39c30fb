//! A search text, understood: what must be there, what must not, and what it says of itself.

use crate::{
    library::query::Dates,
    place::PlaceId,
    text::{script::Script, span::ByteRange},
};

/// A part of a search text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All of them; none asks for nothing.
    All(Vec<Self>),
    /// At least one.
    Any(Vec<Self>),
    /// This must not be.
    Not(Box<Self>),
    /// All of them in one sentence or one paragraph.
    Near(Reach, Vec<Self>),
    /// Words of the page.
    Words(Words),
    /// A regular expression, without its slashes.
    Pattern(String),
    /// Letters that the page's characters must sound like.
    Spoken(String),
    /// Something about the page.
    Field(Field),
}

/// Words as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Without quotes.
    pub text: String,
    /// They stood in quotes: no sound is meant.
    pub quoted: bool,
    /// Only in these very characters: simplified for simplified, traditional for traditional.
    pub exact: bool,
}

/// How near is near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// What the library knows of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// The title has these words.
    Title(Words),
    /// The source does.
    Source(Words),
    /// One of the writers does.
    Author(Words),
    /// The file's path does.
    File(Words),
    /// One of these places is named.
    Places {
        /// As typed.
        typed: String,
        /// Which, sorted.
        places: Vec<PlaceId>,
        /// The page must be about it.
        primary: bool,
    },
    /// Published between these days.
    Dates(Dates),
    /// It has this.
    Has(Having),
    /// Its script.
    Script(Script),
    /// What the person did with it.
    Is(Being),
    /// It has such a tag.
    Tag {
        /// As typed, folded.
        name: String,
        /// The whole of it; else its beginning.
        whole: bool,
    },
}

/// What a page can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Having {
    /// Years, digits or characters that were lost, a missing beginning or end.
    Damage,
    /// A remark of this kind.
    Remark(crate::article::RemarkCode),
    /// A title of its own.
    Title,
    /// A date.
    Date,
    /// A source.
    Source,
    /// A writer.
    Author,
    /// A city.
    City,
    /// Rows of columns.
    Table,
    /// Something the person marked.
    Marked(Marked),
}

/// What a person marks on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Marked {
    /// A highlight or dots.
    Highlight,
    /// A note.
    Note,
    /// A bookmark.
    Bookmark,
}

/// What a person does with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Being {
    /// Not read yet.
    Unread,
    /// Read.
    Read,
    /// Has a star.
    Starred,
}

/// Something to tell the person about the search text. What is not understood is looked for as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// A quote is never closed: it runs to the end.
    OpenQuote,
    /// A bracket is never closed: it runs to the end.
    OpenGroup,
    /// This operator has no word on one side, and does nothing.
    LooseOperator(String),
    /// An operator in small letters between words, which was taken for a word.
    SmallOperator(String),
    /// `OR` is read before `AND`.
    MixedOperators,
    /// Brackets with several words have more glued to them, and were taken for text.
    GluedGroup,
    /// Nothing stands behind this field, and it does nothing.
    EmptyField(String),
    /// No such place.
    UnknownPlace(String),
    /// The date cannot be read.
    UnknownDate(String),
    /// The field has no such value.
    UnknownValue {
        /// The field as typed.
        field: String,
        /// The value as typed.
        value: String,
    },
    /// Only words can be near each other; the rest must simply hold.
    NearWords,
    /// The regular expression has a mistake.
    WrongPattern {
        /// As typed.
        pattern: String,
        /// What the expression's reader says, in English.
        details: String,
    },
    /// The regular expression is too large, or one too many.
    LargePattern(String),
    /// Only so many characters of the text were read.
    LongText(usize),
    /// On some pages a regular expression has more hits than were found.
    MoreHits,
}

/// A search text and what was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The parts that must all hold, and where they stand in the text.
    pub parts: Vec<(ByteRange, Node)>,
    /// What to tell the person.
    pub advice: Vec<Advice>,
}

impl Parsed {
    /// The whole as one node.
    #[must_use]
    pub fn node(&self) -> Node {
        Node::All(self.parts.iter().map(|(_, node)| node.clone()).collect())
    }
}

impl Node {
    /// True for what has places in the text: words, patterns and what is made of them alone.
    #[must_use]
    pub fn is_text(&self) -> bool {
        match self {
            Self::Words(_) | Self::Pattern(_) | Self::Spoken(_) => true,
            Self::Any(parts) => parts.iter().all(Self::is_text),
            Self::All(_) | Self::Not(_) | Self::Near(..) | Self::Field(_) => false,
        }
    }
}
