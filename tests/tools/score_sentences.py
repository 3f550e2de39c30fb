#!/usr/bin/env python3
"""Scores the facts read from single sentences against what people wrote down.

    score_sentences.py BIN FILE... [-v] [--lines 1-80]

A line of FILE is `day | text | facts`, the facts as `kind name [cities] status date (by deadline)` joined by `; `, `-` where there is none
(the form of tests/cases/facts.txt). Each text stands on a page of its own between two sentences that tell nothing.

A fact is found when a row's name is that name or most of it (as in score_facts.py); `kind` counts those of the right kind as well, `cities` those whose
cities are exactly those written down, `all` those that have kind, name and cities. `precision` is the share of the rows that are a fact of the line,
`all` counts those alone that are right in all three.
"""
import json, pathlib, re, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

from score_facts import same_thing

BEFORE = "这些年路越修越宽，来往的人越来越多，两岸人家走亲戚早已不用等渡船，日子也就一天一天地近了。"
AFTER = "天色将晚，广场上的灯一盏一盏亮起来，散步的人不紧不慢，说着各自家里的事，孩子们追着风筝跑。"
# A fact and its cities; names hold brackets and semicolons of their own.
FACT = re.compile(r"(agreement|institution|project|platform|policy|event|target) (.+?) \[([^\]]*)\] (\S+) (\S+)(?: by \S+)?(?:; |$)")


def read(path, first, last):
    """The sentences of a file: line number, day, text, facts."""
    cases = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#") or not first <= number <= last:
            continue
        parts = re.split(r" \| ", line.strip())
        if len(parts) != 3:
            print("not three parts", path.name, number)
            continue
        facts = [dict(kind=k, name=n, parties=set(c.split()), status=s, date=d) for k, n, c, s, d in FACT.findall(parts[2])]
        if bool(facts) == (parts[2] == "-"):
            print("cannot read the facts of", path.name, number, parts[2])
        cases.append((f"{path.stem}:{number}", parts[0], parts[1], facts))
    return cases


def rows_of(program, case):
    _, day, text, _ = case
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "page.txt").write_text(f"两市动态\n\n{day}\n\n{BEFORE}\n\n{text}\n\n{AFTER}\n")
        done = subprocess.run([program, "ledger", folder, "--format", "jsonl", "--no-cache"], capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    program, *files = [a for a in sys.argv[1:] if a != "-v"]
    first, last = 1, 10**9
    if "--lines" in files:
        at = files.index("--lines")
        first, last = map(int, files[at + 1].split("-"))
        del files[at:at + 2]
    cases = [case for path in files for case in read(pathlib.Path(path), first, last)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda case: rows_of(program, case), cases))
    wanted = found = kinds = cities = whole = stages = rows_all = rows_good = silent = none = 0
    for (where, _, text, facts), rows in zip(cases, answers):
        wanted, rows_all = wanted + len(facts), rows_all + len(rows)
        none, silent = none + (not facts), silent + (not facts and not rows)
        left, notes = list(rows), []
        for fact in facts:
            near = [row for row in left if any(same_thing(fact["name"], n) for n in [row["name"], *(w["name"] for w in row["witnesses"])])]
            # Of several the one that is most right.
            near.sort(key=lambda row: (row["kind"] != fact["kind"], set(row["parties"]) != fact["parties"]))
            if not near:
                notes.append(("missed", fact["kind"], fact["name"], sorted(fact["parties"]), fact["status"]))
                continue
            row = near[0]
            left.remove(row)
            kind, same = row["kind"] == fact["kind"], set(row["parties"]) == fact["parties"]
            found, kinds, cities, whole = found + 1, kinds + kind, cities + same, whole + (kind and same)
            stages += row["status"] == fact["status"]
            rows_good += 1
            if not (kind and same) or row["status"] != fact["status"]:
                notes.append(("part", fact["kind"], fact["name"], sorted(fact["parties"]), fact["status"], "GOT", row["kind"], row["name"], row["parties"], row["status"], row["rule"]))
        notes += [("false", row["kind"], row["name"], row["parties"], row["status"], row["rule"]) for row in left]
        if "-v" in sys.argv and notes:
            print(where, text)
            for note in notes:
                print("   ", *note)
    rate = lambda part, of: f"{part} of {of} = {part / max(1, of):.3f}"
    print(f"{len(cases)} sentences; facts found {rate(found, wanted)}; right kind {kinds}, right cities {cities}, right status {stages}, kind and cities {rate(whole, wanted)}")
    print(f"rows {rows_all}: precision {rows_good / max(1, rows_all):.3f}, all right {whole / max(1, rows_all):.3f}; of {none} sentences without a fact {silent} gave none")


if __name__ == "__main__":
    main()
