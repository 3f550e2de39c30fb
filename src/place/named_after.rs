//! Things named after a place: products, dishes, dialects, shops, companies, schools; told by what follows the name.

use std::sync::LazyLock;

use super::{
    edge::{self, Edge},
    lexicon::lexicon,
    prepared::is_han,
};
use crate::text::classes::Classes;

const WORDS: &str = include_str!("data/named_after.tsv");
/// Longest distance in characters from the name to the word that tells.
const REACH: usize = 6;
/// Characters that end the name of a thing before it began: function words, numerals, and what joins sentences.
const BREAKS: &str = "的了是在和与及等将已把被让从向往到对为以之而也都还就又很更最各每其这那有无不一二两三四五六七八九十几多某个该所座名本引建给同市县区省州至赴去来回离抵由于比用";

/// Words by class; those that may stand after a few characters are sorted by first character.
struct Lists {
    direct: Keyed,
    tails: Keyed,
    brands: Edge,
    goods: Edge,
    /// [`BREAK`], [`THING`] and [`PRODUCT_END`].
    classes: Classes,
}

/// Words and their rules by first character.
struct Keyed {
    rows: Vec<(char, &'static str, &'static str)>,
    /// One bit for every hashed first character, so that most are passed over by one look.
    bits: [u64; 16],
}

impl Keyed {
    fn new(rows: Vec<(&'static str, &'static str)>) -> Self {
        let mut rows: Vec<_> =
            rows.into_iter().filter_map(|(word, rule)| Some((word.chars().next()?, word, rule))).collect();
        rows.sort_unstable();
        let mut bits = [0; 16];
        for &(first, ..) in &rows {
            let bit = u32::from(first) as usize & 1023;
            bits[bit / 64] |= 1 << (bit % 64);
        }
        Self { rows, bits }
    }

    /// The word that opens `text`, whose first character is `first`, the last of several; and its rule.
    fn opening(&self, text: &str, first: char) -> Option<(&'static str, &'static str)> {
        let bit = u32::from(first) as usize & 1023;
        if self.bits[bit / 64] & (1 << (bit % 64)) == 0 {
            return None;
        }
        let from = self.rows.partition_point(|&(known, ..)| known < first);
        let alike = self.rows.iter().skip(from).take_while(|&&(known, ..)| known == first);
        alike.filter(|(_, word, _)| text.starts_with(word)).map(|&(_, word, rule)| (word, rule)).last()
    }
}

/// The character is of [`BREAKS`].
const BREAK: u8 = 1;
/// By itself it is a thing that is made or grown.
const THING: u8 = 2;
/// It ends words for such things.
const PRODUCT_END: u8 = 4;
/// It is part of a number.
const NUMERAL: u8 = 8;

fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> = LazyLock::new(|| {
        let class = |wanted: &str| -> Vec<&'static str> {
            let rows = WORDS.lines().filter_map(|line| line.split_once('\t'));
            rows.filter(|(class, _)| *class == wanted).flat_map(|(_, words)| words.split(' ')).collect()
        };
        let with = |name: &str, rule: &'static str| class(name).into_iter().map(move |word| (word, rule));
        let chars = |name: &str| class(name).first().copied().unwrap_or_default().chars();
        Lists {
            direct: Keyed::new(with("product", "product").chain(with("company", "company")).collect()),
            tails: Keyed::new(
                with("company_tail", "company").chain(with("school", "school")).chain(with("media", "media")).collect(),
            ),
            brands: Edge::first(class("brand")),
            goods: Edge::first(class("goods")),
            classes: Classes::new()
                .with(BREAKS.chars(), BREAK)
                .with(chars("thing"), THING)
                .with(chars("product_end"), PRODUCT_END)
                .with("0123456789一二三四五六七八九十百〇零".chars(), NUMERAL),
        }
    });
    &LISTS
}

fn breaks(c: char) -> bool {
    // Nothing is known of what stands beyond the BMP.
    !is_han(c) || c > '\u{ffff}' || lists().classes.of(c) & BREAK != 0
}

/// The rule by which a short name followed by `after` belongs to the name of a thing.
pub(super) fn thing(after: &str) -> Option<&'static str> {
    let lists = lists();
    let first = after.chars().next()?;
    let is = |c: char, bit: u8| lists.classes.of(c) & bit != 0;
    if let Some(brand) = lists.brands.alike(first).find(|brand| after.starts_with(brand)) {
        let next = after.get(brand.len()..).and_then(|rest| rest.chars().next());
        if next.is_none_or(|c| !is_han(c) || "的和与在之厂汽等将也已".contains(c))
            || after
                .get(brand.len()..)
                .and_then(|rest| lexicon().starts_with_word(rest))
                .is_some_and(|word| lexicon().is_loose(word))
            || brand.chars().count() > 2
        {
            return Some("company");
        }
    }
    // 黄山牌手表, 高雄一三九号
    if after.starts_with('牌') && !["牌照", "牌坊", "牌匾", "牌子", "牌楼"].iter().any(|word| after.starts_with(word))
    {
        return Some("product");
    }
    if is(first, NUMERAL) && is_numbered(after) {
        return Some("product");
    }
    // 重庆三峡学院, 林州建筑公司: words that begin with what else breaks a name.
    if let Some((_, rule)) = lists.tails.opening(after, first).or_else(|| lists.direct.opening(after, first))
        && breaks(first)
    {
        return Some(rule);
    }
    if breaks(first) {
        // 成都七中, 重庆一中
        let mut chars = after.chars();
        let numbered = chars.next().is_some_and(|c| "一二三四五六七八九十".contains(c)) && chars.next() == Some('中');
        return (numbered && lexicon().starts_with_word(after).is_none()).then_some("school");
    }
    // 海宁皮革市场
    if let Some(rest) = edge::opening(after, &lists.goods)
        && (["市场", "大市场", "批发市场", "交易市场", "商城"].iter().any(|end| rest.starts_with(end))
            || rest.starts_with('城') && lexicon().starts_with_word(rest).is_none())
    {
        return Some("company");
    }
    let word = lexicon().starts_with_word(after);
    if word.is_none() && is(first, THING) {
        let rest = after.get(first.len_utf8()..).unwrap_or_default();
        let spends = first == '花' && rest.starts_with(['了', '费', '钱', '在', '大']);
        return (!spends && !is_trade(rest)).then_some("product");
    }
    let (mut rest, mut passed, mut nouns) = (after, 0, true);
    while passed < REACH {
        let Some(c) = rest.chars().next().filter(|&c| passed == 0 || !breaks(c)) else { break };
        let word = if passed == 0 { word } else { lexicon().starts_with_word(rest) };
        let token = word.unwrap_or_else(|| rest.get(..c.len_utf8()).unwrap_or_default());
        let loose = lexicon().is_loose(token);
        let count = token.chars().count();
        if let Some((word, rule)) = lists.tails.opening(rest, c)
            && (passed > 0 || word != "公司")
            && !["大学生", "大学城", "中学生", "小学生", "高中生"].iter().any(|word| rest.starts_with(word))
        {
            return Some(rule);
        }
        if nouns && passed > 3 && token.ends_with('厂') && !loose {
            return Some("company");
        }
        if nouns && passed <= 3 {
            if let Some((word, rule)) = lists.direct.opening(rest, c) {
                return (!is_trade(rest.get(word.len().max(token.len())..).unwrap_or_default())).then_some(rule);
            }
            let last = token.chars().next_back().unwrap_or(c);
            // 滁州鲫鱼牌
            if token == "牌" && passed > 0 {
                return Some("product");
            }
            // 柳州螺蛳粉, 西宁毛纺厂
            let trade = || is_trade(rest.get(token.len()..).unwrap_or_default());
            if count == 1 && passed > 0 && is(last, THING) && !trade() {
                return Some("product");
            }
            if last == '厂' && passed + count > 1 && !loose {
                return Some("company");
            }
            if (count > 1 || passed > 1) && !loose && is(last, PRODUCT_END) && !trade() {
                return Some("product");
            }
        }
        // A verb ends the noun that a product's name is; a school may still hold one: 建筑, 旅游.
        nouns &= !loose;
        if !nouns && !word.is_some_and(is_field) {
            break;
        }
        passed += count;
        rest = rest.get(token.len()..).unwrap_or_default();
    }
    None
}

/// 高雄139号 is a sort or a ship; 成都一号线 and 三号楼 are not named after the place.
fn is_numbered(after: &str) -> bool {
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百〇零".contains(c));
    rest.len() < after.len()
        && rest.strip_prefix('号').is_some_and(|tail| {
            !tail.starts_with(['线', '楼', '院', '门', '店', '机', '航', '公', '文', '令', '台', '码', '地', '路'])
        })
}

/// 银川葡萄酒产业 is the trade of a place, not the name of a thing.
pub(super) fn is_trade(rest: &str) -> bool {
    const WORDS: [&str; 17] = [
        "业",
        "产业",
        "行业",
        "企业",
        "种植",
        "养殖",
        "基地",
        "集群",
        "加工",
        "生产",
        "博览",
        "商会",
        "协会",
        "合作社",
        "市场",
        "交易",
        "出口",
    ];
    rest.starts_with([
        '业', '产', '行', '企', '种', '养', '基', '集', '加', '生', '博', '商', '协', '合', '市', '交', '出',
    ]) && WORDS.iter().any(|word| rest.starts_with(word))
}

/// True for what schools teach and yet may be a verb.
fn is_field(word: &str) -> bool {
    ["建筑", "旅游", "教育", "航空", "交通", "管理", "职业", "体育", "传播", "翻译", "纺织", "护理", "表演", "工程"]
        .contains(&word)
}
