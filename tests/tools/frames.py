#!/usr/bin/python3
"""How long the frames of the window take while a person does something with a large folder.

    /usr/bin/python3 tests/tools/frames.py target/release/shuangcheng FOLDER [WHAT…]

Each thing that is done starts the program anew under Xvfb with `--trace-frames` (see `src/app/trace.rs`); the cache of the folder is kept
between them, but `first` begins without one. Printed: frames, what the window's thread computed of them (median, 99 %, longest), and the
longest `logic` + `ui`. The software that draws in place of a graphics card is part of what is computed, not of `logic` + `ui`.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from drive import Session  # noqa: E402


def first(session, seconds):
    time.sleep(seconds)


def again(session, seconds):
    time.sleep(6)


def scroll(session, seconds):
    session.key("Down")
    for _ in range(15):
        session.key(*["Next"] * 4)
    session.key("End")
    session.key("Home")
    session.key(*["j"] * 20)


def search(session, seconds):
    for word in ("suining", "遂宁", "的", "营商环境 -重庆", "/签.{0,4}协议/", "title:合作"):
        session.key("slash")
        session.key("ctrl+a")
        session.type(word)
        time.sleep(1.5)
        session.key("Escape")
    session.key("slash")
    session.key("ctrl+a")
    session.type("合作")
    time.sleep(1)
    session.key(*["F3"] * 10)


def hits(session, seconds):
    session.key("slash")
    session.type("合作")
    time.sleep(1)
    session.key("Escape")
    session.key("ctrl+5")
    time.sleep(5)
    session.key(*["Next"] * 10)


def ledger(session, seconds):
    session.key("ctrl+4")
    time.sleep(seconds)
    session.key(*["Next"] * 30)
    session.key("End")
    session.key("Home")


def ledger_search(session, seconds):
    session.key("ctrl+4")
    time.sleep(seconds)
    for word in ("遂宁", "合作", "title:合作"):
        session.key("slash")
        session.key("ctrl+a")
        session.type(word)
        time.sleep(2.5)


def timeline(session, seconds):
    session.key("ctrl+3")
    time.sleep(seconds)
    session.key(*["plus"] * 6)
    session.key(*["Right"] * 10)
    session.key(*["minus"] * 6)


def map_view(session, seconds):
    session.key("ctrl+2")
    time.sleep(seconds)
    session.key(*["plus"] * 6)


ALL = [first, again, scroll, search, hits, ledger, ledger_search, timeline, map_view]


def one(program, folder, cache, what, seconds):
    """Does one thing in a window of its own and prints a line."""
    with tempfile.TemporaryDirectory() as data, Session(size="1440x900", locale="zh_CN.UTF-8") as session:
        if what is first:
            shutil.rmtree(cache, ignore_errors=True)
        arguments = [program, "--data-dir", data, "--cache-dir", cache, "--trace-start", "--trace-frames", folder]
        app = session.start(arguments, name="shuangcheng", seconds=60)
        if what is not first:
            time.sleep(4)
        what(session, seconds)
        session.key("ctrl+q")
        app.close(20)
        log = app.log()
    computed = re.search(r"computed by the window's thread: (.*)", log)
    frames = re.search(r"then (\d+) frames", log)
    own = [(float(a) + float(b), number) for number, a, b in re.findall(r"frame (\d+): .*logic ([\d.]+), ui ([\d.]+)", log)]
    # The first two frames make fonts and the window.
    own = [ms for ms, number in own if int(number) > 2]
    longest = f"longest logic + ui {max(own):.1f} ms, {sum(ms > 33 for ms in own)} over 33" if own else "no long frame"
    print(f"{what.__name__:14} {frames.group(1) if frames else '?':>5} frames; {computed.group(1) if computed else log[-600:]}; {longest}", flush=True)


if __name__ == "__main__":
    if "--one" in sys.argv:
        _, _, program, folder, cache, name, seconds = sys.argv
        one(program, folder, cache, next(what for what in ALL if what.__name__ == name), float(seconds))
        sys.exit()
    program, folder, *wanted = sys.argv[1:]
    files = sum(1 for path in pathlib.Path(folder).rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as cache:
        for what in ALL:
            if wanted and what.__name__ not in wanted and what is not first:
                continue
            seconds = max(8, files / (900 if what is first else 4000))
            subprocess.run([sys.executable, __file__, "--one", program, folder, cache, what.__name__, str(seconds)], check=False)
