#!/usr/bin/env python3
"""The first opening of a generated folder and questions to it, beside other programs that index text, in one run.

    cargo bench --bench folder -- /tmp/pages 10000 7
    python3 benches/rivals.py target/release/shuangcheng /tmp/pages

CPU seconds (user + system) of a process of its own for each: reading all files, and making what is asked later. Ours reads titles, dates,
places and reposts as well; theirs is the text alone. Then CPU milliseconds for one question, all articles that have it: ours and Recoll's
as a whole process on what was kept, SQLite's and tantivy's inside a process that has its index open (the best of five).

Each of them is taken where it is installed: Recoll (recollcmd), SQLite with FTS5 (Python's own), tantivy (`pip install tantivy`), ripgrep.
Other encodings are decoded for SQLite and tantivy, which take text; Recoll and ripgrep read the files. Needs Python 3.9+.
"""
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

from search_against import decoded

QUERIES = ["遂潼", "涪江", "营商环境", "战略合作协议", "毫无踪影"]


def texts(folder):
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                yield path, decoded(file.read())


def best_ms(ask):
    """How many articles, and the CPU time of the quickest of five."""
    times = []
    for _ in range(5):
        began = time.process_time()
        count = ask()
        times.append(time.process_time() - began)
    return count, min(times) * 1000


def sqlite(folder, place):
    """Child process: FTS5 with its trigram tokenizer; of two characters it can only look at every row."""
    import sqlite3
    base = sqlite3.connect(os.path.join(place, "fts.db"))
    base.execute("CREATE VIRTUAL TABLE pages USING fts5(path UNINDEXED, text, tokenize='trigram', detail='full')")
    with base:
        base.executemany("INSERT INTO pages VALUES (?, ?)", texts(folder))
    print("built", time.process_time())
    for query in QUERIES:
        how, what = ("text MATCH ?", f'"{query}"') if len(query) > 2 else ("instr(text, ?) > 0", query)
        rows = lambda: len(base.execute(f"SELECT rowid FROM pages WHERE {how}", (what,)).fetchall())
        print(query, *best_ms(rows))
    print("version SQLite", sqlite3.sqlite_version)


def tantivy(folder, place):
    """Child process: pairs of characters; its tokenizer gives them no places, so all pairs somewhere in an article is what can be asked."""
    import tantivy as t
    builder = t.SchemaBuilder()
    builder.add_text_field("path", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", stored=False, tokenizer_name="pairs", index_option="position")
    schema = builder.build()
    index = t.Index(schema, path=place)
    index.register_tokenizer("pairs", t.TextAnalyzerBuilder(t.Tokenizer.ngram(2, 2, False)).build())
    writer = index.writer(200_000_000, 1)
    for path, text in texts(folder):
        writer.add_document(t.Document(path=path, text=text))
    writer.commit()
    writer.wait_merging_threads()
    print("built", time.process_time())
    index.reload()
    searcher = index.searcher()
    for query in QUERIES:
        pairs = [query[i:i + 2] for i in range(len(query) - 1)]
        asked = t.Query.boolean_query([(t.Occur.Must, t.Query.term_query(schema, "text", pair)) for pair in pairs])
        print(query, *best_ms(lambda: len(searcher.search(asked, 1_000_000).hits)))
    print("version tantivy-py", t.__version__)


def spent(command, **more):
    """What a command prints, and its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def size(place):
    return sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(place) for name in names)


def row(name, built_s, pages_bytes, index_bytes, answers):
    cells = "".join(f"{count:>7} {ms:>8.1f}" for count, ms in answers)
    share = f"{index_bytes / pages_bytes:>8.2f}" if index_bytes else f"{'–':>8}"
    speed = f"{pages_bytes / 1e6 / built_s:>8.1f}" if built_s else f"{'–':>8}"
    print(f"{name:<14}{built_s:>9.2f}{speed}{share}{cells}", flush=True)


def ours(binary, folder, place, all_bytes):
    ask = [binary, "search", folder, "--literal", "--format", "files", "--cache-dir", place]
    built = spent([*ask, "毫无踪影"])[1]
    answers = []
    for query in QUERIES:
        found, cpu = spent([*ask, query, "--no-refresh"])
        answers.append((len(found.splitlines()), cpu * 1000))
    row("shuangcheng", built, all_bytes, size(place), answers)


def recoll(folder, place, all_bytes):
    with open(os.path.join(place, "recoll.conf"), "w", encoding="utf-8") as conf:
        conf.write(f"topdirs = {folder}\ndbdir = {place}/db\n")
    built = spent(["recollindex", "-c", place])[1]
    answers = []
    for query in QUERIES:
        found, cpu = spent(["recollq", "-c", place, "-b", "-n", "0", f'"{query}"'])
        answers.append((len(found.splitlines()), cpu * 1000))
    row("Recoll", built, all_bytes, size(os.path.join(place, "db")), answers)
    return "Recoll " + (spent(["dpkg-query", "-W", "-f", "${Version}", "recollcmd"])[0] or "?")


def inside(name, folder, place, all_bytes):
    printed = spent([sys.executable, os.path.abspath(__file__), "--inside", name, folder, place])[0].splitlines()
    parts = [line.split() for line in printed]
    built = next((float(p[1]) for p in parts if p[0] == "built"), 0)
    if not built:
        print(f"{name}: not there")
        return ""
    row(name, built, all_bytes, size(place), [(int(p[1]), float(p[2])) for p in parts if p[0] in QUERIES])
    return " ".join(parts[-1][1:])


def main():
    if sys.argv[1] == "--inside":
        {"SQLite FTS5": sqlite, "tantivy": tantivy}[sys.argv[2]](*sys.argv[3:5])
        return 0
    binary, folder = sys.argv[1], os.path.abspath(sys.argv[2])
    all_bytes, versions = size(folder), []
    print(f"{folder}: {all_bytes / 1e6:.1f} MB; for each question: articles, CPU ms")
    print(f"{'':<14}{'CPU s':>9}{'MB/s':>8}{'index':>8}" + "".join(f"{query:>12}" for query in QUERIES))
    with tempfile.TemporaryDirectory() as places:
        place = lambda name: os.makedirs(os.path.join(places, name)) or os.path.join(places, name)
        ours(binary, folder, place("ours"), all_bytes)
        for name in ("SQLite FTS5", "tantivy"):
            versions.append(inside(name, folder, place(name), all_bytes))
        if shutil.which("recollindex"):
            versions.append(recoll(folder, place("recoll"), all_bytes))
        if shutil.which("rg"):
            answers = [(len(out.splitlines()), cpu * 1000) for out, cpu in
                       (spent(["rg", "-F", "-l", "--no-ignore", "--hidden", "--", query, folder]) for query in QUERIES)]
            row("ripgrep", 0, all_bytes, 0, answers)
            versions.append(spent(["rg", "--version"])[0].splitlines()[0])
    print("; ".join(filter(None, versions)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
