#!/usr/bin/env python3
"""Draw the program's icon into assets/: icon.svg, icon-16.png … icon-512.png, icon.ico (Windows), icon.icns (macOS).

    python3 -m venv /tmp/icon && /tmp/icon/bin/pip install pillow fonttools
    /tmp/icon/bin/python tests/tools/make_icon.py

The drawing is a seal in cinnabar: two gate towers and the bridge between them, cut out in paper white; from 96 pixels on the two
characters 双城 stand below, in Shuangcheng Serif. Everything is given once, in units of a 256-point square, and drawn twice: as SVG
paths and, sampled 8 by 8, as pixels. Small sizes leave out what would only blur.
"""
import os
import struct
from io import BytesIO

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTCollection
from PIL import Image, ImageDraw, ImageFont

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ASSETS = os.path.join(ROOT, "assets")
FONT = os.path.join(ROOT, "fonts", "ShuangchengSerif-Regular.ttc")
CINNABAR, PAPER = "#A63D2F", "#FBF9F4"
SIZES = [16, 24, 32, 48, 64, 128, 256, 512]
WITH_TEXT_FROM = 96
OVERSAMPLE = 8


def bezier(p0, p1, p2, p3, n=24):
    """Points of a cubic curve."""
    for i in range(1, n + 1):
        t = i / n
        u = 1 - t
        yield tuple(u**3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t**3 * d for a, b, c, d in zip(p0, p1, p2, p3))


def roof(cx, y, half, height, ridge):
    """A roof with rising eaves: `half` its half width, `ridge` half the length of its top edge."""
    left, right = cx - half, cx + half
    points = [(cx - ridge, y), (cx + ridge, y)]
    points += bezier((cx + ridge, y), (cx + ridge + 4, y + height * 0.6), (right - half * 0.25, y + height * 0.8), (right, y + height * 0.62))
    points += bezier((right, y + height * 0.62), (right - 2, y + height), (right - 4, y + height), (right - half * 0.2, y + height))
    points += [(left + half * 0.2, y + height)]
    points += bezier((left + half * 0.2, y + height), (left + 4, y + height), (left + 2, y + height), (left, y + height * 0.62))
    points += bezier((left, y + height * 0.62), (left + half * 0.25, y + height * 0.8), (cx - ridge - 4, y + height * 0.6), (cx - ridge, y))
    return points


def arch(cx, base, half, height):
    """A gate: straight sides, round head."""
    k = half * 0.5523
    top = base - height
    points = [(cx - half, base), (cx - half, top + half)]
    points += bezier((cx - half, top + half), (cx - half, top + half - k), (cx - k, top), (cx, top))
    points += bezier((cx, top), (cx + k, top), (cx + half, top + half - k), (cx + half, top + half))
    return points + [(cx + half, base)]


def rectangle(x0, y0, x1, y1):
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def shapes(detail):
    """(points, is it paper?) in drawing order. `detail` 0: small sizes, 1: large ones, moved up to leave room for the characters."""
    base = 158 if detail else 206
    grow = 1.0 if detail else 1.28
    left, right = (78, 178) if detail else (72, 184)
    out = []

    def tower(cx):
        g = grow
        out.append((roof(cx, base - 112 * g, 27 * g, 22 * g, 10 * g), True))
        out.append((rectangle(cx - 17 * g, base - 90 * g, cx + 17 * g, base - 74 * g), True))
        out.append((roof(cx, base - 78 * g, 38 * g, 24 * g, 20 * g), True))
        out.append(([(cx - 25 * g, base - 55 * g), (cx + 25 * g, base - 55 * g), (cx + 30 * g, base), (cx - 30 * g, base)], True))
        out.append((arch(cx, base, 10 * g, 34 * g), False))

    tower(left)
    tower(right)
    # The bridge: a deck from wall to wall over one arch.
    deck = base - 34 * grow
    inner = (left + 24 * grow, right - 24 * grow)
    out.append((rectangle(inner[0], deck, inner[1], base), True))
    half = (right - left) / 2 - 33 * grow
    out.append((arch(128, base + 1, half, 25 * grow), False))
    return out


def characters():
    """SVG paths of 双城 as (x, size, baseline, path) in units of the square."""
    face = TTCollection(FONT, lazy=True).fonts[0]
    glyphs, cmap = face.getGlyphSet(), face.getBestCmap()
    size, baseline = 56, 221
    scale = size / face["head"].unitsPerEm
    for i, char in enumerate("双城"):
        x = 128 - size - 3 + i * (size + 6)
        pen = SVGPathPen(glyphs, ntos=lambda n: f"{n:.2f}".rstrip("0").rstrip("."))
        glyphs[cmap[ord(char)]].draw(TransformPen(pen, (scale, 0, 0, -scale, x, baseline)))
        yield char, x, size, baseline, pen.getCommands()


MARGIN, RADIUS = 8, 46


def draw(pixels):
    side = pixels * OVERSAMPLE
    unit = side / 256
    detail = pixels >= WITH_TEXT_FROM
    margin = MARGIN if pixels >= 48 else 2
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle([margin * unit, margin * unit, side - margin * unit - 1, side - margin * unit - 1], RADIUS * unit, fill=CINNABAR)
    for points, paper in shapes(detail):
        pen.polygon([(x * unit, y * unit) for x, y in points], fill=PAPER if paper else CINNABAR)
    if detail:
        for char, x, size, baseline, _ in characters():
            font = ImageFont.truetype(FONT, round(size * unit), index=0)
            pen.text((x * unit, baseline * unit), char, font=font, fill=PAPER, anchor="ls")
    return image.resize((pixels, pixels), Image.Resampling.BOX)


def svg():
    def path(points):
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
    body = [f'<path fill="{PAPER if paper else CINNABAR}" d="{path(points)}"/>' for points, paper in shapes(True)]
    body += [f'<path fill="{PAPER}" d="{commands}"/>' for *_, commands in characters()]
    side = 256 - 2 * MARGIN
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="256" height="256"><title>双城</title>\n'
            f'<rect x="{MARGIN}" y="{MARGIN}" width="{side}" height="{side}" rx="{RADIUS}" fill="{CINNABAR}"/>\n' + "\n".join(body) + "\n</svg>\n")


def png(image):
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def container_ico(images):
    """The Windows icon file: a table of PNG pictures."""
    head, body, offset = struct.pack("<HHH", 0, 1, len(images)), b"", 6 + 16 * len(images)
    for size, data in images:
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), offset + len(body))
        body += data
    return head + body


def container_icns(images):
    """The macOS icon file: four-letter kinds for each size."""
    kinds = {16: [b"icp4"], 32: [b"icp5", b"ic11"], 64: [b"ic12"], 128: [b"ic07"], 256: [b"ic08", b"ic13"], 512: [b"ic09", b"ic14"]}
    body = b"".join(kind + struct.pack(">I", len(data) + 8) + data for size, data in images for kind in kinds.get(size, []))
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main():
    pictures = [(size, png(draw(size))) for size in SIZES]
    for size, data in pictures:
        with open(os.path.join(ASSETS, f"icon-{size}.png"), "wb") as f:
            f.write(data)
    for name, data in [
        ("icon.svg", svg().encode()),
        ("icon.ico", container_ico([p for p in pictures if p[0] <= 256])),
        ("icon.icns", container_icns(pictures)),
    ]:
        with open(os.path.join(ASSETS, name), "wb") as f:
            f.write(data)


if __name__ == "__main__":
    main()
