//! What is read of the beginning of a page alone: its text and blocks, its mentions, where it prints its title and its source.

use std::marker::PhantomData;

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};

use super::{Flat, MentionLook, Name, Origin, Read, blocks_of, odd, places};
use crate::{
    article::{Block, BlockKind},
    place::PlaceId,
    text::span::ByteRange,
};

/// The head of a [`super::PageRecord`], down to the blocks.
#[derive(Deserialize)]
struct RunningHead<'a> {
    #[serde(borrow)]
    odd: &'a [u8],
    blocks: Vec<(BlockKind, u32)>,
}

/// The same down to the mentions.
#[derive(Deserialize)]
struct PageHead<'a> {
    #[serde(borrow)]
    _odd: &'a [u8],
    _blocks: Passed<(BlockKind, u32)>,
    mention_looks: Vec<MentionLook>,
    mentions: Vec<(i64, u32)>,
}

/// The same down to the source.
#[derive(Deserialize)]
struct OriginsHead<'a> {
    #[serde(borrow)]
    _odd: &'a [u8],
    _blocks: Passed<(BlockKind, u32)>,
    _mention_looks: Passed<(u32, Passed<u16>, bool, Name)>,
    _mentions: Passed<(i64, u32)>,
    title: Option<Origin>,
    _stand_in_title: &'a str,
    _subtitle: Option<Read<&'a str>>,
    _evidence: Option<Flat>,
    _reason: Name,
    source: Option<Origin>,
}

/// A list that is passed over.
struct Passed<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Passed<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct All<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for All<T> {
            type Value = Passed<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Self::Value, A::Error> {
                while all.next_element::<T>()?.is_some() {}
                Ok(Passed(PhantomData))
            }
        }
        from.deserialize_seq(All(PhantomData))
    }
}

/// Where a page that was kept names which places.
pub(in super::super) fn mentions_of(bytes: &[u8]) -> Option<Vec<(ByteRange, Vec<PlaceId>)>> {
    let (head, _) = postcard::take_from_bytes::<PageHead<'_>>(bytes).ok()?;
    let mut last = 0_i64;
    let mentions = head.mentions.into_iter().map(|(step, look)| {
        let (len, named, _, _) = head.mention_looks.get(look as usize)?;
        last = last.checked_add(step)?;
        let start = usize::try_from(last).ok()?;
        Some((ByteRange::new(start, start.checked_add(*len as usize)?), places(named)?))
    });
    mentions.collect()
}

/// Where a page that was kept prints its title, and its source.
pub(in super::super) fn origins_of(bytes: &[u8]) -> Option<[Option<ByteRange>; 2]> {
    let (head, _) = postcard::take_from_bytes::<OriginsHead<'_>>(bytes).ok()?;
    let span = |origin: Option<Origin>| {
        let (start, len) = origin?.0?;
        Some(ByteRange::new(start as usize, (start as usize).checked_add(len as usize)?))
    };
    Some([span(head.title), span(head.source)])
}

/// The text of a record and its blocks; `None` when the bytes are none, or do not fit together.
pub(in super::super) fn running_of(bytes: &[u8], folded: &[u16]) -> Option<(String, Vec<Block>)> {
    let (head, _) = postcard::take_from_bytes::<RunningHead<'_>>(bytes).ok()?;
    let text = odd::text(folded, head.odd)?;
    let blocks = blocks_of(&text, head.blocks)?;
    Some((text, blocks))
}
