from datetime import date

import pytest

from households.models import (
    BatchDifference,
    Household,
    HouseholdIncome,
    RegisterBatch,
    RegisterConflict,
)
from households.services.importing.register_fields import Words, stored_value
from households.services.imports import apply_batch
from tests.households.conftest import TODAY
from tests.households.sheets import HEADER, household, person
from tests.make import NOW, make_area, make_household

pytestmark = pytest.mark.django_db
State = RegisterBatch.State
PARTS = ("工资性收入", "生产经营性收入", "财产性收入", "转移性收入", "生产经营支出")
FIRST, SECOND = "5103041050000001", "5103041050000002"


def differences(batch, act="change"):
    rows = batch.changes.filter(act=act)
    return sorted((row.subject, row.key, row.field, row.before, row.after) for row in rows)


# ---- what would change


def test_new_households_are_listed_once_each(stage):
    batch = stage(household(1, people=3) + household(2))

    assert differences(batch, "add") == [
        ("household", FIRST, "", "", "李甲"),
        ("household", SECOND, "", "", "李甲"),
    ]


def test_each_changed_field_is_listed_in_the_words_of_the_sheet(load, stage):
    load(household(1))
    rows = household(
        1, 四个一批="低保政策兜底", 危房户="是", 人均纯收入="3100", 联系电话="13990000001"
    )
    rows[1]["健康状况"], rows[1]["务工时间(月)"] = "长期慢性病", ""

    batch = stage(rows)

    assert differences(batch) == sorted(
        [
            ("household", FIRST, "危房户", "否", "是"),
            ("household", FIRST, "四个一批", "医疗救助扶持", "低保政策兜底"),
            ("household", FIRST, "联系电话", "13990000000", "13990000001"),
            ("income", FIRST, "2015年度人均纯收入（元）", "2680.50", "3100.00"),
            ("member", f"{FIRST}02", "健康状况", "健康", "长期慢性病"),
            ("member", f"{FIRST}02", "务工时间（月）", "3", ""),
        ]
    )
    assert (batch.counts["changed"], batch.counts["unchanged"]) == (1, 0)


def test_differences_are_stored_sealed(load, stage):
    load(household(1))
    stage(household(1, 联系电话="13990000001"))

    row = BatchDifference.objects.filter(field="联系电话").extra(select={"raw": "before"}).get()
    assert "13990000000" not in row.raw


def test_a_person_new_to_a_known_household_is_listed(load, stage):
    load(household(1))
    batch = stage(household(1, people=3))

    assert ("member", f"{FIRST}03", "", "", "李丙 配偶") in differences(batch, "add")
    assert batch.counts["changed"] == 1


def test_households_the_file_does_not_name_are_listed_within_its_scope(load, stage, liaison):
    load([*household(1), *household(2), *household(3, 乡="新民镇", 行政村="董家村")])
    batch = stage(household(1), liaison)

    assert [row[1] for row in differences(batch, "absent")] == [SECOND]
    assert batch.counts["absent"] == 1


def test_a_new_helper_is_listed_with_the_one_before(load, stage):
    load(household(1))
    batch = stage(household(1, 帮扶责任人="赵六"))

    assert differences(batch) == [("pairing", FIRST, "帮扶责任人", "王五", "赵六")]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("further_causes", ["illness", "water"], "因病、缺水"),
        ("unsafe_house", None, ""),
        ("unsafe_house", True, "是"),
        ("registered_on", date(2014, 4, 1), "2014-04-01"),
        ("planned_exit_year", 2016, "2016"),
        ("area_code", "510304105201", "新店镇新建村 510304105201"),
        ("status", "poor", "未脱贫"),
    ],
)
def test_a_value_in_a_reader_s_words_can_be_read_back(areas, name, value, text):
    shown = Words("510304").show(Household, name, value)
    assert (shown, stored_value(Household, name, text)) == (text, value)


def test_differences_follow_what_changed_since_the_preview(load, stage):
    load(household(1))
    batch = stage(household(1, 危房户="是"))
    Household.objects.update(group_name="9组")

    apply_batch(batch=batch, by=None, at=NOW, on=TODAY)

    assert ("household", FIRST, "自然村（组）", "9组", "3组") in differences(batch)


def test_columns_of_one_year_leave_the_sources_of_another(load):
    both = [f"{year}年{name}" for year in (2014, 2015) for name in PARTS]
    load(household(1, **dict.fromkeys(both, "1000")), header=[*HEADER, *both])
    given = {"2014年人均纯收入": "1600", **dict.fromkeys(both[5:], "1200")}
    load(household(1, 人均纯收入="", **given), header=[*HEADER, *given])

    rows = HouseholdIncome.objects.order_by("year")
    told = rows.values_list("year", "net_income_pc", "wages", "person_count")
    assert list(told) == [(2014, 1600, 1000, 2), (2015, 1800, 1200, 2)]


# ---- conflicts


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ({"证件号码": "999999195603120011"}, ("证件号码", "该证件号码已在其他区县登记")),
        ({"户编号": "6103041050000001"}, ("户编号", "该户编号已在其他区县登记")),
        ({"人编号": "610304105000000101"}, ("人编号", "该人编号已在其他区县登记")),
    ],
)
def test_a_number_of_another_county_keeps_the_household_out(stage, liaison, cells, complaint):
    home = make_household(make_area("610304105201"), household_no="6103041050000001")
    head = home.members.get()
    head.person_no, head.identity_number = "610304105000000101", "999999195603120011"
    head.save()

    batch = stage([person(1, **cells), person(2)], liaison)

    assert (batch.state, batch.counts["rejected"]) == ("staged", 1)
    assert complaint in batch.complaints.filter(level="block").values_list("column", "reason")


def conflicts():
    rows = RegisterConflict.objects.order_by("kind")
    return [(row.kind, row.here_no, row.there_no, row.person_no) for row in rows]


def test_an_identity_number_in_two_households_keeps_the_new_one_out(load, stage):
    load([person(1)])
    batch = stage([person(2, 姓名="赵大", 证件号码=person(1)["证件号码"]), person(3, 姓名="钱二")])

    assert conflicts() == [("same_identity", FIRST, SECOND, f"{FIRST}01")]
    assert (batch.state, batch.counts["accepted"], batch.counts["rejected"]) == ("staged", 1, 1)
    apply_batch(batch=batch, by=None, at=NOW, on=TODAY, partial=True)
    assert not Household.objects.filter(household_no=SECOND).exists()


def test_the_same_number_with_other_people_waits_for_a_decision(load, stage):
    load([person(1)])
    other = [person(1, 姓名="孙七", 证件号码=person(9)["证件号码"])]
    batch = stage(other)
    assert (batch.state, conflicts()) == ("refused", [("same_number", FIRST, FIRST, "")])

    decide("take_file")

    assert stage(other).state == State.STAGED


def decide(decision):
    RegisterConflict.objects.update(decision=decision, explanation="核实", decided_at=NOW)


def test_a_person_who_moves_is_applied_with_a_warning_until_it_is_decided(load, stage):
    load([*household(1), *household(2)])
    moved = [person(1), person(2), person(2, 2), person(1, 2) | {"户编号": SECOND}]
    batch = stage(moved)

    assert conflicts() == [("moved", FIRST, SECOND, f"{FIRST}02")]
    assert (batch.state, batch.complaints.get().level) == ("staged", "warn")
    assert ("member", f"{FIRST}02", "所在户", FIRST, SECOND) in differences(batch)
    decide("keep_register")
    assert stage(moved).counts["rejected"] == 3


@pytest.mark.parametrize(("name", "near"), [("李甲", True), ("李申", True), ("王一", False)])
def test_a_new_household_like_one_of_its_village_is_told(load, stage, name, near):
    load([person(1)])
    batch = stage([person(2, 姓名=name)])

    assert conflicts() == ([("near_match", FIRST, SECOND, "")] if near else [])
    assert batch.state == State.STAGED


def test_a_conflict_is_listed_once_however_often_it_is_found(load, stage):
    load([person(1)])
    for _ in range(2):
        stage([person(2)])
    assert RegisterConflict.objects.count() == 1
