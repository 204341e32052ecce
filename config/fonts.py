"""Fill the folder of fonts the PDF is printed with: `python3 config/fonts.py [FOLDER]`.

The office's own licensed faces come first when OFFICIAL_FONT_DIR names a folder holding them. Then
come open faces, each source tried in turn: Noto Serif SC from npm, the four Fandol faces out of a
Debian package, and, where the first cannot be had, the Noto CJK faces of the system or of a Python
package. Needs the standard library only and no special rights; done again it only looks.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FACES = (".ttf", ".otf", ".ttc")
DEFAULT = Path(__file__).resolve().parent.parent / "var" / "fonts"
SYSTEM = Path("/usr/share/fonts")
NPM_PACKAGE = "@expo-google-fonts/noto-serif-sc@0.4.3"
DEBIAN_PACKAGE = "texlive-lang-chinese"
PYTHON_PACKAGE = "mplfonts==0.0.11"

NOTO = {
    "NotoSerifSC_400Regular.ttf": (
        "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742"
    ),
    "NotoSerifSC_700Bold.ttf": "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
}
FANDOL = {
    "FandolFang-Regular.otf": "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    "FandolKai-Regular.otf": "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827",
    "FandolHei-Regular.otf": "4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28",
    "FandolSong-Regular.otf": "a3820003227d4abe31fe28b493200d94a849ccfd078b50a019264f70353020b0",
}
NOTO_CJK = {
    "NotoSerifCJKsc-Regular.otf": (
        "efa5e49879a789c1ecad8f07e1813c7f9aa6c4b951fdbb5791d85d67345632d7"
    ),
    "NotoSansCJKsc-Regular.otf": (
        "1652500938055a232cfbfa321de6ebaadfc5635dd9f75e369bc991d14a6512dd"
    ),
}
SYSTEM_NOTO = ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Regular.ttc")
OFL_NOTICE = """Noto Serif CJK SC, Noto Sans CJK SC
Copyright 2014-2021 Adobe, with Reserved Font Name 'Source'. Licensed under the SIL Open Font
License, Version 1.1; the full text is in each font's name table and at openfontlicense.org.
"""


class Unavailable(Exception):
    """A source of fonts could not be used; the message says why."""


def main(arguments: list[str]) -> int:
    """Fill the folder and report each source; 0 when Chinese text can be printed, else 1."""
    folder = Path(arguments[0] if arguments else os.environ.get("FONT_DIR") or DEFAULT)
    folder.mkdir(parents=True, exist_ok=True)
    official = take_official(folder)
    if official:
        say(f"单位自备公文字体：{'、'.join(official)}")
    missing = [gap for gap in (fill_noto(folder), fill_fandol(folder)) if gap]
    for gap in missing:
        say(gap)
    if has_fallback(folder):
        say(f"字体就绪：{folder}")
        return 0
    say(
        "没有取得任何可用的中文字体。请任选其一后重试：联网并安装 npm；安装软件包 fonts-noto-cjk；"
    )
    say(f"或将字体文件（如思源宋体、方正小标宋、仿宋_GB2312）直接放入 {folder}。")
    return 1


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"{text}\n")


def take_official(folder: Path) -> list[str]:
    """Copy the office's own faces from OFFICIAL_FONT_DIR, if given; return the names held."""
    source = os.environ.get("OFFICIAL_FONT_DIR")
    target = folder / "official"
    if source:
        target.mkdir(exist_ok=True)
        for face in sorted(Path(source).iterdir()):
            held = target / face.name
            if face.suffix.lower() in FACES and not _same_size(face, held):
                shutil.copyfile(face, held)
    return sorted(face.name for face in target.glob("*") if face.suffix.lower() in FACES)


def _same_size(one: Path, other: Path) -> bool:
    return other.is_file() and other.stat().st_size == one.stat().st_size


def fill_noto(folder: Path) -> str:
    """Make sure a face with nearly every village character is there; return what is wanting."""
    if has_fallback(folder):
        return ""
    refusals = []
    sources: tuple[Callable[[Path], None], ...] = (from_npm, from_system, from_python_package)
    for source in sources:
        try:
            source(folder)
        except Unavailable as refusal:
            refusals.append(str(refusal))
        else:
            return ""
    return "缺少后备宋体（生僻地名用字会丢失）：" + "；".join(refusals)


def has_fallback(folder: Path) -> bool:
    """Tell whether any of the full faces is in the folder."""
    sets = (NOTO, NOTO_CJK, SYSTEM_NOTO[:1])
    return any(all((folder / name).is_file() for name in names) for names in sets)


def fill_fandol(folder: Path) -> str:
    """Make sure 仿宋, 楷体, 黑体 and 宋体 are there; return what is wanting."""
    if all((folder / name).is_file() for name in FANDOL):
        return ""
    try:
        from_debian(folder)
    except Unavailable as refusal:
        return f"缺少仿宋、楷体、黑体（以后备宋体代替）：{refusal}"
    return ""


def from_npm(folder: Path) -> None:
    """Take Noto Serif SC, regular and bold, and its licence out of the npm package."""
    with workshop() as room:
        run(["npm", "pack", NPM_PACKAGE, "--silent"], room)
        with tarfile.open(next(room.glob("*.tgz"))) as package:
            for member in package.getmembers():
                name = Path(member.name).name
                data = package.extractfile(member)
                if data and name in NOTO:
                    store(folder, name, data.read(), NOTO[name])
                elif data and name == "LICENSE_FONT":
                    store(folder, "LICENSE.NotoSerifSC.txt", data.read())
    require(folder, NOTO, NPM_PACKAGE)


def from_system(folder: Path) -> None:
    """Copy the Noto CJK collections where the system has them."""
    found = {face.name: face for face in SYSTEM.rglob("Noto*CJK-*.ttc")}
    if SYSTEM_NOTO[0] not in found:
        raise Unavailable("系统未安装 fonts-noto-cjk")
    for name in reversed(SYSTEM_NOTO):
        if name in found:
            store(folder, name, found[name].read_bytes())
    store(folder, "LICENSE.NotoCJK.txt", OFL_NOTICE.encode())


def from_python_package(folder: Path) -> None:
    """Take Noto Serif and Sans CJK SC, regular, out of a Python wheel."""
    with workshop() as room:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        run([*pip, "--only-binary", ":all:", PYTHON_PACKAGE], room)
        with zipfile.ZipFile(next(room.glob("*.whl"))) as wheel:
            for member in wheel.namelist():
                name = Path(member).name
                if name in NOTO_CJK:
                    store(folder, name, wheel.read(member), NOTO_CJK[name])
    require(folder, NOTO_CJK, PYTHON_PACKAGE)
    store(folder, "LICENSE.NotoCJK.txt", OFL_NOTICE.encode())


def from_debian(folder: Path) -> None:
    """Take the four Fandol faces and their licence out of a Debian package, without installing."""
    with workshop() as room:
        try:
            run(["apt-get", "download", DEBIAN_PACKAGE], room)
        except Unavailable:
            lists = _own_package_lists(room)
            run(["apt-get", *lists, "update"], room)
            run(["apt-get", *lists, "download", DEBIAN_PACKAGE], room)
        run(["dpkg-deb", "-x", str(next(room.glob("*.deb"))), "unpacked"], room)
        for file in (room / "unpacked").rglob("*"):
            if file.name in FANDOL:
                store(folder, file.name, file.read_bytes(), FANDOL[file.name])
            elif file.parent.name == "fandol" and file.name in {"COPYING.gz", "README"}:
                store(folder, f"LICENSE.Fandol.{file.name}", file.read_bytes())
    require(folder, FANDOL, DEBIAN_PACKAGE)


def _own_package_lists(room: Path) -> list[str]:
    """Let apt keep its lists in `room`, so that an ordinary user may fetch them."""
    for part in ("lists/partial", "cache/archives/partial"):
        (room / part).mkdir(parents=True)
    options = (f"Dir::State::lists={room}/lists", f"Dir::Cache={room}/cache")
    return [word for option in (*options, "Debug::NoLocking=1") for word in ("-o", option)]


@contextmanager
def workshop() -> Iterator[Path]:
    """Give a temporary folder that apt's own user may enter too."""
    with tempfile.TemporaryDirectory(prefix="fonts-") as made:
        room = Path(made)
        room.chmod(0o755)
        yield room


def run(command: list[str], room: Path) -> None:
    """Run a package client in `room`; Unavailable when it is not there or refuses."""
    try:
        subprocess.run(  # noqa: S603 - fixed commands without a shell
            command, cwd=room, check=True, capture_output=True, text=True, timeout=600
        )
    except FileNotFoundError as error:
        raise Unavailable(f"没有 {command[0]} 命令") from error
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"{command[0]} 超时") from error
    except subprocess.CalledProcessError as error:
        reason = (error.stderr or error.stdout or "").strip().splitlines()
        raise Unavailable(f"{command[0]} 失败：{reason[-1] if reason else '原因不明'}") from error


def store(folder: Path, name: str, data: bytes, digest: str = "") -> None:
    """Put a file in its place whole or not at all, after checking what it must be."""
    if digest and hashlib.sha256(data).hexdigest() != digest:
        raise Unavailable(f"{name} 与登记的校验值不符")
    partial = folder / f".{name}.partial"
    partial.write_bytes(data)
    partial.replace(folder / name)


def require(folder: Path, names: dict[str, str], source: str) -> None:
    """Refuse a source that did not hold every face it should."""
    absent = [name for name in names if not (folder / name).is_file()]
    if absent:
        raise Unavailable(f"{source} 中没有 {'、'.join(absent)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
