#!/usr/bin/env python3
"""Counts which facts that two articles tell are one row: score_pairs.py BIN tests/facts/dev tests/facts/dev_pairs.json [-v]"""
import json, re, subprocess, sys


def main():
    program, folder, pairs = sys.argv[1:4]
    done = subprocess.run([program, "ledger", folder, "--format", "jsonl"], capture_output=True, text=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]

    def plain(text):
        return re.sub(r"[^\w+]|的", "", text)

    def rows_of(page, name):
        """The rows with a witness of the page whose name is nearly the one written down."""
        near = []
        for index, row in enumerate(rows):
            names = [w["name"] for w in row["witnesses"] if w["file"].startswith(page)]
            if names and any(plain(n) in plain(name) or plain(name) in plain(n) for n in names + [row["name"]]):
                near.append(index)
        return near

    both = one = 0
    for pair in json.load(open(pairs)):
        for left, right in pair["same"]:
            a, b = rows_of(pair["a"], left), rows_of(pair["b"], right)
            if not a or not b:
                continue
            both += 1
            joined = bool(set(a) & set(b))
            one += joined
            if not joined and "-v" in sys.argv:
                print("apart", pair["a"], pair["b"], left, "/", right, [rows[i]["name"] for i in a], [rows[i]["name"] for i in b],
                      [rows[i]["parties"] for i in a + b], [rows[i]["kind"] for i in a + b])
    several = [row for row in rows if len({w["name"] for w in row["witnesses"]}) > 1]
    print(f"told twice: {one} of {both} pairs of which both sides were found are one row; rows with several names: {len(several)}")
    if "-v" in sys.argv:
        for row in several:
            print("row", row["kind"], sorted({w["name"] for w in row["witnesses"]}), sorted({w["file"][:3] for w in row["witnesses"]}))


main()
