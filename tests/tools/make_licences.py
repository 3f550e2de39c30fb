#!/usr/bin/env python3
"""Write assets/licences.txt: the licences of the program, its typefaces, its data and every crate it is built from.

Run it whenever Cargo.lock changes (`cargo test` says when): python3 tests/tools/make_licences.py
Needs only Python 3.9+ and cargo. Same Cargo.lock, same output.

How it chooses: a crate that offers several licences is used under the first of CHOICE that it offers, so that the text is printed
once. Texts that differ only in their copyright lines are printed once, below all those lines.
"""
import glob
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "assets", "licences.txt")
CHOICE = ["Apache-2.0", "MIT", "Zlib", "BSD-3-Clause", "BSD-2-Clause", "ISC", "0BSD", "Unlicense", "BSL-1.0", "CC0-1.0",
          "Unicode-3.0", "MPL-2.0", "OFL-1.1", "Ubuntu-font-1.0", "Apache-2.0 WITH LLVM-exception"]

# Crates whose archive has no licence file; their text is taken from another crate or file of the same licence.
SAME_TEXT = {"MPL-2.0": "option-ext", "BSL-1.0": "xxhash-rust", "Zlib": "slotmap"}

# Licence texts inside a crate that its `license` field does not tell: bundled C libraries and fonts.
EXTRA = {
    "epaint_default_fonts": ["fonts/*.txt"],
    "freetype-sys": ["freetype2/docs/FTL.TXT"],
}
EXTRA_NOTES = [
    "SQLite, inside libsqlite3-sys: its authors dedicated it to the public domain.",
    "FreeType, inside freetype-sys: portions of this software are copyright © The FreeType Project (www.freetype.org). "
    "All rights reserved. It is used under the FreeType License.",
]


def metadata():
    out = subprocess.run(["cargo", "metadata", "--locked", "--format-version", "1", "--all-features"], cwd=ROOT, check=True,
                         capture_output=True, text=True).stdout
    data = json.loads(out)
    packages = {p["id"]: p for p in data["packages"]}
    nodes = {n["id"]: n for n in data["resolve"]["nodes"]}
    root = data["resolve"]["root"]
    seen, todo = set(), [root]
    while todo:
        package = todo.pop()
        if package in seen:
            continue
        seen.add(package)
        for dep in nodes[package]["deps"]:
            if any(kind["kind"] in (None, "build") for kind in dep["dep_kinds"]):
                todo.append(dep["pkg"])
    seen.discard(root)
    return sorted((packages[i] for i in seen), key=lambda p: (p["name"], [int(n) if n.isdigit() else 0 for n in re.split(r"[.+-]", p["version"])]))


def alternatives(expression):
    """The licences of which each must be kept: every AND part, and of each OR part the first of CHOICE."""
    needed = []
    for part in re.split(r"\s+AND\s+", expression.replace("/", " OR ")):
        options = [o.strip(" ()") for o in re.split(r"\s+OR\s+", part)]
        best = [c for c in CHOICE if c in options]
        if not best:
            sys.exit(f"no allowed licence in {expression!r}: see CHOICE in {__file__}")
        needed.append(best[0])
    return needed


def read(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        text = f.read().replace("\r\n", "\n").replace("\f", "\n").expandtabs(4)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def files(package):
    folder = os.path.dirname(package["manifest_path"])
    names = sorted(f for f in os.listdir(folder) if os.path.isfile(os.path.join(folder, f)))
    found = [f for f in names if re.match(r"(licen[cs]e|copying|unlicense|notice)", f, re.I) and not f.endswith((".rs", ".html"))]
    sub = os.path.join(folder, "LICENSES")
    if os.path.isdir(sub):
        found += [os.path.join("LICENSES", f) for f in sorted(os.listdir(sub))]
    return folder, found


def kind(text):
    """Which licence a text is, by a phrase that only that licence has."""
    flat = re.sub(r"\s+", " ", text)
    for name, phrase in [
        ("Apache-2.0", "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION"),
        ("MPL-2.0", "Mozilla Public License"),
        ("GPL", "GNU GENERAL PUBLIC LICENSE"), ("GPL", "GNU LESSER GENERAL PUBLIC LICENSE"),
        ("Unicode-3.0", "UNICODE LICENSE V3"),
        ("Ubuntu-font-1.0", "UBUNTU FONT LICENCE"),
        ("OFL-1.1", "SIL OPEN FONT LICENSE"),
        ("BSL-1.0", "Boost Software License"),
        ("CC0-1.0", "CC0 1.0"),
        ("Unlicense", "This is free and unencumbered software"),
        ("Zlib", "This software is provided 'as-is', without any express or implied warranty"),
        ("BSD-3-Clause", "Neither the name"),
        ("BSD-2-Clause", "Redistribution and use in source and binary forms"),
        ("MIT", "Permission is hereby granted, free of charge, to any person"),
        ("ISC", "Permission to use, copy, modify, and/or distribute this software"),
    ]:
        if phrase.lower() in flat.lower():
            return name
    return None


COPYRIGHT = re.compile(r"^\s*[/*#]*\s*(copyright\b|\(c\)|©|all rights reserved|with reserved font name|portions copyright)", re.I)
TITLE = re.compile(r"^\s*(the )?(mit|zlib|bsd|isc|boost|apache)?[ \w.()-]*licen[sc]e[ \w.(),:-]*$", re.I)


def split(text):
    """(copyright lines, the rest without its title)."""
    lines = text.split("\n")
    holders = [re.sub(r"\s+", " ", l).strip() for l in lines[:25] if COPYRIGHT.match(l)]
    head = [l for l in lines[:25] if not COPYRIGHT.match(l)]
    while head and (not head[0].strip() or (TITLE.match(head[0]) and len(head[0]) < 60)):
        head.pop(0)
    body = "\n".join(head + lines[25:]).strip("\n")
    return holders, re.sub(r"\n{3,}", "\n\n", body)


def main():
    packages = metadata()
    apache, texts, notices, credit_lines = None, {}, [], []
    by_name = {p["name"]: p for p in packages}

    def keep(name, text, who, fallback_holder=None):
        holders, body = split(text)
        key = (name, re.sub(r"\W+", " ", body).strip().lower())
        entry = texts.setdefault(key, {"body": body, "who": {}})
        entry["who"].setdefault(" · ".join(holders) or fallback_holder or "", []).append(who)

    for p in packages:
        expression = p["license"] or sys.exit(f"{p['name']} tells no licence")
        link = p["repository"] or p["homepage"] or f"https://crates.io/crates/{p['name']}"
        credit_lines.append(f"* {p['name']} {p['version']} — {expression} — {link}")
        folder, found = files(p)
        if p["license_file"] and not found:
            found = [p["license_file"]]
        for need in alternatives(expression):
            if need == "Apache-2.0":
                continue
            mine = [f for f in found if kind(read(os.path.join(folder, f))) == need]
            authors = ", ".join(re.sub(r"\s*<[^>]*>", "", a) for a in p["authors"]) or f"the {p['name']} authors"
            if mine:
                for f in mine:
                    keep(need, read(os.path.join(folder, f)), p["name"])
            elif need == "MIT":
                keep(need, read(os.path.join(ROOT, "LICENSE-MIT")).replace("Copyright (c) 2026 the Shuangcheng authors\n", ""),
                     p["name"], f"Copyright (c) {authors}")
            elif need in ("OFL-1.1", "Ubuntu-font-1.0"):
                pass  # the fonts' own texts come with EXTRA
            elif need in SAME_TEXT:
                other, names = files(by_name[SAME_TEXT[need]])
                source = [f for f in names if kind(read(os.path.join(other, f))) == need]
                holders, body = split(read(os.path.join(other, source[0])))
                keep(need, body, p["name"], f"Copyright (c) {authors}")
            else:
                # The licence stands in a file that names several; keep that file whole.
                if not found:
                    sys.exit(f"{p['name']}: no text for {need}")
                for f in found:
                    keep(need, read(os.path.join(folder, f)), p["name"])
        for f in found:
            if f.upper().startswith("NOTICE"):
                notices.append((p["name"], read(os.path.join(folder, f))))
        for pattern in EXTRA.get(p["name"], []):
            for path in sorted(glob.glob(os.path.join(folder, pattern))):
                keep(os.path.basename(path), read(path), p["name"])

    apache = read(os.path.join(ROOT, "LICENSE-APACHE"))
    rule = "=" * 100
    out = ["双城 Shuangcheng: licences", ""]
    out += ["1. The program · 2. Typefaces · 3. Data · 4. Packages · 5. Licence texts", "", rule, "1. The program", rule, "",
            "MIT OR Apache-2.0, at your choice. The Apache text is in part 5.", "", read(os.path.join(ROOT, "LICENSE-MIT")), ""]
    out += [rule, "2. Typefaces", rule, "", read(os.path.join(ROOT, "fonts", "FONTLOG.txt")), "", read(os.path.join(ROOT, "fonts", "OFL.txt")), ""]
    out += [rule, "3. Data", rule, "", read(os.path.join(ROOT, "assets", "data-credits.txt")), ""]
    out += [rule, f"4. Packages ({len(packages)}, for all systems and features)", rule, "",
            "A package that offers several licences is used under the first of: " + ", ".join(CHOICE[:6]) + ", …", "",
            *credit_lines, "", *EXTRA_NOTES, ""]
    for name, text in notices:
        out += [f"Notice of {name}:", text, ""]
    out += [rule, "5. Licence texts", rule, "", "--- Apache-2.0, of every package above that offers it " + "-" * 45, "", apache, ""]
    for (name, _), entry in sorted(texts.items(), key=lambda t: (t[0][0], t[1]["body"])):
        out += [f"--- {name} " + "-" * (95 - len(name)), ""]
        out += [f"{', '.join(sorted(set(who)))}: {holder}" if holder else ", ".join(sorted(set(who)))
                for holder, who in sorted(entry["who"].items(), key=lambda e: sorted(e[1]))]
        out += ["", entry["body"], ""]
    text = "\n".join(out)
    with open(OUT, "w", encoding="utf-8", newline="\n") as f:
        f.write(text)
    print(f"{OUT}: {len(text.encode()) // 1000} kB, {len(packages)} packages, {len(texts)} texts")


if __name__ == "__main__":
    main()
