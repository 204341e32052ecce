"""Postings from a list: dated terms, one in post, history kept; preview, apply, again, back."""

from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import UnitAlias
from households.models import Area, Posting, PostingSighting, RegisterBatch
from households.services.imports import revert_batch
from tests.make import COUNTY, NOW, make_unit

LONG = "乡 行政村 岗位 姓名 职务 单位 联系电话 到岗日期 离岗日期"
FIRST = "新店镇 新建村 第一书记 王五 副科长 区农业局 13990000001 2016-01-05 _"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def village(areas) -> Area:
    unit = make_unit("区农业局")
    UnitAlias.objects.create(unit=unit, area_code=COUNTY, name="农业局")
    make_unit("区交通局")
    village = Area.objects.get(pk="510304105201")
    village.is_poor = True
    village.save()
    return village


def terms() -> list[tuple[str, str, date, date | None]]:
    rows = Posting.objects.select_related("unit").order_by("post", "starts_on")
    return [(row.get_post_display(), row.person_name, row.starts_on, row.ends_on) for row in rows]


def told(batch: RegisterBatch) -> list[tuple[int, str, str]]:
    return [(c.row, c.column, c.reason) for c in batch.complaints.all()]


def test_a_new_term_ends_the_running_one_the_day_before(bring):
    bring("postings", LONG, FIRST)

    batch = bring("postings", LONG, "新店镇 新建村 第一书记 赵六 _ 农业局 _ 2016.6.1 _")

    assert terms() == [
        ("第一书记", "王五", date(2016, 1, 5), date(2016, 5, 31)),
        ("第一书记", "赵六", date(2016, 6, 1), None),
    ]
    new = Posting.objects.get(person_name="赵六")
    assert (new.source, str(new.unit)) == (batch, "区农业局")
    assert [(c.act, c.field, c.before, c.after) for c in batch.changes.all()] == [
        ("add", "", "", "赵六 区农业局 2016-06-01起"),
        ("change", "离岗日期", "", "2016-05-31"),
    ]


def test_the_same_list_again_changes_nothing(bring):
    bring("postings", LONG, FIRST)

    assert bring("postings", LONG, FIRST).state == "unchanged"


def test_the_first_list_too_is_no_news_after_its_successor(bring):
    bring("postings", LONG, FIRST)
    bring("postings", LONG, "新店镇 新建村 第一书记 赵六 _ 农业局 _ 2016.6.1 _")

    assert bring("postings", LONG, FIRST).state == "unchanged"


def test_a_term_is_put_right_by_a_list_that_says_more(bring):
    bring("postings", LONG, FIRST)

    batch = bring("postings", LONG, "新店镇 新建村 第一书记 王五 科长 _ _ 2016-01-08 2016-07-01")

    row = Posting.objects.get()
    assert (row.title, str(row.unit), row.phone) == ("科长", "区农业局", "13990000001")
    assert (row.starts_on, row.ends_on) == (date(2016, 1, 8), date(2016, 7, 1))
    assert (batch.counts["new"], batch.counts["changed"]) == (0, 1)


def test_a_village_on_one_row_with_columns_for_each_post(bring):
    header = "乡镇 行政村 联系领导 联系领导职务 帮扶单位 第一书记 第一书记单位 农技员 到岗日期"
    batch = bring(
        "postings", header, "新店镇 新建村 李领导 副区长 区交通局 王五 区农业局 _ 2016-01-05"
    )

    found = [(name, person) for name, person, _, _ in terms()]
    assert found == [("第一书记", "王五"), ("帮扶单位", ""), ("联系领导", "李领导")]
    assert str(Posting.objects.get(post="helping_unit").unit) == "区交通局"
    assert (batch.counts["read"], batch.counts["new"]) == (1, 3)


def test_an_ended_term_joins_the_history(bring):
    bring("postings", LONG, FIRST)
    bring("postings", LONG, "新店镇 新建村 第一书记 钱七 _ _ _ 2014-01-01 2015-12-31")

    assert [person for _, person, _, _ in terms()] == ["钱七", "王五"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("新店镇 新建村 第一书记 _ _ _ _ 2016-01-05 _", ("第一书记", "请填写人员姓名或单位")),
        ("新店镇 新建村 第一书记 王五 _ _ _ _ _", ("到岗日期", "第一书记的到岗日期为空")),
        ("新店镇 新建村 会计 王五 _ _ _ 2016-01-05 _",
         ("岗位", "应为：联系领导、帮扶单位、驻村工作组、第一书记、农技员、结对帮扶单位")),
        ("新店镇 新建村 _ 王五 _ _ _ 2016-01-05 _", ("岗位", "这一行没有填写岗位")),
        ("新店镇 新建村 第一书记 王五 _ 区无此局 _ 2016-01-05 _",
         ("单位", "单位库里没有这个单位，请用全称，或请系统管理员先登记")),
        ("新店镇 高峰村 第一书记 王五 _ _ _ 2016-01-05 _",
         ("岗位", "非贫困村登记结对帮扶单位，不能登记此岗位")),
        ("新店镇 新建村 结对帮扶单位 _ _ 区农业局 _ 2016-01-05 _",
         ("岗位", "贫困村登记“五个一”，不能登记此岗位")),
        ("新店镇 新建村 第一书记 王五 _ _ _ 2016-01-05 2015-01-05",
         ("离岗日期", "离岗日期早于到岗日期")),
        ("新店镇 新建村 农技员 王五 _ _ _ 2016-02-30 _", ("到岗日期", "日期不存在")),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_by_row_and_column(send, line, complaint):
    batch = send("postings", LONG, line)

    assert batch.state == "refused"
    assert (2, *complaint) in told(batch)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("新店镇 新建村 第一书记 赵六 _ _ _ 2015-06-01 _", "应晚于现任的开始日期2016-01-05"),
        ("新店镇 新建村 第一书记 赵六 _ _ _ 2015-06-01 2016-02-01",
         "与2015-06-01至2016-02-01的任期重叠"),
    ],
)  # fmt: skip
def test_a_term_that_collides_with_stored_ones_is_rejected(bring, send, line, reason):
    bring("postings", LONG, FIRST)

    batch = send("postings", LONG, line)

    assert (batch.state, told(batch)) == ("refused", [(2, "到岗日期", reason)])


def test_a_row_with_one_wrong_post_stays_out_with_all_its_posts(bring):
    header = "行政村 第一书记 第一书记单位 农技员 到岗日期"
    batch = bring(
        "postings", header,
        "新建村 王五 区无此局 钱七 2016-01-05", "新建村 _ _ 孙八 2016-03-01", partial=True,
    )  # fmt: skip

    assert [person for _, person, _, _ in terms()] == ["孙八"]
    assert (batch.counts["rejected"], batch.counts["new"]) == (1, 1)


def test_a_list_is_taken_back_as_a_whole(bring):
    bring("postings", LONG, FIRST)
    before = terms()
    batch = bring("postings", LONG, "新店镇 新建村 第一书记 赵六 _ _ _ 2016-06-01 _")

    revert_batch(batch=batch, by=None, reason="误传文件", at=NOW)

    assert terms() == before


def test_a_list_is_not_taken_back_once_somebody_was_met_in_post(bring):
    batch = bring("postings", LONG, FIRST)
    PostingSighting.objects.create(
        area_code="510304105201", posting=Posting.objects.get(), seen_on="2016-07-12",
        present=True, noted_in="督查表1",
    )  # fmt: skip

    with pytest.raises(RuleBroken, match="已有在岗记录"):
        revert_batch(batch=batch, by=None, reason="误传文件", at=NOW)

    assert Posting.objects.count() == 1


def test_posts_the_list_does_not_name_stay(bring):
    bring("postings", LONG, FIRST)
    batch = bring("postings", LONG, "新店镇 新建村 农技员 钱七 _ _ _ 2016-02-01 _")

    assert (batch.counts["absent"], len(terms())) == (1, 2)
