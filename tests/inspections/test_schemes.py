"""Publishing a scheme: versions, thresholds, refusals, the command."""

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

import inspections
from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Parameter
from inspections.models import Checklist, ProblemCategory, Question, Scheme
from inspections.scheme_data import from_json
from inspections.scheme_files import read_scheme
from inspections.services.schemes import load_scheme
from tests.make import COUNTY, make_area

MONTHLY = Path(inspections.__file__).parent / "schemes" / "monthly"
pytestmark = pytest.mark.django_db


@pytest.fixture
def data():
    make_area(COUNTY)
    return read_scheme(MONTHLY)[0]


def test_load_scheme_stores_every_question_in_order(data):
    scheme = load_scheme(data=data, area_code=COUNTY, by=None)

    stored = Question.objects.filter(checklist__scheme=scheme).values_list("name", flat=True)
    assert list(stored) == [question.name for question in data.questions]
    assert (scheme.version, scheme.title) == (1, "大安区脱贫攻坚专项督查")
    assert Checklist.objects.get().title == "大安区脱贫攻坚专项督查表"


def test_load_scheme_keeps_the_exact_wording(data):
    load_scheme(data=data, area_code=COUNTY, by=None)

    stored = Question.objects.get(name="E306_answer")
    assert (stored.section_code, stored.group_code, stored.group) == ("E", "E3", "帮扶责任人")
    assert (stored.category, stored.severity, stored.track) == (
        "satisfaction",
        "ordinary",
        "fix_by_date",
    )
    assert stored.choices[0] == ["satisfied", "满意"]
    assert stored.levels == "H"


def test_the_same_content_is_the_same_version(data, office):
    first = load_scheme(data=data, area_code=COUNTY, by=office)
    again = load_scheme(data=data, area_code=COUNTY, by=office)

    assert again == first
    assert AuditEvent.objects.filter(action="load_scheme").count() == 1


def test_a_change_makes_a_new_version_and_leaves_the_old(data):
    first = load_scheme(data=data, area_code=COUNTY, by=None)
    changed = replace(
        data, questions=(replace(data.questions[0], label="编号"), *data.questions[1:])
    )

    second = load_scheme(data=changed, area_code=COUNTY, by=None)

    assert (first.version, second.version) == (1, 2)
    labels = Question.objects.filter(name="X01_number").order_by("checklist")
    assert list(labels.values_list("label", flat=True)) == ["表号", "编号"]
    assert Scheme.objects.current(area_code=COUNTY, code="monthly").get() == second


def test_each_county_has_versions_of_its_own(data):
    make_area("630225")
    load_scheme(data=data, area_code=COUNTY, by=None)
    assert load_scheme(data=data, area_code="630225", by=None).version == 1


def test_a_version_keeps_its_whole_content_and_why_it_was_made(data):
    scheme = load_scheme(data=data, area_code=COUNTY, by=None, note="按省办新要求改")
    scheme.refresh_from_db()

    assert from_json(scheme.data) == data
    assert from_json(scheme.data).fingerprint() == scheme.sha256
    assert scheme.note == "按省办新要求改"
    with pytest.raises(ValueError, match="没有保存内容"):
        from_json({})


def test_settings_become_options_and_thresholds_parameters(data):
    scheme = load_scheme(data=data, area_code=COUNTY, by=None)

    assert scheme.options["min_townships"] == 2
    assert scheme.options["common_share"] == "0.5"
    assert len(scheme.options["programmes"]) == 17
    assert Parameter.objects.get(key="ncms_rate").value == Decimal("0.95")
    assert not Parameter.objects.filter(key="poverty_line").exists()


def test_categories_are_stored_once(data):
    load_scheme(data=data, area_code=COUNTY, by=None)
    load_scheme(data=replace(data, groups=data.groups[:-1]), area_code=COUNTY, by=None)

    assert ProblemCategory.objects.count() == 25
    assert ProblemCategory.objects.get(slug="water").always_severe is True


def test_load_scheme_refuses_an_unknown_county(data):
    with pytest.raises(RuleBroken, match="没有区划代码为999999的区县"):
        load_scheme(data=data, area_code="999999", by=None)


def run(*arguments):
    """Run the command; give its JSON and its exit code."""
    out = StringIO()
    try:
        call_command("load_scheme", *map(str, arguments), stdout=out)
    except SystemExit as stopped:
        return json.loads(out.getvalue()), stopped.code
    return json.loads(out.getvalue()), 0


def test_the_command_loads_a_folder(data):
    answer, code = run(MONTHLY)

    assert code == 0
    assert (answer["scheme"], answer["area"], answer["version"]) == ("monthly", COUNTY, 1)
    assert (answer["items"], answer["questions"]) == (215, len(data.questions))


def test_the_command_says_what_is_wrong_and_loads_nothing(data, tmp_path):
    folder = Path(shutil.copytree(MONTHLY, tmp_path / "monthly"))
    path = folder / "categories.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("TC,", "TX,"), encoding="utf-8")

    answer, code = run(folder)

    assert (code, answer["loaded"]) == (1, False)
    assert answer["complaints"][0] == {
        "sheet": "survey",
        "row": 26,
        "column": "category",
        "reason": "没有这个问题类别：TC",
    }
    assert not Scheme.objects.exists()


def test_the_command_wants_to_know_which_county(data):
    make_area("630225")
    answer, code = run(MONTHLY)
    assert (code, answer["reason"]) == (1, "请用 --area 指明区县代码。")
