#!/usr/bin/env python3
"""The numbered rules of setting Chinese text, checked on real glyph positions: our own setting, egui's label, Chromium, typst.

    python3 tests/tools/rules.py BIN [--label FILE] [--chromium PROGRAM] [--typst PYTHON] [--out tests/typeset/RULES.md]

BIN is the built shuangcheng. FILE holds the label's positions, written by `cargo test --test typeset label -- --ignored` from the jobs
that `--jobs FILE` writes. With `--breaks FILE` Chromium's line ends are written for tests/typeset/chromium.rs. PYTHON is an interpreter that has the package `typst`. Chromium and typst need a font with half-width
alternates: Noto Serif CJK. Who is not given is not run. The passages are tests/cases/passages.txt."""

import argparse
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from rules_checks import RULES, checked, jobs, passages  # noqa: E402
from rules_judges import chromium, label, ours, typst  # noqa: E402

NAMES = {"ours": "Shuangcheng", "label": "egui label", "chromium": "Chromium", "typst": "typst"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin", nargs="?")
    parser.add_argument("--jobs")
    parser.add_argument("--breaks")
    parser.add_argument("--label")
    parser.add_argument("--chromium")
    parser.add_argument("--typst")
    parser.add_argument("--out", default=os.path.join(HERE, "..", "typeset", "RULES.md"))
    parser.add_argument("-v", action="store_true")
    wanted = parser.parse_args()
    all_jobs = jobs()
    if wanted.jobs:
        with open(wanted.jobs, "w", encoding="utf-8") as out:
            json.dump(all_jobs, out, ensure_ascii=False)
        return
    if wanted.breaks:
        record(wanted.chromium, wanted.breaks)
        return
    results, versions = {}, {}
    judges = [("ours", ours, wanted.bin), ("label", label, wanted.label), ("chromium", chromium, wanted.chromium),
              ("typst", typst, wanted.typst)]
    for name, judge, how in judges:
        if how:
            layouts, versions[name] = judge(how, all_jobs)
            results[name] = checked(all_jobs, layouts, name, wanted.v)
    write(results, versions, wanted.out)


def record(program, path):
    """Chromium's lines of every passage, at every third measure."""
    found = [{"text": text, "script": script, "measure": measure, "indent": 2, "hang": False}
             for script, text in passages() for measure in range(7, 41, 3)]
    layouts, version = chromium(program, found)
    with open(path, "w", encoding="utf-8") as out:
        out.write(f"# Lines of tests/cases/passages.txt as Chromium {version} breaks them (tests/tools/rules.py --breaks): script, measure\n"
                  "# in em, characters of each line.\n")
        for job, layout in zip(found, layouts):
            counts = " ".join(str(len(line)) for line in layout)
            out.write(f"{job['script']}\t{job['measure']}\t{counts}\n")


def write(results, versions, path):
    lines = ["# The rules of setting, and who keeps them", "",
             "Made by `tests/tools/rules.py`: every rule is checked on the positions of the glyphs, the sweeps over all passages of",
             "`tests/cases/passages.txt` in both scripts at every whole measure from 5 to 40 em. “no (3 of 576)” means that three of 576",
             "settings break the rule; “–” that there is nothing to see. Rules 24 to 30 are asked in both scripts: what stands behind a",
             "“no” are the widths found. Cases for each number are in `tests/cases/layout.txt`, sweeps in Rust in `tests/typeset/rules.rs`.", "",
             "egui's label is a `LayoutJob` with the indent as leading space. Chromium has its best style sheet: `line-break: strict`,",
             "`text-spacing-trim: trim-start`, `text-autospace: normal`, `text-align: justify`. typst justifies with its own settings for",
             "Chinese; rule 38 is asked of each with its own option for hanging marks.", "",
             "| | rule | " + " | ".join(f"{NAMES[n]}" for n in NAMES) + " |", "|---|---|" + "---|" * len(NAMES)]
    kept = dict.fromkeys(results, 0)
    for number, rule in RULES:
        cells = []
        for name in NAMES:
            if name not in results:
                cells.append("not run")
                continue
            verdict, note = results[name][number]
            kept[name] += verdict and number.isdigit()
            cells.append(("yes" if verdict else "**no**") + (f" ({note})" if note else ""))
        lines.append(f"| {number} | {rule} | " + " | ".join(cells) + " |")
    total = sum(number.isdigit() for number, _ in RULES)
    lines.append("| | **kept of the numbered ones** | " +
                 " | ".join(f"**{kept[n]} of {total}**" if n in results else "not run" for n in NAMES) + " |")
    lines += ["", "Versions: " + "; ".join(f"{NAMES[n]} {v}" for n, v in versions.items()) + "."]
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
