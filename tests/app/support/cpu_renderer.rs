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
        let bytes = buf.iter().flatten().map(|v| (v + 0.5) as u8).collect();
        image::RgbaImage::from_raw(w as u32, h as u32, bytes).ok_or_else(|| "a picture of another size".to_owned())
    }
}

fn edge(a: egui::Pos2, b: egui::Pos2, x: f32, y: f32) -> f32 {
    (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)
}

/// Paints one triangle. Written out plainly: tests are compiled without optimisation, and a window has some million pixels.
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
    if min_x >= max_x {
        return;
    }
    // top-left rule so shared edges are painted once
    let takes_edge = |a: egui::Pos2, b: egui::Pos2| (a.y == b.y && b.x > a.x) || b.y < a.y;
    let (edge0, edge1, edge2) = (takes_edge(q[1], q[2]), takes_edge(q[2], q[0]), takes_edge(q[0], q[1]));
    let colors = v.map(|v| v.color.to_array().map(f32::from));
    let one_color = colors[0] == colors[1] && colors[1] == colors[2];
    let one_texel = v[0].uv == v[1].uv && v[1].uv == v[2].uv;
    let flat = if one_color && one_texel {
        let s = sample(tex, v[0].uv.x, v[0].uv.y);
        let c = colors[0];
        Some([c[0] * s[0] / 255.0, c[1] * s[1] / 255.0, c[2] * s[2] / 255.0, c[3] * s[3] / 255.0])
    } else {
        None
    };
    for y in min_y..max_y {
        let py = y as f32 + 0.5;
        let mut inside = false;
        for x in min_x..max_x {
            let px = x as f32 + 0.5;
            let e0 = (q[2].x - q[1].x) * (py - q[1].y) - (q[2].y - q[1].y) * (px - q[1].x);
            let e1 = (q[0].x - q[2].x) * (py - q[2].y) - (q[0].y - q[2].y) * (px - q[2].x);
            let e2 = (q[1].x - q[0].x) * (py - q[0].y) - (q[1].y - q[0].y) * (px - q[0].x);
            if e0 < 0.0 || e1 < 0.0 || e2 < 0.0 || e0 == 0.0 && !edge0 || e1 == 0.0 && !edge1 || e2 == 0.0 && !edge2 {
                if inside {
                    break;
                }
                continue;
            }
            inside = true;
            let d = &mut buf[y as usize * w + x as usize];
            let c = if let Some(c) = flat {
                if c[3] >= 255.0 {
                    *d = c;
                    continue;
                }
                c
            } else {
                let (l0, l1, l2) = (e0 / area, e1 / area, e2 / area);
                let s = sample(
                    tex,
                    l0 * v[0].uv.x + l1 * v[1].uv.x + l2 * v[2].uv.x,
                    l0 * v[0].uv.y + l1 * v[1].uv.y + l2 * v[2].uv.y,
                );
                if s[3] == 0.0 {
                    continue;
                }
                let mut c = colors[0];
                if !one_color {
                    for i in 0..4 {
                        c[i] = l0 * colors[0][i] + l1 * colors[1][i] + l2 * colors[2][i];
                    }
                }
                [c[0] * s[0] / 255.0, c[1] * s[1] / 255.0, c[2] * s[2] / 255.0, c[3] * s[3] / 255.0]
            };
            let k = 1.0 - c[3] / 255.0;
            d[0] = c[0] + d[0] * k;
            d[1] = c[1] + d[1] * k;
            d[2] = c[2] + d[2] * k;
            d[3] = c[3] + d[3] * k;
        }
    }
}

fn sample(t: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [w, h] = t.size;
    let (x, y) = (u * w as f32 - 0.5, v * h as f32 - 0.5);
    let (x0, y0) = (x.floor(), y.floor());
    let (fx, fy) = (x - x0, y - y0);
    let at = |x: f32, y: f32| {
        let c = t.pixels[(y.max(0.0) as usize).min(h - 1) * w + (x.max(0.0) as usize).min(w - 1)].to_array();
        [f32::from(c[0]), f32::from(c[1]), f32::from(c[2]), f32::from(c[3])]
    };
    // Text stands on whole pixels nearly everywhere: one texel is enough.
    if !(0.004..=0.996).contains(&fx) && !(0.004..=0.996).contains(&fy) {
        return at(x.round(), y.round());
    }
    let (a, b, c, d) = (at(x0, y0), at(x0 + 1.0, y0), at(x0, y0 + 1.0), at(x0 + 1.0, y0 + 1.0));
    let mut out = [0.0; 4];
    for i in 0..4 {
        out[i] = (a[i] * (1.0 - fx) + b[i] * fx) * (1.0 - fy) + (c[i] * (1.0 - fx) + d[i] * fx) * fy;
    }
    out
}
