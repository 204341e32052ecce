"""The pages and the API of key households."""

from typing import Any

import pytest
from django.urls import reverse

from households.models import Household
from households.selectors import concerns as selectors
from households.services.concerns import (
    load_standards,
)
from tests.households.watched import household, kinds, run
from tests.make import COUNTY, make_area, make_household

pytestmark = pytest.mark.django_db


def lines(client: Any, query: str = "") -> Any:
    return client.get(reverse("households:concern_list") + query).context


def test_the_sum_counts_a_household_of_two_kinds_once(client, verifier):
    both, one = household(near_hazard=True, setback="养殖失败"), household(setback="失业")
    make_household(make_area("510304106201"))
    run()
    client.force_login(verifier)

    context = lines(client)

    total = dict(context["all_lines"].counts)
    assert (total["K07"], total["K08"], context["all_lines"].households) == (1, 2, 2)
    assert [line.households for line in context["lines"]] == [2, 0]
    assert {both.area_code, one.area_code} == {"510304105201"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("?code=K08", 2),
        ("?area=510304105", 2),
        ("?area=510304106201", 1),
        ("?registered=0", 1),
        ("?registered=1&code=K07", 1),
    ],
)
def test_flags_are_filtered(client, verifier, query, found):
    household(near_hazard=True, setback="养殖失败")
    outside = household("510304106201", setback="失业")
    Household.objects.filter(pk=outside.pk).update(registered=False)
    run()
    client.force_login(verifier)
    assert lines(client, query)["page_obj"].paginator.count == found


def test_every_number_of_the_table_is_the_total_of_its_list(client, verifier):
    household(near_hazard=True, setback="养殖失败")
    household("510304106201", setback="失业")
    run()
    client.force_login(verifier)
    for line in [*lines(client)["lines"], lines(client)["all_lines"]]:
        for code, number in line.counts:
            listed = lines(client, f"?area={line.code}&code={code}")
            assert listed["page_obj"].paginator.count == number


def test_who_is_ill_is_listed_to_nobody_who_may_not_know(client, verifier, leader):
    one = household()
    for member in one.members.all():
        member.health = "患有大病"
        member.save()
    run()
    for user, found in ((verifier, 1), (leader, 0)):
        client.force_login(user)
        context = lines(client)
        assert dict(context["all_lines"].counts)["K04"] == 1
        assert context["page_obj"].paginator.count == found
        page = client.get(reverse("households:concern_detail", args=[one.household_no]))
        assert ("大病" in page.content.decode()) is bool(found)


def test_the_page_of_a_household_shows_every_working(client, verifier):
    one = household(near_hazard=True)
    load_standards(county=COUNTY, by=None)
    client.force_login(verifier)
    page = client.get(reverse("households:concern_detail", args=[one.household_no]))
    found = {finding.code: finding.holds for finding in page.context["findings"]}
    assert (found["K07"], found["K01"], len(found)) == (True, False, 11)


def test_a_township_marks_its_own_household_and_no_other(client, liaison):
    own, other = household(), household("510304106201")
    client.force_login(liaison)
    url = reverse("households:concern_mark")
    client.post(url, {"household_no": own.household_no, "text": "房屋漏雨"})
    answer = client.post(url, {"household_no": other.household_no, "text": "房屋漏雨"})
    assert (kinds(own), kinds(other)) == (["K99"], [])
    assert "没有这个户编号" in answer.content.decode()
    client.post(reverse("households:concern_unmark", args=[own.household_no]))
    assert kinds(own) == []


def test_the_office_has_its_county_worked_out_again(
    client, verifier, django_capture_on_commit_callbacks
):
    one = household(near_hazard=True)
    client.force_login(verifier)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("households:concern_run"))
    assert kinds(one) == ["K07"]
    assert dict(selectors.last_run(verifier).counts)["K07"] == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_queries_for_any_length(
    client, verifier, rows, django_assert_num_queries
):
    for _ in range(rows):
        household(near_hazard=True)
    run()
    client.force_login(verifier)
    lines(client)
    with django_assert_num_queries(14):
        lines(client)


def test_the_api_gives_flags_with_their_working(client, verifier, liaison):
    household(near_hazard=True)
    household("510304106201", near_hazard=True)
    run()
    client.force_login(verifier)
    assert client.get("/api/concerns/?code=K07").json()["count"] == 2
    client.force_login(liaison)
    (flag,) = client.get("/api/concerns/").json()["results"]
    assert (flag["code"], flag["working"]) == ("K07", "居住在灾害隐患点（附近）")
