//! A byte of what is known about each character: one look instead of a row of comparisons.

/// Eight bits for each character of the BMP; those beyond it have none set.
#[derive(Clone, Debug)]
pub struct Classes(Box<[u8; BMP]>);

/// Characters of the BMP.
pub const BMP: usize = 0x1_0000;

/// A table with one entry for each character of the BMP, all alike. Its length is known to the compiler, so that looking up a unit is one
/// read.
#[must_use]
pub fn boxed<T: Copy>(value: T) -> Box<[T; BMP]> {
    vec![value; BMP].try_into().unwrap_or_else(|_| Box::new([value; BMP]))
}

impl Default for Classes {
    fn default() -> Self {
        Self::new()
    }
}

impl Classes {
    /// No character has any bit.
    #[must_use]
    pub fn new() -> Self {
        Self(boxed(0))
    }

    /// Sets `bits` for every character of `chars`.
    #[must_use]
    pub fn with(mut self, chars: impl IntoIterator<Item = char>, bits: u8) -> Self {
        for c in chars {
            self.add(c, bits);
        }
        self
    }

    /// Sets `bits` for `c`; nothing happens beyond the BMP.
    pub fn add(&mut self, c: char, bits: u8) {
        if let Some(slot) = self.0.get_mut(u32::from(c) as usize) {
            *slot |= bits;
        }
    }

    /// The bits of the character of a unit (see [`super::units`]); none beyond the BMP.
    #[must_use]
    pub fn of_unit(&self, unit: u16) -> u8 {
        self.0[usize::from(unit)]
    }

    /// The bits of `c`.
    #[must_use]
    pub fn of(&self, c: char) -> u8 {
        self.0.get(u32::from(c) as usize).copied().unwrap_or(0)
    }
}

/// Every character of the BMP, in order.
pub fn bmp() -> impl Iterator<Item = char> {
    (0..=u32::from(u16::MAX)).filter_map(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_add_up_and_end_with_the_bmp() {
        let classes = Classes::new().with("遂潼".chars(), 1).with("潼𠀀".chars(), 2);
        assert_eq!(['遂', '潼', '𠀀', 'a'].map(|c| classes.of(c)), [1, 3, 0, 0]);
        assert_eq!(bmp().count(), 0x1_0000 - 0x800);
    }
}
