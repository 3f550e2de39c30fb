//! The signs by which a row is weighed, by number: so that summing their weights takes one look at a table for each.

use super::{Kind, Status};

/// Makes [`Sort`]: signs that hold or not, then those that have one of several values.
macro_rules! sorts {
    ($($yes:ident $yes_name:literal,)* ; $($sort:ident $name:literal [$($value:literal)*],)*) => {
        /// What a sign is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Sort { $($yes,)* $($sort,)* }

        impl Sort {
            /// Every sort, in the order of their numbers.
            pub(super) const ALL: &'static [Self] = &[$(Self::$yes,)* $(Self::$sort,)*];

            /// Its name in the data file.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$yes => $yes_name,)* $(Self::$sort => $name,)* }
            }

            /// The names of its values in the data file.
            pub(super) const fn values(self) -> &'static [&'static str] {
                match self { $(Self::$yes => &["yes"],)* $(Self::$sort => &[$($value),*],)* }
            }
        }
    };
}

sorts! {
    NameHasPlace "name has a place",
    NameBeginsWithPlace "name begins with a place",
    NameInBrackets "name begins with a place in brackets",
    NameHasQuote "name has a quote",
    NameHasTitle "name has a title",
    NameHasNumber "name has a number",
    NameHasJointWords "name has joint words",
    NameHasOf "name has 的",
    NameIsSentence "name is a sentence",
    NameHasVerb "name has a verb",
    NameHasList "name has a list",
    NameEndsPlainly "name ends plainly",
    NameHasPeople "name has people",
    NameSaysBoth "name says both",
    NameIsAspect "name is an aspect",
    NameActs "name acts",
    NameGoesOn "name goes on",
    NameEndsClause "name ends its clause",
    NameOpensClause "name opens its clause",
    NounUnknown "noun is unknown",
    NounIsKind "noun is its kind",
    Bare "bare",
    ShortForAnother "short for another",
    NameEndsAsBody "name ends as a body",
    NameDoes "name does something",
    VerbUnknown "verb is unknown",
    VerbStrong "verb is strong",
    VerbOfWorks "verb is of works",
    VerbOnlyBefore "verb only before",
    VerbOnlyBehind "verb only behind",
    VerbBringsKind "verb brings its kind",
    VerbEndsClause "verb ends its clause",
    VerbTouchesName "verb touches the name",
    VerbFar "verb far from the name",
    VerbWithLe "verb with 了",
    VerbDescribes "verb describes",
    ClauseJointWords "clause has joint words",
    ClauseSaysBoth "clause says both",
    ClauseHasDay "clause has a day",
    SentenceHasDay "sentence has a day",
    ClauseHasNumber "clause has a number",
    ClauseSpeaks "clause says who speaks",
    SentenceSpeaks "sentence says who speaks",
    ClauseHasPeople "clause has people",
    SentenceHasPeople "sentence has people",
    ClauseLooksBack "clause looks back",
    ClauseDoubts "clause doubts",
    SentenceDoubts "sentence doubts",
    ClauseIsBackground "clause is background",
    ClauseWishes "clause wishes",
    LongAgo "clause has long ago",
    FirstClause "first clause",
    OwnClauseBefore "own clause is before",
    SeveralDoIt "several do it",
    Asks "sentence ends in question",
    FirstSentence "first sentence of its paragraph",
    Plan "plan",
    SentenceTold "sentence is told",
    ClauseTold "clause is told",
    PageTold "page is told",
    Dated "dated",
    Due "due",
    Amount "amount",
    Held "held by a verb, a day or a number",
    VerbFirm "verb is firm",
    NamedAgain "named again",
    NamedInTitle "named in the title",
    ClauseSaysOver "clause says that it is so",
    ClauseSaysGoing "clause says that it goes on",
    ClauseSaysAhead "clause says that it is to come",
    HasDayBehind "a day behind the name",
    Idle "nothing holds it",
    NameOpensWithVerb "name begins with a verb",
    NamesNobody "sentence names nobody",
    ;
    Always "always" ["-"],
    KindIs "kind" ["agreement" "institution" "project" "platform" "policy" "event" "target"],
    StatusIs "status" ["stated" "planned" "preliminary" "signed" "approved" "established" "under_construction" "done"],
    VerbTells "verb tells" ["stated" "planned" "preliminary" "signed" "approved" "established" "under_construction" "done"],
    MoodIs "mood" ["told" "over" "going" "ahead" "denied" "wished"],
    Before "before" ["nothing" "的" "a preposition" "a joint" "a verb" "a place" "a day" "a number" "了" "a mark" "a word"],
    Behind "behind" ["nothing" "的" "a joint" "a day" "a number" "a verb" "a verb of doing" "what is said" "a mark" "a word"],
    Length "length" ["to 4" "to 8" "to 14" "longer"],
    Telling "telling" ["none" "to 3" "to 6" "more"],
    CitiesOfClause "cities of the clause" ["none" "one" "two" "more"],
    CitiesOfSentence "cities of the sentence" ["none" "one" "two" "more"],
    Parties "parties" ["none" "one" "two" "more"],
    ClauseLength "clause" ["to 8" "to 16" "to 28" "longer"],
    SentenceLength "sentence" ["to 20" "to 50" "to 90" "longer"],
    Clauses "clauses" ["one" "two" "to 5" "more"],
    CitiesOfPage "cities of the page" ["none" "one" "two" "more"],
    Paragraph "paragraph" ["first" "second" "to 5" "later"],
    RowsOfSentence "rows of the sentence" ["none" "one" "two" "more"],
    Number "number" [
        "none" "%" "个" "个工作日" "个月" "个百分点" "亩" "人" "件" "份" "例" "元" "公斤" "公里" "公顷" "列" "千瓦" "只" "台" "吨" "场" "处" "天" "头" "套"
        "字" "宗" "家" "对" "小时" "平方公里" "平方米" "座" "张" "户" "所" "条" "标箱" "港元" "班" "立方米" "米" "类" "趟" "车道" "辆" "门" "间" "页" "项"
    ],
}

/// A sign: its sort, and the number of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign(pub(super) Sort, pub(super) usize);

impl Sign {
    /// The names of the sort and of the value.
    pub(super) fn names(self) -> (&'static str, &'static str) {
        (self.0.name(), self.0.values().get(self.1).copied().unwrap_or("-"))
    }

    pub(super) const fn of_kind(kind: Kind) -> Self {
        Self(Sort::KindIs, kind as usize)
    }

    pub(super) const fn of_status(status: Status) -> Self {
        Self(Sort::StatusIs, status as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_statuses_stand_in_the_order_of_their_numbers() {
        for kind in Kind::ALL {
            assert_eq!(Sign::of_kind(kind).names(), ("kind", kind.name()));
        }
        for status in Status::ALL {
            assert_eq!(Sign::of_status(status).names(), ("status", status.name()));
        }
    }
}
