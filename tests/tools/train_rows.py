#!/usr/bin/env python3
"""Finds the weights of the signs by which rows are told or left out (src/facts/data/weights.tsv).

    cargo run --release --example weigh_rows -- tests/facts/dev > dev.jsonl
    cargo run --release --example weigh_rows -- tests/facts/weighing > weighing.jsonl
    train_rows.py --pages FOLDER                      writes a page for each sentence of tests/cases/facts.txt and tests/facts/sentences.tsv
    cargo run --release --example weigh_rows -- FOLDER > sentences.jsonl
    train_rows.py dev.jsonl weighing.jsonl sentences.jsonl            what the weights do on writers they were not found on
    train_rows.py dev.jsonl weighing.jsonl sentences.jsonl --write    finds them on all and writes them

A row is right when it is a labelled fact or an optional one. Rules were written on the pages of dev, so that their rows are right there oftener than elsewhere: rows of dev
count less than those of weighing, on which no rule was written (OF_RULES, OF_DEV, OF_WEIGHING), and so do those of single sentences (OF_SENTENCES), which teach
how a page of one sentence looks. The figures are those of the writers of weighing, each with
weights found on dev and on the four others. The sums from which rows are told (LEAST_OF_RULES and LEAST in src/facts/model.rs) are read off the table.

Every sign has a weight for all rows, and one of its own for the rows of each of the weighed_ rules; doubtful rules have weights of their own for a few signs (OWN). Rules that
are nearly always right (SURE), or of which there are too few rows to know (ROWS), have none, and their rows are told whatever the signs say.
"""
import json, math, pathlib, random, sys
from collections import defaultdict
from score_facts import same_thing
from score_sentences import AFTER, BEFORE, read

HERE = pathlib.Path(__file__).parents[1] / "facts"
OUT = pathlib.Path(__file__).parents[2] / "src/facts/data/weights.tsv"
PAGES_OF_WRITER = 12  # their numbers; the half of them is held back
EPOCHS, STEP, PULL, PULL_OWN = 12, 0.15, 0.02, 0.06
OF_RULES, OF_DEV, OF_WEIGHING, OF_SENTENCES = 0.6, 0.8, 1.5, 0.8
OWN = ("always", "kind", "status", "mood")
LEXICAL = ("last", "last two")
FEW, PULL_LEXICAL = 3, 0.05  # rarer endings of names say nothing
SURE, ROWS = 0.97, 20


def load(folder, path):
    """Rows by page, each with the numbers of the facts that it is and whether it is right, and the number of facts of each page."""
    rows, wanted = defaultdict(list), {}
    for line in open(path):
        row = json.loads(line)
        row["folder"] = folder
        rows[row["file"]].append(row)
    for gold in sorted((HERE / f"{folder}_gold").glob("*.json")):
        file = gold.stem + ".txt"
        page = json.loads(gold.read_text())
        text = (HERE / folder / file).read_bytes().decode("utf-8-sig")
        facts, optional = page["cooperation_facts"], page.get("facts_optional", [])
        wanted[file] = len(facts)
        for fact in facts + optional:
            at = text.find(fact["evidence"])
            fact["start"] = len(text[:at].encode())
            fact["end"] = fact["start"] + len(fact["evidence"].encode())
        for row in rows.get(file, []):
            names = [row["name"]] + ([row["full"]] if row["full"] else [])
            is_it = lambda f: row["start"] < f["end"] and f["start"] < row["end"] and any(same_thing(f["name"], n) for n in names)
            row["facts"] = [i for i, f in enumerate(facts) if is_it(f)]
            row["right"] = int(bool(row["facts"]) or any(is_it(f) for f in optional))
    return rows, wanted


def cases():
    """The sentences whose facts are written down, by the file of their page."""
    files = [HERE.parent / "cases/facts.txt", HERE / "sentences.tsv"]
    return {f"{where.replace(':', '-')}.txt": case for path in files for where, *case in read(path, 1, 10**9)}


def load_sentences(path):
    """Rows of the pages of single sentences, with whether they are right."""
    known, rows = cases(), []
    for line in open(path):
        row = json.loads(line)
        names = [row["name"]] + ([row["full"]] if row["full"] else [])
        facts = known[row["file"]][2]
        row |= {"folder": "sentences", "facts": [], "right": int(any(same_thing(f["name"], n) for f in facts for n in names))}
        rows.append(row)
    return rows


def writer(file):
    return (int(file[1:].split(".")[0]) - 174) // PAGES_OF_WRITER


def signs(row, doubtful):
    own = [cue for cue in row["cues"] if cue.split("\t")[0] not in LEXICAL]
    if row["sure"]:
        own = [cue for cue in own if row["rule"] in doubtful and cue.split("\t")[0] in OWN]
    return row["cues"] + [row["rule"] + "+" + cue for cue in own]


def train(rows, doubtful, seed=1):
    ids, data = {}, []
    for row in rows:
        of_rules = OF_RULES if row["told"] else OF_DEV
        much = {"weighing": OF_WEIGHING, "sentences": OF_SENTENCES}.get(row["folder"], of_rules)
        data.append(([ids.setdefault(sign, len(ids)) for sign in signs(row, doubtful)], row["right"], much))
    weights, squares = [0.0] * len(ids), [1e-6] * len(ids)
    sort = lambda sign: sign.split("\t")[0]
    pull = [PULL_LEXICAL if sort(sign) in LEXICAL else PULL_OWN if "+" in sort(sign) else PULL for sign in ids]
    order = random.Random(seed)
    for _ in range(EPOCHS):
        order.shuffle(data)
        for own, right, much in data:
            z = sum(weights[i] for i in own)
            error = much * (right - 1 / (1 + math.exp(-max(-30, min(30, z)))))
            for i in own:
                slope = error - pull[i] * weights[i]
                squares[i] += slope * slope
                weights[i] += STEP * slope / math.sqrt(squares[i])
    return {sign: weights[i] for sign, i in ids.items()}


def told(rows, score, doubtful, least_of_rules, least):
    """The rows of a page that are told."""
    kept = [row for row in rows if row["sure"] and (row["rule"] not in doubtful or score(row) >= least_of_rules)]
    for row in sorted((row for row in rows if not row["sure"] and score(row) >= least), key=score, reverse=True):
        if all(row["to"] <= other["from"] or other["to"] <= row["from"] for other in kept):
            kept.append(row)
    return kept


def main():
    if sys.argv[1] == "--pages":
        for file, (day, text, _) in cases().items():
            pathlib.Path(sys.argv[2], file).write_text(f"两市动态\n\n{day}\n\n{BEFORE}\n\n{text}\n\n{AFTER}\n")
        return
    (dev, _), (weighing, wanted) = load("dev", sys.argv[1]), load("weighing", sys.argv[2])
    ours, theirs = ([row for own in rows.values() for row in own] for rows in (dev, weighing))
    ours += load_sentences(sys.argv[3])
    counts = defaultdict(lambda: [0, 0])
    for row in ours + theirs:
        if row["sure"]:
            counts[row["rule"]][0] += row["right"]
            counts[row["rule"]][1] += 1
    doubtful = {rule for rule, (right, count) in counts.items() if count >= ROWS and right < SURE * count}
    print("doubtful:", " ".join(sorted(doubtful)))
    endings = defaultdict(int)
    for row in ours + theirs:
        for cue in row["cues"]:
            endings[cue] += cue.split("\t")[0] in LEXICAL
    for row in ours + theirs:
        row["cues"] = [cue for cue in row["cues"] if cue.split("\t")[0] not in LEXICAL or endings[cue] >= FEW]
    total = sum(wanted.values())
    facts_of = lambda rows: sum(len({i for row in rows.get(file, []) for i in row["facts"]}) for file in wanted)
    by_rules = facts_of({file: [row for row in rows if row["sure"]] for file, rows in weighing.items()})
    print(f"{len(theirs)} rows; rules find {by_rules / total:.3f} of {total} facts, with every name {facts_of(weighing) / total:.3f}")
    scores = {}
    for one in sorted({writer(file) for file in wanted}):
        weights = train([row for row in theirs if writer(row["file"]) != one] + ours, doubtful)
        for row in theirs:
            if writer(row["file"]) == one:
                scores[id(row)] = sum(weights.get(sign, 0) for sign in signs(row, doubtful))
    print("facts found and precision, by the least sum of what rules read (down) and of names (across)")
    across = [0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5]
    print("         " + "".join(f"{least:>14}" for least in across))
    for least_of_rules in (-9, 0, 0.5, 0.75, 1.0, 1.25):
        cells = []
        for least in across:
            rows = {file: told(own, lambda row: scores[id(row)], doubtful, least_of_rules, least) for file, own in weighing.items()}
            every = [row for own in rows.values() for row in own]
            cells.append(f"{facts_of(rows) / total:.3f} {sum(row['right'] for row in every) / len(every):.3f}".rjust(14))
        print(f"{least_of_rules:8} " + "".join(cells))
    if "--write" in sys.argv:
        runs = [train(ours + theirs, doubtful, seed) for seed in range(1, 8)]
        weights = {sign: sum(run[sign] for run in runs) / len(runs) for sign in runs[0]}
        weights = {sign: weight for sign, weight in weights.items() if abs(weight) >= 0.03}
        lines = ["# sort\tsign\tweight (written by tests/tools/train_rows.py; a sort with + counts only for rows of that rule)"]
        lines += [f"{sign}\t{weight:.2f}" for sign, weight in sorted(weights.items())]
        OUT.write_text("\n".join(lines) + "\n")
        print(len(lines) - 1, "weights written")


main()
