"""The words an office chooses from in a checklist workbook, kept on a sheet of their own."""

from typing import NamedTuple

from openpyxl.utils import get_column_letter

from inspections.scheme_checks import POSTS
from inspections.scheme_data import SchemeData
from inspections.scheme_survey import FACTS, KINDS, LEVELS, RESPONSIBLE, SEVERITIES, TRACKS

WORDS_SHEET = "词表"
YES = ("yes",)
YES_OR_NO = ("yes", "no")
FRAME = ("begin_group", "end_group", "begin_repeat", "end_repeat")
OFFERED_FOR = {  # which cells choose from which words, and whether from nothing else
    ("survey", "type"): ("题型", False),
    ("survey", "required"): ("必答", False),
    ("survey", "level"): ("层级", False),
    ("survey", "category"): ("问题类别", False),
    ("survey", "severity"): ("严重程度", True),
    ("survey", "track"): ("整改方式", True),
    ("survey", "responsible"): ("责任方", False),
    ("survey", "default"): ("预填事实", True),
    ("categories", "severe"): ("一律严重", True),
    ("programmes", "supplement"): ("补充", True),
    ("programmes", "category"): ("专项类别", True),
    ("postings", "post"): ("岗位", True),
}


class Offer(NamedTuple):
    """Words to choose from, where they stand, and whether nothing else may be written."""

    title: str
    words: tuple[str, ...]
    cells: str
    closed: bool


def offers(data: SchemeData) -> dict[tuple[str, str], Offer]:
    """Give for sheet and column the words to choose from."""
    words = words_of(data)
    found = {}
    for at, (place, (title, closed)) in enumerate(OFFERED_FOR.items(), start=1):
        letter, last = get_column_letter(at), len(words[title]) + 1
        cells = f"{WORDS_SHEET}!${letter}$2:${letter}${last}"
        found[place] = Offer(title, words[title], cells, closed)
    return found


def words_of(data: SchemeData) -> dict[str, tuple[str, ...]]:
    """The words of every list; those of a scheme's own first where it has some."""
    lists = dict.fromkeys(choice.list_name for choice in data.choices)
    plain = sorted(KINDS - {"yes_no", "select_one", "select_multiple"})
    chosen = [f"{kind} {name}" for name in lists for kind in ("select_one", "select_multiple")]
    codes = tuple(category.code for category in data.categories)
    levels = dict.fromkeys([*LEVELS, *(",".join(q.levels) for q in data.questions)])
    named = dict.fromkeys(",".join(q.responsible) for q in data.questions if q.responsible)
    return {
        "题型": ("select_one yes_no", *plain, *chosen, *FRAME),
        "必答": YES,
        "层级": tuple(levels),
        "问题类别": codes,
        "严重程度": tuple(SEVERITIES),
        "整改方式": tuple(TRACKS),
        "责任方": tuple(dict.fromkeys([*sorted(RESPONSIBLE), *named])),
        "预填事实": tuple(sorted(FACTS)),
        "一律严重": YES_OR_NO,
        "补充": YES_OR_NO,
        "专项类别": codes,
        "岗位": tuple(sorted(POSTS)),
    }
