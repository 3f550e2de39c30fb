"""Who sets text, for rules.py: each takes jobs (text, measure, indent, script, hang) and answers with lines of [character, x, advance]
in em; advance is None where it cannot be known."""

import html
import json
import os
import re
import subprocess
import tempfile

SIZE = 20.0
FONT = {"hans": "Noto Serif CJK SC", "hant": "Noto Serif CJK TC"}


def ours(program, jobs):
    """Our own command line."""
    layouts = []
    for job in jobs:
        command = [program, "typeset", "-", "--measure", str(job["measure"]), "--indent", str(job["indent"]), "--script",
                   job["script"], "--as-is", "--format", "jsonl"] + (["--hang"] if job["hang"] else [])
        done = subprocess.run(command, input=job["text"].encode(), capture_output=True, check=True)
        layouts.append([json.loads(line) for line in done.stdout.decode().splitlines()])
    version = subprocess.run([program, "--version"], capture_output=True, check=True).stdout.decode().split()[-1]
    return layouts, version


def label(path, _jobs):
    """Positions written by tests/typeset/label.rs."""
    with open(path, encoding="utf-8") as file:
        found = json.load(file)
    return found["layouts"], found["version"]


SCRIPT = """
const SIZE = %s, out = [];
for (const p of document.querySelectorAll("p")) {
  const box = p.getBoundingClientRect(), node = p.firstChild, lines = [], range = document.createRange();
  let top = null;
  for (let i = 0; i < node.length; i++) {
    const pair = node.data.codePointAt(i) > 0xffff ? 2 : 1;
    range.setStart(node, i); range.setEnd(node, i + pair);
    const r = range.getClientRects();
    const rect = r[r.length - 1];
    const c = node.data.substr(i, pair);
    i += pair - 1;
    if (!rect) { if (lines.length) lines[lines.length - 1].push([c, -1, 0]); continue; }
    if (top === null || Math.abs(rect.top - top) > SIZE / 2) { lines.push([]); top = rect.top; }
    lines[lines.length - 1].push([c, (rect.left - box.left) / SIZE, rect.width / SIZE]);
  }
  out.push(lines);
}
document.body.innerHTML = "<pre id=out></pre>";
document.getElementById("out").textContent = JSON.stringify(out);
"""


def chromium(program, jobs):
    """Chromium with its best style sheet."""
    style = """p { font-size: %spx; line-height: 2; margin: 0; line-break: strict; text-spacing-trim: trim-start; text-autospace: normal;
        text-align: justify; overflow-wrap: anywhere; white-space: normal }""" % SIZE
    paragraphs = "".join(
        f'<p lang="zh-{job["script"].capitalize()}" style="font-family: \'{FONT[job["script"]]}\'; width: {job["measure"] * SIZE}px; '
        f'text-indent: {job["indent"]}em; {"hanging-punctuation: allow-end" if job["hang"] else ""}">{html.escape(job["text"])}</p>'
        for job in jobs)
    with tempfile.TemporaryDirectory() as folder:
        page = os.path.join(folder, "page.html")
        with open(page, "w", encoding="utf-8") as file:
            file.write(f"<!doctype html><meta charset=utf-8><style>{style}</style><body>{paragraphs}"
                       f"<script>document.fonts.ready.then(() => {{ {SCRIPT % SIZE} }})</script>")
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/data",
                   "--virtual-time-budget=60000", "--dump-dom", f"file://{page}"]
        dom = subprocess.run(command, capture_output=True, check=True, timeout=600).stdout.decode()
    version = subprocess.run([program, "--version"], capture_output=True, check=True).stdout.decode()
    found = re.search(r'<pre id="?out"?>(.*?)</pre>', dom, re.S).group(1)
    return json.loads(html.unescape(found)), re.search(r"[\d.]+", version).group(0)


def typst(python, jobs):
    """typst, through its Python package: a page for each job, positions read from the SVG."""
    def quoted(text):
        return json.dumps(text, ensure_ascii=False)
    parts = []
    for job in jobs:
        region = "cn" if job["script"] == "hans" else "tw"
        hang = "true" if job["hang"] else "false"
        parts.append(
            f'#page(width: {job["measure"] * SIZE + 200}pt, height: auto, margin: 0pt)['
            f'#set text(font: "{FONT[job["script"]]}", size: {SIZE}pt, lang: "zh", region: "{region}", overhang: {hang}, ligatures: false)\n'
            f'#set par(justify: true, first-line-indent: (amount: {job["indent"]}em, all: true))\n'
            f'#block(width: {job["measure"] * SIZE}pt, par[#text({quoted(job["text"])})])]')
    source = "\n".join(parts)
    code = """
import sys, json, typst
pages = typst.compile(sys.argv[1], format="svg")
json.dump([p.decode() for p in (pages if isinstance(pages, list) else [pages])], open(sys.argv[2], "w"))
"""
    with tempfile.TemporaryDirectory() as folder:
        document, result = os.path.join(folder, "jobs.typ"), os.path.join(folder, "pages.json")
        with open(document, "w", encoding="utf-8") as file:
            file.write(source)
        subprocess.run([python, "-c", code, document, result], check=True, timeout=900)
        with open(result, encoding="utf-8") as file:
            pages = json.load(file)
    version = subprocess.run([python, "-m", "pip", "show", "typst"], capture_output=True, check=True).stdout.decode()
    return [from_svg(page, job["text"]) for page, job in zip(pages, jobs)], re.search(r"Version: (\S+)", version).group(1)


def from_svg(svg, text):
    """Glyphs in reading order get the characters of the text in turn; blanks have no glyph that shows, and are left out."""
    import xml.etree.ElementTree as tree
    glyphs = []

    def walk(node, x, y, scale):
        transform = node.get("transform", "")
        for kind, numbers in re.findall(r"(\w+)\(([^)]*)\)", transform):
            n = [float(v) for v in re.split(r"[ ,]+", numbers.strip())]
            if kind == "translate":
                x, y = x + n[0] * scale, y + (n[1] if len(n) > 1 else 0.0)
            elif kind == "matrix":
                x, y = x + n[4] * scale, y + n[5]
            elif kind == "scale":
                scale *= n[0]
        if node.tag.endswith("}use"):
            glyphs.append((round(y, 2), x + float(node.get("x", 0)) * scale))
        for child in node:
            walk(child, x, y, scale)

    root = tree.fromstring(svg)
    for child in root:
        if not child.tag.endswith("}defs"):
            walk(child, 0.0, 0.0, 1.0)
    lines, at = [], 0
    rows = sorted({y for y, _ in glyphs})
    for row in rows:
        line = []
        for x in sorted(x for y, x in glyphs if y == row):
            while at < len(text) and text[at] == " ":
                at += 1
            if at < len(text):
                line.append([text[at], x / SIZE, None])
                at += 1
                # the font draws two dashes as one sign
                if text[at - 1:at + 1] == "——":
                    line.append(["—", x / SIZE + 1.0, None])
                    at += 1
        lines.append(line)
    return lines
