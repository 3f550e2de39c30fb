//! The site's own name: in the breadcrumb, the title's suffix, a line of its own, or the imprint.

use std::sync::LazyLock;

use crate::{
    article::{
        BlockKind,
        features::{Feat, Folded},
        fields::is_medium,
        needles::Needles,
        shape::Shape,
        sort::Sorted,
        vocab::vocab,
    },
    text::{find::FindWord, punct::is_han, span::ByteRange},
};

/// A newspaper's head line: 某某报 第12期, 某某日报电子版.
fn masthead(fold: &str) -> Option<(usize, usize)> {
    let first = fold.split([' ', '·', '|']).next()?;
    let name =
        ["电子报", "电子版", "数字报", "数字版", "手机报"].iter().find_map(|s| first.strip_suffix(s)).unwrap_or(first);
    let issue = first.len() > name.len()
        || ["第", "总第", "期", "版", "电子", "数字", "数位"]
            .iter()
            .any(|s| fold.get(name.len()..).is_some_and(|r| r.contains(s)));
    // A number of issue makes any name a paper's.
    let numbered = first.len() > name.len() || fold.contains("总第") || fold.contains('第') && fold.contains('期');
    (issue
        && (is_medium(name) || numbered && name.chars().count() <= 8 && name.chars().all(is_han))
        && name.chars().count() >= 3
        && !vocab().navigation.has(name)
        && !vocab().weak_site.occurs_in(name))
    .then_some((0, name.len()))
}

/// True for pages where everybody writes: who stands beside a date there is no medium.
pub(super) fn is_forum(feats: &[Feat<'_>], first: usize) -> bool {
    static WORDS: LazyLock<Needles> = LazyLock::new(|| {
        Needles::new(&["楼主", "只看该作者", "发帖", "看帖", "电梯直达", "看板", "回帖", "贴吧", "写回答"])
    });
    feats.iter().take(first + 2).take(60).any(|f| f.chars <= 60 && WORDS.occur_in(f.fold()))
}

/// The name in the page's first lines that its last lines say again: 维港晨讯 … 维港晨讯有限公司版权所有.
fn repeated_name(text: &str, feats: &[Feat<'_>], page: &Sorted) -> Option<ByteRange> {
    for (i, feat) in feats.iter().enumerate().take(3.min(page.first)) {
        if page.kinds.get(i).is_none_or(|(kind, _)| *kind != BlockKind::Furniture) {
            continue;
        }
        let fold = feat.fold();
        for word in fold.split(|c: char| !is_han(c)).filter(|w| (3..=10).contains(&w.chars().count())) {
            const PAPERS: [&str; 10] = ["总结", "计划", "报告", "方案", "材料", "文库", "下载", "作文", "大全", "范文"];
            if vocab().navigation.has(word)
                || PAPERS.iter().any(|w| word.ends_with(w))
                || vocab().not_source.has(word)
                || vocab().channel.end_of(word).is_some()
                || vocab().weak_site.occurs_in(word)
            {
                continue;
            }
            if page.title.span.is_some_and(|title| Folded::new(text, title).text.contains(word)) {
                continue;
            }
            let again = feats.iter().skip(page.tail.max(page.first)).any(|f| f.chars <= 120 && f.fold().contains(word));
            let leads = i == 0
                && fold.starts_with(word)
                && vocab().media_strong.end_of(word).is_some_and(|s| s.len() < word.len());
            // 某某边地 关注: an account.
            let account =
                fold.strip_prefix(word).is_some_and(|r| matches!(r.trim(), "关注" | "+关注" | "订阅" | "+ 关注"));
            if again || leads || account {
                let at = fold.find(word)?;
                return Some(feat.head.to_source(text, at, at + word.len()));
            }
        }
    }
    None
}

/// The site's own name: in the breadcrumb, the title's suffix, a line of its own, or the imprint.
pub(super) fn site(text: &str, feats: &[Feat<'_>], page: &Sorted) -> Option<ByteRange> {
    let good = |name: &str| {
        let count = name.chars().count();
        (3..=14).contains(&count)
            && name.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric())
            && vocab().media_strong.end_of(name).is_some_and(|s| s.len() < name.len())
            && !name.starts_with("本")
            && !vocab().weak_site.occurs_in(name)
            && !vocab().navigation.has(name)
    };
    let mut lone = None;
    let forum = is_forum(feats, page.first);
    if forum {
        return None;
    }
    for (i, feat) in feats.iter().enumerate() {
        let fold = feat.fold();
        match page.shapes.get(i) {
            Some(Shape::Crumb) => {
                let pieces: Vec<&str> =
                    fold.split(['>', ':', ' ', '/', '|', '-', '→']).map(str::trim).filter(|p| !p.is_empty()).collect();
                // The root of the path may have a name of any medium's shape; further pieces must be unmistakable.
                let unknown = |p: &&str| {
                    page.title.span.is_some()
                        && page.first < feats.len()
                        && (3..=8).contains(&p.chars().count())
                        && p.chars().all(is_han)
                        && !p.ends_with("首页")
                        && vocab().channel.end_of(p).is_none()
                        && pieces.iter().all(|q| vocab().weak_site.end_of(q).is_none())
                };
                let root = |p: &&str| {
                    pieces.iter().find(|q| !q.contains("位置")) == Some(p)
                        && !["你在", "您在", "这里", "当前"].iter().any(|w| p.has_word(w))
                        && (is_medium(p) || unknown(p))
                        && p.chars().count() >= 3
                        && ![
                            "新闻",
                            "资讯",
                            "频道",
                            "新闻中心",
                            "热线",
                            "头条",
                            "快讯",
                            "委员会",
                            "办公室",
                            "评论",
                            "简报",
                            "通讯",
                        ]
                        .iter()
                        .any(|s| p.ends_with(s))
                        && !vocab().weak_site.occurs_in(p)
                        && !vocab().navigation.has(p)
                };
                if let Some(piece) = pieces.iter().copied().find(|p| good(p) || root(p)) {
                    let at = fold.find(piece)?;
                    return Some(feat.head.to_source(text, at, at + piece.len()));
                }
            }
            Some(Shape::Legal | Shape::Doubtful)
                if i >= page.tail
                    && feat.chars <= 120
                    && (fold.contains("版权所有") || fold.contains("copyright") || fold.contains('©')) =>
            {
                for piece in fold.split(|c: char| !(is_han(c) || c.is_ascii_alphanumeric())) {
                    let piece = piece.split("版权所有").find(|p| !p.is_empty()).unwrap_or_default();
                    if good(piece) {
                        let at = fold.find(piece)?;
                        lone = lone.or(Some(feat.head.to_source(text, at, at + piece.len())));
                    }
                }
            }
            Some(Shape::Furniture | Shape::Doubtful | Shape::Open)
                if i < page.first
                    && lone.is_none()
                    && !good(fold)
                    && page.kinds.get(i).is_some_and(|(k, _)| *k == BlockKind::Furniture) =>
            {
                lone = masthead(fold).map(|(a, b)| feat.head.to_source(text, a, b));
            }
            Some(Shape::Open)
                if i < page.first
                    && page.kinds.get(i).is_some_and(|(k, _)| *k == BlockKind::Furniture)
                    && good(fold) =>
            {
                lone = Some(feat.head.to_source(text, 0, fold.len()));
            }
            _ => {}
        }
    }
    page.title.site.or(lone).or_else(|| repeated_name(text, feats, page))
}
