#!/usr/bin/env python3
"""Prints what opening a folder costs the first time and again, and what ripgrep takes for the same words in the same run.

    cargo build --release
    python3 benches/cache_figures.py target/release/shuangcheng FOLDER…

CPU is user + system time of the whole process. Own memory is the most that was the program's own (RssAnon, looked at every 20 ms, Linux
only), mapped what it had of files at its peak. The best of three runs; of a first opening of more than 100 MB one run.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time


WORDS = ["遂宁", "潼", "签订合作协议", "毫无踪影"]


def size(folder):
    return sum(os.path.getsize(os.path.join(top, f)) for top, _, files in os.walk(folder) for f in files)


def memory(pid, peaks, ended):
    """Keeps the most own and mapped memory of a process, MB."""
    while not ended.wait(0.02):
        try:
            with open(f"/proc/{pid}/status", encoding="ascii") as status:
                known = dict(line.split(":", 1) for line in status)
        except (OSError, ValueError):
            return
        for at, name in enumerate(("RssAnon", "RssFile")):
            peaks[at] = max(peaks[at], int(known.get(name, "0 kB").split()[0]) / 1024)


def run(arguments):
    """CPU seconds, wall seconds, own and mapped MB and the output of one run."""
    began = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE)
    peaks, ended = [0.0, 0.0], threading.Event()
    watch = threading.Thread(target=memory, args=(process.pid, peaks, ended))
    watch.start()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    ended.set()
    watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        sys.exit(f"{arguments}: exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime, wall, *peaks, output


def best(arguments, times=3):
    results = [run(arguments) for _ in range(times)]
    # ripgrep tells files in any order.
    outputs = {tuple(sorted(result[4].splitlines())) for result in results}
    assert len(outputs) == 1, "the answers differ"
    return tuple(min(result[i] for result in results) for i in range(4)) + (len(outputs.pop()),)


def row(name, what, figures, share=""):
    cpu, wall, own, mapped, found = figures
    print(f"| {name} | {what} | {cpu:.2f} | {wall:.2f} | {own:.0f} | {mapped:.0f} | {found} | {share} |", flush=True)


def main():
    program, folders = sys.argv[1], sys.argv[2:]
    print("| folder | what | CPU s | wall s | own MB | mapped MB | files found | cache / folder |\n|" + "---|" * 8)
    for folder in folders:
        name = f"{os.path.basename(folder.rstrip('/'))}, {size(folder) / 1e6:.1f} MB"
        with tempfile.TemporaryDirectory() as cache:

            def search(word, *more):
                return [program, "search", folder, word, "--literal", "--format", "files", "--cache-dir", cache, *more]

            first = []
            for _ in range(1 if size(folder) > 100e6 else 3):
                shutil.rmtree(cache, ignore_errors=True)
                first.append(run(search("遂宁")))
            found = len(first[0][4].splitlines())
            figures = tuple(min(each[i] for each in first) for i in range(4)) + (found,)
            row(name, "first opening", figures, f"{size(cache) / size(folder):.3f}")
            for word in WORDS:
                row(name, f"again, {word}", best(search(word)))
            for word in WORDS:
                row(name, f"again, {word}, `--no-refresh`", best(search(word, "--no-refresh")))
            if shutil.which("rg"):
                for word in WORDS:
                    row(name, f"`rg -F -l {word}`", best(["rg", "-F", "-l", word, folder]))


if __name__ == "__main__":
    main()
