#!/usr/bin/env python3
"""Writes words.tsv from the dictionary of a registry package. Run after build_gazetteer.py; the result is kept beside this file.

    pip download --no-deps jieba==0.42.1; tar xzf jieba-0.42.1.tar.gz   -> JIEBA/jieba/dict.txt
    ./build_words.py JIEBA

Words missing from or wrong in the dictionary are in words_by_hand.json.
"""
import json, math, os, re, sys

here = os.path.dirname(os.path.abspath(__file__))
freq, tag = {}, {}
for line in open(sys.argv[1] + '/jieba/dict.txt', encoding='utf8'):
    word, f, t = line.split()
    freq[word], tag[word] = int(f), t


def rows(name):
    lines = open(os.path.join(here, name), encoding='utf8')
    return [line.rstrip('\n').split('\t') for line in lines if line.strip() and not line.startswith('#')]


places = rows('places.tsv')
care = {r[0]: int(r[1]) for r in rows('care.tsv')}
names = {r[1] for r in places} | {r[2] for r in places} | {r[0] for r in rows('old_names.tsv')}
extra = json.load(open(here + '/words_by_hand.json', encoding='utf8'))
shorts = {r[2] for r in places if len(r[2]) >= 2}
city_start = {r[2] for r in places if r[3] in 'PC' and care.get(r[2], 0) == 0}
admin = re.compile('^(.+)(县|市|区|州|地区|盟|省|自治区)$')
joints = {r[0].lstrip('?') for r in rows('joint.tsv')}
# What may overlap a place name from the left or from the right.
heads = {s[:n] for s in shorts for n in range(1, len(s))}
tails = {s[n:] for s in shorts for n in range(1, len(s))}
city_names = {r[2] for r in places if r[3] in 'PC'}
city_heads = {s[:n] for s in city_names for n in range(1, len(s))}
city_tails = {s[n:] for s in city_names for n in range(1, len(s))}
surnames = set(open(here + '/surnames.txt', encoding='utf8').readline())
PEOPLE = ('nr', 'nrt', 'nrfg')
# Words that are no part of a name: verbs, adverbs, prepositions and the like.
LOOSE = {'v', 'vn', 'vd', 'vg', 'vi', 'vq', 'd', 'p', 'c', 'u', 'r', 'ad', 'uj', 'ul', 'k', 'y', 'm', 'mq', 't', 'f'}
words = {}


def han(word):
    return all('\u4e00' <= c <= '\u9fff' for c in word)


def inner(word):
    return any(word[i:i + n] in shorts for n in (2, 3, 4) for i in range(len(word) - n + 1) if n < len(word))


def across(word):
    return any(word[n:] in heads or word[:n] in tails for n in range(1, len(word)))


for word, f in freq.items():
    if not han(word) or word in names:
        continue
    # 京广线, 沪渝高速: the joint abbreviation is to be seen in them.
    if any(word[:n] in joints and word[n:n + 1] in '线高铁公' for n in (2, 3, 4) if n < len(word)):
        continue
    m = admin.match(word)
    if m and m.group(1) in shorts:
        continue
    idiom = len(word) == 4 and tag[word] in ('i', 'l')
    # 石柱子, but not 遂宁人.
    plain = len(word) == 3 and word[-1] in '子头' and tag[word] == 'n'
    if not idiom and not plain and any(word[:n] in city_start and len(word) > n for n in (2, 3, 4)):
        continue
    if len(word) == 1:
        if f >= 30:
            words[word] = f
    elif tag[word] in PEOPLE:
        # Ordinary words that the dictionary takes for names of people: 宝贵, 安静.
        ordinary = f >= 20 and across(word) and word[0] not in surnames and word not in joints | {'云贵'}
        if len(word) == 2 and (f >= 100 or ordinary and tag[word] == 'nr') or len(word) == 3 and ordinary:
            words[word] = f
        elif 3 <= len(word) <= 5 and inner(word) and f >= 3 and word[-1] not in '人队城府州县市区':
            words[word] = max(f, 3)
    elif len(word) <= 4 and f >= 45 and not (tag[word] == 'nt' and len(word) > 3):
        words[word] = f
    elif 3 <= len(word) <= 5 and inner(word) and not admin.match(word) or tag[word] == 'i' and across(word):
        words[word] = max(f, 3)
    elif 2 <= len(word) <= 3 and f >= 12 and across(word) and tag[word] not in ('nt', 'nz', 'ns'):
        words[word] = f
    elif len(word) in (2, 3) and f >= 3 and tag[word] in ('n', 'v', 'a') and any(word[:n] in city_tails or word[n:] in city_heads for n in range(1, len(word))):
        words[word] = f
for word, f in extra['add'].items():
    words[word] = max(words.get(word, 0), f)
for word in extra['drop']:
    words.pop(word, None)
with open(here + '/words.tsv', 'w', encoding='utf8') as out:
    out.write('# word\tln(count) in tenths, with v for verbs and other words that are no part of a name\n')
    for word, f in sorted(words.items()):
        out.write(f'{word}\t{round(math.log(f) * 10)}{"v" if tag.get(word) in LOOSE else ""}\n')
print(len(words), 'words')
