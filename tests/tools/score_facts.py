#!/usr/bin/env python3
"""Scores the dates and the facts that the program reads against what people wrote down.

    score_facts.py BIN PAGES GOLD [-v]

BIN is the program, PAGES a folder of pages, GOLD a folder with one JSON file a page (same name, .json), which holds
`dates` [{expr, offset_chars, normalised}] and `cooperation_facts` [{kind, name, partners, evidence}].

A date is right when an expression that overlaps the one written down has a value that says the same. A fact is found when the
sentence of one of its witnesses overlaps the evidence, and the name of the row is the thing named there: the two share a run
of characters that is long for the shorter one. Rows that match nothing are listed with -v, to be read by a person.
"""
import json, pathlib, re, subprocess, sys, unicodedata


def run(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def first_day(value):
    """The part of a value that two ways of writing it share."""
    value = value.replace("XXXX", "unknown").strip()
    if value.startswith("--"):
        value = "unknown" + value[1:]
    return value


def same_date(gold, ours):
    gold = gold.split("T")[0]
    if gold == "unknown":
        return ours is None
    if ours is None:
        return False
    ours = first_day(ours)
    if gold.endswith("-late"):
        return ours.startswith(gold[:-5])
    halves = {"H1": "01/{}-06", "H2": "07/{}-12", "Q1": "01/{}-03", "Q2": "04/{}-06", "Q3": "07/{}-09", "Q4": "10/{}-12"}
    if gold[5:] in halves:
        return ours == gold[:5] + halves[gold[5:]].format(gold[:4])
    return ours == gold


def score_dates(pages, answers, gold, verbose):
    right = total = 0
    for name, page in gold.items():
        text, ours = pages[name], answers[name]["dates"]
        for date in page["dates"]:
            total += 1
            start = text.find(date["expr"], max(0, date["offset_chars"] - 6))
            start = len(text[:start].encode())
            end = start + len(date["expr"].encode())
            near = [d for d in ours if d["start"] < end and start < d["end"]]
            if any(same_date(date["normalised"], d["value"]) for d in near):
                right += 1
            elif verbose:
                print("date", name[:3], date["expr"], date["normalised"], "got", [(d["text"], d["value"]) for d in near])
    print(f"dates: {right} of {total} = {right / max(1, total):.3f}")


def plain(text, table={}):
    if not table:
        data = pathlib.Path(__file__).parents[2] / "src/text/data/t2s.txt"
        table.update({ord(l[0]): l[1] for l in data.read_text().splitlines() if not l.startswith("#") and len(l) > 1})
    text = unicodedata.normalize("NFKC", text).translate(table).lower()
    return re.sub(r"[^\w+]|的", "", text)


def shared(a, b):
    """Length of the longest run of characters that both have."""
    best, row = 0, [0] * (len(b) + 1)
    for x in a:
        new = [0] * (len(b) + 1)
        for j, y in enumerate(b):
            if x == y:
                new[j + 1] = row[j] + 1
                best = max(best, new[j + 1])
        row = new
    return best


def same_thing(gold, ours):
    """The row's name, or most of it, stands in the name written down, or the other way round."""
    for quoted in re.findall(r"[“「《”]([^”」》“]{3,})[”」》“]", gold):
        if plain(quoted) in plain(ours):
            return True
    ours = plain(ours)
    gold = re.sub(r"[A-Za-z ]{4,}", ";", gold)
    parts = [plain(p) for p in re.split(r"[;:；：,，、()（）《》/]", gold)] + [plain(gold)]
    for part in parts:
        if len(part) >= 2 and shared(part, ours) >= max(2, min(len(part), len(ours), 8) * 0.75):
            return True
    return False


def score_facts(answers, rows, gold, verbose):
    found = total = kinds = parties = 0
    used = set()
    for name, page in gold.items():
        text = page["text"]
        for fact in page["cooperation_facts"]:
            total += 1
            start = text.find(fact["evidence"])
            start, end = len(text[:start].encode()), len(text[:start].encode()) + len(fact["evidence"].encode())
            hits, near = [], []
            for i, row in enumerate(rows):
                if any(w["file"] == name and w["start"] < end and start < w["end"] for w in row["witnesses"]):
                    near.append(row)
                    names = [row["name"]] + [w["name"] for w in row["witnesses"] if w["file"] == name]
                    if any(same_thing(fact["name"], n) for n in names):
                        hits.append(row)
                        used.add(i)
            found += bool(hits)
            kinds += any(r["kind"] == fact["kind"] for r in hits)
            parties += any(set(fact["partners"]) <= set(r["parties"]) for r in hits)
            if verbose and not hits:
                print("missed", name[:3], fact["kind"], fact["name"], "| near:", [r["name"] for r in near][:8])
            elif verbose and not any(r["kind"] == fact["kind"] for r in hits):
                print("kind  ", name[:3], fact["kind"], fact["name"], "|", [(r["kind"], r["name"]) for r in hits])
    print(f"facts: {found} of {total} = {found / max(1, total):.3f}; right kind {kinds}, all parties {parties}; rows {len(rows)}, of them {len(used)} match")
    if verbose:
        for i, row in enumerate(rows):
            w = row["witnesses"][0]
            print("used" if i in used else "row ", row["kind"], row["status"], row["name"], row["parties"], (row["date"] or {}).get("value"), [q["text"] for q in row["quantities"]], row["rule"], "|", w["file"][:3], w["sentence"][:90])


def main():
    program, folder, truth = sys.argv[1:4]
    verbose = "-v" in sys.argv
    gold = {}
    for path in sorted(pathlib.Path(truth).glob("*.json")):
        gold[path.stem + ".txt"] = json.loads(path.read_text())
    answers = {a["file"]: a for a in run(program, "inspect", folder, "--format", "jsonl")}
    pages = {name: (pathlib.Path(folder) / name).read_bytes().decode("utf-8-sig") for name in gold}
    for name in gold:
        gold[name]["text"] = pages[name]
    if "--facts" not in sys.argv:
        score_dates(pages, answers, gold, verbose)
    if "--dates" not in sys.argv:
        score_facts(answers, run(program, "ledger", folder, "--format", "jsonl"), gold, verbose)


main()
