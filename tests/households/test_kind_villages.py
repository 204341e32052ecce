"""The village list: marks, years and names; preview, apply, again, back."""

import pytest

from accounts.errors import RuleBroken
from households.models import Area, AreaAlias, RegisterBatch
from households.services.imports import apply_batch, revert_batch
from tests.make import NOW

HEADER = "乡 行政村 是否贫困村 计划摘帽年度 别名"
pytestmark = pytest.mark.django_db


def village(code: str = "510304105201") -> Area:
    return Area.objects.get(pk=code)


def told(batch: RegisterBatch) -> list[tuple[int, str, str]]:
    return [(c.row, c.column, c.reason) for c in batch.complaints.all()]


def changes(batch: RegisterBatch) -> list[tuple[str, str, str, str]]:
    rows = batch.changes.exclude(act="absent")
    return [(row.key, row.field, row.before, row.after) for row in rows]


def test_a_list_marks_poor_villages_and_adds_names(bring):
    batch = bring("villages", HEADER, "新店镇 新建村 是 2016 新建大队", "新民镇 董家 否 _ _")

    assert (village().is_poor, village().planned_exit_year) == (True, 2016)
    assert AreaAlias.objects.get().name == "新建大队"
    assert changes(batch) == [
        ("510304105201", "贫困村", "否", "是"),
        ("510304105201", "计划摘帽年度", "", "2016"),
        ("510304105201", "别名", "", "新建大队"),
    ]
    figures = ("read", "accepted", "rejected", "new", "changed", "unchanged", "absent")
    assert [batch.counts[name] for name in figures] == [2, 2, 0, 0, 1, 1, 2]


def test_the_same_list_again_changes_nothing(bring):
    bring("villages", HEADER, "新店镇 新建村 是 2016 新建大队")

    assert bring("villages", HEADER, "新店镇 新建村 是 2016 新建大队").state == "unchanged"


def test_a_list_is_taken_back_as_a_whole(bring):
    batch = bring("villages", HEADER, "新店镇 新建村 是 2016 新建大队")

    revert_batch(batch=batch, by=None, reason="误传文件", at=NOW)

    assert (village().is_poor, village().planned_exit_year) == (False, None)
    assert not AreaAlias.objects.exists()


def test_a_list_is_not_taken_back_over_later_changes(bring):
    batch = bring("villages", HEADER, "新店镇 新建村 是 2016 _")
    Area.objects.filter(pk="510304105201").update(planned_exit_year=2017)

    with pytest.raises(RuleBroken, match="计划摘帽年度在本次导入之后又有变化"):
        revert_batch(batch=batch, by=None, reason="误传文件", at=NOW)

    assert village().planned_exit_year == 2017


def test_blank_cells_leave_what_is_stored(bring):
    bring("villages", HEADER, "新店镇 新建村 是 2016 _")

    assert bring("villages", HEADER, "新店镇 新建村 _ _ _").state == "unchanged"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("新店镇 无此村 是 _ _", ("行政村", "这个乡镇没有这个村")),
        ("_ 无此村 是 _ _", ("行政村", "本区县没有这个村")),
        ("新民镇 新建村 是 _ _", ("行政村", "该村不属于这个乡镇")),
        ("新店镇 新建村 否 2016 _", ("计划摘帽年度", "非贫困村没有计划摘帽年度")),
        ("新店镇 新建村 _ 2016 _", ("计划摘帽年度", "该村不是贫困村，没有计划摘帽年度")),
        ("新店镇 新建村 是 二〇 _", ("计划摘帽年度", "不是数字")),
        ("新店镇 新建村 是 2016 高峰村", ("别名", "本乡镇另一个村已用这个名称")),
    ],
)
def test_a_wrong_row_is_named_by_row_and_column(send, line, complaint):
    batch = send("villages", HEADER, line)

    assert (batch.state, told(batch)) == ("refused", [(2, *complaint)])


def test_a_village_is_found_without_its_township_if_only_one_has_the_name(bring):
    bring("villages", HEADER, "_ 新建村 是 _ _")

    assert village().is_poor


def test_a_name_of_two_townships_needs_its_township(send):
    Area.objects.create(
        code="510304106202", name="新建村委会", short_name="新建村", level="village",
        parent_id="510304106",
    )  # fmt: skip

    batch = send("villages", HEADER, "_ 新建村 是 _ _")

    assert told(batch) == [(2, "乡", "2个乡镇都有这个村，请填写乡镇")]


def test_a_village_on_two_rows_and_a_wrong_code_are_rejected_and_the_rest_applied(send):
    header = "乡 行政村 村代码 是否贫困村"
    batch = send(
        "villages", header,
        "新店镇 新建村 510304105201 是",
        "新店镇 新建 510304105201 是",
        "新民镇 董家村 510304106209 是",
    )  # fmt: skip

    assert told(batch) == [
        (3, "行政村", "与第2行是同一个村"),
        (4, "村代码", "与村名不符，该村代码是510304106201"),
    ]
    with pytest.raises(RuleBroken, match="2行不能导入"):
        apply_batch(batch=batch, by=None, at=NOW, on=NOW.date())
    applied = apply_batch(batch=batch, by=None, at=NOW, on=NOW.date(), partial=True)
    assert (applied.state, village().is_poor) == ("applied", True)


def test_a_sheet_without_village_names_waits_for_its_columns(send):
    batch = send("villages", "乡 名称 是否贫困村", "新店镇 新建村 是")

    assert (batch.state, batch.counts["missing"]) == ("mapping", ["行政村"])
