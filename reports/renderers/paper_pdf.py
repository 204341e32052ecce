"""A 督查表 as .pdf by typst, with fonts from one folder and never from the system."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from reports.content import printable
from reports.papers.content import PaperForm, Picture
from reports.renderers.fixed import noon
from reports.renderers.pdf import TEMPLATES, chosen_families, loaded_fonts

TEMPLATE = "paper.typ"


def render_paper_pdf(paper: PaperForm, *, font_dir: Path) -> bytes:
    """Print the form; raises FontsMissing where `font_dir` has none of the fall-back families."""
    with TemporaryDirectory() as folder:
        room = Path(folder)
        shutil.copy(TEMPLATES / TEMPLATE, room)
        data = asdict(paper) | {
            "day": "",
            "signatures": _placed(paper.signatures, room, "signature"),
            "pictures": _placed(paper.pictures, room, "photo"),
        }
        written: bytes = typst.compile(
            room / TEMPLATE,
            root=room,
            font_paths=loaded_fonts(font_dir),
            ignore_system_fonts=True,
            sys_inputs={
                "paper": json.dumps(_clean(data), ensure_ascii=False),
                "fonts": json.dumps(chosen_families(font_dir), ensure_ascii=False),
            },
            timestamp=noon(paper.day),
        )
    return written


def _placed(pictures: tuple[Picture, ...], room: Path, name: str) -> list[dict[str, str]]:
    """Put the pictures beside the template and give their names."""
    placed = []
    for number, picture in enumerate(pictures):
        file = f"{name}{number}.jpg"
        (room / file).write_bytes(picture.content)
        placed.append({"file": file, "caption": picture.caption})
    return placed


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _clean(held) for name, held in value.items()}
    return [_clean(held) for held in value] if isinstance(value, list | tuple) else value
