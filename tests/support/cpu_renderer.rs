//! A small deterministic CPU rasteriser for pictures of the window: no GPU, no driver, the same bytes everywhere.
use egui::{
    ColorImage, TextureId, TexturesDelta,
    epaint::{ImageData, Primitive, Vertex},
};
use egui_kittest::TestRenderer;
use std::collections::BTreeMap;

#[derive(Default)]
pub struct CpuRenderer {
    textures: BTreeMap<u64, ColorImage>,
}

fn key(id: TextureId) -> u64 {
    match id {
        TextureId::Managed(n) => n,
        TextureId::User(n) => n | 1 << 63,
    }
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, deltas) in delta.set.drain() {
            for d in deltas {
                let ImageData::Color(src) = &d.image;
                match d.pos {
                    None => {
                        self.textures.insert(key(id), (**src).clone());
                    }
                    Some([x0, y0]) => {
                        let Some(dst) = self.textures.get_mut(&key(id)) else { panic!("patch of unknown texture") };
                        for y in 0..src.size[1] {
                            for x in 0..src.size[0] {
                                dst.pixels[(y0 + y) * dst.size[0] + x0 + x] = src.pixels[y * src.size[0] + x];
                            }
                        }
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&key(id));
        }
    }
    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        let ppp = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * ppp;
        let (w, h) = (size.x.round() as usize, size.y.round() as usize);
        let mut buf = vec![[0f32; 4]; w * h];
        for p in ctx.tessellate(output.shapes.clone(), ppp) {
            let Primitive::Mesh(mesh) = &p.primitive else { continue };
            let Some(tex) = self.textures.get(&key(mesh.texture_id)) else {
                return Err("missing texture".into());
            };
            let c = p.clip_rect;
            let clip = [
                (c.min.x * ppp).round().max(0.0) as i32,
                (c.min.y * ppp).round().max(0.0) as i32,
                ((c.max.x * ppp).round() as i32).min(w as i32),
                ((c.max.y * ppp).round() as i32).min(h as i32),
            ];
            for t in mesh.indices.chunks_exact(3) {
                tri(
                    &mut buf,
                    w,
                    clip,
                    tex,
                    ppp,
                    [&mesh.vertices[t[0] as usize], &mesh.vertices[t[1] as usize], &mesh.vertices[t[2] as usize]],
                );
            }
        }
        Ok(image::RgbaImage::from_fn(w as u32, h as u32, |x, y| {
            let p = buf[y as usize * w + x as usize];
            image::Rgba(p.map(|v| v.round().clamp(0.0, 255.0) as u8))
        }))
    }
}

fn edge(a: egui::Pos2, b: egui::Pos2, x: f32, y: f32) -> f32 {
    (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)
}

fn tri(buf: &mut [[f32; 4]], w: usize, clip: [i32; 4], tex: &ColorImage, ppp: f32, v: [&Vertex; 3]) {
    let mut q = v.map(|v| v.pos * ppp);
    let mut v = v;
    let mut area = edge(q[0], q[1], q[2].x, q[2].y);
    if area == 0.0 {
        return;
    }
    if area < 0.0 {
        q.swap(1, 2);
        v.swap(1, 2);
        area = -area;
    }
    let min_x = (q.iter().map(|p| p.x).fold(f32::MAX, f32::min).floor() as i32).max(clip[0]);
    let max_x = (q.iter().map(|p| p.x).fold(f32::MIN, f32::max).ceil() as i32).min(clip[2]);
    let min_y = (q.iter().map(|p| p.y).fold(f32::MAX, f32::min).floor() as i32).max(clip[1]);
    let max_y = (q.iter().map(|p| p.y).fold(f32::MIN, f32::max).ceil() as i32).min(clip[3]);
    // top-left rule so shared edges are painted once
    let incl = |a: egui::Pos2, b: egui::Pos2| (a.y == b.y && b.x > a.x) || b.y < a.y;
    for y in min_y..max_y {
        for x in min_x..max_x {
            let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
            let e = [edge(q[1], q[2], px, py), edge(q[2], q[0], px, py), edge(q[0], q[1], px, py)];
            let ok = |e: f32, a, b| e > 0.0 || (e == 0.0 && incl(a, b));
            if !(ok(e[0], q[1], q[2]) && ok(e[1], q[2], q[0]) && ok(e[2], q[0], q[1])) {
                continue;
            }
            let l = e.map(|e| e / area);
            let mix = |f: &dyn Fn(&Vertex) -> f32| l[0] * f(v[0]) + l[1] * f(v[1]) + l[2] * f(v[2]);
            let s = sample(tex, mix(&|v| v.uv.x), mix(&|v| v.uv.y));
            let d = &mut buf[y as usize * w + x as usize];
            let col: [f32; 4] = std::array::from_fn(|i| mix(&|v| f32::from(v.color.to_array()[i])) * s[i] / 255.0);
            let k = 1.0 - col[3] / 255.0;
            for i in 0..4 {
                d[i] = col[i] + d[i] * k;
            }
        }
    }
}

fn sample(t: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [w, h] = t.size;
    let (x, y) = (u * w as f32 - 0.5, v * h as f32 - 0.5);
    let (fx, fy) = (x - x.floor(), y - y.floor());
    let at = |x: f32, y: f32| {
        t.pixels[(y.max(0.0) as usize).min(h - 1) * w + (x.max(0.0) as usize).min(w - 1)].to_array().map(f32::from)
    };
    let (a, b, c, d) = (
        at(x.floor(), y.floor()),
        at(x.floor() + 1.0, y.floor()),
        at(x.floor(), y.floor() + 1.0),
        at(x.floor() + 1.0, y.floor() + 1.0),
    );
    std::array::from_fn(|i| (a[i] * (1.0 - fx) + b[i] * fx) * (1.0 - fy) + (c[i] * (1.0 - fx) + d[i] * fx) * fy)
}
