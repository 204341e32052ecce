"""A list of problems checked row by row: what will be entered, and every complaint by its cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from accounts.errors import RuleBroken
from accounts.masking import household_label
from accounts.models import Unit
from accounts.redaction import redacted
from accounts.scope import TOWNSHIP
from households.checking.figures import read_date
from households.identity import normal_text, plain_text
from households.place_names import township_name
from inspections.models import Problem
from inspections.models.sources import FoundIn, SourceKind
from inspections.models.subjects import SubjectKind
from inspections.problem_columns import (
    FIELD_CATEGORIES,
    FOUND_IN_WORDS,
    LABELS,
    YES_NO_WORDS,
)
from inspections.selectors.about import About, about_place, about_unit
from inspections.selectors.facts_in_words import clean_fact
from inspections.selectors.upload_facts import KnownHousehold, UploadFacts, villages_named

PERSONAL = {"household"}  # what is wrong there is told without what stands there
LONGEST = {"found_by": 60, "person": 40, "measure": 500, "basis": 300}
VALUE_LENGTH = 40
_FOUND_IN = FOUND_IN_WORDS | {str(label): str(value) for value, label in FoundIn.choices}
_SEVERITY = {str(label): str(value) for value, label in Problem.Severity.choices}
_TRACK = {str(label): str(value) for value, label in Problem.Track.choices}


@dataclass
class Checked:
    """What came of a file: the rows as they will be entered, and what is wrong where."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    complaints: list[dict[str, Any]] = field(default_factory=list)


class Row:
    """One line of the list while it is read: its cells, and what is wrong with them."""

    def __init__(self, number: int, cells: Mapping[str, str], facts: UploadFacts) -> None:
        self.number, self.cells, self.facts = number, cells, facts
        self.complaints: list[dict[str, Any]] = []

    def text(self, key: str) -> str:
        """Give a cell's words in plain form."""
        return plain_text(self.cells.get(key, ""))

    def words(self, key: str) -> str:
        """Give a cell's sentence as it was written, without line breaks."""
        return " ".join(self.cells.get(key, "").replace("\u200b", "").split())

    def wrong(self, key: str, reason: str) -> None:
        """Complain about a cell."""
        value = "" if key in PERSONAL else redacted(self.text(key))[:VALUE_LENGTH]
        self.complaints.append(
            {"row": self.number, "column": LABELS[key], "value": value, "reason": reason}
        )

    def named(self, key: str, choices: Mapping[str, Any], reason: str, default: Any) -> Any:
        """Give what a cell's word stands for; the default for an empty one."""
        word = normal_text(self.text(key))
        if not word:
            return default
        if word not in choices:
            self.wrong(key, reason)
            return default
        return choices[word]


def check_rows(
    lines: Iterator[tuple[int, Mapping[str, str]]],
    facts: UploadFacts,
    *,
    allowed: Mapping[str, str],
    source: str,
    origin: int | None,
) -> Checked:
    """Check every line against the county's facts; nothing is stored.

    `allowed` are the kinds of source the person may enter by value; `source` and `origin` are
    taken where a line names none.
    """
    checked, seen = Checked(), dict[str, int]()
    for number, cells in lines:
        row = Row(number, cells, facts)
        read = _read(row, allowed, source, origin)
        key = read["key"]
        if not row.complaints and key in seen:
            row.wrong("fact", f"与第{seen[key]}行相同，请删去一行")
        seen.setdefault(key, number)
        checked.complaints += row.complaints
        if not row.complaints:
            checked.rows.append(read)
    return checked


def _read(row: Row, allowed: Mapping[str, str], source: str, origin: int | None) -> dict[str, Any]:
    household = _household(row)
    about = _about(row, household)
    read: dict[str, Any] = {"row": row.number, "about": list(about) if about else []}
    read["fact"] = _fact(row, about, household)
    read |= _judged(row)
    read |= _source(row, allowed, source, origin)
    read["found_in"] = row.named("found_in", _FOUND_IN, "没有这个发现环节", "")
    read["found_on"], read["planned_on"] = _days(row)
    read["can_solve"] = row.named("can_solve", YES_NO_WORDS, "请写能或否", None)
    read |= _unit(row, about)
    read |= {key: _short(row, key, most) for key, most in LONGEST.items()}
    read["key"] = key_of_row(read)
    return read


def key_of_row(read: Mapping[str, Any]) -> str:
    """Give a finding's mark, by which the same one is entered once whatever file it stands in."""
    parts = [*read["about"][:2], read["item"], read["fact"], read["found_on"], read["source"]]
    return f"row-{sha256(chr(31).join(map(str, parts)).encode()).hexdigest()[:36]}"


def _household(row: Row) -> KnownHousehold | None:
    """Find the household by its number, or by its head's name inside the village."""
    word = normal_text(row.text("household"))
    if not word:
        return None
    found = row.facts.households.get(word, [])
    if not word.isascii() and row.text("village"):
        villages = set(_villages(row))
        found = [one for one in found if one.village in villages]
    if len(found) == 1:
        return found[0]
    row.wrong(
        "household", "同名的有几户，请填户编号" if found else "底册中没有这一户，或不在您的区域"
    )
    return None


def _about(row: Row, household: KnownHousehold | None) -> About | None:
    """Tell what the problem is about: the household, the village, a department, the township."""
    if household is not None:
        label = household_label(household.head, household.number)
        return About(SubjectKind.HOUSEHOLD, household.number, label, household.village)
    if row.text("household"):
        return None
    if row.text("village"):
        return _village(row)
    if row.text("department"):
        unit = _one_unit(row, "department", "")
        return about_unit(unit) if unit else None
    return _township(row)


def _village(row: Row) -> About | None:
    codes = _villages(row)
    if len(codes) == 1 and codes[0].startswith(row.facts.scope):
        return about_place(row.facts.areas[codes[0]])
    if len(codes) > 1:
        row.wrong("village", "同名的村有几个，请填写乡镇")
    elif codes:
        row.wrong("village", "不在您负责的区域")
    else:
        row.wrong("village", "没有这个村，或不在您的区域")
    return None


def _villages(row: Row) -> list[str]:
    """Give the codes a village's name may mean, inside the township where one is named."""
    name = row.text("village")
    if not row.text("township"):
        return villages_named(row.facts, name)
    found = row.facts.places.look("", row.text("township"), name)
    return [found.code] if found.code else list(found.choices)


def _township(row: Row) -> About | None:
    word, scope, places = row.text("township"), row.facts.scope, row.facts.places
    if not word and len(scope) != TOWNSHIP:
        row.wrong("village", "没有写明问题属于哪个村、户、乡镇或部门")
        return None
    name = township_name(word)
    code = places.townships.get(name) or places.former.get(("", name), "") if word else scope
    if code and code.startswith(scope):
        return about_place(row.facts.areas[code])
    row.wrong("township", "不在您负责的区域" if code else "没有这个乡镇")
    return None


def _fact(row: Row, about: About | None, household: KnownHousehold | None) -> str:
    words = row.words("fact")
    group = row.text("group")
    if words and group and household is None:
        words = f"{group if group.endswith('组') else f'{group}组'}：{words}"
    try:
        subject = about or About("", "", "", "")
        return clean_fact(words, subject, names=household.names if household else ())
    except RuleBroken as refusal:
        row.wrong("fact", str(refusal).rstrip("。"))
        return ""


def _judged(row: Row) -> dict[str, Any]:
    """Read item, category, severity and way; the category may come from the item or 行业."""
    facts = row.facts
    item = row.named("item", facts.items, "本区检查表没有这个条目，可留空", None)
    fallback = FIELD_CATEGORIES.get(normal_text(row.text("field"))) or (item and item.category)
    category = row.named(
        "category", facts.categories, "没有这个类别", facts.categories.get(fallback or "")
    )
    if category is None and not any(one["column"] == LABELS["category"] for one in row.complaints):
        row.wrong("category", "类别为空")
    severity = row.named("severity", _SEVERITY, "请写一般、较重或严重", Problem.Severity.ORDINARY)
    severe = category is not None and category.always_severe
    return {
        "item": item.code if item else "",
        "category": category.pk if category else None,
        "category_name": category.name if category else "",
        "severity": str(Problem.Severity.SEVERE if severe else severity),
        "track": str(
            row.named("track", _TRACK, "请写即知即改或限期整改", Problem.Track.FIX_BY_DATE)
        ),
    }


def _source(
    row: Row, allowed: Mapping[str, str], source: str, origin: int | None
) -> dict[str, Any]:
    word = row.text("source")
    known = row.facts.sources.get(word)
    kinds = {str(label): str(value) for value, label in SourceKind.choices}
    if known is not None:
        source, origin = known.kind, known.pk
    elif word in kinds:
        source, origin = kinds[word], None
    elif word:
        row.wrong("source", "没有这个来源，请改写来源类别，或由系统管理员在“问题来源”中登记")
    elif not source:
        row.wrong("source", "来源为空，请填写或在上传时选择")
    if source and source not in allowed:
        row.wrong("source", "您只登记自查、互查发现的问题")
    return {"source": source, "origin": origin}


def _days(row: Row) -> tuple[str, str | None]:
    found, planned = _day(row, "found_on"), _day(row, "planned_on")
    if not found and not any(one["column"] == LABELS["found_on"] for one in row.complaints):
        row.wrong("found_on", "发现日期为空")
    if found and date.fromisoformat(found) > row.facts.today:
        row.wrong("found_on", "晚于今天")
    return found or "", planned


def _day(row: Row, key: str) -> str | None:
    value, problem = read_date(row.text(key))
    if problem:
        row.wrong(key, problem.reason)
    return str(value) if value else None


def _unit(row: Row, about: About | None) -> dict[str, Any]:
    if not row.text("unit"):
        return {"unit": None, "unit_name": ""}
    unit = _one_unit(row, "unit", about.area_code if about else "")
    return {"unit": unit.pk if unit else None, "unit_name": unit.name if unit else ""}


def _one_unit(row: Row, key: str, place: str) -> Unit | None:
    """Find a unit by name or alias; of several the one nearest above the place."""
    found = row.facts.units.get(normal_text(row.text(key)), [])
    if len(found) > 1 and place:
        above = [unit for unit in found if place.startswith(unit.area_code)]
        longest = max((len(unit.area_code) for unit in above), default=0)
        found = [unit for unit in above if len(unit.area_code) == longest] or found
    if len(found) == 1:
        return found[0]
    row.wrong(key, "同名的单位有几个，请写全称" if found else "没有这个单位，请先由系统管理员登记")
    return None


def _short(row: Row, key: str, most: int) -> str:
    text = redacted(row.words(key))
    if len(text) > most:
        row.wrong(key, f"超过{most}字")
    return text[:most]
