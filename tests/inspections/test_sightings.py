"""Who was in post when a visitor came: noted in the register from the village's form."""

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import inspections
from households.models import Posting, PostingSighting
from inspections.models import Round
from inspections.scheme_checks import POSTS
from inspections.scheme_files import read_scheme
from inspections.services.opening import open_visit
from inspections.services.rounds import close_round
from inspections.services.saving import save_answers
from inspections.services.sightings import note_round, note_sightings
from tests.inspections.field_cast import VILLAGE, handed_in
from tests.make import (
    NOW,
    make_area,
    make_assignment,
    make_question,
    make_round,
    make_scheme,
    make_team,
)

pytestmark = pytest.mark.django_db
DAY = date(2016, 7, 20)
MONTHLY = Path(inspections.__file__).parent / "schemes" / "monthly"
SEEN = {"sightings": [["E104_present", "first_secretary"], ["E105_present", "agro_technician"]]}


@pytest.fixture
def secretary(db) -> Posting:
    """A first secretary who serves in the village; nobody else does."""
    village = make_area(VILLAGE, is_poor=True)
    return Posting.objects.create(
        village=village,
        area_code=VILLAGE,
        post="first_secretary",
        person_name="赵一",
        starts_on=date(2016, 1, 1),
    )


def accepted(inspector: Any, *, mode: str = "random", present: str = "no") -> Any:
    """Hand in the village's form with an answer about the secretary and the technician."""
    scheme = make_scheme(options=SEEN)
    round_ = make_round(scheme=scheme, state="field", mode=mode)
    for name in ("E104_present", "E105_present"):
        make_question(name, levels="V", fail_if="")
    assignment = make_assignment(
        round=round_,
        team=make_team(round_, inspector),
        subject_kind="village",
        subject_code=VILLAGE,
        area_code=VILLAGE,
    )
    visit = open_visit(assignment=assignment, by=inspector, at=NOW)
    answers = {"E104_present": present, "E105_present": "yes"}
    save_answers(visit=visit, answers=answers, version=0, by=inspector)
    visit.refresh_from_db()
    return handed_in(visit, inspector, DAY)


@pytest.mark.parametrize(("present", "seen"), [("yes", True), ("no", False)])
def test_an_accepted_form_notes_who_serves_and_a_vacancy_notes_nothing(
    inspector, secretary, present, seen
):
    visit = accepted(inspector, present=present)
    (sighting,) = PostingSighting.objects.all()
    assert (sighting.posting, sighting.present, sighting.seen_on) == (secretary, seen, DAY)
    assert sighting.noted_in == f"督查记录{visit.pk}号"


def test_an_answer_that_is_no_yes_or_no_notes_nothing(inspector, secretary):
    accepted(inspector, present={"status": "unchecked"})  # type: ignore[arg-type]  # 未查
    assert PostingSighting.objects.count() == 0


def test_an_unannounced_round_is_noted_when_it_is_done_and_once(inspector, office, secretary):
    visit = accepted(inspector, mode="unannounced")
    note_sightings(visit)
    assert PostingSighting.objects.count() == 0

    round_ = Round.objects.get()
    close_round(round=round_, by=office, on=DAY, reason="人手不足")
    note_round(round_)

    (sighting,) = PostingSighting.objects.all()
    assert (sighting.posting, sighting.seen_on) == (secretary, DAY)


def test_the_scheme_names_the_registers_posts():
    assert set(Posting.Post.values) == POSTS
    data, complaints = read_scheme(MONTHLY)
    assert data, complaints
    assert {sighting.post for sighting in data.sightings} == POSTS


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("question", "E999_present", "没有这道题：E999_present"),
        ("question", "E104_days", "应为问村的是否题。"),
        ("question", "E302_knows", "应为问村的是否题。"),
        ("post", "mayor", "没有这个岗位：mayor"),
    ],
)
def test_a_wrong_post_is_refused_by_row_and_column(tmp_path, column, text, reason):
    folder = Path(shutil.copytree(MONTHLY, tmp_path / "monthly"))
    path = folder / "postings.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    rows[1][rows[0].index(column)] = text
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)

    assert [str(c) for c in read_scheme(folder)[1]] == [f"postings 第2行 {column}：{reason}"]
