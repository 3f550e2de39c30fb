#!/usr/bin/env python3
"""`shuangcheng search` beside ripgrep and a slow plain oracle, in one run, on a generated folder.

    cargo bench --bench folder -- /tmp/pages 10000 7
    python3 benches/search_against.py target/release/shuangcheng /tmp/pages

For each query: files found by the oracle (every file decoded, its characters folded by the program's own table, wrapped lines put
together), by the program, by `rg -F -l`; whether the program's set is the oracle's; CPU seconds (user + system) of both programs.
Needs Python 3.9+; without ripgrep its columns stay empty. Ends with 1 when a set differs.
"""
import os
import re
import resource
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
QUERIES = ["遂潼", "潼", "涪江", "天然氣", "智慧交通", "ＧＤＰ", "签订", "簽訂合作協議", "共同开展", "，双方", "毫无踪影", "2021年"]


def table():
    fold = {}
    for name in ("t2s.txt", "fold_extra.txt"):
        with open(os.path.join(HERE, "src/text/data", name), encoding="utf-8") as lines:
            for line in lines:
                if not line.startswith("#") and len(line.rstrip("\n")) >= 2:
                    fold[ord(line[0])] = line[1]
    for code in range(0x21, 0x7F):
        fold[code] = fold[code + 0xFEE0] = chr(code).lower()
    fold[0x3000] = fold[0xA0] = " "
    return fold


def decoded(data):
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030", "big5"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return data.decode("utf-8", "replace")


SQUARE = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff、《》〈〉「」『』【】〔〕“”‘’·—,;:()"
# Between such characters (on one side letters or digits will do) up to two line ends and the blanks around them are no gap.
JOINT = re.compile(f"(?<=[{SQUARE}])[ \t]*(?:\r\n?|\n)(?:[ \t]*(?:\r\n?|\n))?[ \t]*(?=[{SQUARE}!-~])"
                   f"|(?<=[\"-+./<-~0-9-])[ \t]*(?:\r\n?|\n)(?:[ \t]*(?:\r\n?|\n))?[ \t]*(?=[{SQUARE}])")


def pages(folder, fold):
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                text = decoded(file.read()).translate(fold)
            yield os.path.relpath(path, folder).replace(os.sep, "/"), text + "\0" + JOINT.sub("", text)


def timed(command):
    """What a command prints, and its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return set(done.stdout.split("\n")) - {""}, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main():
    binary, folder = sys.argv[1], sys.argv[2]
    rg, fold = shutil.which("rg"), table()
    wanted = {query: set() for query in QUERIES}
    for path, text in pages(folder, fold):
        for query, found in wanted.items():
            if query.translate(fold) in text:
                found.add(path)
    wrong = 0
    print(f"{'query':<14}{'oracle':>8}{'found':>8}{'same':>6}{'CPU s':>8}{'rg':>8}{'CPU s':>8}")
    for query in QUERIES:
        found, cpu = timed([binary, "search", folder, query, "--literal", "--format", "files"])
        same = found == wanted[query]
        wrong += not same
        line = f"{query:<14}{len(wanted[query]):>8}{len(found):>8}{'yes' if same else 'NO':>6}{cpu:>8.2f}"
        if rg:
            theirs, cpu = timed([rg, "-F", "-l", "--no-ignore", "--hidden", "--", query, folder])
            line += f"{len(theirs):>8}{cpu:>8.2f}"
        print(line)
        if not same:
            odd = sorted(found ^ wanted[query])[:3]
            print("    differ:", ", ".join(odd), file=sys.stderr)
    print(subprocess.run([rg, "--version"], capture_output=True, text=True, check=False).stdout.split("\n")[0] if rg else "no ripgrep")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
