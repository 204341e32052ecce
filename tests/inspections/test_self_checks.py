"""A unit's answers to 举一反三: nothing, or a problem of its own; once, with evidence."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Notice, User
from inspections.models import Problem, SelfCheck
from inspections.services.self_check_answers import (
    answer_clear,
    answer_clear_together,
    answer_found,
)
from inspections.services.self_checks import ask_self_checks
from tests.inspections.look_cast import BY_AUGUST, LATER
from tests.inspections.problem_cast import code_of, make_attachment, photo
from tests.make import COUNTY, make_area, make_problem, make_unit

pytestmark = pytest.mark.django_db
OWN = f"{COUNTY}105"


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.DEMO_TODAY = LATER.date()


@pytest.fixture
def asked(office, liaison) -> list[SelfCheck]:
    """Give what the township of the liaison was asked: itself and a village of it."""
    make_area(f"{OWN}201", "新店村")
    given: dict[str, Any] = {"state": "confirmed", "scope": "common"}
    unit = make_unit("新民镇", area_code=f"{COUNTY}106", kind="township")
    given |= {"area_code": f"{COUNTY}106", "responsible_unit": unit}
    township = make_problem(**given)
    village = make_problem(**given | {"area_code": f"{COUNTY}106201", "subject_kind": "village"})
    return [
        *asking(township, office, ("township", OWN)),
        *asking(village, office, ("village", f"{OWN}201")),
    ]


def asking(problem: Problem, office: User, key: tuple[str, str]) -> list[SelfCheck]:
    given = {"matter": "自查方案", "due_on": BY_AUGUST, "by": office, "at": LATER}
    return ask_self_checks(problem=problem, chosen=[key], **given)


def page(name: str, *args: Any) -> str:
    return reverse(f"inspections:{name}", args=args)


def test_a_unit_says_that_it_has_no_such_problem(asked, office, liaison):
    check = answer_clear(check=asked[0], note=" 方案齐全 ", by=liaison, at=LATER)
    assert (check.state, check.result, check.note) == ("answered", "clear", "方案齐全")
    assert (check.answered_by, check.answered_at, check.raised) == (liaison, LATER, None)
    told = Notice.objects.get(recipient=office)
    assert "已全部完成，0个对象" in told.text


def test_what_a_unit_finds_enters_the_ledger_as_its_own(asked, office, liaison):
    paper = make_attachment(liaison)
    check = answer_found(check=asked[1], fact="方案未公示", evidence=[paper], by=liaison, at=LATER)

    raised, known = check.raised, check.problem
    assert (raised.state, raised.source, raised.found_in) == (
        *("found", "self_check"),
        "village_check",
    )
    assert (raised.subject_kind, raised.subject_code) == ("village", f"{OWN}201")
    assert (raised.item, raised.category, raised.basis) == (
        *(known.item, known.category),
        known.basis,
    )
    assert (raised.responsible_unit, raised.fact) == (liaison.unit, "方案未公示")
    assert list(raised.photos.all()) == list(check.evidence.all()) == [paper]
    assert Notice.objects.filter(recipient=office, text__contains=raised.number).count() == 1


def test_answers_are_refused_without_what_they_need(asked, liaison, outsider):
    first, paper = asked[0], make_attachment(liaison)
    given = {"check": first, "by": liaison, "at": LATER}
    assert code_of(lambda: answer_clear(**given | {"by": outsider}, note="无")) == "other_unit"
    assert code_of(lambda: answer_clear(**given, note=" ")) == "no_note"
    assert code_of(lambda: answer_found(**given, fact="", evidence=[paper])) == "no_fact"
    assert code_of(lambda: answer_found(**given, fact="有", evidence=[])) == "no_evidence"
    first.refresh_from_db()
    assert (first.state, Problem.objects.count()) == ("asked", 2)


def test_an_answer_is_given_once(asked, liaison):
    stale = SelfCheck.objects.get(pk=asked[0].pk)
    answer_clear(check=asked[0], note="无", by=liaison, at=LATER)
    paper = make_attachment(liaison)
    given = {"check": stale, "by": liaison, "at": LATER}
    assert code_of(lambda: answer_clear(**given, note="也无")) == "already_answered"
    assert code_of(lambda: answer_found(**given, fact="有", evidence=[paper])) == (
        "already_answered"
    )
    assert Problem.objects.count() == 2


def test_several_are_answered_together_or_none(asked, liaison, outsider):
    given = {"note": "都无", "at": LATER}
    assert code_of(lambda: answer_clear_together(checks=[], by=liaison, **given)) == (
        "nothing_chosen"
    )
    assert code_of(lambda: answer_clear_together(checks=asked, by=outsider, **given)) == (
        "other_unit"
    )
    assert SelfCheck.objects.open().count() == 2
    assert answer_clear_together(checks=asked, by=liaison, **given) == 2


def test_the_office_asks_from_the_problems_page(client, office, asked):
    make_area(f"{COUNTY}107")
    unit = make_unit("何市镇", area_code=f"{COUNTY}107", kind="township")
    problem, client_page = asked[0].problem, page("self_check_ask", asked[0].problem_id)
    client.force_login(office)

    assert client_page in client.get(page("problem_detail", problem.pk)).content.decode()
    shown = client.get(client_page)
    assert shown.context["form"].ticked == [f"township:{COUNTY}107"]
    sent = {"chosen": f"township:{COUNTY}107", "matter": "自查", "due_on": "2016-08-01"}
    assert client.post(client_page, sent).url == page("problem_detail", problem.pk)

    assert problem.self_checks.get(unit=unit).due_on == date(2016, 8, 1)
    told = client.get(page("problem_detail", problem.pk)).content.decode()
    assert "<strong>2</strong>个对象" in told


def test_what_was_typed_stays_when_nothing_is_ticked(client, office, asked):
    client.force_login(office)
    sent = {"matter": "逐村自查公示", "due_on": "2016-08-01"}
    answer = client.post(page("self_check_ask", asked[0].problem_id), sent).content.decode()
    assert "请至少勾选一个对象" in answer
    assert "逐村自查公示" in answer


def test_a_unit_answers_on_its_page_and_the_second_keeps_his_words(client, liaison, asked):
    client.force_login(liaison)
    address = page("self_check_detail", asked[0].pk)
    sent = {"result": "found", "note": "方案未公示", "evidence": [photo()]}
    assert client.post(address, sent).url == address
    raised = Problem.objects.get(source="self_check")
    assert raised.number in client.get(address).content.decode()

    again = client.post(address, {"result": "clear", "note": "没有发现"}).content.decode()
    assert "已经填报" in again
    assert "没有发现" in again


def test_a_found_problem_without_evidence_keeps_the_text(client, liaison, asked):
    client.force_login(liaison)
    sent = {"result": "found", "note": "方案未公示"}
    told = client.post(page("self_check_detail", asked[0].pk), sent).content.decode()
    assert "至少上传一份佐证" in told
    assert "方案未公示" in told


def test_the_ticked_are_answered_at_once(client, liaison, asked):
    client.force_login(liaison)
    ids = [check.pk for check in asked]
    shown = client.get(page("self_check_clear"), {"ids": ids})
    assert shown.context["chosen"] == asked
    client.post(page("self_check_clear"), {"ids": ids, "note": "逐户看过"})
    assert SelfCheck.objects.filter(result="clear", note="逐户看过").count() == 2


def test_evidence_of_a_self_check_is_for_those_who_see_it(client, asked, liaison, outsider):
    paper = make_attachment(liaison)
    answer_clear(check=asked[0], note="无", by=liaison, at=LATER, evidence=[paper])
    seen = []
    for reader in (liaison, outsider):
        client.force_login(reader)
        answer = client.get(page("attachment", paper.pk))
        seen.append((answer.status_code, b"".join(getattr(answer, "streaming_content", []))[:2]))
    assert seen == [(200, b"\xff\xd8"), (404, b"")]


def test_another_units_self_check_is_not_there(client, asked, outsider):
    client.force_login(outsider)
    assert client.get(page("self_check_detail", asked[0].pk)).status_code == 404
    assert client.get(page("self_check_clear"), {"ids": asked[0].pk}).status_code == 404
    assert not client.get(page("self_check_list")).context["object_list"]


def test_counts_agree_with_the_lists_they_lead_to(client, office, asked, liaison):
    answer_clear(check=asked[0], note="无", by=liaison, at=LATER)
    SelfCheck.objects.filter(pk=asked[1].pk).update(due_on=date(2016, 7, 27))
    client.force_login(office)
    counts = client.get(page("self_check_list")).context["counts"]
    asks = {"asked": "state=asked", "overdue": "overdue=1", "clear": "result=clear"}
    for name, query in asks.items():
        found = client.get(f"{page('self_check_list')}?{query}").context["object_list"]
        assert (name, len(found)) == (name, counts[name])
