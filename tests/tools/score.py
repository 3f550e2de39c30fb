#!/usr/bin/env python3
"""Score `shuangcheng inspect` on a folder of pages against hand-made labels.

    score.py BINARY PAGES GOLD [-v] [--json] [--inspect-args "--no-cache"]
    score.py --inspected OUTPUT.jsonl PAGES GOLD

PAGES is the folder of pages, GOLD their labels: a .jsonl file, a .json file with one array, or a folder of .json files with
one object each. tests/pages/README.md describes the labels. Only the standard library is used; nothing is written.

How things are counted
- title, date, source, script, encoding: share of files that are right. An author list is right when the set of names is.
- A date printed where the page has none is "invented", unless it is marked as inferred or the label allows it; those are counted apart.
- furniture lines: F1 over all non-blank lines of all files; hidden body: share of body lines that were called furniture.
- cities, counties, primary cities, joint abbreviations: micro F1 over all files. Weak and optional entries may be missing;
  optional entries may also be present. A joint abbreviation is right when its members are.
- traps: strings inside which no place may be mentioned.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PYTHON_NAMES = {
    "utf-8": "utf-8-sig",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "utf-16le": "utf-16le",
    "utf-16be": "utf-16be",
}
TITLES = ("title", "published", "source", "authors", "script", "encoding")
# What the labels call the program's remarks; those not named here are not scored.
REMARKS = {
    "repost_stamp": "stamp-against-text",
    "years_deleted": "years-deleted",
    "digits_deleted": "digits-deleted",
    "converted_script": "converted-traditional",
    "several_articles": "several-articles",
    "decoding_damage": "damaged",
    "text_damaged": "damaged",
    "head_missing": "head-missing",
    "tail_missing": "tail-missing",
}
SETS = ("cities", "counties", "primary_cities", "compounds")


def load_gold(path):
    """Labels by file stem, whatever form they come in."""
    path = Path(path)
    if path.is_dir():
        items = [json.loads(p.read_text("utf-8")) for p in sorted(path.glob("*.json"))]
    else:
        text = path.read_text("utf-8")
        items = json.loads(text) if text.lstrip().startswith("[") else [json.loads(l) for l in text.splitlines() if l.strip()]
    gold = {}
    for item in items:
        name = item.get("file") or item["doc"]
        gold[Path(name).stem] = item
    return gold


def load_output(args):
    """What the program says of each page, by file stem, and the seconds it took."""
    start = time.time()
    if args.inspected:
        text = Path(args.inspected).read_text("utf-8")
    else:
        command = [args.binary, "inspect", args.pages, "--format", "jsonl", *args.inspect_args.split()]
        run = subprocess.run(command, capture_output=True, check=False)
        text = run.stdout.decode("utf-8", "replace")
        if run.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)}: exit {run.returncode}\n{run.stderr.decode('utf-8', 'replace')[-2000:]}")
    found = {}
    for line in text.splitlines():
        if line.strip():
            item = json.loads(line)
            found[Path(item["file"]).stem] = item
    return found, time.time() - start


def page_text(folder, gold):
    """The decoded text of a page, without BOM; None for HTML, whose text only the program knows."""
    stem = Path(gold.get("file") or gold["doc"]).stem
    for path in sorted(Path(folder).rglob(stem + ".*")):
        if path.suffix in (".html", ".htm"):
            return None
        data = path.read_bytes()
        text = data.decode(PYTHON_NAMES.get(gold.get("encoding", "utf-8"), "utf-8-sig"), "replace")
        return text.removeprefix("\ufeff")
    return None


def split_lines(text):
    return re.split(r"\r\n|\n|\r", text)


def squeeze(text):
    return re.sub(r"\s+", " ", text or "").strip()


def export_text(args, gold):
    """The plain-text export of an HTML page: what the reader keeps of it. None when the program does not offer it."""
    if not args.binary:
        return None
    page = next(iter(sorted(Path(args.pages).rglob(Path(gold["file"]).name))), None)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "page.txt"
        command = [args.binary, "export", str(page), "--format", "txt", "--out", str(out)]
        run = subprocess.run(command, capture_output=True, check=False)
        return out.read_text("utf-8") if run.returncode in (0, 1) and out.is_file() else None


def wanted_kinds(gold, text, said, exported=None):
    """(furniture line numbers, body line numbers, kind by line) of a page; None where lines cannot be compared."""
    if "html_lines" in gold:
        kinds = {}
        lines = said.get("lines", [])
        want = gold["html_lines"]
        if lines and all("text" in l for l in lines):
            pool = {}
            for kind, words in want:
                pool.setdefault(squeeze(words), []).append(kind)
            for l in lines:
                for mark in ("", "* ", "- ", "• ", "# ", "## ", "### "):
                    key = squeeze(l["text"]).removeprefix(mark)
                    if pool.get(key):
                        kinds[l["n"]] = pool[key].pop(0)
                        break
        elif len(lines) == len(want):
            kinds = {l["n"]: kind for l, (kind, _) in zip(lines, want)}
        elif exported is not None:
            kept = {"".join(l.split()) for l in exported.splitlines()}
            whole = "".join(exported.split())
            said["lines"] = []
            for n, (kind, words) in enumerate(want, 1):
                words = "".join(words.split())
                there = words in kept or len(words) > 12 and words in whole
                said["lines"].append({"n": n, "kind": kind if there and kind != "furniture" else "paragraph" if there else "furniture"})
                kinds[n] = kind
            # Dates, writers and editors need not be in an export word for word.
            said["lines"] = [l for l in said["lines"] if kinds[l["n"]] not in ("byline", "credit")]
            kinds = {n: k for n, k in kinds.items() if k not in ("byline", "credit")}
        else:
            return None
        furniture = {n for n, k in kinds.items() if k == "furniture"}
        body = {n for n, k in kinds.items() if k not in ("furniture", "byline", "credit")}
        return furniture, body, kinds
    if text is None:
        return None
    lines = split_lines(text)
    shown = {n for n, l in enumerate(lines, 1) if l.strip(" \t\u3000\xa0\ufeff\u200b")}
    furniture = gold.get("furniture_lines", [])
    if furniture and isinstance(furniture[0], str) or "meta_lines" in gold:
        marked = {squeeze(t) for t in furniture}
        meta = {squeeze(t) for t in gold.get("meta_lines", [])}
        furniture = {n for n in shown if squeeze(lines[n - 1]) in marked}
        body = {n for n in shown - furniture if squeeze(lines[n - 1]) not in meta}
        return furniture, body, {}
    kinds = {n: k for k, ns in gold.get("kinds", {}).items() for n in ns}
    return set(furniture), set(gold.get("body_lines", [])), kinds


class Count:
    """Hits, false alarms and misses of one measure."""

    def __init__(self):
        self.hit = self.extra = self.missed = 0

    def add(self, want, got, optional=()):
        missed = {x for x in want if x not in got and x not in optional}
        extra = {x for x in got if x not in want and x not in optional}
        self.hit += len([x for x in want if x in got])
        self.extra += len(extra)
        self.missed += len(missed)
        return sorted(map(str, missed)), sorted(map(str, extra))

    def row(self):
        found, wanted = self.hit + self.extra, self.hit + self.missed
        p = self.hit / found if found else 1.0
        r = self.hit / wanted if wanted else 1.0
        f = 2 * p * r / (p + r) if p + r else 0.0
        return {"p": p, "r": r, "f1": f, "hit": self.hit, "extra": self.extra, "missed": self.missed}


def as_set(key, value):
    """A label or an answer as a set of hashable things."""
    if key == "compounds":
        return {f"{k}={'+'.join(sorted(set(v)))}" for k, v in (value or {}).items()}
    return set(value or [])


def answers(said):
    """The program's answers under the names the labels use."""
    published = said.get("published") or {}
    cities = said.get("cities") or []
    return {
        "title": said.get("title"),
        "published": published.get("date"),
        "certainty": published.get("certainty"),
        "source": said.get("source"),
        "authors": said.get("authors") or [],
        "script": said.get("script"),
        "encoding": said.get("encoding"),
        "cities": {c["name"] for c in cities},
        "primary_cities": {c["name"] for c in cities if c.get("primary")},
        "counties": {c["name"] for c in said.get("counties") or []},
        "compounds": said.get("compounds") or {},
    }


def right_value(key, gold, got):
    if key == "title":
        accepted = [gold.get("title"), *gold.get("title_alternatives", [])]
        return any(squeeze(a) == squeeze(got["title"]) and (a is None) == (got["title"] is None) for a in accepted)
    if key == "authors":
        accepted = [gold.get("authors") or [], *gold.get("authors_alternatives", [])]
        return any(set(a) == set(got["authors"]) for a in accepted)
    if key == "source":
        return got["source"] in [gold.get("source"), *gold.get("source_alternatives", [])]
    if key == "published" and got["published"] in gold.get("published_alternatives", []):
        return True
    if key == "published" and gold.get("published") is None:
        return got["published"] is None or got["certainty"] == "inferred"
    return gold.get(key) == got[key]


def trap_hits(gold, text, said):
    """(traps fallen into, traps looked at)."""
    traps = [t for t in gold.get("traps", []) if isinstance(t, str)]
    mentions = said.get("mentions") or []
    fallen = []
    for trap in traps:
        if text is None:
            continue
        data, needle = text.encode("utf-8"), trap.encode("utf-8")
        at = data.find(needle)
        while at >= 0:
            inside = [m["text"] for m in mentions if m["start"] < at + len(needle) and m["end"] > at]
            if inside:
                fallen.append(f"{trap} read as {'、'.join(inside)}")
                break
            at = data.find(needle, at + len(needle))
    return fallen, len(traps) if text is not None else 0


def score(args):
    gold, (said, seconds) = load_gold(args.gold), load_output(args)
    right = {k: [0, 0] for k in TITLES}
    sets = {k: Count() for k in SETS}
    names, lines, remarks = Count(), Count(), Count()
    kinds_right = [0, 0]
    hidden, body_total, invented, inferred, dated_right, dated = 0, 0, [], 0, 0, 0
    traps, trap_total, unaligned, notes = [], 0, [], {}
    for stem, want in sorted(gold.items()):
        note = notes.setdefault(stem, [])
        item = said.get(stem)
        if item is None or "error" in item:
            note.append(f"no answer: {item.get('error') if item else 'file not in the output'}")
            item = {}
        got = answers(item)
        for key in TITLES:
            if key not in want:
                continue
            ok = bool(item) and right_value(key, want, got)
            right[key][0] += ok
            right[key][1] += 1
            if not ok:
                note.append(f"{key}: wanted {want.get(key)!r}, got {got[key]!r}")
        printed = [want.get("published"), *want.get("published_alternatives", [])]
        if want.get("published") is None and got["published"] not in printed:
            if got["certainty"] == "inferred":
                inferred += 1
            else:
                invented.append(stem)
        if got["certainty"] == "day":
            dated += 1
            dated_right += got["published"] in printed
        names.add(set(want.get("authors") or []), set(got["authors"]))
        for key in SETS:
            optional = set(want.get(key + "_optional", []))
            if key == "compounds":
                sure = [{k: v for k, v in side.items() if k not in optional} for side in (want.get(key) or {}, got[key])]
                missed, extra = sets[key].add(as_set(key, sure[0]), as_set(key, sure[1]))
            else:
                # "射洪市|射洪县": either name is right.
                labels = [w.split("|") for w in want.get(key) or []]
                full = {next((a for a in alternatives if a in got[key]), alternatives[0]) for alternatives in labels}
                weak = set(want.get(key + "_weak", []))
                missed, extra = sets[key].add(full, as_set(key, got[key]), optional | weak)
            if missed or extra:
                note.append(f"{key}: missed {missed}, extra {extra}")
        if "remarks" in want:
            got_remarks = {REMARKS[r["code"]] for r in item.get("remarks", []) if r["code"] in REMARKS}
            # Reworded text cannot be told by the program.
            missed, extra = remarks.add(set(want["remarks"]) - {"spun"}, got_remarks)
            if missed or extra:
                note.append(f"remarks: missed {missed}, extra {extra}")
        text = page_text(args.pages, want)
        exported = export_text(args, want) if "html_lines" in want and item else None
        compared = wanted_kinds(want, text, item, exported)
        if compared is None:
            unaligned.append(stem)
        else:
            furniture, body, kinds = compared
            told = {l["n"]: l["kind"] for l in item.get("lines", [])}
            called = {n for n, k in told.items() if k == "furniture"} - set(want.get("neutral_lines", []))
            missed, extra = lines.add(furniture, called)
            wrong = sorted(body & called)
            hidden += len(wrong)
            body_total += len(body)
            kinds_right[0] += sum(told.get(n) == k for n, k in kinds.items())
            kinds_right[1] += len(kinds)
            if missed or extra:
                note.append(f"furniture: missed {missed}, extra {extra}")
            if wrong:
                note.append(f"body lines hidden: {wrong}")
            off = [f"{n}:{k}→{told.get(n)}" for n, k in sorted(kinds.items()) if told.get(n) != k and "furniture" not in (k, told.get(n))]
            if off:
                note.append(f"other kinds: {' '.join(off)}")
        fallen, looked = trap_hits(want, text, item)
        traps += [f"{stem}: {f}" for f in fallen]
        trap_total += looked
        note += [f"trap: {f}" for f in fallen]
    result = {
        "files": len(gold),
        "seconds": round(seconds, 3),
        "accuracy": {k: {"right": r, "of": n, "share": r / n if n else None} for k, (r, n) in right.items()},
        "dates": {"invented": invented, "inferred_without_date": inferred, "day_certain": dated, "day_certain_right": dated_right},
        "author_names": names.row(),
        "remarks": remarks.row(),
        "furniture": lines.row(),
        "line_kinds": {"right": kinds_right[0], "of": kinds_right[1]},
        "body_hidden": {"lines": hidden, "of": body_total},
        "not_compared_by_line": unaligned,
        **{k: v.row() for k, v in sets.items()},
        "traps": {"fallen": traps, "of": trap_total},
    }
    return result, notes


def share(part, whole):
    return f"{part / whole:7.3f}" if whole else "      –"


def show(result, notes, verbose):
    label = {"title": "titles", "published": "dates", "source": "sources", "authors": "authors", "script": "scripts", "encoding": "encodings"}
    print(f"{result['files']} pages, {result['seconds']} s")
    print(f"{'':24}{'share':>7}   right of")
    for key, row in result["accuracy"].items():
        if row["of"]:
            print(f"{label[key]:24}{share(row['right'], row['of'])}   {row['right']} of {row['of']}")
    d = result["dates"]
    print(f"{'dates called certain':24}{share(d['day_certain_right'], d['day_certain'])}   {d['day_certain_right']} of {d['day_certain']}")
    print(f"{'dates invented':24}{len(d['invented']):7}   {' '.join(d['invented'])}  (inferred where none is printed: {d['inferred_without_date']})")
    k, h = result["line_kinds"], result["body_hidden"]
    if k["of"]:
        print(f"{'line kinds':24}{share(k['right'], k['of'])}   {k['right']} of {k['of']}")
    print(f"{'body lines hidden':24}{share(h['lines'], h['of'])}   {h['lines']} of {h['of']}")
    print(f"{'traps fallen into':24}{len(result['traps']['fallen']):7}   of {result['traps']['of']}")
    print(f"\n{'':24}{'F1':>7}{'P':>8}{'R':>8}   hit / extra / missed")
    rows = (("furniture lines", "furniture"), ("cities", "cities"), ("joint abbreviations", "compounds"), ("counties", "counties"), ("primary cities", "primary_cities"), ("author names", "author_names"), ("remarks", "remarks"))
    for name, key in rows:
        r = result[key]
        print(f"{name:24}{r['f1']:7.3f} {r['p']:7.3f} {r['r']:7.3f}   {r['hit']} / {r['extra']} / {r['missed']}")
    if result["not_compared_by_line"]:
        print(f"\nlines not compared (HTML text of unknown shape): {' '.join(result['not_compared_by_line'])}")
    if verbose:
        for stem, note in notes.items():
            if note:
                print(f"\n{stem}")
                for n in note:
                    print(f"  {n}")


def main():
    parser = argparse.ArgumentParser(description="Score shuangcheng inspect against hand-made labels.")
    parser.add_argument("binary", nargs="?", help="the shuangcheng program (not with --inspected)")
    parser.add_argument("pages", help="folder of pages")
    parser.add_argument("gold", help="labels: .jsonl, .json array, or a folder of .json files")
    parser.add_argument("--inspected", help="use this saved output of inspect instead of running the program")
    parser.add_argument("--inspect-args", default="", help="more arguments for inspect, in one string")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is wrong, file by file")
    args = parser.parse_args()
    if not args.binary and not args.inspected:
        parser.error("name the program, or give --inspected")
    result, notes = score(args)
    if args.json:
        print(json.dumps({**result, "notes": notes} if args.verbose else result, ensure_ascii=False, indent=1))
    else:
        show(result, notes, args.verbose)


if __name__ == "__main__":
    main()
