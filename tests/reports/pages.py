"""Printed pages measured: words and their places, ink on the paper, fonts, in millimetres."""

import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops

POINT = 25.4 / 72  # millimetres
DPI = 100
DOT = 25.4 / DPI
INKED = b"\xff"
PATIENCE = 90  # seconds for LibreOffice, which may hang
STANDS_IN = {
    "仿宋_GB2312": "FandolFang R",
    "楷体_GB2312": "FandolKai",
    "黑体": "FandolHei",
    "宋体": "FandolSong",
    "方正小标宋简体": "Noto Serif SC",
}


@dataclass(frozen=True)
class Line:
    """Words in one line with their box in millimetres from the paper's top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Page:
    """One page: its size and its lines from top to bottom."""

    width: float
    height: float
    lines: tuple[Line, ...]

    def line(self, begin: str) -> Line:
        return next(line for line in self.lines if line.text.startswith(begin))

    @property
    def body(self) -> list[Line]:
        """The lines inside the type area of an upright page."""
        return [line for line in self.lines if line.middle < self.height - 35]


class Printed:
    """A PDF on disk, measured by poppler's tools."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.masks: dict[tuple[int, str], Ink] = {}

    @cached_property
    def pages(self) -> list[Page]:
        tree = ElementTree.fromstring(output("pdftotext", "-bbox-layout", str(self.path), "-"))  # noqa: S314 -- our own tool's answer
        name = "{http://www.w3.org/1999/xhtml}"
        return [
            Page(
                float(page.get("width", 0)) * POINT,
                float(page.get("height", 0)) * POINT,
                joined([read_line(line, name) for line in page.iter(f"{name}line")]),
            )
            for page in tree.iter(f"{name}page")
        ]

    @cached_property
    def fonts(self) -> dict[str, bool]:
        """Name each face and say whether it is inside the file."""
        rows = output("pdffonts", str(self.path)).splitlines()[2:]
        return {row.split()[0].partition("+")[2]: row.split()[-5] == "yes" for row in rows}

    def ink(self, page: int, color: str) -> "Ink":
        """Give where a page (from 1) holds dots that are "red" or "dark"."""
        kept = self.masks.get((page, color))
        if kept is None:
            kept = self.masks[page, color] = Ink(mask(self.drawn(page), color))
        return kept

    def drawn(self, page: int) -> Image.Image:
        target = self.path.with_name(f"{self.path.stem}-{page}")
        if not target.with_suffix(".ppm").exists():
            where = ["-f", str(page), "-l", str(page), "-singlefile", "-r", str(DPI)]
            output("pdftoppm", *where, str(self.path), str(target))
        with Image.open(target.with_suffix(".ppm")) as picture:
            return picture.convert("RGB")


@dataclass(frozen=True)
class Ink:
    """The dots of one colour on one page."""

    mask: Image.Image

    def rows(self, *, low: float = 0, high: float = 297) -> list[tuple[float, float, float]]:
        """Give each row between two heights that holds a dot: height, first dot, last dot."""
        found, wide, dots = [], self.mask.width, self.mask.tobytes()
        for y in range(round(low / DOT), min(round(high / DOT), self.mask.height)):
            row = dots[y * wide : (y + 1) * wide]
            first = row.find(INKED)
            if first >= 0:
                found.append((y * DOT, first * DOT, (row.rfind(INKED) + 1) * DOT))
        return found

    def height(self, *, left_of: float) -> tuple[float, float]:
        """Give the first and last height of the dots in a strip along the left edge."""
        box = self.mask.crop((0, 0, round(left_of / DOT), self.mask.height)).getbbox()
        return box[1] * DOT, box[3] * DOT


def mask(picture: Image.Image, color: str) -> Image.Image:
    red, green, blue = picture.split()
    pale = ImageChops.lighter(green, blue)
    if color == "red":
        strong = red.point([255 if tone > 200 else 0 for tone in range(256)])
        return ImageChops.multiply(pale.point([255 * (tone < 130) for tone in range(256)]), strong)
    return ImageChops.lighter(red, pale).point([255 * (tone < 200) for tone in range(256)])


def read_line(line: ElementTree.Element, name: str) -> Line:
    words = list(line.iter(f"{name}word"))
    sides = [float(line.get(side, 0)) * POINT for side in ("xMin", "yMin", "xMax", "yMax")]
    return Line("".join(word.text or "" for word in words), *sides)


def joined(lines: list[Line]) -> tuple[Line, ...]:
    """Put pieces of one line together: a reader parts them where there is a gap."""
    rows: list[Line] = []
    for line in sorted(lines, key=lambda one: (one.middle, one.left)):
        if rows and abs(rows[-1].middle - line.middle) < 2:
            old = rows.pop()
            first, second = sorted((old, line), key=lambda one: one.left)
            sides = (first.left, min(old.top, line.top))
            ends = (max(old.right, line.right), max(old.bottom, line.bottom))
            rows.append(Line(first.text + second.text, *sides, *ends))
        else:
            rows.append(line)
    return tuple(rows)


def output(program: str, *words: str) -> str:
    """Run one of poppler's tools and give what it says."""
    found = shutil.which(program)
    if found is None:
        pytest.fail(f"本机没有 {program}：请安装 poppler-utils。")
    done = subprocess.run([found, *words], capture_output=True, check=True, text=True)  # noqa: S603 -- a fixed command on our own file
    return done.stdout


def by_libreoffice(files: list[Path], room: Path, fonts: Path) -> dict[str, Printed]:
    """Print .docx files by LibreOffice with the fonts of one folder; skip where it is absent."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("本机没有 LibreOffice（soffice），不核对 Word 文件打印出的页面。")
    (room / "fonts.conf").write_text(font_list(fonts, room))
    command = [program, f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(room), *map(str, files)]
    running = subprocess.Popen(  # noqa: S603 -- a fixed command on our own files
        command,
        env=os.environ | {"FONTCONFIG_FILE": str(room / "fonts.conf")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        running.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        pytest.skip(f"LibreOffice 在{PATIENCE}秒内没有打印完。")
    return {file.stem: Printed(room / f"{file.stem}.pdf") for file in files}


def font_list(fonts: Path, room: Path) -> str:
    """Write a fontconfig file: the official names, each stood in for by a face of the folder."""
    alias = (
        '<match target="pattern"><test name="family"><string>{}</string></test>'
        '<edit name="family" mode="assign" binding="strong"><string>{}</string></edit>{}</match>'
    )
    bold = '<edit name="weight" mode="assign"><const>bold</const></edit>'
    matches = "".join(
        alias.format(name, face, bold if face.startswith("Noto") else "")
        for name, face in STANDS_IN.items()
    )
    folders = f"<dir>{fonts}</dir><cachedir>{room / 'cache'}</cachedir>"
    return f'<?xml version="1.0"?><fontconfig>{folders}{matches}</fontconfig>'


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)
