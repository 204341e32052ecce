from datetime import timedelta

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from households.models import (
    ExitProcedure,
    HelperPairing,
    Household,
    HouseholdIncome,
    Member,
    RegisterBatch,
)
from households.services.imports import revert_batch
from households.services.postings import pair_helper
from tests.households.conftest import TODAY, everything
from tests.households.sheets import household, person
from tests.make import NOW, make_assignment, make_user

pytestmark = pytest.mark.django_db
FIRST = "5103041050000001"
LATER = NOW + timedelta(hours=1)


def revert(batch):
    return revert_batch(batch=batch, by=None, reason="传错了文件", at=LATER)


def test_a_first_upload_is_taken_back_whole(load, office):
    batch = load(household(1) + household(2))

    revert_batch(batch=batch, by=office, reason="传错了文件", at=LATER)

    assert not any(everything())
    assert (batch.state, batch.reverted_at) == (RegisterBatch.State.REVERTED, LATER)
    event = AuditEvent.objects.get(action="revert_batch")
    assert (event.actor, event.detail) == (office, {"reason": "传错了文件"})


def test_every_changed_value_is_set_back_and_every_new_row_deleted(load):
    load([*household(1), *household(2)])
    before = everything()
    changed = household(
        1, people=3, 四个一批="低保政策兜底,医疗救助扶持", 危房户="是", 联系电话="",
        人均纯收入="3100", 计划脱贫年度="", 首次识别时间="2015-05-01", 帮扶责任人="赵六",
        行政村="高峰村",
    )  # fmt: skip
    changed[1]["健康状况"], changed[1]["务工时间(月)"] = "长期慢性病", ""
    changed[1]["证件号码"] = person(7, 2)["证件号码"]
    batch = load([*changed, *household(3)], on=TODAY + timedelta(days=1))
    assert everything() != before

    revert(batch)

    assert everything() == before


def test_heads_who_changed_places_change_back(load):
    load(household(1))
    before = everything()
    rows = household(1)
    rows[0]["与户主关系"], rows[1]["与户主关系"] = "配偶", "户主"

    revert(load(rows))

    assert everything() == before


def test_a_head_who_had_left_is_head_again(load):
    load(household(1))
    before = everything()

    revert(load([person(1, 2, 与户主关系="户主"), person(1, 3)]))

    assert everything() == before


def test_a_person_who_moved_moves_back(load):
    load([*household(1), *household(2, 行政村="高峰村")])
    before = everything()
    moved = person(2, 3, 行政村="高峰村", 姓名="李乙") | {
        "人编号": person(1, 2)["人编号"],
        "证件号码": person(1, 2)["证件号码"],
    }

    revert(load([person(1), *household(2, 行政村="高峰村"), moved]))

    assert everything() == before


def test_a_helper_renamed_on_the_same_day_gets_name_and_account_back(load):
    load(household(1))
    HelperPairing.objects.update(user=make_user())
    before = everything()

    revert(load(household(1, 帮扶责任人="赵六")))

    assert everything() == before


def test_after_taking_back_the_file_can_be_loaded_again(load):
    revert(load(household(1)))

    assert load(household(1)).state == RegisterBatch.State.APPLIED
    assert Household.objects.count() == 1


def test_a_reason_is_required(load):
    with pytest.raises(RuleBroken, match="写明撤回的原因"):
        revert_batch(batch=load(household(1)), by=None, reason=" ", at=LATER)


@pytest.mark.parametrize("state", ["staged", "unchanged", "reverted"])
def test_only_an_applied_upload_is_taken_back(stage, state):
    batch = stage(household(1))
    RegisterBatch.objects.update(state=state)
    with pytest.raises(RuleBroken, match="只有已应用的"):
        revert(batch)


def refused(batch, reason):
    before = everything()
    with pytest.raises(RuleBroken, match=reason):
        revert(batch)
    assert everything() == before
    batch.refresh_from_db()
    assert batch.state == RegisterBatch.State.APPLIED


def test_an_upload_that_a_later_one_changed_stays(load):
    batch = load(household(1) + household(2))
    load(household(1, 危房户="是"))
    refused(batch, f"1户被之后导入的“底册.xlsx”改动（{FIRST}）")


def test_a_later_upload_taken_back_clears_the_way(load):
    batch = load(household(1))
    revert(load(household(1, 危房户="是")))
    revert(batch)
    assert not Household.objects.exists()


def test_values_a_hand_has_changed_since_stay(load):
    load(household(1))
    batch = load(household(1, 危房户="是"))
    Household.objects.update(unsafe_house=None)
    refused(batch, "在导入后又有改动")


def test_new_rows_a_hand_has_changed_since_stay(load, office):
    batch = load(household(1))
    row = Household.objects.get()
    AuditEvent.objects.create(
        action="set_year_facts", object_kind="households.household", object_id=row.pk, at=LATER
    )
    refused(batch, "已被人工改动")


def test_new_households_others_built_upon_stay(load):
    batch = load(household(1))
    row = Household.objects.get()
    ExitProcedure.objects.create(household=row, area_code=row.area_code, year=2016)
    refused(batch, "1户已有退出程序")


def test_a_new_household_with_another_upload_s_member_stays(load):
    batch = load(household(1))
    Member.objects.filter(relation="配偶").update(source=None)
    HouseholdIncome.objects.update(source=None)
    refused(batch, "已有家庭成员")


def test_a_helper_put_right_by_hand_stays(load, office):
    load(household(1))
    batch = load(household(1, 帮扶责任人="赵六"), on=TODAY + timedelta(days=1))
    pair_helper(
        household=Household.objects.get(),
        name="钱七",
        unit_name="",
        starts_on=TODAY + timedelta(days=3),
        by=office,
    )
    refused(batch, "在导入后")


def test_a_new_household_that_rounds_stand_on_stays(load):
    batch = load(household(1))
    make_assignment(subject_kind="household", subject_code=FIRST, area_code="510304105201")
    refused(batch, f"1户已用于督查（{FIRST}）")
