"""暗访: nothing of an unannounced round is seen by the inspected before it is done."""

import re
from typing import Any

import pytest

from accounts.errors import RuleBroken
from accounts.models import Notice
from inspections.models import Problem, Round
from inspections.services.orders import issue_order
from inspections.services.problems import reject_problem
from reports.models import Bulletin
from reports.services import number_bulletin
from tests.access_table import ROLES, TABLE
from tests.access_walk import QUICK_SESSIONS, SEEKERS, at, own_county, strayed
from tests.access_world import PLACE, Records, body, make_actor, make_fieldwork, make_places, pair
from tests.make import COUNTY, JULY, make_unit, make_user
from tests.reports.month import DAY, make_office

pytestmark = pytest.mark.django_db
INSPECTED = [letter for letter in "行乡村帮" if letter in SEEKERS]
LEFT_OUT = re.compile("logout|export|template|problem_new")


@pytest.fixture(autouse=True)
def house(settings, tmp_path, roles):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DEMO_TODAY = DAY
    settings.SESSION_ENGINE = QUICK_SESSIONS


def inspected(letter: str, places: Records) -> Any:
    """Make somebody of the very place that is inspected, or who answers for what is found."""
    code = places["area"]["pk"]
    areas = {"乡": code, "村": places["village"]["code"]}
    actor = make_actor(letter)
    actor.area_code = areas.get(letter, COUNTY)
    actor.unit_id = places["unit"]["pk"]
    actor.save()
    if letter == "帮":
        pair(actor, places)
    return actor


def seen_pages(client: Any, letter: str) -> dict[str, bytes]:
    """Give every page and list the role reaches, each also narrowed to the month.

    Left out are exports and the empty workbooks, whose bytes hold the second they were made, and
    the form that offers the checklists' items, which no round owns.
    """
    return {
        at(name) + query: body(client.get(at(name) + query))
        for name, (kind, reach) in TABLE.items()
        if kind == "" and letter in reach and not LEFT_OUT.search(name)
        for query in ("", "?period=2016-07&overdue=1&state=reported")
    }


@pytest.mark.parametrize("letter", INSPECTED, ids=lambda letter: ROLES[letter].value)
def test_an_unannounced_round_changes_no_page_of_the_inspected_until_it_is_done(client, letter):
    own_county()
    places = make_places(COUNTY)
    client.force_login(inspected(letter, places))
    before = seen_pages(client, letter)

    records = make_fieldwork(places, mode="unannounced", state="field")

    assert seen_pages(client, letter) == before
    assert strayed(client, letter, records, {}) == []
    Round.objects.hidden().update(state="done", closed_on=DAY)
    unchanged = all(body(client.get(page)) == content for page, content in before.items())
    assert unchanged is (letter == "帮")


def test_no_order_is_issued_while_the_round_is_hidden(office):
    make_fieldwork(make_places(COUNTY), mode="unannounced", state="field")
    problem = Problem.objects.get()
    with pytest.raises(RuleBroken, match="暗访尚未完成"):
        issue_order(
            problems=[problem],
            unit=problem.responsible_unit,
            requirement="整改",
            due_on=DAY,
            by=office,
            on=DAY,
        )


@pytest.mark.parametrize(("mode", "told"), [("unannounced", 0), ("random", 1)])
def test_a_rejected_problem_of_a_hidden_round_is_told_to_nobody(office, mode, told):
    places = make_places(COUNTY)
    make_fieldwork(places, mode=mode, state="field")
    make_user(unit=make_unit(f"{PLACE}镇人民政府", area_code=places["area"]["pk"]))
    Problem.objects.update(state="found")
    reject_problem(problem=Problem.objects.get(), by=office, on=DAY, note="复查属实")
    assert Notice.objects.filter(key__contains="not-upheld").count() == told


def test_no_bulletin_is_issued_while_the_round_is_hidden():
    make_fieldwork(make_places(COUNTY), mode="unannounced", state="field")
    bulletin = Bulletin.objects.create(
        area_code=COUNTY, period=JULY, title="通报", facts={}, facts_sha="0" * 64, state="signed"
    )
    with pytest.raises(RuleBroken, match="为暗访且尚未完成"):
        number_bulletin(bulletin=bulletin, by=make_office())
