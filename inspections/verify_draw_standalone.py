"""验签：照验签包重做一次抽签，逐项核对。只用 Python（3.7 以上）自带的库。
用法：python3 verify_draw.py [验签包.zip 或 文件夹] [当时公布的封签值]
一致时退出码为 0；有任何出入时逐条列出，退出码为 1。
"""

import hashlib
import json
import re
import sys
import zipfile
import zlib
from pathlib import Path

NAMES = ("pool.tsv", "rule.json", "seal.json", "seed.txt", "result.tsv", "result.json")
REASONS = ["外出", "拒访", "去世", "搬迁", "其他"]
STAGES = {
    "township": ("乡镇", "townships"),
    "village": ("村", "villages_per_township"),
    "household": ("户", "households_per_village"),
}
LINE = re.compile(r"([a-z]+(?:/[0-9]+)?)\t([!-~]+)\t([!-~]*)\t([01])\t([1-9][0-9]{0,3})")
BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, zlib.error)


def sha(text):
    """SHA-256 of the UTF-8 bytes, in lower-case hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def load(place):
    """Read the members of a folder or zip as texts, at most 64 MB each."""
    if place.is_dir():
        return {name: (place / name).read_bytes().decode("utf-8") for name in NAMES}
    with zipfile.ZipFile(str(place)) as pack:
        return {name: pack.open(name).read(1 << 26).decode("utf-8") for name in NAMES}


def read_pool(text, wrong):
    """Units by stage and parent; every unlawful line is added to wrong."""
    children, before, twin = {}, "", None  # type: ignore[var-annotated]
    for number, line in enumerate(text[:-1].split("\n"), 1):
        found = LINE.fullmatch(line)
        if not found or line <= before or found.group(1, 2) == twin:
            wrong.append(f"名单第{number}行：格式不符、重复或未按顺序")
        else:
            stage, unit, parent, tier, lots = found.groups()
            children.setdefault((stage, parent), []).append((unit, int(tier), int(lots)))
        before, twin = line, found and found.group(1, 2)
    return children


def check_seed(seed, rule, round_id, wrong):
    """At least 20 digits, then + and the secret of each witness in the rule's order."""
    digits, *parts = seed.split("+")
    if not re.fullmatch("[0-9]{20,}", digits):
        wrong.append("种子：须为不少于20位的数字")
    for witness in rule.get("witnesses", []):
        ends = range(1, len(parts) + 1)
        hashes = [sha(f"commit|{round_id}|{'+'.join(parts[:end])}") for end in ends]
        if witness["commit"] in hashes:
            del parts[: hashes.index(witness["commit"]) + 1]
        else:
            wrong.append(f"种子：见证人{witness['name']}的密语与承诺不符")
    if parts:
        wrong.append("种子：有不属于任何见证人的内容")


def replay(children, rule, key):
    """Draw again: the result text, the shortfalls, and what was chosen by stage."""
    rows, short, drawn, parents = [], [], {}, [rule["county"]]
    for stage, (label, wanted) in STAGES.items():
        take, chosen = rule[wanted], []
        for parent in parents:
            ranked = []
            for unit, tier, lots in children.get((stage, parent), []):
                slips = (f"{key}|{stage}|{unit}|{lot}" for lot in range(1, lots + 1))
                ranked.append((tier, min(map(sha, slips)), unit))
            ranked.sort()
            for place, (_, ticket, unit) in enumerate(ranked, 1):
                rows.append((stage, parent, place, unit, ticket, int(place <= take)))
            chosen += [unit for _, _, unit in ranked[:take]]
            if len(ranked) < take:
                short.append([stage, parent, take, len(ranked)])
        drawn[label] = parents = chosen
    return "".join("\t".join(map(str, row)) + "\n" for row in rows), short, drawn


def check_replacements(text, replacements, wrong):
    """Each takes the next reserve of the same parent, for a listed reason, by somebody."""
    groups: tuple = ({}, {})
    for stage, parent, _, unit, _, chosen in (row.split("\t") for row in text.split("\n")[:-1]):
        groups[int(chosen)].setdefault((stage, parent), []).append(unit)
    for number, one in enumerate(replacements, 1):
        reserves, standing = (group.get((one["stage"], one["parent_id"]), []) for group in groups)
        if one["reason"] not in REASONS or not one["by"]:
            wrong.append(f"替补第{number}条：原因不在规定之列，或缺决定人")
        if one["unit_out"] not in standing or reserves[:1] != [one["unit_in"]]:
            wrong.append(f"替补第{number}条：{one['unit_in']}不是{one['unit_out']}的下一位替补")
            continue
        standing[standing.index(one["unit_out"])] = reserves.pop(0)


def differences(files, published=""):
    """Every point where pack and replay differ, and what was chosen by stage."""
    wrong: list = []
    pool, rules, _, seed, text, _ = (files[name] for name in NAMES)
    rule, seal, result = (json.loads(files[n]) for n in NAMES if n.endswith(".json"))
    name, hashes = seal["round_id"], (sha(pool), sha(rules))
    sealed = sha("\n".join(("draw/1", name, seal["previous"], *hashes, "")))
    check_seed(seed, rule, name, wrong)
    again, short, drawn = replay(read_pool(pool, wrong), rule, sha(f"draw/1|{name}|{seed}"))
    tidy = json.dumps(rule, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    points = {
        "规则的写法": (tidy, rules),
        "名单的哈希": (hashes[0], seal["pool_sha"]),
        "规则的哈希": (hashes[1], seal["rule_sha"]),
        "封签值": (sealed, seal["seal"]),
        "公布的封签值": (sealed, published or sealed),
        "结果值": (sha(f"{sealed}\n{seed}\n{again}"), result["result"]),
        "不足额记录": (short, result["shortfalls"]),
    }
    for label, (mine, given) in points.items():
        if mine != given:
            wrong.append(f"{label}：重算为 {mine}，包内为 {given}")
    if again != text:
        ours, given = again.split("\n"), text.split("\n")
        rows = [n for n, line in enumerate(ours) if given[n : n + 1] != [line]]
        wrong.append(f"结果第{[*rows, len(ours)][0] + 1}行：与重抽的不符")
    if result["drawn_at"] < seal["sealed_at"]:
        wrong.append("次序：种子早于封签")
    check_replacements(again, result["replacements"], wrong)
    return wrong, drawn


def main(place="", published=""):
    """Check the pack (this folder when none is named), print what was found."""
    try:
        wrong, drawn = differences(load(Path(place or Path(__file__).parent)), published)
    except (*BROKEN, zipfile.BadZipFile) as error:
        wrong, drawn = [f"验签包不完整或已损坏：{error!r}"], {}
    for label, ids in drawn.items():
        sys.stdout.write(f"重抽得{label} {len(ids)} 个：{' '.join(ids)}\n")
    verdict = f"不一致，共{len(wrong)}处：" if wrong else "一致：封签、次序、抽中、替补均相符。"
    sys.stdout.write("\n  ".join([verdict, *wrong]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main(*sys.argv[1:3]))
