#!/usr/bin/env python3
"""Draws rows of the ledger by chance, to be judged by a person.

    sample_rows.py BIN NUMBER SEED FOLDER…

Each row is one line: kind, status, parties, date, deadline and name, then its file and the sentence of its first witness. The same
seed draws the same rows from the same ledger.
"""
import json, random, subprocess, sys


def main():
    program, number, seed, *folders = sys.argv[1:]
    rows = []
    for folder in folders:
        done = subprocess.run([program, "ledger", folder, "--format", "jsonl"], capture_output=True, text=True)
        rows += [(folder, json.loads(line)) for line in done.stdout.splitlines()]
    picked = random.Random(int(seed)).sample(range(len(rows)), min(int(number), len(rows)))
    for count, index in enumerate(sorted(picked), 1):
        folder, row = rows[index]
        witness = row["witnesses"][0]
        date, deadline = ((row.get(key) or {}).get("value") for key in ("date", "deadline"))
        print(f"{count}. {row['kind']} {row['status']} [{' '.join(row['parties'])}] {date or '-'}{' by ' + deadline if deadline else ''} "
              f"**{row['name']}** ({row['rule']}; {folder.split('/')[-1]}/{witness['file']})\n   {witness['sentence'].strip()}")


main()
