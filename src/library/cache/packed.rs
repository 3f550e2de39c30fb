//! Lists of documents with counts, packed bit by bit: gaps and counts in Rice codes (Rice and Plaunt 1971), whose parameters are chosen for
//! each list. A frequent character takes two or three bits a document, a rare one as many as the numbers of its documents have.

/// Ones of a code before its number is written out instead.
const MOST_ONES: u32 = 24;

/// Bits of a number that is written out.
const WHOLE_BITS: u32 = 32;

/// Greatest parameter of gaps and of counts: they have five and three bits.
pub(super) const MOST_GAP_BITS: u32 = 31;
const MOST_COUNT_BITS: u32 = 7;

/// Bits in the making, the first of a byte lowest.
#[derive(Debug)]
pub(super) struct BitWriter<'a> {
    bytes: &'a mut Vec<u8>,
    /// Bits that are no whole byte yet.
    rest: u64,
    count: u32,
}

impl<'a> BitWriter<'a> {
    /// Bits behind these bytes.
    pub(super) const fn new(bytes: &'a mut Vec<u8>) -> Self {
        Self { bytes, rest: 0, count: 0 }
    }

    /// The lowest `count` bits of `value`, 32 at most.
    pub(super) fn bits(&mut self, value: u64, count: u32) {
        self.rest |= (value & ((1 << count) - 1)) << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.rest as u8);
            self.rest >>= 8;
            self.count -= 8;
        }
    }

    /// A number in the Rice code of this parameter.
    pub(super) fn rice(&mut self, number: u32, parameter: u32) {
        let ones = number >> parameter;
        if ones < MOST_ONES {
            self.bits((1 << ones) - 1, ones + 1);
            self.bits(number.into(), parameter);
        } else {
            self.bits((1 << MOST_ONES) - 1, MOST_ONES);
            self.bits(number.into(), WHOLE_BITS);
        }
    }

    /// Fills the last byte with ones, which begin no code.
    pub(super) fn close(self) {
        if self.count > 0 {
            self.bytes.push((self.rest | !0 << self.count) as u8);
        }
    }
}

/// Bits as they are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    /// Number of the next bit.
    at: usize,
}

impl<'a> BitReader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next 57 bits at least; ones behind the end.
    fn peek(&self) -> u64 {
        let rest = self.bytes.get(self.at / 8..).unwrap_or_default();
        let word = match rest.first_chunk::<8>() {
            Some(word) => u64::from_le_bytes(*word),
            None => {
                let mut word = [0xFF; 8];
                word.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
                u64::from_le_bytes(word)
            }
        };
        let shift = self.at % 8;
        word >> shift | !(u64::MAX >> shift)
    }

    /// The next `count` bits, 32 at most; `None` behind the end.
    pub(super) fn bits(&mut self, count: u32) -> Option<u32> {
        let value = self.peek() & ((1 << count) - 1);
        self.step(count as usize)?;
        u32::try_from(value).ok()
    }

    /// The next number in the Rice code of this parameter; `None` at the end.
    pub(super) fn rice(&mut self, parameter: u32) -> Option<u32> {
        let word = self.peek();
        let ones = word.trailing_ones();
        if ones >= MOST_ONES {
            self.step(MOST_ONES as usize)?;
            return self.bits(WHOLE_BITS);
        }
        // 24 bits, and 31 at most, are fewer than are at hand.
        let below = (word >> (ones + 1)) & ((1 << parameter) - 1);
        self.step((ones + 1 + parameter) as usize)?;
        Some(ones << parameter | below as u32)
    }

    /// The next two numbers in the Rice codes of these parameters, when one look tells them: nearly always. Where it does not, nothing is
    /// read.
    fn rice_pair(&mut self, first: u32, second: u32) -> Option<(u32, u32)> {
        /// Bits of the first code, behind which there are as many as a second code of 24 ones and the greatest parameter has.
        const MOST_BEFORE: u32 = 57 - (MOST_ONES + MOST_COUNT_BITS);
        let word = self.peek();
        let ones = word.trailing_ones();
        let bits = ones + 1 + first;
        if ones >= MOST_ONES || bits > MOST_BEFORE || second > MOST_COUNT_BITS {
            return None;
        }
        let one = ones << first | ((word >> (ones + 1)) & ((1 << first) - 1)) as u32;
        let rest = word >> bits;
        let ones = rest.trailing_ones();
        if ones >= MOST_ONES {
            return None;
        }
        let other = ones << second | ((rest >> (ones + 1)) & ((1 << second) - 1)) as u32;
        self.step((bits + ones + 1 + second) as usize)?;
        Some((one, other))
    }

    fn step(&mut self, count: usize) -> Option<()> {
        self.at = self.at.checked_add(count).filter(|at| *at <= self.bytes.len() * 8)?;
        Some(())
    }
}

/// The parameter that suits numbers of this mean (`sum` of `count` of them): the power of two nearest below 0.69 of it.
pub(super) fn parameter(sum: u64, count: u64) -> u32 {
    (sum * 69 / (count * 100).max(1)).checked_ilog2().unwrap_or(0)
}

/// Packs documents and how often each has something, rising, behind these bytes; `documents` is how many there are in all.
pub(super) fn pack(list: &[(u32, u32)], documents: u32, into: &mut Vec<u8>) {
    let count = list.len() as u64;
    let further: u64 = list.iter().map(|(_, count)| u64::from(count.saturating_sub(1))).sum();
    let gap_bits = parameter(u64::from(documents).saturating_sub(count), count).min(MOST_GAP_BITS);
    let count_bits = parameter(further, count).min(MOST_COUNT_BITS);
    let mut out = BitWriter::new(into);
    out.bits(gap_bits.into(), 5);
    out.bits(count_bits.into(), 3);
    let mut next = 0;
    for &(document, count) in list {
        out.rice(document.wrapping_sub(next), gap_bits);
        out.rice(count.saturating_sub(1), count_bits);
        next = document.wrapping_add(1);
    }
    out.close();
}

/// Unpacks a list: each document and its count, rising. `None` when these bytes are no list.
pub(super) fn unpack(bytes: &[u8], mut told: impl FnMut(u32, u32)) -> Option<()> {
    let mut bits = BitReader::new(bytes);
    let (gap_bits, count_bits) = (bits.bits(5)?, bits.bits(3)?);
    let mut next = 0_u32;
    loop {
        let (gap, count) = match bits.rice_pair(gap_bits, count_bits) {
            Some(pair) => pair,
            None => match bits.rice(gap_bits) {
                Some(gap) => (gap, bits.rice(count_bits)?),
                None => break,
            },
        };
        let document = next.checked_add(gap)?;
        told(document, count.checked_add(1)?);
        next = document.checked_add(1)?;
    }
    Some(())
}

/// Packs numbers that rise behind these bytes.
pub(super) fn pack_rising(numbers: &[u32], into: &mut Vec<u8>) {
    let (Some(last), count) = (numbers.last(), numbers.len() as u64) else { return };
    let gap_bits = parameter(u64::from(*last), count).min(MOST_GAP_BITS);
    let mut out = BitWriter::new(into);
    out.bits(gap_bits.into(), 5);
    let mut next = 0;
    for number in numbers {
        out.rice(number.wrapping_sub(next), gap_bits);
        next = number.wrapping_add(1);
    }
    out.close();
}

/// Unpacks numbers that rise; `None` when these bytes are none.
pub(super) fn unpack_rising(bytes: &[u8]) -> Option<Vec<u32>> {
    let mut bits = BitReader::new(bytes);
    let mut numbers = Vec::with_capacity(bytes.len() / 2);
    if bytes.is_empty() {
        return Some(numbers);
    }
    let gap_bits = bits.bits(5)?;
    // One past the greatest number is the end of all of them.
    let mut next = Some(0_u32);
    while let Some(gap) = bits.rice(gap_bits) {
        let number = next?.checked_add(gap)?;
        numbers.push(number);
        next = number.checked_add(1);
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn packed(list: &[(u32, u32)], documents: u32) -> Vec<u8> {
        let mut bytes = vec![];
        pack(list, documents, &mut bytes);
        bytes
    }

    fn unpacked(bytes: &[u8]) -> Option<Vec<(u32, u32)>> {
        let mut list = vec![];
        unpack(bytes, |document, count| list.push((document, count))).map(|()| list)
    }

    #[test]
    fn what_nearly_all_have_takes_three_bits_each() {
        let list: Vec<(u32, u32)> =
            (0..4000).filter(|document| document % 8 != 0).map(|document| (document, 1)).collect();
        let bytes = packed(&list, 4000);
        assert_eq!(unpacked(&bytes), Some(list));
        assert!(bytes.len() < 3500 * 3 / 8, "{}", bytes.len());
    }

    #[test]
    fn a_list_of_few_ends_where_it_ends() {
        for list in [vec![(0, 1)], vec![(3, 1)], vec![(4_000_000_000, 1_000_000_000)], vec![(0, 1), (1, 1), (2, 1)]] {
            assert_eq!(unpacked(&packed(&list, 5)).as_ref(), Some(&list));
            assert_eq!(unpacked(&packed(&list, u32::MAX)), Some(list));
        }
        assert_eq!(unpacked(&packed(&[], 5)), Some(vec![]));
        let mut bytes = vec![];
        pack_rising(&[0, u32::MAX - 1, u32::MAX], &mut bytes);
        assert_eq!(unpack_rising(&bytes), Some(vec![0, u32::MAX - 1, u32::MAX]));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn lists_come_back(gaps in proptest::collection::vec((0..9000_u32, prop_oneof![1..4_u32, 1..100_000_u32]), 1..300), most in 1..5000_u32) {
            let mut next = 0;
            let list: Vec<(u32, u32)> = gaps.iter().map(|(gap, count)| {
                let document = next + gap % most;
                next = document + 1;
                (document, *count)
            }).collect();
            prop_assert_eq!(unpacked(&packed(&list, next)), Some(list));
        }

        #[test]
        fn rising_numbers_come_back(numbers in proptest::collection::btree_set(any::<u32>(), 0..100)) {
            let numbers: Vec<u32> = numbers.into_iter().collect();
            let mut bytes = vec![];
            pack_rising(&numbers, &mut bytes);
            prop_assert_eq!(unpack_rising(&bytes), Some(numbers));
        }

        #[test]
        fn bytes_of_any_kind_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (unpacked(&bytes), unpack_rising(&bytes));
        }
    }
}
