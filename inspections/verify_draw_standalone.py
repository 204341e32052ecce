"""验签：照验签包重做一次抽签，逐项核对。只用 Python（3.7 以上）自带的库。
用法：python3 verify_draw.py [验签包.zip 或 文件夹] [公布的封签值]；一致退出码为 0，有出入为 1。"""

import hashlib
import json
import re
import sys
import zipfile
from itertools import zip_longest
from pathlib import Path

NAMES = ("pool.tsv", "rule.json", "seal.json", "seed.txt", "result.tsv", "result.json")
REASONS = ["外出", "拒访", "去世", "搬迁", "其他"]
LABELS = {"township": "乡镇", "village": "村", "household": "户"}
COUNTS = ("townships", "villages_per_township", "households_per_village")
LINE = re.compile(r"([a-z]+(?:/[0-9]+)?)\t([!-~]+)\t([!-~]*)\t([01])\t([1-9][0-9]{0,3})")


def sha(text):
    """SHA-256 of the UTF-8 bytes, in lower-case hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_pool(text, wrong):
    """Units by stage and parent; every unlawful line is added to wrong."""
    children, before = {}, ""  # type: ignore[var-annotated]
    for number, line in enumerate(text[:-1].split("\n"), 1):
        twin = "\t".join([*before.split("\t")[:2], ""])
        if LINE.fullmatch(line) and line > before and not line.startswith(twin):
            stage, unit, parent, tier, lots = line.split("\t")
            children.setdefault((stage, parent), []).append((unit, int(tier), int(lots)))
        else:
            wrong.append(f"名单第{number}行：格式不符、重复或未按顺序")
        before = line
    return children


def check_seed(seed, rule, round_id, wrong):
    """At least 20 digits, then + and the secret of each witness in the rule's order."""
    digits, *parts = seed.split("+")
    wrong += [] if re.fullmatch("[0-9]{20,}", digits) else ["种子：须为不少于20位的数字"]
    for witness in rule.get("witnesses", []):
        ends = range(1, len(parts) + 1)
        hashes = [sha(f"commit|{round_id}|{'+'.join(parts[:end])}") for end in ends]
        fits = witness["commit"] in hashes
        wrong += [] if fits else [f"种子：见证人{witness['name']}的密语与承诺不符"]
        del parts[: hashes.index(witness["commit"]) + 1 if fits else 0]
    wrong += ["种子：有不属于任何见证人的内容"] if parts else []


def rank(units, stage, key):
    """Tier, ticket and id of the units in the order drawn; of several slips the smallest."""
    slips = [(f"{key}|{stage}|{unit}|", lots, tier, unit) for unit, tier, lots in units]
    return sorted((t, min(sha(f"{s}{n + 1}") for n in range(lots)), u) for s, lots, t, u in slips)


def seat(line, rule):
    """Give each seat to the first in line without a conflict ("" ends it); seats, passed over."""
    bans, seats, passed = {(t, who): why for t, who, why in rule["conflicts"]}, [], []
    for team, number in [(row[0], n + 1) for row in rule["teams"] for n in range(row[1])]:
        found = next(who for who in line if (team, who) not in bans)
        passed += [[team, number, who, bans[team, who]] for who in line[: line.index(found)]]
        seats.append([team, number, found])
        line = [who for who in line if who != found or not who]
    return seats, passed


def replay(children, rule, key):
    """Draw again: the result text, the shortfalls, the seats, and what was chosen by stage."""
    rows, short, drawn, seats, parents = [], [], {}, ([], []), [rule["county"]]  # type: ignore[var-annotated]
    if rule.get("kind") == "inspectors":
        ranked = rank(children.get(("inspector", *parents), []), "inspector", key)
        seats = seat([*(who for _, _, who in ranked), ""], rule)
        drawn["督查人员"] = people = [who for _, _, who in seats[0] if who]
        for place, (_, ticket, who) in enumerate(ranked, 1):
            rows.append(("inspector", *parents, place, who, ticket, int(who in people)))
    for stage, label in {}.items() if drawn else LABELS.items():
        take, chosen = rule[COUNTS[len(drawn)]], []
        for parent in parents:
            ranked = rank(children.get((stage, parent), []), stage, key)
            for place, (_, ticket, unit) in enumerate(ranked, 1):
                rows.append((stage, parent, place, unit, ticket, int(place <= take)))
            chosen += [unit for _, _, unit in ranked[:take]]
            short += [[stage, parent, take, len(ranked)]] if len(ranked) < take else []
        drawn[label] = parents = chosen
    return "".join("\t".join(map(str, row)) + "\n" for row in rows), short, list(seats), drawn


def check_replacements(text, result, wrong):
    """Each takes the next reserve that no other draw took, for a listed reason, by somebody."""
    groups: tuple = ({}, {}, [unit for unit, _ in result.get("taken", [])])
    for stage, parent, _, unit, _, chosen in (row.split("\t") for row in text.split("\n")[:-1]):
        if chosen == "1" or unit not in groups[2]:
            groups[int(chosen)].setdefault((stage, parent), []).append(unit)
    for number, one in enumerate(result["replacements"], 1):
        parent = (one["stage"], one["parent_id"])
        reserves, standing = (group.get(parent, []) for group in groups[:2])
        if one["reason"] not in REASONS or not one["by"]:
            wrong.append(f"替补第{number}条：原因不在规定之列，或缺决定人")
        if one["unit_out"] not in standing or reserves[:1] != [one["unit_in"]]:
            wrong.append(f"替补第{number}条：{one['unit_in']}不是{one['unit_out']}的下一位替补")
        else:
            standing[standing.index(one["unit_out"])] = reserves.pop(0)


def differences(files, published=""):
    """Every point where pack and replay differ, and what was chosen by stage."""
    pool, rules, _, seed, text, _ = (files[name] for name in NAMES)
    rule, seal, result, wrong = (*(json.loads(files[n]) for n in NAMES if n.endswith("n")), [])  # type: ignore[var-annotated]
    name, hashes = seal["round_id"], (sha(pool), sha(rules))
    sealed = sha("\n".join(("draw/1", name, seal["previous"], *hashes, "")))
    check_seed(seed, rule, name, wrong)
    again, short, seats, drawn = replay(read_pool(pool, wrong), rule, sha(f"draw/1|{name}|{seed}"))
    tidy = json.dumps(rule, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    points = {
        "规则的写法": (tidy, rules),
        "名单的哈希": (hashes[0], seal["pool_sha"]),
        "规则的哈希": (hashes[1], seal["rule_sha"]),
        "封签值": (sealed, seal["seal"]),
        "公布的封签值": (sealed, published or sealed),
        "结果值": (sha(f"{sealed}\n{seed}\n{again}"), result["result"]),
        "不足额记录": (short, result["shortfalls"]),
        "席位和回避": (seats, [result.get("seats", []), result.get("passed_over", [])]),
    }
    wrong += [f"{n}：重算为 {a}，包内为 {b}" for n, (a, b) in points.items() if a != b]
    pairs = enumerate(zip_longest(again.split("\n"), text.split("\n")), 1)
    wrong += [f"结果第{n}行：与重抽的不符" for n, (a, b) in pairs if a != b][:1]
    wrong += ["次序：种子早于封签"] if result["drawn_at"] < seal["sealed_at"] else []
    check_replacements(again, result, wrong)
    return wrong, drawn


def main(place="", published=""):
    """Check the pack (this folder when none is named), print what was found."""
    home = Path(place or Path(__file__).parent)
    try:
        pack = None if home.is_dir() else zipfile.ZipFile(str(home))  # 64 MB of each at most
        raw = {n: pack.open(n).read(1 << 26) if pack else (home / n).read_bytes() for n in NAMES}
        wrong, drawn = differences({n: b.decode("utf-8") for n, b in raw.items()}, published)
    except Exception as error:  # noqa: BLE001 -- whatever breaks, the pack is at fault
        wrong, drawn = [f"验签包不完整或已损坏：{error!r}"], {}
    lines = [f"重抽得{label} {len(ids)} 个：{' '.join(ids)}" for label, ids in drawn.items()]
    verdict = f"不一致，共{len(wrong)}处：" if wrong else "一致：封签、次序、抽中、替补均相符。"
    sys.stdout.write("\n".join([*lines, verdict, *(f"  {one}" for one in wrong), ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main(*sys.argv[1:3]))
