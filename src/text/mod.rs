//! Floor 1, characters: everything that can be said of a string without knowing that it is an article.

pub mod address;
pub mod anchor;
pub mod classes;
pub mod compare;
pub mod convert;
pub mod count;
pub mod date;
pub mod dates;
pub mod encoding;
pub mod find;
pub mod fold;
pub mod pinyin;
pub mod punct;
pub mod quantity;
pub(crate) mod reader;
pub mod restore;
pub mod script;
pub mod sentence;
pub mod span;
pub mod toned;
pub mod units;
pub mod wordset;
