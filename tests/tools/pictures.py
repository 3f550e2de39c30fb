#!/usr/bin/python3
"""Take the pictures of the README from the real window: assets/window.png (light) and assets/window-dark.png.

    /usr/bin/python3 tests/tools/pictures.py                       # builds the release binary first
    /usr/bin/python3 tests/tools/pictures.py --binary PATH --out FOLDER --only narrow
    /usr/bin/python3 tests/tools/pictures.py --binary PATH --out tests/typeset/proofs --only proofs

`proofs` are the reading view in both scripts, both themes, at one and at two pixels a point, for close looking; they are read in
tests/typeset/PROOFS.md.

Needs the packages named in drive.py. Each picture is a new start with empty settings and the articles that come with the program, in
simplified Chinese, so two runs on one machine give the same pictures.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

from drive import DriveError, Session

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# name → (screen, locale, steps). A step is ("key", X name), ("click", pattern of an accessible name) or ("type", text); one that ends
# in "?" may fail, with a word about it.
PICTURES = {
    "window": ("1440x900", "zh_CN.UTF-8", [("click?", r"^遂宁")]),
    "window-dark": ("1440x900", "zh_CN.UTF-8", [("key", "ctrl+shift+d")]),
    "narrow": ("900x600", "zh_CN.UTF-8", []),
    "search": ("1440x900", "zh_CN.UTF-8", [("key", "slash"), ("type", "yitihua")]),
    "english": ("1440x900", "en_GB.UTF-8", []),
}
README = ["window", "window-dark"]

# Both scripts, both themes, both densities: nothing but the article.
HANT = [("key", "j")] * 4
DARK = [("key", "ctrl+shift+d")]
ALONE = [("key", "F11"), ("key", "space")]
PROOFS = {
    f"proof-{script}-{theme}-{scale}x": (f"{900 * scale}x{760 * scale}", "zh_CN.UTF-8", script_steps + theme_steps + ALONE)
    for script, script_steps in [("hans", []), ("hant", HANT)]
    for theme, theme_steps in [("light", []), ("dark", DARK)]
    for scale in [1, 2]
}
PICTURES |= PROOFS


def take(name, binary, out, folder):
    """One picture, in a process of its own."""
    size, locale, steps = PICTURES[name]
    with tempfile.TemporaryDirectory() as data, Session(size=size, locale=locale) as session:
        scale = {"WINIT_X11_SCALE_FACTOR": "2"} if name.endswith("-2x") else {}
        app = session.start([binary, "--data-dir", data, *([folder] if folder else [])], name="shuangcheng", env=scale)
        session.settle()
        for kind, what in steps:
            try:
                match kind.rstrip("?"):
                    case "key":
                        session.key(what)
                    case "type":
                        session.type(what)
                    case "click":
                        app.click(re.compile(what), seconds=3)
            except DriveError as error:
                if not kind.endswith("?"):
                    raise
                print(f"{name}: left out a step: {error}", file=sys.stderr)
            session.settle()
        # The pointer must not hover over anything.
        width, height = size.split("x")
        session.x("mousemove", int(width) - 1, int(height) - 1)
        session.settle()
        path = os.path.join(out, f"{name}.png")
        session.shot(path)
        if name in PROOFS:
            # Few colours are in them: a third of the size, and what the eye compares stays.
            subprocess.run(["mogrify", "+dither", "-colors", "128", path], check=True)
        print(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", help="a built program; without it, one is built")
    parser.add_argument("--out", default=os.path.join(ROOT, "assets"), help="folder for the pictures")
    parser.add_argument("--folder", help="open this folder instead of the articles that come with the program")
    parser.add_argument("--only", nargs="+", choices=[*sorted(PICTURES), "proofs"], default=README)
    parser.add_argument("--one", choices=sorted(PICTURES), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    binary = arguments.binary
    if not binary:
        subprocess.run(["cargo", "build", "--release", "--locked"], cwd=ROOT, check=True)
        binary = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "shuangcheng")
    binary = os.path.abspath(binary)
    if arguments.one:
        return take(arguments.one, binary, arguments.out, arguments.folder)
    for name in [one for name in arguments.only for one in (PROOFS if name == "proofs" else [name])]:
        folder = ["--folder", arguments.folder] if arguments.folder else []
        subprocess.run([sys.executable, os.path.abspath(__file__), "--binary", binary, "--out", arguments.out, "--one", name, *folder], check=True)
    return None


if __name__ == "__main__":
    main()
