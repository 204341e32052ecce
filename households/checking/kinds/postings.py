"""The list of postings (五个一): one row per post, or one per village with columns per post."""

from typing import Any

from households.checking.columns import Column
from households.checking.data import Checked, CheckOptions, Level
from households.checking.figures import EMPTY, Problem, Read
from households.checking.plain_places import find_villages
from households.checking.plain_sheet import PlainSheet, header_fault, open_sheet
from households.identity import normal_text
from households.reading.book import Book

POSTS = {
    "联系领导": "liaison_leader",
    "帮扶单位": "helping_unit",
    "驻村工作组": "village_work_team",
    "第一书记": "first_secretary",
    "农技员": "agro_technician",
    "结对帮扶单位": "paired_unit",
}
LABELS = {code: label for label, code in POSTS.items()}
_OTHER_NAMES = {
    "驻村工作队": "village_work_team",
    "联系县级领导": "liaison_leader",
    "联系区领导": "liaison_leader",
    "驻村第一书记": "first_secretary",
    "驻村农技员": "agro_technician",
    "结对单位": "paired_unit",
}
_UNITS = ("helping_unit", "paired_unit")
FIELDS = ("person_name", "title", "unit_name", "phone", "starts_on", "ends_on")
_FIELDS = {  # key → name, kind of cell, other names
    "person_name": ("姓名", "name", ("人员姓名",)),
    "title": ("职务", "text", ("职务职称",)),
    "unit_name": ("单位", "text", ("工作单位", "派出单位", "所在单位")),
    "phone": ("联系电话", "phone", ("电话", "手机")),
    "starts_on": ("到岗日期", "date", ("到岗时间", "任职时间", "起始日期", "到村时间")),
    "ends_on": ("离岗日期", "date", ("离岗时间", "离任时间", "结束日期")),
}


def _wide(label: str, code: str) -> tuple[Column, ...]:
    """Give a post's own columns, such as 第一书记, 第一书记单位, 第一书记到岗日期."""
    main = "unit_name" if code in _UNITS else "person_name"
    columns = []
    for key, (name, kind, others) in _FIELDS.items():
        names = [f"{label}{other}" for other in (name, *others)]
        if key == main:
            names.append(label)
        if key == "unit_name" and code in _UNITS:
            names = [label, f"{label}名称"]
        columns.append(
            Column(f"{code}.{key}", names[0], "household", kind, aliases=tuple(names[1:]))
        )
    return tuple(columns)


COLUMNS = (
    Column("township", "乡", "household", aliases=("乡镇", "乡(镇)", "乡镇(街道)", "所属乡镇")),
    Column(
        "village", "行政村", "household", required=True, aliases=("村", "村名", "行政村(社区)")
    ),
    Column("post", "岗位", "household", "post", aliases=("岗位类别", "五个一岗位", "派驻岗位")),
    *(
        Column(key, name, "household", kind, aliases=others)
        for key, (name, kind, others) in _FIELDS.items()
    ),
    *(column for label, code in POSTS.items() for column in _wide(label, code)),
)


def read_post(text: str) -> Read:
    """Read a post by any of its names; None for an empty cell."""
    word = normal_text(text)
    code = POSTS.get(word) or _OTHER_NAMES.get(word)
    if code or word in EMPTY:
        return code, None
    return None, Problem("应为：" + "、".join(POSTS))


def check(book: Book, options: CheckOptions) -> Checked:
    """Check postings: rows of area_code, post, person, title, unit, phone, first and last day.

    Each row is one term of one post; of a village's own columns each post that says anything is
    one. The day of a post is its own or the row's common one. Source: plan 000 §5.
    """
    sheet = open_sheet(book, COLUMNS, options, readers={"post": read_post})
    wide = [code for code in LABELS if any(sheet.layout.has(f"{code}.{key}") for key in FIELDS)]
    if fault := header_fault(sheet, *_lacking(sheet, wide)):
        return fault
    codes = find_villages(sheet)
    rows: dict[str, list[Any]] = {key: [] for key in ("area_code", "post", *FIELDS)}
    places: list[int] = []
    common = {key: sheet.read(key) for key in FIELDS}
    if sheet.layout.has("post"):
        posts = sheet.read("post")
        _take(sheet, rows, places, codes, posts, common)
    for post in wide:
        own = {key: sheet.read(f"{post}.{key}") for key in FIELDS}
        said = [any(values) for values in zip(*own.values(), strict=True)]
        for key in ("starts_on", "ends_on"):
            own[key] = [mine or all_ for mine, all_ in zip(own[key], common[key], strict=True)]
        _take(sheet, rows, places, codes, [post if it else None for it in said], own)
    for at in sorted(set(range(len(sheet.rows))) - set(places) - sheet.rejected):
        level = Level.WARN if wide else Level.BLOCK
        sheet.complain(at, "岗位", "", "这一行没有填写岗位", level=level)
    _check_terms(sheet, rows, places)
    return sheet.outcome(rows, at=places)


def _lacking(sheet: PlainSheet, wide: list[str]) -> list[str]:
    """Name what the header lacks beyond required columns: a post, and a first day for it."""
    has = sheet.layout.has
    if not wide and not has("post"):
        return ["岗位"]
    if has("starts_on") or (wide and all(has(f"{post}.starts_on") for post in wide)):
        return []
    return ["到岗日期"]


def _take(
    sheet: PlainSheet,
    rows: dict[str, list[Any]],
    places: list[int],
    codes: list[str],
    posts: list[str | None],
    fields: dict[str, list[Any]],
) -> None:
    """Add a record for each row that names a post."""
    for at, post in enumerate(posts):
        if post is None:
            continue
        places.append(at)
        rows["area_code"].append(codes[at])
        rows["post"].append(post)
        for key in FIELDS:
            rows[key].append(fields[key][at])


def _check_terms(sheet: PlainSheet, rows: dict[str, list[Any]], places: list[int]) -> None:
    """Check each term by itself and against the same post's earlier rows."""
    seen: dict[tuple[str, str, str], int] = {}
    latest = sheet.options.latest
    for n, at in enumerate(places):
        post = LABELS[rows["post"][n]]
        starts, ends = rows["starts_on"][n], rows["ends_on"][n]
        if at in sheet.rejected:
            continue
        if not rows["person_name"][n] and not rows["unit_name"][n]:
            sheet.complain(at, post, "", "请填写人员姓名或单位")
        if not starts:
            sheet.complain(at, "到岗日期", "", f"{post}的到岗日期为空")
        elif ends and ends < starts:
            sheet.complain(at, "离岗日期", ends, "离岗日期早于到岗日期")
        elif starts > latest:
            sheet.complain(at, "到岗日期", starts, "日期晚于今天，请核对", level=Level.WARN)
        key = (rows["area_code"][n], rows["post"][n], starts or "")
        if starts and key in seen:
            text = f"与第{sheet.rows[seen[key]]}行是同一岗位同一天"
            sheet.complain(at, post, "", text)
        seen.setdefault(key, at)
