//! The places of the labelled example pages, when they lie beside the repository: what is found, missed and made up.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use shuangcheng::{
    article::{self, FileKind},
    place::{self, PlaceId, gazetteer},
    text::encoding,
};

fn strings(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn labelled_pages_have_their_places() {
    let (gold, pages) = (Path::new("../shared/gold_seeds"), Path::new("../shared/seeds"));
    let Ok(entries) = fs::read_dir(gold) else {
        println!("SKIPPED: no labelled pages at {}", gold.display());
        return;
    };
    let mut files: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.sort();
    let short = |p: &PlaceId| gazetteer().get(*p).short.clone();
    let (mut hit, mut missed, mut made_up) = (0, Vec::new(), Vec::new());
    let (mut joint, mut joints, mut others) = (0, 0, Vec::new());
    for file in files {
        let labels: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let name = labels["doc"].as_str().unwrap();
        let bytes = fs::read(pages.join(format!("{name}.txt"))).unwrap();
        let tagging = place::tag(&article::read(encoding::decode(&bytes, None), FileKind::Plain));
        let got: BTreeSet<String> = tagging.cities.iter().map(|c| short(&c.place)).collect();
        let (want, optional) = (strings(&labels["cities"]), strings(&labels["cities_optional"]));
        hit += want.intersection(&got).count();
        missed.extend(want.difference(&got).map(|c| format!("{name} {c}")));
        made_up.extend(got.difference(&want).filter(|c| !optional.contains(*c)).map(|c| format!("{name} {c}")));
        for (string, members) in labels["compounds"].as_object().unwrap() {
            joints += 1;
            let members: Vec<&str> = members.as_array().unwrap().iter().filter_map(Value::as_str).collect();
            if tagging.compounds.get(string).is_some_and(|p| p.iter().map(short).eq(members.iter().copied())) {
                joint += 1;
            } else {
                others.push(format!("{name} {string}"));
            }
        }
        let counties: BTreeSet<String> =
            tagging.counties.iter().map(|c| gazetteer().get(c.place).name.clone()).collect();
        assert_eq!(counties, strings(&labels["counties"]), "counties of {name}");
        let primary: BTreeSet<String> = tagging.cities.iter().filter(|c| c.primary).map(|c| short(&c.place)).collect();
        assert_eq!(primary, strings(&labels["primary_cities"]), "primary cities of {name}");
    }
    println!(
        "cities: {hit} found, missed {missed:?}, made up {made_up:?}; joint abbreviations: {joint} of {joints}, not {others:?}"
    );
    assert!(made_up.is_empty(), "{made_up:?}");
    assert!(hit * 20 >= (hit + missed.len()) * 19, "{missed:?}");
    assert!(joint >= 27, "{joint} of {joints}");
}
