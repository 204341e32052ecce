from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent, Parameter, Role
from households.models import BatchDifference, ConcernFlag, RegisterBatch, RegisterConflict
from households.selectors.household_file import year_to_show
from households.services.facts import set_year_facts
from tests.make import COUNTY, NOW, make_area, make_household, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_july(settings):
    settings.DEMO_TODAY = date(2016, 7, 29)


def page(name, *args):
    return reverse(f"households:{name}", args=args)


def file_of(client, household):
    return client.get(page("household_detail", household.household_no))


def make_batch(**fields):
    given = {"area_code": COUNTY, "file_name": "底册.xlsx", "state": "applied", "applied_at": NOW}
    return RegisterBatch.objects.create(**(given | fields))


def difference(household, **fields):
    given = {"act": "change", "subject": "household", "key": household.household_no}
    return BatchDifference.objects.create(
        area_code=household.area_code, household_no=household.household_no, **(given | fields)
    )


def test_the_income_is_shown_with_its_formula_beside_the_year_s_line(client, verifier):
    Parameter.objects.create(
        area_code=COUNTY, key="poverty_line", label="标准", value=3000, valid_from="2015-01-01"
    )
    household = make_household(person_count=3)
    client.force_login(verifier)
    typed = {"wages": 8000, "business": 2000, "property_income": 0, "transfers": 500}
    url = page("income_set", household.household_no, 2015)

    client.post(url, typed | {"costs": 1499.97, "person_count": 3})

    text = file_of(client, household).content.decode()
    assert "8,000 + 2,000 + 0 + 500 = 10,500" in text
    assert "÷ 3人 = 3,000.01" in text
    assert "4.76%" in text
    assert ">超过<" in text


def test_a_stored_figure_that_its_sources_do_not_give_is_pointed_out(client, verifier):
    household = make_household()
    parts = dict.fromkeys(("wages", "business", "property_income", "transfers", "costs"), 10)
    household.incomes.create(
        area_code=household.area_code, year=2015, net_income_pc=99, person_count=1, **parts
    )
    client.force_login(verifier)
    assert "与公式不符" in file_of(client, household).content.decode()


def test_an_income_half_told_keeps_the_form_with_the_reason(client, verifier):
    client.force_login(verifier)
    url = page("income_set", make_household().household_no, 2015)
    answer = client.post(url, {"wages": 1, "person_count": 3})
    assert "没有的填0" in answer.content.decode()


def test_the_year_s_facts_and_the_policies_missed_are_shown(client, liaison):
    household = make_household(attribute="allowance")
    client.force_login(liaison)
    url = page("year_set", household.household_no, 2016)
    form = {"food": "1", "housing": "0", "house_grade": "C", "policies_received": ["ncms"]}
    like = {"person_count": 1, "attribute": "allowance", "status": "poor", "cause": "illness"}

    assert client.post(url, form | like).status_code == 302

    text = file_of(client, household).content.decode()
    assert "应享未享 2 项：重特大疾病救助、农村低保" in text
    assert "住房安全有保障：否" in text
    row = household.years.get()
    assert (row.food, row.housing, row.medical, row.house_grade) == (True, False, None, "C")


@pytest.mark.parametrize("year", [1999, 2017])
def test_a_year_that_cannot_be_is_not_found(client, verifier, year):
    client.force_login(verifier)
    number = make_household().household_no
    for name in ("income_set", "year_set"):
        assert client.get(page(name, number, year)).status_code == 404


def test_a_village_enters_its_own_facts_and_a_leader_none(client, leader, roles):
    household = make_household(make_area(f"{COUNTY}105201"))
    village = make_user(Role.VILLAGE_OFFICER, area_code=household.area_code)
    url = page("year_set", household.household_no, 2016)
    for user, status in ((village, 200), (leader, 403)):
        client.force_login(user)
        assert client.get(url).status_code == status


def test_the_history_tells_what_changed_by_which_upload_masked(client, verifier, leader):
    household = make_household(head_name="李四")
    batch = make_batch(uploaded_by=verifier)
    difference(household, batch=batch, field="人数", before="3", after="4")
    difference(household, batch=batch, field="联系电话", before="", after="13912345678")
    difference(household, batch=batch, field="银行账号", before="", after="6222021234567")
    difference(household, batch=batch, field="户主", before="李三", after="李四")
    difference(household, batch=make_batch(state="staged"), field="人数", before="4", after="9")
    difference(household, batch=batch, act="absent", field="")
    client.force_login(leader)

    response = file_of(client, household)

    told = [change.differences for change in response.context["history"]]
    subject = f"户 {household.household_no}"
    assert told == [
        [
            (subject, "人数", "3", "4"),
            (subject, "联系电话", "", "139****5678"),
            (subject, "银行账号", "", ""),
            (subject, "户主", "李某某", "李某某"),
        ]
    ]


def test_the_history_names_a_new_person_as_the_reader_may_see_him(client, leader, verifier):
    household = make_household(head_name="冼文秀")
    difference(household, batch=make_batch(), act="add", field="", after="冼文秀")
    difference(household, batch=make_batch(), act="add", subject="member", after="冼小秀 之子")
    for user, told in ((leader, False), (verifier, True)):
        client.force_login(user)
        text = file_of(client, household).content.decode()
        assert ("文秀" in text, "小秀" in text) == (told, told)


def test_acts_stand_in_the_history_by_field_names_without_values(client, verifier):
    household = make_household()
    client.force_login(verifier)
    like = {"person_count": 1, "attribute": "ordinary", "status": "poor", "cause": "illness"}
    client.post(page("year_set", household.household_no, 2016), like | {"setback": "养鸡亏损"})

    (change,) = file_of(client, household).context["history"]

    assert (change.label, change.by) == ("登记年度情况", str(verifier))
    assert change.note == "2016年 产业投资失败或就业不稳定"
    assert "养鸡亏损" not in str(AuditEvent.objects.get(action="set_year_facts").detail)


def test_what_tells_of_illness_is_hidden_from_who_may_not_read_it(client, verifier, leader):
    household = make_household()
    member = household.members.get()
    member.health = "残疾"
    member.save()
    ConcernFlag.objects.create(
        household=household, area_code=household.area_code, code="K04", working="大病1人",
        flagged_on="2016-07-01",
    )  # fmt: skip
    for user, told in ((verifier, True), (leader, False)):
        client.force_login(user)
        text = file_of(client, household).content.decode()
        assert ("残疾人补贴" in text, "大病1人" in text) == (told, told)


def test_an_open_conflict_is_told(client, verifier):
    household = make_household()
    RegisterConflict.objects.create(
        area_code=household.area_code, kind="near_match", key="1",
        here_no=household.household_no, there_no="5103041052019999", found="姓名相近",
    )  # fmt: skip
    client.force_login(verifier)
    assert "底册冲突待处理" in file_of(client, household).content.decode()


def test_the_file_asks_the_same_queries_for_any_number_of_people_and_changes(client, verifier):
    household = make_household()
    client.force_login(verifier)
    file_of(client, household)
    counts = []
    for number in range(3):
        batch = make_batch()
        difference(household, batch=batch, field="人数", before="3", after="4")
        household.members.create(
            area_code=household.area_code, person_no=f"p{number}", name="李五",
            identity_number=f"99999919900101{number:04}", relation="之子",
        )  # fmt: skip
        household.years.create(
            area_code=household.area_code, year=2013 + number, person_count=1, status="poor"
        )
        with CaptureQueriesContext(connection) as queries:
            file_of(client, household)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_closing_the_year_is_for_the_office_and_tells_how_many(client, verifier, liaison):
    make_household()
    client.force_login(liaison)
    assert client.get(page("year_close")).status_code == 403
    client.force_login(verifier)

    answer = client.post(page("year_close"), {"year": 2015}, follow=True)

    assert "2015年已封存：新增1户" in answer.content.decode()
    assert "重新封存须写明原因" in client.post(page("year_close"), {"year": 2015}).content.decode()


def test_money_is_stored_to_the_fen(client, verifier):
    household = make_household()
    client.force_login(verifier)
    url = page("income_set", household.household_no, 2015)
    client.post(url, {"net_income_pc": "2799.55", "person_count": 2})
    assert household.incomes.get().net_income_pc == Decimal("2799.55")


def test_a_year_that_says_nothing_does_not_hide_the_one_before(verifier):
    household = make_household()
    told = set_year_facts(
        household=household, year=2015, facts={"food": False}, by=verifier, on=date(2016, 7, 29)
    )
    empty = set_year_facts(
        household=household, year=2016, facts={}, by=verifier, on=date(2016, 7, 29)
    )

    assert year_to_show([empty, told]) == told
    assert year_to_show([empty]) == empty
    assert year_to_show([]) is None
