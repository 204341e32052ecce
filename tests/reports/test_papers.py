"""The 督查表 on paper: no item lost, filled or blank, in either kind of file; names masked."""

import re
import shutil
import subprocess
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

import inspections
from accounts.models import Role
from inspections.checklists import LEVELS
from inspections.models import Checklist, Visit
from inspections.scheme_files import read_scheme
from inspections.selectors.reading import value_text
from inspections.selectors.visits import form_of
from inspections.services.attachments import store_attachment
from inspections.services.schemes import load_scheme
from reports.papers.content import PaperForm
from reports.papers.visits import blank_paper, filled_paper
from reports.renderers.paper_docx import render_paper_docx
from reports.renderers.paper_pdf import render_paper_pdf
from tests.make import (
    COUNTY,
    make_area,
    make_assignment,
    make_household,
    make_question,
    make_round,
    make_team,
    make_user,
    make_visit,
)

pytestmark = pytest.mark.django_db
DAY = date(2016, 7, 12)
SCHEMES = sorted(p.name for p in (Path(inspections.__file__).parent / "schemes").iterdir())


@pytest.fixture(params=[name for name in SCHEMES if not name.startswith("_")])
def checklist(request, office) -> Checklist:
    """Each checklist that comes with the product."""
    make_area(COUNTY)
    data, complaints = read_scheme(Path(inspections.__file__).parent / "schemes" / request.param)
    assert complaints == []
    return load_scheme(data=data, area_code=COUNTY, by=office).checklists.get()


def words_of(paper: PaperForm) -> str:
    """Give everything a form says, as one text."""
    held = [text for field in paper.head for text in field]
    for part in paper.parts:
        held += [cell for table in part.tables for row in table.rows for cell in row]
    return "\n".join(held)


def docx_words(content: bytes) -> str:
    """Read the words of a .docx back, line breaks and all."""
    body = zipfile.ZipFile(BytesIO(content)).read("word/document.xml").decode()
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", body, re.DOTALL)
    return "\n".join("".join(re.findall(r"<w:t[^>]*>([^<]*)<", one)) for one in paragraphs)


def kinds_of(checklist: Checklist) -> list[str]:
    """Give the kinds of subject a checklist asks anything."""
    levels = {level for q in checklist.questions.all() for level in q.levels.split(",")}
    return [kind for kind, own in LEVELS.items() if own & levels]


def questions_of(checklist: Checklist, kind: str) -> list:
    levels = LEVELS[kind]
    return [q for q in checklist.questions.all() if levels & set(q.levels.split(","))]


def filled(visit: Visit, user) -> PaperForm:
    return filled_paper(visit, form_of(visit, on=DAY), user=user)[0]


def test_no_item_of_any_checklist_is_lost_on_the_blank(checklist):
    for kind in kinds_of(checklist):
        paper = blank_paper(checklist, kind=kind)
        for said in (words_of(paper), docx_words(render_paper_docx(paper))):
            lost = [q.label for q in questions_of(checklist, kind) if q.label not in said]
            assert lost == [], kind


def test_no_item_of_any_checklist_is_lost_on_the_filled_one(checklist, office):
    round_ = make_round(scheme=checklist.scheme)
    team = make_team(round_)
    for kind in kinds_of(checklist):
        visit = make_visit(
            make_assignment(team=team, subject_kind=kind, checklist=checklist),
            rows={"members": [1, 2, 3, 4, 5], "programmes": [1]},
        )
        form = form_of(visit, on=DAY)
        said = docx_words(render_paper_docx(filled(visit, office)))
        assert [q.label for q in form.questions.values() if q.label not in said] == [], kind


def test_the_pdf_says_what_the_docx_says(checklist, tmp_path):
    paper = blank_paper(checklist, kind=kinds_of(checklist)[-1])
    file = tmp_path / "paper.pdf"
    file.write_bytes(render_paper_pdf(paper, font_dir=settings.FONT_DIR))
    reader = shutil.which("pdftotext") or pytest.fail("本机没有 pdftotext")
    told = subprocess.run([reader, "-layout", file, "-"], capture_output=True, check=True)  # noqa: S603 -- a fixed program
    text = re.sub(r"\s", "", told.stdout.decode())
    items = {row[0] for part in paper.parts for t in part.tables for row in t.rows}
    assert [
        item for item in items if item[:1].isupper() and len(item) < 6 and item not in text
    ] == []


@pytest.fixture
def visit(inspector) -> Visit:
    """A household's form with every kind of answer."""
    village = make_area(f"{COUNTY}105201")
    make_household(village, household_no="H1", head_name="李四方")
    ask = {"levels": "H", "fail_if": ""}
    asked = {
        "A1_ok": make_question("A1_ok", label="是否合格", levels="H", problem="不合格"),
        "A2_rate": make_question("A2_rate", type="rate", label="参合", unit="人", **ask),
        "A3_put": make_question("A3_put", label="残疾", **ask),
        "A4_not": make_question("A4_not", label="未看", **ask),
        "A5_said": make_question("A5_said", type="text", label="诉求", **ask),
        "A6_photo": make_question("A6_photo", type="image", label="照片", **ask),
        "A7_why": make_question(
            "A7_why", type="text", label="为何", relevant="${A1_ok} = 'yes'", **ask
        ),
        "M1_name": make_question("M1_name", type="text", label="姓名", repeat="members", **ask),
    }
    assignment = make_assignment(
        team=make_team(make_round(state="field"), inspector),
        subject_kind="household",
        subject_code="H1",
        subject_name="李某某（户0001）",
        area_code=village.code,
    )
    made = make_visit(assignment, rows={"members": [2]})
    photo = BytesIO()
    Image.new("RGB", (1600, 1200), "green").save(photo, "JPEG")
    file = ContentFile(photo.getvalue(), name="p.jpg")
    stored = store_attachment(file=file, name="p.jpg", area_code=village.code, by=inspector)
    given = {
        "A1_ok": {"value": "no"},
        "A2_rate": {"value": {"num": "9", "den": "10"}},
        "A3_put": {"status": "not_applicable", "reason": "无残疾人"},
        "A4_not": {"status": "unchecked"},
        "A5_said": {"value": "李四方要修房"},
        "A6_photo": {"value": [stored.pk]},
        "M1_name": {"value": "李小五", "row": 2},
    }
    for name, fields in given.items():
        made.answers.create(question=asked[name], **fields)
    return made


def rows_of(paper: PaperForm) -> dict[str, tuple[str, str]]:
    tables = [table for part in paper.parts for table in part.tables]
    return {row[1]: (row[2], row[3]) for t in tables for row in t.rows if len(row) == 4}


def test_a_filled_form_ticks_its_choices_and_gives_its_reasons(visit, office):
    rows = rows_of(filled(visit, office))
    assert rows["是否合格"] == ("☐是　☑否", "★不合格")
    assert rows["参合"] == ("9/10（90%）人", "")
    assert rows["残疾"] == ("☐是　☐否　☑不适用", "原因：无残疾人")
    assert rows["未看"][0] == "☐是　☐否　☑未查"
    assert rows["为何"] == ("不涉及", "")


def test_names_are_masked_for_who_may_not_see_them(visit, office):
    assert "李四方要修房" in words_of(filled(visit, office))
    masked = words_of(filled(visit, make_user(Role.LEADER)))
    assert "李四方" not in masked
    assert "李小五" not in masked
    assert "李某某要修房" in masked


@pytest.mark.parametrize(("ending", "start"), [("docx", b"PK"), ("pdf", b"%PDF-")])
def test_a_form_is_handed_out_with_its_photo_made_small(client, office, visit, ending, start):
    client.force_login(office)
    answer = client.get(reverse("reports:visit_paper", args=[visit.pk, ending]))
    assert answer.content.startswith(start)
    assert "attachment" in answer["Content-Disposition"]
    if ending == "docx":
        names = zipfile.ZipFile(BytesIO(answer.content)).namelist()
        assert [name for name in names if name.startswith("word/media/")] == [
            "word/media/image1.jpg"
        ]


def test_the_blank_is_handed_out_and_no_strange_one(client, office, visit):
    client.force_login(office)

    def status(kind: str, ending: str) -> int:
        args = [visit.checklist_id, kind, ending]
        return client.get(reverse("reports:blank_paper", args=args)).status_code

    assert [status("household", "docx"), status("household", "pdf")] == [200, 200]
    assert [status("project", "pdf"), status("nothing", "pdf"), status("household", "txt")] == [
        404,
        404,
        404,
    ]


def test_a_position_is_put_in_words():
    question = make_question("P1", type="geopoint")
    place = {"lat": "29.35", "lon": "104.8", "accuracy": "12", "manual": False}
    assert value_text(question, place) == "北纬29.35 东经104.8（精度约12米）"
    assert value_text(question, place | {"manual": True}) == "北纬29.35 东经104.8（手工填写）"
