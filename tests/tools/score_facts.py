#!/usr/bin/env python3
"""Scores the dates and the facts that the program reads against what people wrote down.

    score_facts.py BIN PAGES GOLD [-v] [--rules] [--only F31-F40]

BIN is the program, PAGES a folder of pages, GOLD a folder with one JSON file a page (same name, .json), which holds
`dates` [{expr, offset_chars, normalised}] and `cooperation_facts` [{kind, name, partners, status, evidence}].

A date is right when an expression that overlaps the one written down has a value that says the same. A fact is found when the
sentence of one of its witnesses overlaps the evidence, and the name of the row is the thing named there: the two share a run
of characters that is long for the shorter one. Rows that match nothing are listed with -v, to be read by a person; --rules counts
for each rule the rows that match and those that do not.
"""
import json, pathlib, re, subprocess, sys, unicodedata


def run(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def span_of(value):
    """First and last day of a value as text, None where it is open: 2024-H1, 2023-03-early, ../2023-12-31, 2022/2025."""
    def one(part, last):
        if part in ("..", ""):
            return None
        year, *rest = part.split("-")
        rest = "-".join(rest)
        months = {"H1": (1, 6), "H2": (7, 12), "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "early": (1, 3), "mid": (5, 8),
                  "late": (11, 12), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 12), "": (1, 12)}
        if rest in months:
            month = months[rest][last]
            return f"{year}-{month:02}-{'31' if last else '01'}"
        tenths = {"early": ("01", "10"), "mid": ("11", "20"), "late": ("21", "31")}
        month, _, day = rest.partition("-")
        day = tenths[day][last] if day in tenths else day or ("31" if last else "01")
        return f"{year}-{month}-{day}"

    first, _, last = value.partition("/")
    return one(first, 0), one(last if "/" in value else first, 1)


def same_end(a, b):
    """Two ends of a range agree to the month: 三年内 may count from the year or from the month."""
    return a is None or b is None or a[:7] == b[:7]


def same_date(gold, ours, days):
    """`days` is what dev_ranges.tsv or unseen_ranges.tsv says of the expression. An open end (../D, D/..) is compared by the end that is said;
    初, 中旬, 底 by whether one range lies inside the other; ends given as years by their years."""
    gold = gold.split("T")[0]
    if gold == "unknown":
        return ours is None
    if ours is None:
        return False
    ours = ours.replace("XXXX", "unknown").strip()
    ours = re.sub(r"(^|/)--", r"\1unknown-", ours)
    # A quarter or a half of an unknown year is written by its months.
    parts = {"Q1": "01 03", "Q2": "04 06", "Q3": "07 09", "Q4": "10 12", "H1": "01 06", "H2": "07 12"}
    if gold[:8] == "unknown-" and gold[8:] in parts:
        gold = "/".join("unknown-" + month for month in parts[gold[8:]].split())
    if gold.startswith("unknown") and gold.endswith("/.."):
        gold = gold[:-3]
    if ours == gold or re.sub(r"-(early|mid|late)$", "", gold) + "-" in ours and gold[0] == "u":
        return True
    if not re.match(r"\d{4}", ours.replace("../", "")) or gold[:1] == "P" or gold.startswith("unknown"):
        return False
    try:
        wanted, got = span_of(gold), span_of(ours)
    except (ValueError, KeyError):
        return False
    if gold.startswith("../"):
        # 年底前, 5月1日前: by that day; the day before it is the same promise.
        return got[1] is not None and (got[1][:10] == wanted[1] or got[0] and got[0][:7] == got[1][:7] == wanted[1][:7]
            or next_month(wanted[1]) == got[1][:10])
    if gold.endswith("/..") or ours.endswith("/.."):
        return wanted[0] == got[0]
    vague = re.search(r"early|mid|late|spring|summer|autumn|winter", gold)
    if vague:
        low, high = days if days else wanted
        return low <= got[0] and got[1][:7] <= high[:7] or got[0] <= low and high <= got[1][:7] + "-31"
    if "/" in gold:
        return all(a[:4] == b[:4] if re.fullmatch(r"\d{4}", end) else same_end(a, b)
                   for a, b, end in zip(wanted, got, gold.split("/")) if a and b)
    return wanted == (got[0], got[1][:8] + wanted[1][8:] if got[1][:7] == wanted[1][:7] and len(gold) < 8 else got[1])


def next_month(day):
    """The first of the month behind a last day of a month: “五一”前 is said as ../04-30 and as 05-01."""
    year, month, number = day.split("-")
    return "" if number not in ("28", "29", "30", "31") else f"{int(year) + int(month) // 12:04}-{int(month) % 12 + 1:02}-01"


def ranges():
    """First and last day of each labelled expression, by document and its first character."""
    folder = pathlib.Path(__file__).parents[1] / "facts"
    rows = [row for name in ("dev", "unseen") for row in (folder / f"{name}_ranges.tsv").read_text().splitlines()[1:]]
    return {(c[0], int(c[2])): (c[6], c[7]) for c in (row.split("\t") for row in rows) if len(c) > 7 and c[6] and c[7]}


def score_dates(pages, answers, gold, verbose):
    right = total = optional = extra = 0
    known = ranges()
    for name, page in gold.items():
        text, ours = pages[name], answers[name]["dates"]

        def place(date):
            start = text.find(date["expr"], max(0, date["offset_chars"] - 6))
            byte = len(text[:start].encode())
            return start, byte, byte + len(date["expr"].encode())

        labelled = []
        for date in page["dates"]:
            total += 1
            char, start, end = place(date)
            labelled.append((start, end))
            near = [d for d in ours if d["start"] < end and start < d["end"]]
            days = known.get((name.removesuffix(".txt"), char))
            if any(same_date(date["normalised"], d["value"], days) for d in near):
                right += 1
            elif verbose:
                print("date", name[:3], date["expr"], date["normalised"], "got", [(d["text"], d["value"]) for d in near])
        for date in page.get("dates_optional", []):
            labelled.append(place(date)[1:])
        for d in ours:
            if not any(d["start"] < end and start < d["end"] for start, end in labelled):
                extra += 1
                if verbose:
                    print("extra", name[:3], d["text"], d["value"])
    print(f"dates: {right} of {total} = {right / max(1, total):.3f}; {extra} read where nothing is labelled")


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


def cities_of(partners, known={}):
    """Partners as cities: a label that names a county (长兴) means its city, where only one county has the name and no city has."""
    if not known:
        rows = [row.split("\t") for row in (pathlib.Path(__file__).parents[2] / "src/place/data/places.tsv").read_text().splitlines()]
        rows = [row for row in rows if len(row) > 4]
        names = {row[0]: row[2] for row in rows if row[3] == "C"}
        upper = {}
        for row in rows:
            if row[3] == "D" and row[4] in names:
                upper.setdefault(row[2], set()).add(names[row[4]])
        known.update({name: next(iter(cities)) for name, cities in upper.items() if len(cities) == 1 and name not in names.values()})
    return {known.get(name, name) for name in partners}


def score_facts(answers, rows, gold, verbose):
    found = total = kinds = parties = exact = stages = told = 0
    used, tolerated = set(), set()
    # Bodies stand among the parties by their printed names, cities by their short ones.
    places = {p for row in rows for p in row["parties"] if not re.search(r"公司|大学|银行|集团", p)}

    def hits_of(name, text, fact):
        start = text.find(fact["evidence"])
        start, end = len(text[:start].encode()), len(text[:start].encode()) + len(fact["evidence"].encode())
        fact["start"], fact["end"] = start, end
        near = [(i, row) for i, row in enumerate(rows)
                if any(w["file"] == name and w["start"] < end and start < w["end"] for w in row["witnesses"])]
        hits = []
        for i, row in near:
            names = [row["name"]] + [w["name"] for w in row["witnesses"] if w["file"] == name]
            if any(same_thing(fact["name"], n) for n in names):
                hits.append((i, row))
        return hits, near

    for name, page in gold.items():
        text = page["text"]
        twins = page.get("facts_optional", [])
        for fact in twins:
            tolerated.update(i for i, _ in hits_of(name, text, fact)[0])
        for fact in page["cooperation_facts"]:
            total += 1
            hits, near = hits_of(name, text, fact)
            used.update(i for i, _ in hits)
            # A twin has the same evidence and another kind that could be defended.
            right = {fact["kind"]} | {t["kind"] for t in twins if t["evidence"] == fact["evidence"] and t["name"] == fact["name"]}
            kind = any(row["kind"] in right for _, row in hits)
            found += bool(hits)
            kinds += kind
            partners = cities_of(fact["partners"])
            whole = any(partners <= set(row["parties"]) for _, row in hits)
            parties += whole
            same_cities = any(partners == {p for p in row["parties"] if p in places} for _, row in hits)
            exact += same_cities
            # planned (拟建成): the article's own word stands in brackets.
            same = [fact] + [t for t in twins if t["evidence"] == fact["evidence"] and t["name"] == fact["name"]]
            wanted = {(t["status"] or "").split("(")[0].strip().replace(" ", "_") for t in same}
            stage = any(row["status"] in wanted for _, row in hits)
            stages += stage
            # What its own sentence says, whatever other sentences told of the same thing.
            own = {w["status"] for _, row in hits for w in row["witnesses"] if w["file"] == name and w["start"] < fact["end"] and fact["start"] < w["end"]}
            told += bool(own & wanted)
            if verbose and not hits:
                print("missed", name[:3], fact["kind"], fact["name"], "| near:", [r["name"] for _, r in near][:8], "|", fact["evidence"])
            elif verbose and not kind:
                print("kind  ", name[:3], fact["kind"], fact["name"], "|", [(r["kind"], r["name"]) for _, r in hits])
            if verbose and hits and not own & wanted:
                print("status", name[:4], sorted(wanted), fact["name"], "|", sorted(own), [(r["rule"], r["name"]) for _, r in hits], "|", fact["evidence"])
            if verbose and hits and not whole:
                print("cities", name[:4], fact["name"], fact["partners"], "|", [r["parties"] for _, r in hits], "|", fact["evidence"])
            if verbose and whole and not same_cities:
                print("guest ", name[:4], fact["name"], fact["partners"], "|", [r["parties"] for _, r in hits], "|", fact["evidence"])
    good = used | tolerated
    print(f"facts: {found} of {total} = {found / max(1, total):.3f}; right kind {kinds}, all parties {parties} (exactly those {exact}), right status {stages}, in their own sentence {told}; "
          f"rows {len(rows)}, of them {len(used)} match, with optional ones {len(good)}; precision {len(good) / max(1, len(rows)):.3f}")
    if "--rules" in sys.argv:
        counts = {}
        for i, row in enumerate(rows):
            rule = counts.setdefault(row["rule"], [0, 0])
            rule[i not in good] += 1
        for rule, (match, extra) in sorted(counts.items(), key=lambda c: -c[1][1]):
            print(f"{rule:16} {match:4} match {extra:4} do not ({match / (match + extra):.2f})")
    if verbose:
        for i, row in enumerate(rows):
            w = row["witnesses"][0]
            mark = "used" if i in used else "opt " if i in tolerated else "row "
            print(mark, row["kind"], row["status"], row["name"], row["parties"], (row["date"] or {}).get("value"), [q["text"] for q in row["quantities"]], row["rule"], "|", pathlib.Path(w["file"]).stem, w["sentence"][:90])


def main():
    program, folder, truth = sys.argv[1:4]
    verbose = "-v" in sys.argv
    gold = {}
    first, _, last = next((b for a, b in zip(sys.argv, sys.argv[1:]) if a == "--only"), "").partition("-")
    for path in sorted(pathlib.Path(truth).glob("*.json")):
        # F98 stands before F100.
        rank = lambda name: (len(name), name)
        if first and not rank(first) <= rank(path.stem) <= rank(last or first):
            continue
        gold[path.stem + ".txt"] = json.loads(path.read_text())
    answers = {a["file"]: a for a in run(program, "inspect", folder, "--format", "jsonl")}
    pages = {name: (pathlib.Path(folder) / name).read_bytes().decode("utf-8-sig") for name in gold}
    for name in gold:
        gold[name]["text"] = pages[name]
    if "--facts" not in sys.argv:
        score_dates(pages, answers, gold, verbose)
    if "--dates" not in sys.argv:
        score_facts(answers, [row for row in run(program, "ledger", folder, "--format", "jsonl")
                              if any(w["file"] in gold for w in row["witnesses"])], gold, verbose)


if __name__ == "__main__":
    main()
