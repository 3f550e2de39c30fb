//! Pictures kept in `tests/snapshots`, and how alike another one must be.

use std::path::{Path, PathBuf};

use image::{
    ExtendedColorType, ImageEncoder as _, Rgb, RgbImage, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};

/// Colours are kept in steps of so much: a picture is half as large, and rounding on another machine is no difference.
const STEP: u8 = 4;
/// A channel that differs by more than this is another colour.
const ALIKE: u8 = 4 * STEP;
/// So many pixels may be of another colour; one changed character is more.
const PIXELS: usize = 40;

/// Compares a picture with the one of that name (`SHUANGCHENG_PICTURES=folder` also writes it there, in all its colours); with `UPDATE_SNAPSHOTS` keeps it instead. A different one is written beside it as
/// `name.new.png`, with the places that differ in `name.diff.png`.
pub fn compare(picture: &RgbaImage, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    if let Some(folder) = std::env::var_os("SHUANGCHENG_PICTURES") {
        picture.save(Path::new(&folder).join(format!("{name}.png"))).unwrap();
    }
    let file = |ending: &str| folder.join(format!("{name}{ending}.png"));
    let raw: Vec<u8> = picture.as_raw().chunks_exact(4).flat_map(|p| [round(p[0]), round(p[1]), round(p[2])]).collect();
    let now = RgbImage::from_raw(picture.width(), picture.height(), raw).unwrap();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        save(&now, &file(""));
        return;
    }
    let before = image::open(file("")).unwrap_or_else(|error| panic!("{name}: {error}")).into_rgb8();
    assert_eq!(now.dimensions(), before.dimensions(), "{name} is of another size");
    let mut diff = RgbImage::new(now.width(), now.height());
    let mut count = 0;
    let rows = now.as_raw().chunks_exact(3).zip(before.as_raw().chunks_exact(3)).enumerate();
    for (at, (a, b)) in rows {
        if a != b && (a[0].abs_diff(b[0]) > ALIKE || a[1].abs_diff(b[1]) > ALIKE || a[2].abs_diff(b[2]) > ALIKE) {
            count += 1;
            let at = u32::try_from(at).unwrap();
            diff.put_pixel(at % now.width(), at / now.width(), Rgb([255, 0, 0]));
        }
    }
    if count > PIXELS {
        save(&now, &file(".new"));
        save(&diff, &file(".diff"));
        panic!("{name} looks different in {count} pixels: see {}", file(".new").display());
    }
}

fn round(channel: u8) -> u8 {
    (channel.saturating_add(STEP / 2) / STEP).saturating_mul(STEP)
}

fn save(picture: &RgbImage, file: &PathBuf) {
    let mut bytes = vec![];
    let (width, height) = picture.dimensions();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive)
        .write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
        .unwrap();
    std::io::Write::write_all(&mut std::fs::File::create(file).unwrap(), &bytes).unwrap();
}
