"""An official document as .pdf by typst, with fonts from one folder and never from the system."""

import json
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from reports.content import (
    Block,
    OfficialDocument,
    RecordSheet,
    annex_label,
    chinese_date,
    numbered,
    printable,
    stays_with_next,
)
from reports.renderers.fixed import noon
from reports.renderers.red_head import red_head
from reports.titles import title_lines

TEMPLATES = Path(__file__).parent
MOST_TITLE = {True: 28, False: 20}
"""2号 characters in a line of a turned page, and of an upright one."""

FALLBACK = ("Noto Serif SC", "Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC")
FACES: dict[str, tuple[str, ...]] = {
    "fang": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "FandolFang R", "FandolFang"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "FandolKai"),
    "hei": ("SimHei", "黑体", "FandolHei", "Noto Sans CJK SC", "Noto Sans SC"),
    "song": ("SimSun", "宋体", "NSimSun", "FandolSong"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
}
"""Family names by role, the official faces first. Source: GB/T 9704-2012 §5.2, §7."""

OFFICIAL = {
    "fang": "仿宋_GB2312",
    "kai": "楷体_GB2312",
    "hei": "黑体",
    "song": "宋体",
    "title": "方正小标宋简体",
}
"""The face of each role as an office knows it."""

OPEN = ("Fandol", "Noto", "Source Han")
"""How the names of the faces begin that are free to use but not the official ones."""


class FontsMissing(Exception):
    """The font folder holds no face with which Chinese text could be printed."""


def render_pdf(document: OfficialDocument, *, font_dir: Path) -> bytes:
    """Print the document; the same content and fonts always give the same bytes.

    Raises FontsMissing where `font_dir` has none of the fall-back families.
    """
    day = document.signed_on or document.printed_on
    return _compiled("bulletin.typ", _data(document), font_dir=font_dir, day=day)


def render_record(sheet: RecordSheet, *, font_dir: Path) -> bytes:
    """Print a one-page record; the same content and fonts always give the same bytes."""
    data = {name: _clean(value) for name, value in asdict(sheet).items() if name != "day"}
    return _compiled("record.typ", data, font_dir=font_dir, day=sheet.day)


def _compiled(template: str, data: dict[str, Any], *, font_dir: Path, day: date | None) -> bytes:
    written: bytes = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=loaded_fonts(font_dir),
        ignore_system_fonts=True,
        sys_inputs={
            "document": json.dumps(data, ensure_ascii=False),
            "fonts": json.dumps(chosen_families(font_dir), ensure_ascii=False),
        },
        timestamp=noon(day),
    )
    return written


@lru_cache(maxsize=4)
def loaded_fonts(font_dir: Path) -> typst.Fonts:
    """Read the faces of a folder once."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_dir]
    )


def chosen_families(font_dir: Path) -> dict[str, list[str] | str]:
    """Name for each role the families found in the folder, best first, a full one last."""
    found = set(loaded_fonts(font_dir).families())
    full = [name for name in FALLBACK if name in found]
    if not full:
        raise FontsMissing(f"字体目录 {font_dir} 中没有可用的中文字体，请先运行 make fonts。")
    chosen: dict[str, list[str] | str] = {
        role: [name for name in names if name in found] + full for role, names in FACES.items()
    }
    chosen["title_weight"] = "regular" if chosen["title"][0] not in full else "bold"
    return chosen


def stand_ins(font_dir: Path) -> dict[str, str]:
    """Name each official face that is not in the folder, and what is printed in its place.

    Raises FontsMissing where there is nothing to print with.
    """
    chosen = chosen_families(font_dir)
    return {
        OFFICIAL[role]: chosen[role][0] for role in OFFICIAL if chosen[role][0].startswith(OPEN)
    }


def _data(document: OfficialDocument) -> dict[str, Any]:
    """Turn the document into plain values for the template, every text made printable."""
    day = chinese_date(document.signed_on) if document.signed_on else ""
    data = {
        "head": asdict(red_head(document)),
        "report": bool(document.report),
        "upward": document.upward,
        "signed_by": document.signed_by or "　　　",
        "instruction_box": document.instruction_box,
        "sealed": document.sealed,
        "number": document.number,
        "title": document.title,
        "addressees": document.addressees,
        "draft": document.draft,
        "blocks": _blocks(document.blocks),
        "annex_lines": _annex_lines(document),
        "annexes": [
            {
                "label": annex_label(document, place),
                "title": title_lines(annex.title, most_chars=MOST_TITLE[annex.landscape]),
                "landscape": annex.landscape,
                "blocks": _blocks(annex.blocks),
            }
            for place, annex in enumerate(document.annexes, start=1)
        ],
        "signer_office": document.signer_office,
        "day": day or "    年  月  日",
        "head_day": day or "　　年　月　日",
        "copies_to": document.copies_to,
        "printed_by": document.printed_by,
        "printed_day": _printed(document.printed_on),
    }
    return {name: _clean(value) for name, value in data.items()}


def _annex_lines(document: OfficialDocument) -> list[dict[str, str]]:
    """Give each annex named under the text, its number apart so that names stand in line."""
    numbered_names = len(document.annexes) > 1
    return [
        {"mark": f"{place}." if numbered_names else "", "title": annex.title}
        for place, annex in enumerate(document.annexes, start=1)
    ]


def _printed(day: date | None) -> str:
    return f"{chinese_date(day)}印发" if day else "未印发"


def _blocks(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [
        asdict(block) | {"held": stays_with_next(blocks, place)}
        for place, block in enumerate(numbered(blocks))
    ]


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _clean(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(held) for held in value]
    return value
