"""Pages of 回头看: choosing, the lot, recording on a phone, the card of the problem."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Role
from inspections.models import LookBack, LookBackDraw, Problem
from tests.inspections.look_cast import LATER, SEED, chosen, make_closed, make_inspector
from tests.inspections.problem_cast import make_attachment, photo
from tests.make import COUNTY, make_unit, make_user

pytestmark = pytest.mark.django_db
VISIT = "2016-07-28"


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.DEMO_TODAY = LATER.date()


@pytest.fixture
def going():
    return make_inspector("刘组长")


def page(name: str, *args: Any) -> str:
    return reverse(f"inspections:{name}", args=args)


def test_the_office_ticks_closed_problems_and_sends_an_inspector(client, office, going):
    problems = [make_closed(), make_closed()]
    client.force_login(office)
    listed = client.get(page("look_back_closed"))
    assert set(listed.context["object_list"]) == set(problems)

    ids = [problem.pk for problem in problems]
    assert client.get(page("look_back_choose"), {"ids": ids}).context["chosen"] == problems
    sent = {"ids": ids, "reason": "抽查", "inspector": going.pk, "due_on": "2016-08-10"}
    assert client.post(page("look_back_choose"), sent).url == page("look_back_list")

    assert LookBack.objects.filter(inspector=going).count() == 2
    assert not client.get(page("look_back_closed")).context["object_list"]
    assert client.get(page("look_back_list")).context["counts"]["asked"] == 2


def test_a_refusal_keeps_what_the_office_typed(client, office):
    problem = make_closed()
    own = make_user(
        Role.INSPECTOR,
        unit=make_unit("新店镇", area_code=f"{COUNTY}105", kind="township"),
    )
    client.force_login(office)
    sent = {"ids": problem.pk, "reason": "群众反映", "inspector": own.pk, "due_on": "2016-08-10"}
    told = client.post(page("look_back_choose"), sent).content.decode()
    assert "不得回头看本单位的问题" in told
    assert "群众反映" in told


def test_the_office_seals_a_list_and_draws_by_the_public_seed(client, office, going):
    for _ in range(3):
        make_closed()
    client.force_login(office)
    sent = {"closed_from": "2016-07-01", "closed_to": "2016-07-28", "take": 2}
    answer = client.post(page("look_back_seal"), sent)
    draw = LookBackDraw.objects.get()
    assert answer.url == page("look_back_draw", draw.pk)
    assert draw.seal in client.get(answer.url).content.decode()

    short = {"seed": "123", "inspectors": going.pk, "due_on": "2016-08-10"}
    assert "种子须不少于20位数字" in client.post(answer.url, short).content.decode()
    client.post(answer.url, short | {"seed": SEED})

    shown = client.get(answer.url)
    assert shown.context["replays"] is True
    text = shown.content.decode()
    assert "复算一致" in text
    assert "3个问题中抽2个，每个问题一签" in text
    assert f"{COUNTY}-2016-lookback/1" in text.partition("复算办法和原文</summary>")[2]
    assert LookBack.objects.filter(draw=draw, inspector=going).count() == 2
    again = client.post(answer.url, short | {"seed": SEED}).content.decode()
    assert "不得重抽" in again


def test_the_inspector_records_with_a_photo_what_came_back(client, office, going):
    look_back = chosen(make_closed(), going, office)
    address = page("look_back_detail", look_back.pk)
    client.force_login(going)
    assert client.get(address).context["may_record"] is True
    sent = {"result": "relapsed", "visited_on": VISIT, "note": "又停工", "photos": [photo()]}

    assert client.post(address, sent).url == address

    problem = Problem.objects.get()
    assert (problem.state, problem.reopened) == ("confirmed", 1)
    again = client.post(address, sent | {"photos": [photo()], "note": "再看一次"}).content.decode()
    assert "已经填报" in again
    assert "再看一次" in again


def test_a_record_without_a_photo_keeps_the_text(client, office, going):
    look_back = chosen(make_closed(), going, office)
    client.force_login(going)
    sent = {"result": "relapsed", "visited_on": VISIT, "note": "又停工"}
    told = client.post(page("look_back_detail", look_back.pk), sent).content.decode()
    assert "至少上传一张照片" in told
    assert "又停工" in told


def test_only_its_inspector_and_the_office_see_what_is_under_way(client, office, going, liaison):
    address = page("look_back_detail", chosen(make_closed(), going, office).pk)
    seen = {}
    for reader in (office, liaison, make_inspector("别人"), going):
        client.force_login(reader)
        seen[reader.name] = client.get(address).status_code
    assert seen == {office.name: 200, liaison.name: 404, "别人": 404, going.name: 200}


def test_the_inspector_reads_the_evidence_of_what_he_looks_back_at(client, office, going, liaison):
    problem = make_closed()
    words = {"cause": "无", "measure": "补", "result": "好"}
    reply = problem.replies.create(by=liaison, **words)
    paper = make_attachment(liaison)
    reply.evidence.add(paper)
    client.force_login(going)
    assert client.get(page("attachment", paper.pk)).status_code == 404
    chosen(problem, going, office)
    answer = client.get(page("attachment", paper.pk))
    answer.close()
    assert answer.status_code == 200


def test_the_problems_page_offers_and_tells_the_look_back(client, office, going, liaison):
    problem = make_closed()
    here = page("problem_detail", problem.pk)
    client.force_login(office)
    assert f"{page('look_back_choose')}?ids={problem.pk}" in client.get(here).content.decode()
    look_back = chosen(problem, going, office)
    assert page("look_back_detail", look_back.pk) in client.get(here).content.decode()
    client.force_login(liaison)
    assert 'data-panel="look-backs"' not in client.get(here).content.decode()


def test_counts_agree_with_the_lists_they_lead_to(client, office, going):
    rows = [chosen(make_closed(), going, office) for _ in range(3)]
    late = LookBack.objects.filter(pk=rows[0].pk)
    late.update(due_on=date(2016, 7, 27))
    done = {"visited_on": LATER.date(), "at": LATER, "state": "held"}
    LookBack.objects.filter(pk=rows[1].pk).update(**done)
    client.force_login(office)
    counts = client.get(page("look_back_list")).context["counts"]
    asks = {"asked": "state=asked", "overdue": "overdue=1", "held": "state=held"}
    for name, query in asks.items():
        found = client.get(f"{page('look_back_list')}?{query}").context["object_list"]
        assert (name, len(found)) == (name, counts[name])
    assert counts == {"total": 3, "asked": 2, "overdue": 1, "held": 1, "relapsed": 0}


@pytest.mark.parametrize("lines", [1, 3])
@pytest.mark.parametrize("name", ["look_back_list", "look_back_closed"])
def test_lists_ask_the_same_queries_for_any_length(
    client, office, going, name, lines, django_assert_max_num_queries
):
    for _ in range(lines):
        make_closed()
        chosen(make_closed(), going, office)
    client.force_login(office)
    client.get(page(name))
    with django_assert_max_num_queries(12):
        client.get(page(name))
