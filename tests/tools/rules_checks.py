"""The rules themselves, for rules.py: what is set, and what must be true of it. Positions are those of the ink's cell: for opening marks
the half that has the ink, for centred marks the middle half."""

import os
import re

OPEN = set("（《〈「『【〔“‘")
CLOSE = set("）》〉」』】〕”’")
PAUSE = set("，、；：")
STOP = set("。？！")
CENTRED = set("，、；：。")
WORD = re.compile(r"(?<![\w./:@-])[A-Za-z]+(?![\w./:@-])", re.A)
NUMBER = re.compile(r"￥?\d[\d,.]*[%％‰℃]?")
# The characters that CSS line-break: strict keeps from a line start in Chinese.
STRICT = "、。，」々〻ゝゞヽヾ‐–〜゠・：；･‼⁇⁈⁉！？‥…°‰′″‵℃℉﹪％￠"

RULES = [
    ("1", "the first line is indented by 2 em"), ("2", "an opening mark at a line start gives up ½ em"),
    ("3", "also behind the indent"), ("4", "，。、；：？！ start no line"), ("5", "closing marks start no line"),
    ("6", "opening marks end no line"), ("7", "· starts no line"), ("8", "～ starts no line"), ("9", "– starts no line"),
    ("10", "—— is not split"), ("11", "…… is not split"), ("12", "—— and …… start no line (strict)"),
    ("13", "they are 2 em wide, without space inside"), ("14", "／ ends no line"), ("15", "numbers keep their % ％ ‰ ℃"),
    ("16", "numbers keep their ￥"), ("17", "numbers keep their , and ."), ("18", "Latin words are not broken"),
    ("19", "every full line ends at the measure"), ("20", "the last line is not stretched"),
    ("21", "the last line holds two characters at least"), ("22", "all Han of a line open equally"),
    ("23", "by no more than ⅛ em from 20 em on"), ("24", "。” takes 1.5 em"), ("25", "》《 takes 1.5 em"),
    ("26", "）（ takes 1.5 em"), ("27", "”“ takes 1.5 em"), ("28", "（“ takes 1.5 em"), ("29", "，“ and ：“ take 1.5 em"),
    ("30", "。”） and 」』。 take 2 em"), ("31", "a mark at a line end takes ½ em"),
    ("32", "Han and Latin or digits stand ¼ em apart, ⅛ at least"), ("33", "but not beside marks or at line edges"),
    ("34", "a literal space there is the gap"), ("35", "“ ” ‘ ’ between Han are full width"), ("36", "· between Han takes ½ em"),
    ("37", "compress before expand, unless a mark is flattened for a gap under 0.03 em"),
    ("38", "marks hang past the line end, on request"),
    ("+", f"strict: none of {len(STRICT)} characters starts a line"), ("++", "traditional: marks centred, ？！ do not adjust"),
]


def passages():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases", "passages.txt")
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]


EXAMPLES = {
    "1": [("甲乙丙", "hans", 20, 2)], "3": [("“甲乙”丙", "hans", 20, 2), ("「甲乙」丙", "hant", 20, 2)],
    "13": [("甲——乙丙", "hans", 20, 0), ("甲……乙丙", "hans", 20, 0), ("甲——乙丙", "hant", 20, 0)],
    "32": [("甲12乙", "hans", 20, 0), ("甲12，乙", "hans", 20, 0), ("甲AB乙", "hans", 20, 0), ("甲AB，乙", "hans", 20, 0)],
    "33": [("甲，A乙", "hans", 20, 0)], "34": [("甲 A乙", "hans", 20, 0)],
    "35": [("甲“乙”丙", "hans", 20, 0), ("甲‘乙’丙", "hans", 20, 0)], "36": [("甲·乙丙", "hans", 20, 0)],
    "37": [("“甲乙丙丁，戊己庚辛，壬癸子丑寅卯辰巳午未申酉戌亥甲乙丙丁", "hans", 20, 0),
           ("“甲乙丙丁，戊己庚辛天壬癸子丑寅卯辰巳午未申酉戌亥甲乙丙丁", "hans", 20, 0)],
    "38": [("甲乙丙丁戊，己庚辛壬癸", "hans", 5, 0)], "++": [("甲，乙。丙？丁！戊", "hant", 20, 0)],
}
PAIRS = {"24": ["。”", "。」"], "25": ["》《"], "26": ["）（"], "27": ["”“", "」「"], "28": ["（“", "（「"],
         "29": ["，“", "：“", "，「", "：「"], "30": ["。”）", "」』。", "。」）"]}


def jobs():
    found = []

    def add(rule, text, script, measure, indent, hang=False):
        found.append({"rule": rule, "text": text, "script": script, "measure": measure, "indent": indent, "hang": hang})
    for rule, examples in EXAMPLES.items():
        for text, script, measure, indent in examples:
            add(rule, text, script, measure, indent, hang=rule == "38")
    for rule, pairs in PAIRS.items():
        for pair in pairs:
            add(rule, f"甲{pair}乙丙", "hant" if pair[-1] in "「」）。" and "」" in pair or "「" in pair else "hans", 20, 0)
    for c in STRICT:
        for head in ("甲乙丙丁", "甲乙丙"):
            add("+", f"{head}{c}戊己庚辛壬癸", "hans", 4, 0)
    for script, text in passages():
        for measure in range(5, 41):
            add("sweep", text, script, measure, 2)
    return found


def is_han(c):
    return "\u4e00" <= c <= "\u9fff"


def body_left(glyph, script, judge):
    """Where the ink's cell begins."""
    c, x, width = glyph
    if c in OPEN:
        # the cell keeps its empty half when it is wide
        return x + 0.5 if width is None or width > 0.94 else x + max(width - 0.5, 0.0) if judge == "ours" else x
    if script == "hant" and c in CENTRED:
        return x + (0.25 if width is None or width > 0.7 else 0.0)
    return x


class Set:
    """A setting: lines of (character, left edge of its body)."""

    def __init__(self, job, layout, judge):
        self.job, self.judge = job, judge
        self.lines = []
        for line in layout:
            shown = [g for g in line if g[0] != " "]
            if not shown:
                continue
            self.lines.append([(g[0], body_left(g, job["script"], judge), g[2]) for g in shown])
            c, x, width = shown[-1]
            if judge == "ours" and job["script"] == "hant" and c in CENTRED:
                # at a line end nothing is left behind the ink
                self.lines[-1][-1] = (c, x + min(width - 0.5, 0.25), width)

    def at(self, c, nth=0):
        return [x for line in self.lines for d, x, _ in line if d == c][nth]

    def ends(self):
        return [(a[-1], b[0]) for a, b in zip(self.lines, self.lines[1:])]

    def line_starts(self):
        """Offsets, in the text without blanks, at which lines begin."""
        starts, at = [], 0
        for line in self.lines[:-1]:
            at += len(line)
            starts.append(at)
        return starts


def near(a, b, tolerance=0.02):
    return abs(a - b) <= tolerance


def checked(all_jobs, layouts, judge, verbose):
    """For every rule: kept or not, and a note."""
    by_rule = {}
    for job, layout in zip(all_jobs, layouts):
        by_rule.setdefault(job["rule"], []).append(Set(job, layout, judge))
    result = {}
    for rule in EXAMPLES:
        result[rule] = (bool(example(rule, by_rule[rule])), "")
    for rule in PAIRS:
        want = 2.0 if rule == "30" else 1.5
        wide = {s.job["text"][1:-2]: s.at("乙") - s.at("甲") - 1.0 for s in by_rule[rule]}
        wrong = [f"{pair} {width:.2f}" for pair, width in wide.items() if not near(width, want)]
        result[rule] = (not wrong, ", ".join(wrong))
    bad = {s.job["text"][len(s.job["text"]) - 7] for s in by_rule["+"] for _, b in s.ends() if not is_han(b[0])}
    result["+"] = (not bad, f"{len(bad)} of {len(STRICT)} do" if bad else "")
    sweeps = by_rule["sweep"]
    for rule, check in SWEEPS.items():
        broken, seen = [], 0
        for s in sweeps:
            verdict = check(s)
            if verdict is not None:
                seen += 1
                if not verdict:
                    broken.append(s)
        if verbose and broken:
            print(judge, rule, [(s.job["measure"], s.job["text"][:8]) for s in broken[:8]])
        own = result.get(rule, (True, ""))
        note = f"{len(broken)} of {seen}" if broken else own[1]
        result[rule] = (own[0] and not broken, note if seen else "–")
    return result


def example(rule, sets):
    s = sets[0]
    if rule == "1":
        return near(s.at("甲"), 2.0)
    if rule == "3":
        return all(near(s.at("甲"), 2.5) for s in sets)
    if rule == "13":
        return all(near(s.at("乙") - s.at("甲"), 3.0) and near(s.at(s.job["text"][1], 1) - s.at(s.job["text"][1]), 1.0) for s in sets)
    if rule == "32":
        before = all(near(t.at(t.job["text"][1]) - t.at("甲") - 1.0, 0.25) for t in sets)
        after = all(near(a.at("乙") - b.at("，"), 0.25) for a, b in (sets[:2], sets[2:]))
        return before and after
    if rule == "33":
        return near(s.at("A") - s.at("，"), 1.0)
    if rule == "34":
        return near(s.at("A") - s.at("甲") - 1.0, 0.25)
    if rule == "35":
        return all(near(s.at("乙") - s.at("甲"), 2.0) and near(s.at("丙") - s.at("乙"), 2.0) for s in sets)
    if rule == "36":
        return near(s.at("乙") - s.at("甲"), 1.5)
    if rule == "37":
        # two commas give a quarter each for one more character; one alone would be flattened for gaps of 0.027 em
        return len(sets[0].lines[0]) == 21 and len(sets[1].lines[0]) == 20
    if rule == "38":
        return s.lines[0][-1][0] == "，" and near(s.lines[0][-1][1], 5.0) and near(s.at("戊"), 4.0)
    if rule == "++":
        return all(near(s.at(c), x) for c, x in (("，", 1.25), ("乙", 2.0), ("。", 3.25), ("？", 5.0), ("！", 7.0), ("戊", 8.0)))
    raise KeyError(rule)


def starts_without(chars):
    def check(s):
        if not any(c in s.job["text"] for c in chars):
            return None
        return not any(b[0] in chars for _, b in s.ends())
    return check


def unsplit(pair):
    def check(s):
        return None if pair not in s.job["text"] else not any(a[0] == b[0] == pair[0] for a, b in s.ends())
    return check


def tokens(pattern, extra=None):
    def check(s):
        text = s.job["text"]
        blank = [0]
        for c in text:
            blank.append(blank[-1] + (c == " "))
        # addresses may break anywhere
        address = [(m.start(), m.end()) for m in re.finditer(r"[\w./:?&=#@-]*(?://|www\.|@)[\w./:?&=#@-]*", text, re.A)]
        starts = set(s.line_starts())
        seen = None
        for m in pattern.finditer(text):
            inside = any(a <= m.start() < b for a, b in address)
            if inside or (extra and not extra(m.group())) or len(m.group()) * 0.55 > s.job["measure"] - 2.5:
                continue
            seen = seen is not False
            if any(at - blank[at] in starts for at in range(m.start() + 1, m.end())):
                return False
        return seen
    return check


def full_lines(s):
    end = s.job["measure"]
    known = []
    for line in s.lines[:-1]:
        c, x, width = line[-1]
        gaps = [b for a, b in zip(line, line[1:]) if not (a[0].isascii() and b[0].isascii())]
        if not gaps:
            continue
        if is_han(c):
            known.append(near(x + 1.0, end))
        elif c in CLOSE | PAUSE | STOP:
            rest = [0.5, 0.75, 1.0]
            known.append(any(near(x + r, end) for r in rest))
    return all(known) if known else None


def last_line(s):
    line = s.lines[-1]
    pairs = [(a, b) for a, b in zip(line, line[1:]) if is_han(a[0]) and is_han(b[0])]
    return all(near(b[1] - a[1], 1.0) for a, b in pairs) if pairs and len(s.lines) > 1 else None


def company(s):
    if len(s.lines) < 2 or s.job["measure"] < 6:
        return None
    return sum(c.isalnum() for c, _, _ in s.lines[-1]) >= 2


def openings(line):
    return [b[1] - a[1] - 1.0 for a, b in zip(line, line[1:]) if is_han(a[0]) and is_han(b[0])]


def equal(s):
    return all(max(gaps) - min(gaps) <= 0.02 for gaps in map(openings, s.lines) if gaps)


def small(s):
    """A long number or word that comes next can leave more, with whatever setting."""
    if s.job["measure"] < 20:
        return None
    for line, after in zip(s.lines, s.lines[1:]):
        latin = after[0][0].isascii() or any(c.isascii() and not c.isdigit() for c, _, _ in line) or after[1][0].isascii()
        if not latin and max(openings(line), default=0.0) > 0.135:
            return False
    return True


def trimmed_starts(s):
    found = [line[0] for line in s.lines[1:] if line[0][0] in OPEN]
    return all(near(x, 0.0) for _, x, _ in found) if found else None


def trimmed_ends(s):
    end, found = s.job["measure"], []
    for line in s.lines[:-1]:
        c, x, _ = line[-1]
        if c in CLOSE | PAUSE | STOP and not (s.job["script"] == "hant" and c in "？！"):
            # a centred mark keeps the quarter before it
            found.append(near(x + 0.5, end, 0.03))
    return all(found) if found else None


def least_gap(s):
    gaps = [b[1] - a[1] - 1.0 for line in s.lines for a, b in zip(line, line[1:]) if is_han(a[0]) and b[0].isascii() and b[0].isalnum()]
    return all(gap >= 0.115 for gap in gaps) if gaps else None


def edge_gap(s):
    found = [line[0] for line in s.lines[1:] if line[0][0].isascii()]
    return all(near(x, 0.0) for _, x, _ in found) if found else None


SWEEPS = {
    "2": trimmed_starts, "4": starts_without(PAUSE | STOP), "5": starts_without(CLOSE),
    "6": lambda s: not any(a[0] in OPEN for a, _ in s.ends()), "7": starts_without("·"), "8": starts_without("～"),
    "9": starts_without("–"), "10": unsplit("——"), "11": unsplit("……"), "12": starts_without("—…"),
    "14": lambda s: None if "／" not in s.job["text"] else not any(a[0] == "／" for a, _ in s.ends()),
    "15": tokens(NUMBER, lambda t: t[-1] in "%％‰℃"), "16": tokens(NUMBER, lambda t: t[0] == "￥"),
    "17": tokens(NUMBER, lambda t: "," in t or "." in t), "18": tokens(WORD), "19": full_lines, "20": last_line, "21": company,
    "22": equal, "23": small, "31": trimmed_ends, "32": least_gap, "33": edge_gap,
}
