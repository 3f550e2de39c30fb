#!/usr/bin/env python3
"""Finds the weights by which names that no rule is sure of are told or left out (src/facts/data/weights.tsv).

    cargo run --release --example weigh_rows -- tests/facts/dev > rows.jsonl
    train_rows.py rows.jsonl            what the weights do on writers they were not found on
    train_rows.py rows.jsonl --write    finds them on all and writes them

A name is right when it is a labelled fact, wrong when it is none; one that is optional, or whose fact a rule has found elsewhere, counts as neither. Names
that rules have read as well are learnt from too, others count LOOSE times; names that rules have read are never measured. The weights are never found on pages
of the writers they are measured on: groups are left out one by one. `least` is the sum from which a name is told (LEAST in src/facts/model.rs).
"""
import json, math, pathlib, random, sys
from collections import defaultdict
from score_facts import same_thing

HERE = pathlib.Path(__file__).parents[1] / "facts"
GROUPS = [("F01", 1, 45), ("F46", 46, 65), ("F86", 86, 97), ("F98", 98, 105), ("F106", 106, 113), ("F130", 130, 139), ("F150", 150, 161), ("F162", 162, 173)]
EPOCHS, STEP, PULL = 30, 0.15, 0.003
LOOSE = 2.0


def group_of(file):
    number = int(file[1:].split(".")[0])
    return next(name for name, first, last in GROUPS if first <= number <= last)


def load(path):
    rows = defaultdict(list)
    for line in open(path):
        row = json.loads(line)
        rows[row["file"]].append(row)
    return rows


def label(rows):
    """For each row the numbers of the facts that it is, and whether it is an optional one."""
    wanted = {}
    for gold in sorted((HERE / "dev_gold").glob("*.json")):
        file = gold.stem + ".txt"
        page = json.loads(gold.read_text())
        text = (HERE / "dev" / file).read_bytes().decode("utf-8-sig")
        wanted[file] = len(page["cooperation_facts"])
        for fact in page["cooperation_facts"] + page.get("facts_optional", []):
            at = text.find(fact["evidence"])
            fact["start"] = len(text[:at].encode())
            fact["end"] = fact["start"] + len(fact["evidence"].encode())
        for row in rows.get(file, []):
            names = [row["name"]] + ([row["full"]] if row["full"] else [])
            is_it = lambda f: row["start"] < f["end"] and f["start"] < row["end"] and any(same_thing(f["name"], n) for n in names)
            row["facts"] = [i for i, f in enumerate(page["cooperation_facts"]) if is_it(f)]
            row["optional"] = any(is_it(f) for f in page.get("facts_optional", []))
        found = {i for row in rows.get(file, []) if row["sure"] for i in row["facts"]}
        for row in rows.get(file, []):
            new = set(row["facts"]) - found
            row["label"] = (1 if row["facts"] else None if row["optional"] else 0) if row["told"] else 1 if new else None if row["facts"] or row["optional"] else 0
    return wanted


def signs(row):
    base = row["cues"]
    return base + [row["rule"] + "+" + cue for cue in base]


def train(rows, seed=7):
    weights, squares = defaultdict(float), defaultdict(float)
    data = [(signs(row), row["label"], 1.0 if row["told"] else LOOSE) for row in rows if row["label"] is not None and not row["sure"]]
    order = random.Random(seed)
    for epoch in range(EPOCHS):
        order.shuffle(data)
        for cues, right, much in data:
            z = sum(weights[c] for c in cues)
            error = much * (right - 1 / (1 + math.exp(-max(-30, min(30, z)))))
            for c in cues:
                slope = error - PULL * weights[c]
                squares[c] += slope * slope
                weights[c] += STEP * slope / math.sqrt(squares[c] + 1e-6)
    return weights


def chosen(rows, score, least):
    """Of the rows of a sentence the best that do not overlap."""
    kept = []
    by = defaultdict(list)
    for row in rows:
        if score(row) >= least:
            by[row["start"], row["end"]].append(row)
    for sentence in by.values():
        own = []
        for row in sorted(sentence, key=score, reverse=True):
            if all(row["to"] <= o["from"] or o["to"] <= row["from"] for o in own):
                own.append(row)
        kept += own
    return kept


def main():
    rows = load(sys.argv[1])
    wanted = label(rows)
    free = {file: [r for r in own if not r["told"]] for file, own in rows.items()}
    sure = {file: [r for r in own if r["sure"]] for file, own in rows.items()}
    every = [r for own in rows.values() for r in own]
    for r in every:
        if r["sure"]:
            r["label"] = int(bool(r["facts"] or r["optional"]))
    print(len(every), "names weighed,", sum(r["label"] == 1 for r in every), "right,", sum(r["label"] == 0 for r in every), "wrong")
    for name, *_ in GROUPS:
        files = [f for f in wanted if group_of(f) == name]
        total = sum(wanted[f] for f in files)
        found = sum(len({i for r in sure.get(f, []) for i in r["facts"]}) for f in files)
        could = sum(len({i for r in rows.get(f, []) for i in r["facts"]}) for f in files)
        print(f"{name:5} {total:4} facts, rules find {found} = {found / max(1, total):.3f}, with every name weighed {could / max(1, total):.3f}")
    scores = {}
    for name, *_ in GROUPS:
        weights = train([r for r in every if group_of(r["file"]) != name])
        for row in every:
            if group_of(row["file"]) == name:
                scores[id(row)] = sum(weights.get(c, 0) for c in signs(row))
    print("least  " + "".join(f"{n:>22}" for n, *_ in GROUPS) + "   all")
    for least in [x / 4 for x in range(-8, 13)]:
        cells, sums = [], [0, 0, 0, 0]
        for name, *_ in GROUPS:
            files = [f for f in wanted if group_of(f) == name]
            total = sum(wanted[f] for f in files)
            got = right = count = new = newright = 0
            for f in files:
                added = chosen(free.get(f, []), lambda r: scores[id(r)], least)
                all_rows = sure.get(f, []) + added
                got += len({i for r in all_rows for i in r["facts"]})
                right += sum(bool(r["facts"] or r["optional"]) for r in all_rows)
                count += len(all_rows)
                new += len(added)
                newright += sum(bool(r["facts"] or r["optional"]) for r in added)
            sums = [a + b for a, b in zip(sums, (got, total, newright, new))]
            cells.append(f"{got / max(1, total):.3f} {right / max(1, count):.3f} {newright}/{new}".rjust(22))
        print(f"{least:5.2f}  " + "".join(cells) + f"   {sums[0] / sums[1]:.3f} {sums[2]}/{sums[3]} = {sums[2] / max(1, sums[3]):.3f}")
    if "--show" in sys.argv:
        at = sys.argv.index("--show")
        group, least = sys.argv[at + 1], float(sys.argv[at + 2])
        for f in sorted(free):
            if group_of(f) == group:
                for r in chosen(free[f], lambda r: scores[id(r)], least):
                    print(f"{scores[id(r)]:.2f}", r["label"], r["file"][:4], r["rule"], r["kind"], r["status"], r["name"], "|", r["text"][:100])
    if "--write" in sys.argv:
        weights = train(every)
        lines = ["# sort\tsign\tweight (written by tests/tools/train_rows.py from tests/facts/dev; a sort with + counts only for rows of that rule)"]
        lines += [f"{c}\t{w:.2f}" for c, w in sorted(weights.items()) if abs(w) >= 0.05]
        out = pathlib.Path(__file__).parents[2] / "src/facts/data/weights.tsv"
        out.write_text("\n".join(lines) + "\n")
        print(len(lines) - 1, "weights written")


main()
