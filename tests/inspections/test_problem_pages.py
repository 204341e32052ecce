"""Pages of problems: the right rows, the right buttons, the typed text kept."""

from functools import partial

import pytest
from django.urls import reverse

from inspections.models import Problem
from tests.inspections.problem_cast import bring
from tests.make import COUNTY, make_problem, make_unit

pytestmark = pytest.mark.django_db
STATE = Problem.State


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


def page(name: str, *args) -> str:
    return reverse(f"inspections:{name}", args=args)


@pytest.mark.parametrize(
    ("name", "queries"), [("problem_list", 13), ("rectification_list", 13), ("order_list", 11)]
)
@pytest.mark.parametrize("lines", [1, 3])
def test_lists_ask_the_same_queries_for_any_length(
    client, at, office, name, queries, lines, django_assert_max_num_queries
):
    for _ in range(lines):
        at("acknowledged")
    client.force_login(office)
    with django_assert_max_num_queries(queries):
        answer = client.get(page(name))
    assert f"<strong data-total>{lines}</strong>" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ({}, 3),
        ({"period": "2016-07"}, 3),
        ({"period": "2016-06"}, 0),
        ({"state": "found"}, 2),
        ({"scope": "individual"}, 1),
        ({"severity": "severe"}, 1),
        ({"item": "A203"}, 3),
        ({"area": f"{COUNTY}105"}, 2),
        ({"overdue": "1"}, 1),
        ({"ordered": "1"}, 1),
        ({"open": "1"}, 3),
        ({"q": "饮水"}, 1),
        ({"unit": "x"}, 0),
    ],
)
def test_problem_list_is_narrowed_by_its_filters(client, at, office, query, total):
    at("ordered")
    make_problem(severity="severe", fact="饮水不安全")
    make_problem(area_code=f"{COUNTY}106")
    client.force_login(office)
    answer = client.get(page("problem_list"), query)
    assert f"<strong data-total>{total}</strong>" in answer.content.decode()


def test_problem_list_says_what_is_wrong_with_a_month(client, office):
    client.force_login(office)
    for wrong in ("7月", "0000-01"):
        assert "月份应写作" in client.get(page("problem_list"), {"period": wrong}).content.decode()


def test_a_township_sees_its_own_problems_only(client, outsider):
    make_problem()
    client.force_login(outsider)
    answer = client.get(page("problem_list"))
    assert "<strong data-total>0</strong>" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["problem_detail", "problem_reply", "order_detail", "order_acknowledge"]
)
def test_another_townships_record_is_missing_like_any_other(client, at, outsider, name):
    problem = at("acknowledged")
    pk = problem.order_id if name.startswith("order") else problem.pk
    client.force_login(outsider)
    ask = client.post if name == "order_acknowledge" else client.get
    there, missing = ask(page(name, pk)), ask(page(name, 999999))
    assert (there.status_code, missing.status_code) == (404, 404)
    assert there.content == missing.content


@pytest.mark.parametrize("name", ["problem_confirm", "order_create"])
def test_ticked_problems_of_another_county_are_missing(client, office, name):
    unit = make_unit("某镇", area_code="510311001", kind="township")
    hidden = make_problem(area_code="510311001", responsible_unit=unit)
    client.force_login(office)
    assert client.get(page(name), {"ids": hidden.pk}).status_code == 404


def test_a_reader_sees_no_buttons_and_may_not_confirm(client, leader):
    problem = make_problem()
    client.force_login(leader)
    answer = client.get(page("problem_detail", problem.pk)).content.decode()
    assert page("problem_confirm_one", problem.pk) not in answer
    assert client.get(page("problem_confirm_one", problem.pk)).status_code == 403


@pytest.mark.parametrize(
    ("state", "who", "label"),
    [
        ("found", "office", "认定"),
        ("confirmed", "office", "下达整改单"),
        ("ordered", "liaison", "去签收整改单"),
        ("acknowledged", "liaison", "填写整改计划"),
        ("rectifying", "liaison", "报送整改情况"),
        ("reported", "verifier", "复核"),
        ("verified", "office", "销号"),
    ],
)
def test_problem_page_offers_the_next_act_to_whom_it_belongs(
    client, at, request, state, who, label
):
    problem = at(state)
    client.force_login(request.getfixturevalue(who))
    actions = client.get(page("problem_detail", problem.pk)).context["actions"]
    assert actions[0].label == label


def test_problem_page_offers_nothing_to_the_wrong_side(client, at, liaison):
    problem = at("reported")
    client.force_login(liaison)
    assert client.get(page("problem_detail", problem.pk)).context["actions"] == []


def test_problem_page_tells_the_story_from_the_ledger(client, at, office):
    problem = at("verified")
    client.force_login(office)
    answer = client.get(page("problem_detail", problem.pk))
    labels = [line["label"] for line in answer.context["story"]]
    assert labels == ["复核通过", "已报结", "整改中", "已签收", "已下达", "已认定"]
    assert "复核通过。属实" in answer.content.decode()


def test_bulk_confirm_takes_the_proposals(client, office):
    rows = [make_problem(proposed_scope="common"), make_problem(proposed_scope="individual")]
    client.force_login(office)
    sent = {"ids": [row.pk for row in rows], "scope": "proposed"}
    assert client.post(page("problem_confirm"), sent).status_code == 302
    assert list(Problem.objects.order_by("pk").values_list("state", "scope")) == [
        ("confirmed", "common"),
        ("confirmed", "individual"),
    ]


def test_a_refused_bulk_confirm_keeps_what_was_typed(client, office):
    problem = make_problem()
    client.force_login(office)
    sent = {"ids": problem.pk, "scope": "proposed", "note": "会议讨论过"}
    answer = client.post(page("problem_confirm"), sent).content.decode()
    assert "还没有系统建议" in answer
    assert "会议讨论过" in answer


def test_one_problem_is_confirmed_with_its_unit(client, office):
    problem, unit = make_problem(), make_unit("区水务局")
    client.force_login(office)
    sent = {"scope": "individual", "unit": unit.pk}
    client.post(page("problem_confirm_one", problem.pk), sent)
    problem.refresh_from_db()
    assert (problem.state, problem.responsible_unit) == (STATE.CONFIRMED, unit)


def test_a_problem_is_rejected_with_a_reason(client, office):
    problem = make_problem()
    client.force_login(office)
    client.post(page("problem_reject", problem.pk), {"note": "已补交"})
    problem.refresh_from_db()
    assert problem.state == STATE.NOT_UPHELD
