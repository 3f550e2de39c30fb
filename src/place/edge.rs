//! Lists of words that are asked for by their first or last character.

/// Words by their first or last character: every name of a text is asked about hundreds of them.
pub(super) struct Edge {
    words: Vec<(char, &'static str)>,
    /// One bit for every hashed character, so that most are passed over by one look.
    bits: [u64; 16],
}

impl Edge {
    /// Words by their first characters.
    pub fn first(words: Vec<&'static str>) -> Self {
        Self::by(words, |word| word.chars().next())
    }

    /// Words by their last characters.
    pub fn last(words: Vec<&'static str>) -> Self {
        Self::by(words, |word| word.chars().next_back())
    }

    /// Words with the same character stay in the order of the file.
    fn by(words: Vec<&'static str>, key: impl Fn(&str) -> Option<char>) -> Self {
        let mut keyed: Vec<_> = words.into_iter().filter_map(|word| Some((key(word)?, word))).collect();
        keyed.sort_by_key(|&(c, _)| c);
        let mut bits = [0; 16];
        for &(c, _) in &keyed {
            let bit = u32::from(c) as usize & 1023;
            bits[bit / 64] |= 1 << (bit % 64);
        }
        Self { words: keyed, bits }
    }

    /// The words whose character is `c`.
    pub fn alike(&self, c: char) -> impl Iterator<Item = &'static str> + '_ {
        let bit = u32::from(c) as usize & 1023;
        let words = if self.bits[bit / 64] & (1 << (bit % 64)) == 0 { &[] } else { self.words.as_slice() };
        let from = words.partition_point(|&(known, _)| known < c);
        words.iter().skip(from).take_while(move |&&(known, _)| known == c).map(|&(_, word)| word)
    }
}

/// True when one of `words` opens `text`.
pub(super) fn starts(text: &str, words: &Edge) -> bool {
    text.chars().next().is_some_and(|first| words.alike(first).any(|word| text.starts_with(word)))
}

/// What follows the word of `words` that opens `text`.
pub(super) fn opening<'a>(text: &'a str, words: &Edge) -> Option<&'a str> {
    let first = text.chars().next()?;
    words.alike(first).find_map(|word| text.strip_prefix(word))
}

/// True when one of `words` ends `text`.
pub(super) fn ends(text: &str, words: &Edge) -> bool {
    text.chars().next_back().is_some_and(|last| words.alike(last).any(|word| text.ends_with(word)))
}
