//! Quantities of running text: 425亿元, 超千亿元, 近6万字, 50余人, 约1/3, 一百二十八公里, with unit and comparator, so that they compare.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use super::{
    classes::Classes,
    fold,
    reader::{Lead, Text, han_digit},
    span::ByteRange,
};

/// How the printed number stands to the real one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Comparator {
    /// Nothing is said: just so many.
    #[default]
    Exactly,
    /// 约, 近, 左右.
    About,
    /// 超, 逾, 余, 多.
    MoreThan,
    /// 不少于, 以上.
    AtLeast,
    /// 不足, 以下.
    LessThan,
    /// 不超过, 以内.
    AtMost,
}

impl Comparator {
    /// The sign that stands for it; empty when nothing is said.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Exactly => "",
            Self::About => "≈",
            Self::MoreThan => ">",
            Self::AtLeast => "≥",
            Self::LessThan => "<",
            Self::AtMost => "≤",
        }
    }
}

/// What a unit measures. Quantities of one dimension and unit compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// Money.
    Money,
    /// Lengths.
    Length,
    /// Areas.
    Area,
    /// Volumes.
    Volume,
    /// Weights.
    Mass,
    /// Energy, power, voltage.
    Energy,
    /// Shares, rates, multiples.
    Ratio,
    /// Lengths of time.
    Time,
    /// People.
    People,
    /// Things that are counted.
    Count,
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The characters it covers, comparator included.
    pub chars: Range<usize>,
    /// The number in the canonical unit; of a range, its lower end.
    pub value: f64,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// The canonical unit: 元, 公里, %, 人 …
    pub unit: &'static str,
    /// What the unit measures.
    pub dimension: Dimension,
    /// How the number stands to the real one.
    pub comparator: Comparator,
}

/// A unit of the data file.
#[derive(Clone, Copy, Debug)]
struct Unit {
    name: &'static str,
    factor: f64,
    dimension: Dimension,
}

struct Units {
    by_first: HashMap<char, Vec<(Vec<char>, Unit)>>,
}

static UNITS: LazyLock<Units> = LazyLock::new(|| {
    let mut by_first: HashMap<char, Vec<(Vec<char>, Unit)>> = HashMap::new();
    for line in include_str!("data/units.tsv").lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let [printed, name, factor, dimension] = cells[..] else { continue };
        let dimension = match dimension {
            "money" => Dimension::Money,
            "length" => Dimension::Length,
            "area" => Dimension::Area,
            "volume" => Dimension::Volume,
            "mass" => Dimension::Mass,
            "energy" | "power" | "voltage" => Dimension::Energy,
            "ratio" => Dimension::Ratio,
            "time" => Dimension::Time,
            "people" => Dimension::People,
            _ => Dimension::Count,
        };
        let (Some(first), Ok(factor)) = (printed.chars().next(), factor.parse()) else { continue };
        by_first.entry(first).or_default().push((printed.chars().collect(), Unit { name, factor, dimension }));
    }
    for units in by_first.values_mut() {
        units.sort_by_key(|(printed, _)| std::cmp::Reverse(printed.len()));
    }
    Units { by_first }
});

/// The quantities of `text` with their places in bytes. Linear in its length.
#[must_use]
pub fn find(text: &str) -> Vec<(ByteRange, Quantity)> {
    let units = fold::fold_units(text);
    let mut found = Vec::new();
    read(&units, 0..units.len(), &mut found);
    let offsets: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let byte = |char: usize| offsets.get(char).copied().unwrap_or(text.len());
    found.into_iter().map(|q| (ByteRange::new(byte(q.chars.start), byte(q.chars.end)), q)).collect()
}

/// Adds the quantities of the characters `range` of a folded text.
pub fn read(units: &[u16], range: Range<usize>, found: &mut Vec<Quantity>) {
    let text = Text(units.get(..range.end).unwrap_or(units));
    let mut at = range.start;
    let mut from = range.start;
    // Nearly every character is passed over here.
    while let Some(step) = text.0.get(at..).and_then(|rest| rest.iter().position(|&unit| DIGITS.of_unit(unit) != 0)) {
        at += step;
        match quantity(text, at, from) {
            Some(quantity) => {
                at = quantity.chars.end.max(at + 1);
                from = at;
                found.push(quantity);
            }
            None => at += 1,
        }
    }
}

/// What a number begins with.
static DIGITS: LazyLock<Classes> =
    LazyLock::new(|| Classes::new().with("0123456789〇○零一二两三四五六七八九十百千万亿数几半".chars(), 1));

/// A number as it is printed.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Number {
    value: f64,
    end: usize,
    /// Written in Han digits only.
    han: bool,
    /// 余, 多, 几, 数 stand in it.
    over: bool,
}

fn scale(c: char) -> Option<f64> {
    Some(match c {
        '十' => 1e1,
        '百' => 1e2,
        '千' => 1e3,
        '万' => 1e4,
        '亿' => 1e8,
        _ => return None,
    })
}

/// The quantity that begins with its number at `at`; what stands before `from` belongs to another.
fn quantity(text: Text<'_>, at: usize, from: usize) -> Option<Quantity> {
    let first = text.at(at);
    let before = text.before(at);
    if before.is_ascii_alphanumeric()
        || matches!(before, '.' | '第' | '+' | '_' | '/')
        || han_digit(before).is_some() && !first.is_ascii_digit()
    {
        return None;
    }
    if first.is_ascii_digit() && matches!(before, '-' | ':') {
        return None;
    }
    let number = number(text, at)?;
    if let Some(share) = fraction(text, at, number) {
        return Some(with_comparator(text, at, from, share));
    }
    let mut low = number;
    let mut high = None;
    let mut end = number.end;
    // 1-2个, 10至20公里, 三到五家.
    if let '-' | '至' | '到' | '~' | '\u{2014}' | '\u{2013}' | '\u{ff5e}' = text.at(end)
        && let Some(second) =
            self::number(text, end + 1 + usize::from(text.at(end) == '\u{2014}' && text.at(end + 1) == '\u{2014}'))
        && second.value > low.value
        && second.han == low.han
    {
        high = Some(second);
        end = second.end;
    } else if let Some((unit, after)) = unit_at(text, end).filter(|_| !number.han)
        && let '-' | '至' | '\u{2014}' | '~' = text.at(after)
        && let Some(second) = self::number(text, after + 1)
        && let Some((same, _)) = unit_at(text, second.end)
        && same.name == unit.name
        && second.value > low.value
    {
        // 10个至20个.
        high = Some(second);
        end = second.end;
    }
    // 30多个, 一百余户.
    let mut over = low.over;
    if matches!(text.at(end), '余' | '多' | '来') {
        over = true;
        end += 1;
    }
    let (unit, mut after) = unit_at(text, end)?;
    if number.han
        && (number.value < 2.0)
        && matches!(unit.dimension, Dimension::Count | Dimension::People | Dimension::Time | Dimension::Ratio)
    {
        return None;
    }
    if is_other_word(text, at, number, unit, after) {
        return None;
    }
    if matches!(text.at(after), '余' | '多') && unit.dimension != Dimension::Count {
        over = true;
        after += 1;
    }
    // 3到5万: the scale of the second end is the first one's.
    if let Some(second) = high
        && low.value < 1_000.0
        && second.value >= 1e4
        && low.value * 1e4 < second.value * 10.0
    {
        let scale = if second.value >= 1e8 { 1e8 } else { 1e4 };
        if second.value / scale > low.value {
            low.value *= scale;
        }
    }
    // 投入亿元: the number was lost; 近万人, 上亿元 and 达千亿元 are numbers.
    let bare = number.han && number.end == at + 1 && matches!(first, '万' | '亿') && high.is_none();
    let least = text.starts(after, "以上") || text.starts(after, "级");
    if bare && !over && !least && !matches!(before, '近' | '超' | '过' | '上' | '破' | '逾' | '约' | '达' | '足' | '到')
    {
        return None;
    }
    let quantity = Quantity {
        chars: at..after,
        value: low.value * unit.factor,
        high: high.map(|high| high.value * unit.factor),
        unit: unit.name,
        dimension: unit.dimension,
        comparator: if over { Comparator::MoreThan } else { Comparator::Exactly },
    };
    Some(with_comparator(text, at, from, quantity))
}

/// 1/3, 三分之一, 百分之八.
fn fraction(text: Text<'_>, at: usize, first: Number) -> Option<Quantity> {
    let whole = |value: f64, end| Quantity {
        chars: at..end,
        value: (value * 1e6).round() / 1e4,
        high: None,
        unit: "%",
        dimension: Dimension::Ratio,
        comparator: Comparator::Exactly,
    };
    if text.at(first.end) == '/' && !first.han {
        let second = number(text, first.end + 1).filter(|n| !n.han)?;
        let small = (2.0..=10.0).contains(&second.value) && first.value < second.value && first.value >= 1.0;
        let ends = !matches!(text.at(second.end), '/' | '.') && !text.at(second.end).is_ascii_alphanumeric();
        return (small && ends && first.value.fract() == 0.0).then(|| whole(first.value / second.value, second.end));
    }
    if text.starts(first.end, "分之") {
        let second = number(text, first.end + 2)?;
        return (first.value > 1.0).then(|| whole(second.value / first.value, second.end));
    }
    if text.at(at) == '百' && text.starts(at + 1, "分之") {
        let second = number(text, at + 3)?;
        return Some(whole(second.value / 100.0, second.end));
    }
    None
}

/// The number at `at`: ASCII digits with thousands and decimals, then scales; or Han digits with scales; 数十, 上百's 百, 半.
fn number(text: Text<'_>, at: usize) -> Option<Number> {
    let mut end = at;
    let digits = |from: usize| (0..16).take_while(|&i| text.at(from + i).is_ascii_digit()).count();
    let count = digits(at);
    if count > 0 {
        let mut value = 0.0;
        let mut push = |range: Range<usize>| {
            for i in range {
                value = value * 10.0 + f64::from(text.at(i).to_digit(10).unwrap_or(0));
            }
        };
        push(at..at + count);
        end += count;
        // 1,234,567
        while count <= 3 && text.at(end) == ',' && digits(end + 1) == 3 {
            push(end + 1..end + 4);
            end += 4;
        }
        if text.at(end) == '.' && digits(end + 1) > 0 {
            let places = digits(end + 1);
            let mut unit = 0.1;
            for i in 0..places {
                value += f64::from(text.at(end + 1 + i).to_digit(10).unwrap_or(0)) * unit;
                unit /= 10.0;
            }
            // Sums of tenths are not exact: rounded to the printed places.
            let exact = 10_f64.powi(i32::try_from(places).unwrap_or(0));
            value = (value * exact).round() / exact;
            end += 1 + places;
        }
        let mut over = false;
        if matches!(text.at(end), '余' | '多') && scale(text.at(end + 1)).is_some() {
            over = true;
            end += 1;
        }
        // 12.8 亿元
        if text.at(end) == ' ' && matches!(text.at(end + 1), '万' | '亿') {
            end += 1;
        }
        while let Some(scale) = scale(text.at(end)).filter(|&s| s > 10.0 && !is_thousand_of_unit(text, end)) {
            value = (value * scale * 1e6).round() / 1e6;
            end += 1;
        }
        // 3万5千: a second part below the first.
        return Some(Number { value, end, han: false, over });
    }
    han_number(text, at)
}

/// The 千 of 千瓦, 千米 and 千克 belongs to the unit.
fn is_thousand_of_unit(text: Text<'_>, at: usize) -> bool {
    text.at(at) == '千' && matches!(text.at(at + 1), '瓦' | '米' | '克' | '伏')
}

/// 一百二十八, 两万五千, 十几, 数十, 百, 半.
fn han_number(text: Text<'_>, at: usize) -> Option<Number> {
    if text.at(at) == '半' {
        return Some(Number { value: 0.5, end: at + 1, han: true, over: false });
    }
    let (mut total, mut section, mut digit) = (0.0_f64, 0.0_f64, None::<f64>);
    let mut over = false;
    let mut end = at;
    for i in 0..16 {
        let c = text.at(at + i);
        if let Some(value) = han_digit(c) {
            // Digits in a row, 四五个, are no number.
            if digit.is_some() && c != '零' && c != '〇' && digit != Some(0.0) {
                return None;
            }
            digit = Some(f64::from(value));
        } else if matches!(c, '数' | '几') && digit.is_none() {
            digit = Some(if i == 0 { 2.0 } else { 0.0 });
            over = true;
        } else if let Some(scale) = scale(c).filter(|_| !is_thousand_of_unit(text, at + i)) {
            let count = digit.take().unwrap_or(if section > 0.0 || total > 0.0 && scale < 1e4 { 0.0 } else { 1.0 });
            if scale >= 1e4 {
                total = (total + section + count.max(if section > 0.0 { 0.0 } else { count })) * scale;
                section = 0.0;
            } else {
                section += count * scale;
            }
        } else if matches!(c, '余' | '多') && scale(text.at(at + i + 1)).is_some_and(|s| s >= 1e4) && i > 0 {
            over = true;
        } else {
            break;
        }
        end = at + i + 1;
    }
    if end == at {
        return None;
    }
    Some(Number { value: total + section + digit.unwrap_or(0.0), end, han: true, over })
}

fn unit_at(text: Text<'_>, at: usize) -> Option<(Unit, usize)> {
    let at = at + usize::from(text.at(at) == ' ' && text.at(at + 1) != ' ');
    let units = UNITS.by_first.get(&text.at(at))?;
    let (printed, unit) =
        units.iter().find(|(printed, _)| printed.iter().enumerate().all(|(i, &c)| text.at(at + i) == c))?;
    Some((*unit, at + printed.len()))
}

/// 三方会谈, 5大, 二元结构, 两家人: what looks like a unit begins another word.
fn is_other_word(text: Text<'_>, at: usize, number: Number, unit: Unit, after: usize) -> bool {
    let next = text.at(after);
    // 三台县, 三门峡, 五家渠, 七台河 are places.
    if number.han && is_name_of_place(text.before(after), next) {
        return true;
    }
    match unit.name {
        // 红十字会.
        "字" if text.before(at) == '红' && next == '会' => true,
        "立方米" if text.before(after) == '方' => {
            number.value < 1_000.0 || matches!(next, '面' | '案' | '式' | '向' | '针' | '法' | '位')
        }
        "元" => matches!(next, '旦' | '化' | '素' | '件' | '月') || number.han && number.value < 3.0,
        "%" if text.before(after) == '成' => {
            !number.han
                || number.value > 9.0
                || matches!(
                    next,
                    '功' | '立'
                        | '为'
                        | '果'
                        | '本'
                        | '都'
                        | '员'
                        | '效'
                        | '渝'
                        | '绵'
                        | '长'
                        | '熟'
                        | '绩'
                        | '品'
                        | '德'
                )
        }
        "人" => {
            matches!(next, '民' | '才' | '大' | '力' | '口' | '工' | '均' | '文' | '物' | '士' | '社')
                || matches!(text.at(at), '两' | '二') && text.before(after) == '位' && next == '一'
                || text.before(after) == '名' && matches!(next, '称' | '单' | '录' | '片' | '牌')
                || text.before(after) == '位' && matches!(next, '于' | '列' | '居' | '置')
        }
        "家" => matches!(next, '庭' | '园' | '乡' | '长' | '居' | '门' | '人' | '级'),
        "个" => matches!(next, '性' | '体' | '人') && number.han,
        "次" => matches!(next, '全' | '会' | '序' | '日' | '年' | '月') && number.han,
        "门" => matches!(next, '户' | '票' | '口' | '诊'),
        "字" => matches!(next, '形' | '路') || number.value < 10.0,
        "对" => !matches!(next, '夫' | '新' | '口' | '\u{4e00}'..='\u{9fff}') || number.han,
        "米" => matches!(next, '粉' | '线' | '饭'),
        "台" => matches!(next, '州' | '湾' | '北' | '阶'),
        "条" => matches!(next, '例' | '件' | '款'),
        "例" => matches!(next, '如' | '会' | '行' | '子' | '外' | '句' | '证'),
        "批" => matches!(next, '复' | '准' | '发'),
        "间" | "口" | "支" | "班" | "列" | "头" | "床" | "张" | "类" | "种" | "只" | "方" => {
            number.han && number.value < 3.0
                || matches!(next, '人')
                || unit.name == "支" && matches!(next, '持' | '撑')
                || unit.name == "列" && matches!(next, '入')
                || unit.name == "口" && matches!(next, '岸')
                || unit.name == "头" && matches!(next, '条')
                || unit.name == "班" && matches!(next, '子')
        }
        "项" => next == '目' && number.han,
        "所" => matches!(next, '有' | '以' | '在'),
        "座" => matches!(next, '谈'),
        "处" => matches!(next, '理' | '于' | '置'),
        "份" => matches!(next, '额'),
        "件" | "套" | "场" | "篇" | "页" | "株" | "棵" | "趟" => {
            unit.name == "场" && matches!(next, '馆' | '景' | '地' | '合')
        }
        "升" => matches!(next, '级' | '至' | '到') || number.han,
        "天" => matches!(next, '然' | '府' | '津' | '水' | '气' | '门' | '鹅'),
        _ => false,
    }
}

/// 三台县: a unit that a place is named by as well, and what such names end with.
const fn is_name_of_place(unit: char, next: char) -> bool {
    match unit {
        '台' => matches!(next, '县' | '河' | '山' | '镇' | '乡' | '村' | '市' | '区'),
        '门' => matches!(next, '县' | '峡' | '源' | '镇' | '乡' | '村' | '湾' | '岛'),
        '家' => matches!(next, '渠' | '镇' | '乡' | '村' | '湾' | '沟' | '店' | '庄' | '桥'),
        '条' => matches!(next, '岭'),
        '口' => matches!(next, '镇' | '乡' | '村'),
        _ => false,
    }
}

/// Adds what is said before and behind: 约, 超过, 以上.
fn with_comparator(text: Text<'_>, at: usize, from: usize, mut quantity: Quantity) -> Quantity {
    const BEFORE: [(&str, Comparator); 30] = [
        ("不超过", Comparator::AtMost),
        ("不高于", Comparator::AtMost),
        ("不多于", Comparator::AtMost),
        ("不少于", Comparator::AtLeast),
        ("不低于", Comparator::AtLeast),
        ("不小于", Comparator::AtLeast),
        ("至少", Comparator::AtLeast),
        ("超过", Comparator::MoreThan),
        ("突破", Comparator::MoreThan),
        ("高于", Comparator::MoreThan),
        ("多于", Comparator::MoreThan),
        ("大于", Comparator::MoreThan),
        ("不足", Comparator::LessThan),
        ("不到", Comparator::LessThan),
        ("少于", Comparator::LessThan),
        ("低于", Comparator::LessThan),
        ("小于", Comparator::LessThan),
        ("大约", Comparator::About),
        ("接近", Comparator::About),
        ("将近", Comparator::About),
        ("大概", Comparator::About),
        ("约为", Comparator::About),
        ("总计约", Comparator::About),
        ("最多", Comparator::AtMost),
        ("逾", Comparator::MoreThan),
        ("超", Comparator::MoreThan),
        ("破", Comparator::MoreThan),
        ("约", Comparator::About),
        ("近", Comparator::About),
        ("上", Comparator::About),
    ];
    let last = Lead::of(text.before(at));
    let said = BEFORE.iter().find(|(word, _)| last.ends(word) && text.ends_with(at, word));
    if let Some((word, comparator)) = said {
        let start = at - word.chars().count();
        // 上 means about only before 百, 千, 万.
        let other = *word == "上" && !matches!(text.at(at), '百' | '千' | '万')
            || *word == "近" && matches!(text.before(start), '最' | '附' | '邻');
        if start >= from && !other {
            quantity.comparator = *comparator;
            quantity.chars.start = start;
        }
    }
    const BEHIND: [(&str, Comparator); 8] = [
        ("以上", Comparator::AtLeast),
        ("及以上", Comparator::AtLeast),
        ("以下", Comparator::LessThan),
        ("以内", Comparator::AtMost),
        ("之内", Comparator::AtMost),
        ("左右", Comparator::About),
        ("上下", Comparator::About),
        ("之多", Comparator::Exactly),
    ];
    let next = Lead::of(text.at(quantity.chars.end));
    let said = BEHIND.iter().find(|(word, _)| next.opens(word) && text.starts(quantity.chars.end, word));
    if let Some((word, comparator)) = said {
        quantity.chars.end += word.chars().count();
        if *comparator != Comparator::Exactly {
            quantity.comparator = *comparator;
        }
    }
    quantity
}
