//! DEFLATE (RFC 1951) with the fixed codes: texts of a table become a fourth to a tenth of their size. The compressors in the tree come
//! with the image crates, where another feature would have every one of them built again; this much of the format is short.

/// Shortest and longest stretch that is said again.
const SHORTEST: usize = 3;
const LONGEST: usize = 258;
/// How far back such a stretch may lie.
const WINDOW: usize = 32_768;
/// Earlier places with the same first bytes that are looked at.
const LOOKS: usize = 24;

/// First length and further bits of the length codes 257–285.
const LENGTHS: [(u16, u8); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];
/// First distance and further bits of the distance codes.
const DISTANCES: [(u16, u8); 30] = [
    (1, 0),
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 1),
    (7, 1),
    (9, 2),
    (13, 2),
    (17, 3),
    (25, 3),
    (33, 4),
    (49, 4),
    (65, 5),
    (97, 5),
    (129, 6),
    (193, 6),
    (257, 7),
    (385, 7),
    (513, 8),
    (769, 8),
    (1025, 9),
    (1537, 9),
    (2049, 10),
    (3073, 10),
    (4097, 11),
    (6145, 11),
    (8193, 12),
    (12289, 12),
    (16385, 13),
    (24577, 13),
];

/// Bits from the lowest of each byte on.
#[derive(Debug, Default)]
struct Bits {
    out: Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits {
    fn put(&mut self, value: u32, bits: u32) {
        self.held |= u64::from(value) << self.count;
        self.count += bits;
        while self.count >= 8 {
            self.out.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// A Huffman code, which stands with its highest bit first.
    fn code(&mut self, code: u32, bits: u32) {
        self.put(code.reverse_bits() >> (32 - bits), bits);
    }

    /// A byte, or with 256 and more the end or a length.
    fn symbol(&mut self, symbol: u32) {
        match symbol {
            0..=143 => self.code(0x30 + symbol, 8),
            144..=255 => self.code(0x190 + symbol - 144, 9),
            256..=279 => self.code(symbol - 256, 7),
            _ => self.code(0xC0 + symbol - 280, 8),
        }
    }

    fn again(&mut self, length: usize, distance: usize) {
        let code_of = |table: &[(u16, u8)], value: usize| {
            let at = table.partition_point(|(first, _)| usize::from(*first) <= value).saturating_sub(1);
            let (first, bits) = table.get(at).copied().unwrap_or_default();
            let further = u32::try_from(value.saturating_sub(usize::from(first))).unwrap_or(0);
            (u32::try_from(at).unwrap_or(0), further, u32::from(bits))
        };
        let (code, further, bits) = code_of(&LENGTHS, length);
        self.symbol(257 + code);
        self.put(further, bits);
        let (code, further, bits) = code_of(&DISTANCES, distance);
        self.code(code, 5);
        self.put(further, bits);
    }
}

/// The bytes in fewer bytes. The same bytes give the same.
#[must_use]
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut bits = Bits::default();
    // One last block with the fixed codes.
    bits.put(1, 1);
    bits.put(1, 2);
    // For each hash of three bytes the last place they stand at, and for each place the one before it.
    let mut last: Vec<u32> = vec![u32::MAX; 1 << 15];
    let mut before: Vec<u32> = vec![u32::MAX; bytes.len()];
    let hash = |at: usize| -> Option<usize> {
        let three = bytes.get(at..at + SHORTEST)?;
        let value = three.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
        Some((value.wrapping_mul(0x9E37_79B1) >> 17) as usize)
    };
    let mut enter = |at: usize, before: &mut Vec<u32>| {
        let slot = hash(at).and_then(|hash| last.get_mut(hash));
        if let (Some(slot), Some(before), Ok(place)) = (slot, before.get_mut(at), u32::try_from(at)) {
            *before = std::mem::replace(slot, place);
        }
    };
    let mut at = 0;
    while at < bytes.len() {
        enter(at, &mut before);
        let mut place = before.get(at).copied().unwrap_or(u32::MAX);
        let (mut length, mut distance) = (0, 0);
        for _ in 0..LOOKS {
            let from = place as usize;
            if place == u32::MAX || at - from > WINDOW {
                break;
            }
            let behind = bytes.get(at..).unwrap_or_default().iter().take(LONGEST);
            let same = behind.zip(bytes.get(from..).unwrap_or_default()).take_while(|(a, b)| a == b).count();
            if same > length {
                (length, distance) = (same, at - from);
            }
            place = before.get(from).copied().unwrap_or(u32::MAX);
        }
        if length < SHORTEST {
            bits.symbol(bytes.get(at).copied().map_or(0, u32::from));
            at += 1;
            continue;
        }
        bits.again(length, distance);
        (at + 1..at + length).for_each(|next| enter(next, &mut before));
        at += length;
    }
    bits.symbol(256);
    bits.put(0, 7);
    bits.out
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The bytes of what [`deflate`] makes.
    pub fn inflate(bytes: &[u8]) -> Vec<u8> {
        let mut at = 0;
        let mut take = |bits: u32| -> u32 {
            (0..bits).fold(0, |value, bit| {
                let one = u32::from(bytes[at / 8] >> (at % 8) & 1);
                at += 1;
                value | one << bit
            })
        };
        assert_eq!((take(1), take(2)), (1, 1), "one block with the fixed codes");
        let mut out: Vec<u8> = vec![];
        loop {
            let mut code = (0..7).fold(0, |code, _| code << 1 | take(1));
            let symbol = if code <= 23 {
                256 + code
            } else {
                code = code << 1 | take(1);
                match code {
                    0x30..=0xBF => code - 0x30,
                    0xC0..=0xC7 => 280 + code - 0xC0,
                    _ => 144 + (code << 1 | take(1)) - 0x190,
                }
            };
            match symbol {
                0..=255 => out.push(symbol as u8),
                256 => return out,
                _ => {
                    let (first, bits) = LENGTHS[symbol as usize - 257];
                    let length = usize::from(first) + take(bits.into()) as usize;
                    let code = (0..5).fold(0, |code, _| code << 1 | take(1));
                    let (first, bits) = DISTANCES[code as usize];
                    let distance = usize::from(first) + take(bits.into()) as usize;
                    (0..length).for_each(|_| out.push(out[out.len() - distance]));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(pieces in prop::collection::vec((0..6_usize, 0..400_usize), 0..60)) {
            let words = ["<row r=\"1\">", "遂宁", "甲乙丙丁", "a", "\u{0}\u{ff}", "2020-03-10"];
            let text: String = pieces.iter().map(|(word, n)| words[*word].repeat(*n % 7) + &n.to_string()).collect();
            prop_assert_eq!(inflate(&deflate(text.as_bytes())), text.as_bytes());
        }

        #[test]
        fn any_bytes_can_be_packed(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            prop_assert_eq!(inflate(&deflate(&bytes)), bytes);
        }
    }

    #[test]
    fn long_texts_become_short() {
        let text: String = (0..4_000).map(|n| format!("<c r=\"A{n}\"><v>{}</v></c>", n * 7)).collect();
        let packed = deflate(text.as_bytes());
        assert!(packed.len() * 3 < text.len(), "{} of {}", packed.len(), text.len());
        assert_eq!(inflate(&packed), text.as_bytes());
        let same = vec![b'x'; 100_000];
        assert_eq!(inflate(&deflate(&same)), same);
    }
}
