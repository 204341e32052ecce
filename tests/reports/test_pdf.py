import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from reports.content import Paragraph
from reports.renderers.pdf import FontsMissing, chosen_families, render_pdf
from tests.reports.samples import BULLETIN


@pytest.fixture(scope="module")
def font_dir():
    from django.conf import settings  # noqa: PLC0415 -- settings must be ready

    folder = Path(settings.FONT_DIR)
    if not any(folder.glob("Noto*")):
        pytest.fail(f"{folder} 中没有字体：请先运行 make fonts。")
    return folder


@pytest.fixture(scope="module")
def printed(font_dir):
    return render_pdf(BULLETIN, font_dir=font_dir)


def embedded_fonts(pdf: bytes) -> set[str]:
    """Name the faces inside the file, without the subset tag."""
    names = re.findall(rb"/FontName\s*/(?:[A-Z]{6}\+)?([A-Za-z0-9\-]+)", pdf)
    return {name.decode() for name in names}


def words(pdf: bytes, folder: Path) -> str:
    """Read the text back by another program, and in another way where that is absent."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.fail("本机没有 pdftotext：请安装 poppler-utils。")
    (folder / "read.pdf").write_bytes(pdf)
    done = subprocess.run(  # noqa: S603 -- a fixed command on our own file
        [reader, "-layout", str(folder / "read.pdf"), "-"], capture_output=True, check=True
    )
    return re.sub(r"\s", "", done.stdout.decode())


def test_village_characters_outside_the_body_face_are_printed(printed, tmp_path):
    assert "塅上村、长塝村、楻桶村已走访。" in words(printed, tmp_path)


def test_the_document_says_what_the_content_says(printed, tmp_path):
    said = words(printed, tmp_path)
    parts = [
        "目督通〔2016〕7号",
        "各乡镇党委、街道党工委：",
        "一、总体情况",
        "附件：1.督查问题清单",
    ]
    parts += ["1.何市镇#strong[未上门]", "<b>未签字</b>&漏填", "2016年8月3日印发", "—1—"]
    assert [part for part in parts if part not in said] == []


def test_only_faces_of_the_folder_are_embedded(printed, font_dir):
    known = ("Fandol", "NotoSerif", "NotoSans", "FangSong", "KaiTi", "Sim", "FZ")
    assert [name for name in embedded_fonts(printed) if not name.startswith(known)] == []


def test_the_same_content_gives_the_same_bytes(printed, font_dir):
    assert render_pdf(BULLETIN, font_dir=font_dir) == printed


def test_text_is_data_and_never_template_source(font_dir, tmp_path):
    nasty = '#panic("x") $a$ \\ "quoted" @ref <label> // *b*'
    pdf = render_pdf(replace(BULLETIN, blocks=(Paragraph(nasty),)), font_dir=font_dir)
    assert '#panic("x")$a$\\' in words(pdf, tmp_path).replace("“", '"').replace("”", '"')


def test_a_folder_without_fonts_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(FontsMissing, match="make fonts"):
        render_pdf(BULLETIN, font_dir=tmp_path)


def test_each_role_ends_with_a_full_face(font_dir):
    chosen = chosen_families(font_dir)
    last = {names[-1] for role, names in chosen.items() if role != "title_weight"}
    assert len(last) == 1
    assert json.dumps(chosen)
