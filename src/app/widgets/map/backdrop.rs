//! Coast, lakes and rivers under the dots: a sketch of the land, without borders.

use std::sync::LazyLock;

use egui::{Pos2, Rect};

use super::projection;

const DATA: &str = include_str!("backdrop.txt");

/// What a line of the sketch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Where land and sea meet.
    Coast,
    /// A lake.
    Lake,
    /// One of the largest rivers.
    River,
    /// A smaller one.
    Stream,
}

/// A line of the sketch, smoothed.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What it is.
    pub kind: Kind,
    /// Closed, as an island is.
    pub closed: bool,
    /// Its points on the plane.
    pub points: Vec<Pos2>,
    /// The rectangle around them.
    pub bounds: Rect,
}

/// Points between two points of the data.
const STEPS: u8 = 4;

/// All of it.
pub static CURVES: LazyLock<Vec<Curve>> = LazyLock::new(|| {
    let rows = DATA.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let (kind, _, points) = parse(row)?;
        let (kind, closed) = match kind {
            "coast" => (Kind::Coast, false),
            "isle" => (Kind::Coast, true),
            "lake" => (Kind::Lake, true),
            "river" => (Kind::River, false),
            _ => (Kind::Stream, false),
        };
        let plane: Vec<Pos2> = points.iter().map(|(north, east)| projection::project(*north, *east)).collect();
        let points = smooth(&plane, closed);
        let bounds = projection::around(points.iter().copied());
        Some(Curve { kind, closed, points, bounds })
    })
    .collect()
});

/// Kind, name and points (north, east) of a row of the data.
type Row<'a> = (&'a str, &'a str, Vec<(f32, f32)>);

fn parse(row: &str) -> Option<Row<'_>> {
    let mut fields = row.split('\t');
    let (kind, name, points) = (fields.next()?, fields.next()?, fields.next()?);
    let point = |text: &str| {
        let (east, north) = text.split_once(',')?;
        Some((north.parse().ok()?, east.parse().ok()?))
    };
    let points: Option<Vec<(f32, f32)>> = points.split(' ').map(point).collect();
    Some((kind, name, points?))
}

/// A Catmull–Rom curve: through all points, without corners.
fn smooth(points: &[Pos2], closed: bool) -> Vec<Pos2> {
    let count = points.len();
    let at = |index: usize, by: isize| {
        let index = if closed {
            (index + count).saturating_add_signed(by) % count
        } else {
            index.saturating_add_signed(by).min(count - 1)
        };
        points.get(index).copied().unwrap_or_default()
    };
    let spans = if closed { count } else { count.saturating_sub(1) };
    let mut curve = Vec::with_capacity(spans * usize::from(STEPS) + 1);
    for span in 0..spans {
        let (before, from, to, after) = (at(span, -1), at(span, 0), at(span, 1), at(span, 2));
        for step in 0..STEPS {
            let t = f32::from(step) / f32::from(STEPS);
            let (bend, tangent) = (
                (before.to_vec2() * 2.0 - from.to_vec2() * 5.0 + to.to_vec2() * 4.0 - after.to_vec2()) * 0.5,
                (to - before) * 0.5,
            );
            let cubic = (from.to_vec2() * 3.0 - to.to_vec2() * 3.0 + after.to_vec2() - before.to_vec2()) * 0.5;
            curve.push(from + tangent * t + bend * t * t + cubic * t * t * t);
        }
    }
    if !closed && let Some(last) = points.last() {
        curve.push(*last);
    }
    curve
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{Level, gazetteer};

    /// Rivers and coast pass by these; the gazetteer's centres stand near the water, the data is true to a tenth of a degree.
    const PASSED: &[(&str, &str)] = &[
        (
            "长江",
            "攀枝花 宜宾 泸州 江津 涪陵 丰都 忠县 万州 云阳 奉节 巫山 宜昌 荆州 岳阳 武汉 鄂州 黄石 九江 安庆 池州 铜陵 芜湖 马鞍山 南京 镇江",
        ),
        ("嘉陵江", "广元 南充 合川 北碚"),
        ("涪江", "绵阳 遂宁 潼南 合川"),
        ("渠江", "巴中 广安 合川"),
        ("沱江", "资阳 内江 泸州"),
        ("岷江", "眉山 乐山 宜宾"),
        ("乌江", "彭水 武隆 涪陵"),
        ("汉江", "汉中 安康 襄阳 武汉"),
        ("湘江", "永州 衡阳 株洲 湘潭 长沙"),
        ("赣江", "赣州 吉安 南昌"),
        ("黄河", "兰州 中卫 吴忠 乌海 包头 济南 滨州"),
        ("渭河", "天水 宝鸡 咸阳 渭南"),
        ("淮河", "淮南 蚌埠"),
        ("珠江", "来宾 梧州 肇庆"),
        ("郁江", "百色 南宁 贵港"),
        ("松花江", "吉林市 松原 哈尔滨 佳木斯"),
        ("闽江", "三明 南平 福州"),
        ("钱塘江", "杭州"),
        ("大陆", "丹东 大连 营口 秦皇岛 烟台 威海 青岛 日照 厦门 汕头 汕尾 北海 防城港"),
        ("海南岛", "海口 三亚"),
        ("台湾岛", "基隆 高雄"),
    ];

    fn points(name: &str) -> Vec<Pos2> {
        let row = DATA.lines().filter_map(parse).find(|(_, of, _)| *of == name).unwrap_or_else(|| panic!("no {name}"));
        smooth(&row.2.iter().map(|(n, e)| projection::project(*n, *e)).collect::<Vec<_>>(), false)
    }

    #[test]
    fn every_row_is_understood() {
        let rows = DATA.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(CURVES.len(), rows);
        let known = ["coast", "isle", "lake", "river", "stream"];
        for (kind, name, points) in DATA.lines().filter(|line| !line.starts_with('#')).filter_map(parse) {
            assert!(known.contains(&kind), "{kind} {name}");
            assert!(points.len() > 2, "{name}");
            for (north, east) in points {
                assert!((17.0..54.0).contains(&north) && (73.0..136.0).contains(&east), "{name} {north} {east}");
            }
        }
    }

    #[test]
    fn the_great_rivers_pass_by_their_cities() {
        let g = gazetteer();
        let mut far = vec![];
        for (water, cities) in PASSED {
            let curve = points(water);
            for city in cities.split(' ') {
                let place = g.lookup(city).into_iter().find(|id| g.get(*id).level <= Level::City);
                let (north, east) = place.and_then(|id| g.get(id).centre).unwrap_or_else(|| panic!("no {city}"));
                let centre = projection::project(north, east);
                let near = |pair: &[Pos2]| {
                    let along = pair[1] - pair[0];
                    let t = ((centre - pair[0]).dot(along) / along.length_sq().max(1e-6)).clamp(0.0, 1.0);
                    (pair[0] + along * t).distance(centre)
                };
                let km = curve.windows(2).map(near).fold(f32::INFINITY, f32::min);
                if km > 18.0 {
                    far.push(format!("{water} {city} {km:.0} km"));
                }
            }
        }
        assert!(far.is_empty(), "{far:?}");
    }
}
