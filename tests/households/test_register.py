from datetime import date, timedelta

import pytest
from django.core.files import File

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from households.checking.words import ATTRIBUTES, CAUSES, MEASURES, STATUSES
from households.models import (
    BatchComplaint,
    HelperPairing,
    Household,
    Member,
    RegisterBatch,
)
from households.services.register import apply_register_batch, stage_register
from tests.households import sheets
from tests.households.conftest import TODAY, everything
from tests.households.sheets import household, person
from tests.make import NOW

pytestmark = pytest.mark.django_db


def test_the_words_of_the_sheet_are_the_choices_of_the_model():
    for words, choices in (
        (CAUSES, Household.Cause),
        (ATTRIBUTES, Household.Attribute),
        (MEASURES, Household.Measure),
        (STATUSES, Household.Status),
    ):
        assert {code: word for word, code in words.items()} == dict(choices.choices)


def test_stage_register_counts_and_writes_no_household(stage):
    batch = stage(household(1) + household(2))

    assert (batch.state, batch.area_code) == (RegisterBatch.State.STAGED, "510304")
    counts = {key: batch.counts[key] for key in ("read", "accepted", "rejected", "new", "absent")}
    assert counts == {"read": 4, "accepted": 4, "rejected": 0, "new": 2, "absent": 0}
    assert not Household.objects.exists()
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["receive_upload", "stage_register"]


def test_apply_register_writes_households_people_incomes_and_helpers(load):
    load(household(1, people=3))

    row = Household.objects.get()
    assert (row.household_no, row.area_code) == ("5103041050000001", "510304105201")
    assert (row.head_name, row.person_count, row.measure) == ("李甲", 3, "medical")
    assert row.registered_on == date(2014, 4, 1)
    assert [m.relation for m in row.members.all()] == ["户主", "配偶", "配偶"]
    assert str(row.incomes.get().net_income_pc) == "2680.50"
    assert (row.helpers.get().name, row.helpers.get().starts_on) == ("王五", TODAY)


def test_the_same_file_again_changes_nothing(load):
    load(household(1) + household(2))
    before = everything()

    batch = load(household(1) + household(2))

    assert everything() == before
    assert (batch.counts["unchanged"], batch.counts["changed"], batch.counts["new"]) == (2, 0, 0)
    assert batch.state == RegisterBatch.State.UNCHANGED


def test_the_same_bytes_again_are_told_as_applied_before(areas, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    path = sheets.write(tmp_path / "底册.xlsx", household(1))
    batches = []
    for _ in range(2):
        with path.open("rb") as file:
            batch = stage_register(file=File(file), name="底册.xlsx", by=None, on=TODAY)
        batches.append(apply_register_batch(batch=batch, by=None, at=NOW, on=TODAY))

    assert [batch.counts["applied_before"] for batch in batches] == [False, True]


def test_changed_rows_are_updated_by_their_numbers(load):
    load(household(1) + household(2))
    rows = household(1, 人均纯收入="3100", 四个一批="低保政策兜底") + household(2)
    rows[1]["劳动技能"] = "丧失劳动力"

    batch = load(rows)

    row = Household.objects.get(household_no="5103041050000001")
    assert (row.measure, str(row.incomes.get().net_income_pc)) == ("allowance", "3100.00")
    assert Member.objects.get(person_no="510304105000000102").labour == "丧失劳动力"
    assert (batch.counts["changed"], batch.counts["unchanged"]) == (1, 1)


def test_what_the_file_does_not_name_stays(load):
    load(household(1, people=3) + household(2))

    batch = load(household(1, people=2))

    assert (Household.objects.count(), Member.objects.count()) == (2, 5)
    assert batch.counts["absent"] == 1


def test_a_column_the_sheet_lacks_is_not_emptied(load):
    load(household(1))
    header = [name for name in sheets.HEADER if name not in ("联系电话", "民族", "帮扶责任人")]

    batch = load(household(1), header=header)

    assert Household.objects.get().phone == "13990000000"
    assert Member.objects.first().ethnicity == "汉族"
    assert batch.counts["unchanged"] == 1


def test_heads_may_change_places(load):
    load(household(1))
    rows = household(1)
    rows[0]["与户主关系"], rows[1]["与户主关系"] = "配偶", "户主"

    load(rows)

    assert Household.objects.get().head_name == "李乙"
    assert list(Member.objects.values_list("relation", flat=True)) == ["配偶", "户主"]


def test_a_head_who_left_gives_way_to_the_new_one(load):
    load(household(1))
    load([person(1, 2, 与户主关系="户主"), person(1, 3)])

    relations = Member.objects.order_by("person_no").values_list("relation", flat=True)
    assert list(relations) == ["原户主", "户主", "配偶"]


def test_a_new_helper_ends_the_one_before_and_history_stays(load):
    load(household(1), on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    load(household(1, 帮扶责任人="赵六"), on=tomorrow)

    assert list(HelperPairing.objects.values_list("name", "starts_on", "ends_on")) == [
        ("王五", TODAY, TODAY),
        ("赵六", tomorrow, None),
    ]


def test_a_helper_put_right_on_the_same_day_is_renamed(load):
    load(household(1))
    load(household(1, 帮扶责任人="赵六"))

    assert list(HelperPairing.objects.values_list("name", "ends_on")) == [("赵六", None)]


def test_wrong_rows_are_kept_as_complaints_and_nothing_is_applied(stage):
    batch = stage([person(1, 证件号码="999999195603120010")])

    assert batch.state == RegisterBatch.State.REFUSED
    complaint = BatchComplaint.objects.get()
    assert (complaint.sheet, complaint.row, complaint.column) == ("底册", 2, "证件号码")
    with pytest.raises(RuleBroken, match="改正后重新上传"):
        apply_register_batch(batch=batch, by=None, at=NOW, on=TODAY)
    assert not any(everything())


def test_a_file_that_is_no_register_is_refused_and_not_kept(stage):
    with pytest.raises(RuleBroken, match="没有找到底册表头"):
        stage([{"品名": "化肥"}], header=["品名", "单价", "数量"])
    assert not RegisterBatch.objects.exists()


def test_a_batch_is_applied_once(load):
    batch = load(household(1))
    with pytest.raises(RuleBroken, match="已经应用过"):
        apply_register_batch(batch=batch, by=None, at=NOW, on=TODAY)


def test_a_township_may_load_its_own_rows_only(stage, liaison):
    batch = stage([person(1), person(2, 乡="新民镇", 行政村="董家村")], liaison)

    assert batch.area_code == "510304105"
    assert [(c.row, c.reason) for c in batch.complaints.all()] == [(3, "不在本人负责的区域")]


def test_a_township_may_not_take_another_s_household(load, stage, outsider):
    load(household(1))
    batch = stage([person(1, 乡="新民镇", 行政村="董家村")], outsider)

    assert [c.reason for c in batch.complaints.all()] == ["该户编号已登记在其他区域"]


def test_an_identity_number_of_another_person_is_a_complaint(load, stage):
    load([person(1)])
    batch = stage([person(2, 证件号码=person(1)["证件号码"])])

    (complaint,) = batch.complaints.all()
    assert (complaint.row, complaint.column, complaint.value) == (2, "证件号码", "999999***")
    assert batch.state == RegisterBatch.State.REFUSED


def test_a_register_that_changed_after_the_preview_is_not_applied(stage, load):
    batch = stage([person(2, 证件号码=person(1)["证件号码"])])
    load([person(1)])

    with pytest.raises(RuleBroken, match="有了变化"):
        apply_register_batch(batch=batch, by=None, at=NOW, on=TODAY)
    assert Household.objects.count() == 1
    batch.refresh_from_db()
    assert batch.state == RegisterBatch.State.STAGED


def test_text_with_tabs_and_backslashes_is_stored_as_it_is(load):
    load([person(1, 姓名="李\\N", 自然村="a\\b")])

    assert (Member.objects.get().name, Household.objects.get().group_name) == ("李\\N", "a\\b")


def test_a_user_without_area_cannot_upload(stage, liaison):
    liaison.area_code = "-"
    with pytest.raises(RuleBroken, match="没有数据范围"):
        stage(household(1), liaison)


def test_the_checked_rows_are_deleted_once_applied(load):
    batch = load(household(1))
    assert (batch.state, bool(batch.checked), bool(batch.file)) == ("applied", False, True)
