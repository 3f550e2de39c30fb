#!/usr/bin/env python3
"""Writes tests/pages/FIGURES.md: how right the program is on each set of labelled pages and how fast it reads, with what made the figures.

    cargo build --release --locked && python3 tests/tools/figures.py

Speed is given as processor time of the release binary over generated pages (`cargo bench --bench folder -- FOLDER 10000`), best and worst
of five runs, because other work on a machine changes it much; and as instructions counted by valgrind when it is there, which repeat.
"""
import argparse
import os
import platform
import re
import resource
import shutil
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SETS = [
    ("The five articles that come with the program (in sample)", "seeds", "tests/pages/seeds.json"),
    ("Development pages (in sample: rules were written with them in view)", "tests/pages/dev", "tests/pages/dev.jsonl"),
    ("Unseen pages (the newest lot: committed before the last rules, never looked at)", "tests/pages/unseen", "tests/pages/unseen.jsonl"),
    ("Held-back pages (an older lot: never looked at, scored often)", "tests/pages/heldback", "tests/pages/heldback.jsonl"),
    ("Pages of a user, not part of the project (in sample)", "../shared/seeds", "../shared/gold_seeds"),
]


def output(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def cpu_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def size(folder):
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


def speed(binary, folder):
    bytes_read = size(folder)
    seconds = sorted(cpu_seconds([binary, "inspect", folder, "--format", "jsonl"]) for _ in range(5))
    lines = [
        f"{bytes_read:,} bytes; `inspect --format jsonl`, its output included: {seconds[0]:.2f}–{seconds[-1]:.2f} s of processor time "
        f"({bytes_read / 1e6 / seconds[0]:.1f} MB/s at best)."
    ]
    if shutil.which("valgrind"):
        few = tempfile.mkdtemp()
        # A small part of the folder: counting is fifty times slower than running.
        names = sorted(os.path.join(at, n) for at, _, files in os.walk(folder) for n in files)[:400]
        for i, name in enumerate(names):
            shutil.copy(name, os.path.join(few, f"{i:04}.txt"))
        counted = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", binary, "inspect", few, "--format", "jsonl"],
            capture_output=True, text=True, check=False,
        ).stderr
        found = re.search(r"refs:\s+([\d,]+)", counted)
        if found:
            count = int(found.group(1).replace(",", ""))
            lines.append(f"Instructions for {len(names)} of them ({size(few):,} bytes), tables made once included: {count:,}.")
        shutil.rmtree(few)
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=os.path.join(ROOT, "target/release/shuangcheng"))
    parser.add_argument("--folder", help="generated pages to time; left out without")
    args = parser.parse_args()
    cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor())
    lines = [
        "# Figures",
        "",
        "Made by `tests/tools/figures.py`; the blocks are the raw output of `tests/tools/score.py`.",
        "",
        f"- program: {output(args.binary, '--version')}, commit {output('git', 'rev-parse', '--short', 'HEAD')}",
        f"- {output('rustc', '--version')}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"- {cpu}, {os.cpu_count()} cores",
    ]
    for title, folder, labels in SETS:
        lines += ["", f"## {title}", ""]
        if not os.path.exists(os.path.join(ROOT, labels)):
            lines.append("Not here, so not measured.")
            continue
        lines += ["```", output("python3", "tests/tools/score.py", args.binary, folder, labels), "```"]
    if args.folder:
        lines += ["", "## Reading", "", *speed(args.binary, args.folder)]
    with open(os.path.join(ROOT, "tests/pages/FIGURES.md"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print("tests/pages/FIGURES.md")


if __name__ == "__main__":
    main()
