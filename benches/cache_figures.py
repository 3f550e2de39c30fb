#!/usr/bin/env python3
"""Prints what opening a folder costs without a cache, the first time with one, and again.

    cargo build --release
    python3 benches/cache_figures.py target/release/shuangcheng FOLDER…

CPU is user + system time of the whole process; the peak is the most memory that was resident. The best of three runs.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time


def size(folder):
    return sum(os.path.getsize(os.path.join(top, f)) for top, _, files in os.walk(folder) for f in files)


def run(arguments):
    """CPU seconds, wall seconds, peak MB and the output of one run."""
    began = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        sys.exit(f"{arguments}: exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024, output


def best(arguments, before=lambda: None, times=3):
    results = []
    for _ in range(times):
        before()
        results.append(run(arguments))
    outputs = {result[3] for result in results}
    assert len(outputs) == 1, "the answers differ"
    return tuple(min(result[i] for result in results) for i in range(3)) + (outputs.pop(),)


def main():
    program, folders = sys.argv[1], sys.argv[2:]
    print("| folder | opening | CPU s | wall s | peak MB | cache / folder |\n|---|---|---|---|---|---|")
    for folder in folders:
        with tempfile.TemporaryDirectory() as cache:
            search = [program, "search", folder, "遂宁", "--literal", "--format", "files"]
            kept = search + ["--cache-dir", cache]

            def clear():
                shutil.rmtree(cache, ignore_errors=True)

            rows = [
                ("without a cache", best(search + ["--no-cache"])),
                ("first, with a cache", best(kept, clear)),
                ("again", best(kept)),
                ("again, `--no-refresh`", best(kept + ["--no-refresh"])),
            ]
            assert len({row[1][3] for row in rows}) == 1, "the answers differ"
            name = f"{os.path.basename(folder.rstrip('/'))}, {size(folder) / 1e6:.1f} MB"
            for what, (cpu, wall, peak, _) in rows:
                share = "" if what == "without a cache" else f"{size(cache) / size(folder):.2f}"
                print(f"| {name} | {what} | {cpu:.2f} | {wall:.2f} | {peak:.0f} | {share} |")


if __name__ == "__main__":
    main()
