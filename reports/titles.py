"""A title divided into lines by its sense: 梯形 or 菱形, never inside a word."""

import re
from itertools import combinations, pairwise
from math import ceil

MOST_CHARS = 20  # 2号 characters in the 156 mm of the type area
MOST_LINES = 3
SAID_TOGETHER = """
中共自贡市大安区委 自贡市大安区人民政府 区委区政府目督办 区委区政府 区委组织部
督查（目标管理）办公室 督查办公室 目督办 人民政府 办公室 区扶贫移民办 脱贫攻坚 精准扶贫
精准脱贫 建档立卡 易地扶贫搬迁 扶贫搬迁 产业扶贫 危房改造 健康扶贫 教育扶贫 安全住房
走访 驻村帮扶 驻村工作队 工作队 第一书记 帮扶责任人 五个一 贫困村 贫困户 贫困人口 资金项目
扶贫资金 专项资金 项目资金 整改落实 突出问题 存在问题 整改工作 推进情况 进展情况 整改情况
落实情况 工作情况 完成情况 执行情况 工作推进情况 工作推进 工作总结 专项督查 督查整改
督查督办 督查情况 督查工作 交叉检查 互查 回头看 总评 评比 排名 小结 各乡镇 全区 有关 情况
工作 问题 督查 半年 上半年 下半年 年度 季度 更正 补充 进一步 加强 做好 开展 乡镇 街道 镇
实施 保障 存在 履职 队员 大比武 方案 检查 考核 验收 通报 报告 汇报 请示 通知 意见 专报 简报
函 贫困 项目 资金 建设 推进 落实 整改
"""
WORDS = frozenset(SAID_TOGETHER.split())
"""Units of sense that no line end divides."""

ENDING = (
    r"(?:专项督查|督查|检查|排名|评比|总评|整改|情况|专题)?"
    r"的(?:通报|报告|通知|请示|意见|汇报|函|决定|批复)$"
)
DAYS = (
    r"\d{4}年(?:第?[一二三四]季度|[上下]半年|度)?(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"(?:[至—-]\d{1,2}月)?"
)
UNIT = re.compile(
    "|".join(
        (
            r"《[^》]*》",
            r"“[^”]*”",
            r"（[^）]*）",
            DAYS,
            ENDING,
            *(re.escape(word) for word in sorted(WORDS, key=lambda word: (-len(word), word))),
            r"[A-Za-z0-9.%]+",
            r".",
        )
    )
)
SEAM = re.compile(r"(?<=[一-龥])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[一-龥])")
NO_START = "、，。；：？！）》”的和与及等了在之"
NO_END = "《“（、和与及对在"
LEAN = ("关于", "对", "在", "全区", "有关", "的")
"""Words that lean on what follows: no line ends with them."""
PAUSES = ("情况", "工作", "问题", "落实", "实施", "推进", "年", "月", "日", "》", "，", "、")
"""After these a title may pause."""


def title_lines(text: str, *, most_chars: int = MOST_CHARS) -> tuple[str, ...]:
    """Break a title into one to three lines of at most `most_chars`.

    A break falls between words, best after a pause; the lines differ in length but never make an
    hourglass. A title that cannot be so divided is broken anywhere. Source: GB/T 9704-2012 §7.3.1.
    """
    whole = "".join(text.split("\n"))
    if room(whole) <= most_chars:
        return (whole,)
    fewest = ceil(room(whole) / most_chars)
    for count in range(fewest, max(fewest, MOST_LINES) + 1):
        found = _best(whole, units(whole), count, most_chars)
        if found:
            return found
    return tuple(whole[start : start + most_chars] for start in range(0, len(whole), most_chars))


def width(text: str) -> float:
    """Give a text's length in Chinese characters; a digit or letter takes half of one."""
    return sum(0.5 if mark.isascii() else 1 for mark in text)


def room(text: str) -> float:
    """Give the room a line takes: between a Chinese character and a digit, a quarter more."""
    return width(text) + len(SEAM.findall(text)) / 4


def units(text: str) -> list[str]:
    """Divide a text into units of sense; characters in no known word stay together.

    What stands in brackets is one unit unless it would fill a line by itself.
    """
    joined: list[str] = []
    for found in UNIT.finditer(text):
        piece = found.group()
        if piece[0] in "《“（" and len(piece) > MOST_CHARS // 2:
            joined += [piece[0], *units(piece[1:-1]), piece[-1]]
            continue
        loose = len(piece) == 1 and piece not in NO_START + NO_END
        if loose and joined and len(joined[-1]) < MOST_LOOSE and _is_loose(joined[-1]):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


MOST_LOOSE = 4  # characters of an unknown word


def _is_loose(piece: str) -> bool:
    return piece not in WORDS and not re.fullmatch(DAYS, piece) and piece[-1] not in NO_START


def _best(text: str, parts: list[str], count: int, most: int) -> tuple[str, ...]:
    """Give the division into `count` lines that costs least, or nothing where there is none."""
    ends = _ends(parts)
    divisions = [lines for lines in _divisions(text, ends, count) if _fits(lines, most)]
    return min(divisions, key=_cost, default=())


def _ends(parts: list[str]) -> list[int]:
    """Give the places where a line may end."""
    places, at = [], 0
    for one, following in pairwise(parts):
        at += len(one)
        if following[0] not in NO_START and one[-1] not in NO_END and one not in LEAN:
            places.append(at)
    return places


def _divisions(text: str, ends: list[int], count: int) -> list[tuple[str, ...]]:
    """Give every way to divide the text into `count` lines at these places."""
    return [
        tuple(text[start:end] for start, end in pairwise((0, *cut, len(text))))
        for cut in combinations(ends, count - 1)
    ]


def _fits(lines: tuple[str, ...], most: int) -> bool:
    """Whether every line has room and the shape is no hourglass."""
    lengths = [width(line) for line in lines]
    narrow = any(a > b < c for a, b, c in zip(lengths, lengths[1:], lengths[2:], strict=False))
    return max(map(room, lines)) <= most and not narrow


def _cost(lines: tuple[str, ...]) -> float:
    """Weigh a division: uneven lines cost, so do breaks without a pause and a stub at the end."""
    lengths = [width(line) for line in lines]
    mean = sum(lengths) / len(lengths)
    uneven = sum((length - mean) ** 2 for length in lengths) / len(lengths)
    breathless = sum(not line.endswith(PAUSES) for line in lines[:-1])
    return uneven + 12 * breathless + (30 if min(lengths) < 4 else 0)  # noqa: PLR2004 - a stub
