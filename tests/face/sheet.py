"""The contact sheet: every picture of every page, for a person to look through."""

from collections import defaultdict
from html import escape
from pathlib import Path
from urllib.parse import quote

STYLE = """
body{font:14px/1.5 sans-serif;margin:1rem;background:#f4f4f4}
h2{margin:2rem 0 .5rem;font-size:1rem}
figure{display:inline-block;vertical-align:top;margin:0 .5rem 1rem 0;background:#fff}
img{display:block;height:260px;width:auto;max-width:460px;object-fit:cover;object-position:top}
figcaption{font-size:12px;color:#444}
"""


def picture_path(folder: Path, screen: str, letter: str, page: str) -> Path:
    """Give where the picture of a page is kept; its folder is made."""
    path = folder / screen / letter / f"{page.replace(':', '-')}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def write_sheet(folder: Path) -> Path:
    """Write index.html over all pictures below the folder, page by page; give its path."""
    pictures: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.glob("*/*/*.jpg")):
        pictures[path.stem].append(path.relative_to(folder))
    parts = [f"<!doctype html><html lang=zh><meta charset=utf-8><style>{STYLE}</style>"]
    parts.append(f"<h1>督查通：{len(pictures)} 个页面</h1>")
    for page, paths in sorted(pictures.items()):
        parts.append(f"<h2>{escape(page)}</h2>")
        parts += [figure(path) for path in paths]
    sheet = folder / "index.html"
    sheet.write_text("\n".join(parts), "utf-8")
    return sheet


def figure(path: Path) -> str:
    """Give one picture with its screen and role, leading to the whole of it."""
    place = quote(path.as_posix())
    words = escape(f"{path.parts[0]} {path.parts[1]}")
    return (
        f'<figure><a href="{place}"><img loading=lazy src="{place}" alt="{words}"></a>'
        f"<figcaption>{words}</figcaption></figure>"
    )
