"""The platform check: extract, differences, their explanation, and who sees and does what."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import Role
from households.models import Area, Household, PlatformDifference, RegisterBatch
from households.selectors.platform import platform_check, platform_overview
from households.selectors.uploads import kinds_for
from households.services.imports import revert_batch
from households.services.platform import compare_again, explain_difference, explain_differences
from tests.make import COUNTY, NOW, make_household, make_user

HEADER = "户编号 四个一批 人数 乡 行政村"
HERE, THERE, OTHER = "51030410500001", "51030410500002", "51030410600003"
LINES = (
    f"{HERE} 生产和就业发展、医疗救助扶持 4 新店镇 新建村",
    f"{THERE} 低保政策兜底 2 新店镇 高峰村",
    f"{OTHER} 移民搬迁安置 5 新民镇 董家村",
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def households(areas) -> list[Household]:
    rows = (
        ("510304105201", HERE, 4, "industry", ["medical"]),
        ("510304105202", THERE, 3, "allowance", []),
        ("510304106201", OTHER, 5, "relocation", []),
    )
    return [
        make_household(
            Area.objects.get(pk=code), household_no=number, person_count=persons,
            measure=main, further_measures=further,
        )
        for code, number, persons, main, further in rows
    ]  # fmt: skip


def found() -> list[tuple[str, str, str, int, int]]:
    rows = PlatformDifference.objects.order_by("batch", "household_no", "measure")
    return [(r.household_no, r.measure, r.kind, r.here_persons, r.there_persons) for r in rows]


def figures(place) -> list[tuple[int, int, int, int]]:
    return [
        (m.here_households, m.here_persons, m.there_households, m.there_persons)
        for m in place.measures
    ]


def test_an_extract_is_compared_when_it_is_applied(bring):
    batch = bring("platform", HEADER, *LINES)

    assert found() == [(THERE, "allowance", "persons", 3, 2)]
    assert (batch.lines.count(), batch.counts["new"]) == (4, 4)


def test_what_one_side_lacks_differs_in_the_townships_of_the_extract_only(bring):
    bring(
        "platform", HEADER,
        f"{THERE} 低保政策兜底 3 新店镇 高峰村", f"{THERE} 医疗救助扶持 3 新店镇 高峰村",
    )  # fmt: skip

    assert found() == [
        (HERE, "industry", "only_register", 4, 0),
        (HERE, "medical", "only_register", 4, 0),
        (THERE, "medical", "only_platform", 0, 3),
    ]


def test_a_township_without_lines_is_warned_of(send):
    batch = send("platform", HEADER, LINES[0])

    reasons = [c.reason for c in batch.complaints.filter(level="warn")]
    assert reasons == ["名单里没有这些乡镇的户，这些乡镇不作比对：新民镇"]


def test_a_household_the_register_lacks_stands_where_the_sheet_says(bring):
    bring("platform", HEADER, *LINES, "51030410500099 低保政策兜底 2 新店镇 新建村")

    row = PlatformDifference.objects.get(household_no="51030410500099")
    assert (row.kind, row.area_code) == ("only_platform", "510304105201")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("51030410500099 低保政策兜底 2 _ _", ("户编号", "登记册没有这一户，请填写乡和行政村")),
        (f"{HERE} 产业扶贫 4 _ _",
         ("四个一批", "应为：生产和就业发展、移民搬迁安置、低保政策兜底、医疗救助扶持")),
        (f"{HERE} 低保政策兜底 零 _ _", ("人数", "不是数字")),
        (f"{HERE} _ 4 _ _", ("四个一批", "四个一批为空")),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_by_row_and_column(send, line, complaint):
    batch = send("platform", HEADER, line)

    assert batch.state == "refused"
    assert complaint in [(c.column, c.reason) for c in batch.complaints.filter(row=2)]


def test_the_same_extract_again_changes_nothing(bring):
    bring("platform", HEADER, *LINES)

    assert bring("platform", HEADER, *LINES).state == "unchanged"
    assert len(found()) == 1


def test_sums_of_the_townships_equal_the_county_and_the_differences(bring, office):
    bring("platform", HEADER, *LINES)
    check = platform_overview(office)

    assert [place.name for place in check.townships] == ["新店镇", "新民镇"]
    assert figures(check.total) == [
        (1, 4, 1, 4), (1, 5, 1, 5), (1, 3, 1, 2), (1, 4, 1, 4),
    ]  # fmt: skip
    parts = [sum(x) for x in zip(*(m for p in check.townships for m in figures(p)), strict=True)]
    whole = [sum(x) for x in zip(*figures(check.total), strict=True)]
    assert parts == whole
    off = sum(m.persons_off for m in check.total.measures)
    assert off == sum(here - there for *_, here, there in found())
    assert (check.total.differences, check.total.explained, check.stale) == (1, 0, False)


def test_the_figures_of_a_place_for_an_inspection(bring):
    bring("platform", HEADER, *LINES)

    assert figures(platform_check("510304105"))[2] == (1, 3, 1, 2)
    assert figures(platform_check("510304105202"))[2] == (1, 3, 1, 2)
    assert figures(platform_check(COUNTY))[1] == (1, 5, 1, 5)
    assert platform_check("510304107") is None


def test_a_difference_is_explained_and_dated(bring, liaison):
    bring("platform", HEADER, *LINES)
    row = PlatformDifference.objects.get()

    explain_difference(difference=row, explanation="本月新生一人", by=liaison, at=NOW)

    assert (row.explanation, row.explained_by, row.explained_at) == ("本月新生一人", liaison, NOW)
    assert platform_check("510304105").share == 100


def test_a_later_sentence_is_added_and_the_sum_has_its_limit(bring, liaison):
    bring("platform", HEADER, *LINES)
    row = PlatformDifference.objects.get()
    explain_difference(difference=row, explanation="本月新生一人", by=liaison, at=NOW)
    explain_difference(difference=row, explanation="已在平台补录", by=liaison, at=NOW)

    assert row.explanation == "本月新生一人；已在平台补录"
    with pytest.raises(RuleBroken, match="不超过200字"):
        explain_difference(difference=row, explanation="补" * 190, by=liaison, at=NOW)
    with pytest.raises(RuleBroken, match="不少于4字"):
        explain_difference(difference=row, explanation="  同上 ", by=liaison, at=NOW)


def test_many_are_explained_together_or_not_at_all(bring, liaison):
    bring("platform", HEADER, f"{THERE} 低保政策兜底 3 新店镇 高峰村")
    rows = list(PlatformDifference.objects.all())
    PlatformDifference.objects.filter(pk=rows[1].pk).update(explanation="另一人刚写的")

    with pytest.raises(RuleBroken, match="已有新的说明"):
        explain_differences(differences=rows, explanation="平台未及时录入", by=liaison, at=NOW)

    assert PlatformDifference.objects.get(pk=rows[0].pk).explanation == ""


def test_comparing_again_settles_what_is_settled_and_asks_anew_what_has_moved(
    bring, verifier, liaison, households
):
    bring("platform", HEADER, *LINES, "51030410500099 低保政策兜底 2 新店镇 新建村")
    both = PlatformDifference.objects.all()
    explain_differences(differences=both, explanation="平台未更新", by=liaison, at=NOW)
    Household.objects.filter(household_no=THERE).update(person_count=4)
    Household.objects.filter(household_no=OTHER).update(person_count=6)
    assert platform_overview(verifier).stale

    assert compare_again(county=COUNTY, by=verifier, at=NOW) == 3

    moved = PlatformDifference.objects.get(household_no=THERE)
    assert (moved.here_persons, moved.explanation, moved.explained_at) == (4, "平台未更新", None)
    assert PlatformDifference.objects.get(household_no="51030410500099").explained_at == NOW
    Household.objects.filter(household_no=THERE).update(person_count=2)
    assert compare_again(county=COUNTY, by=verifier, at=NOW) == 2
    assert not platform_overview(verifier).stale


def test_the_next_extract_keeps_the_explanation_of_the_same_difference(bring, liaison):
    bring("platform", HEADER, *LINES)
    row = PlatformDifference.objects.get()
    explain_difference(difference=row, explanation="本月新生一人", by=liaison, at=NOW)

    batch = bring("platform", HEADER, *LINES[:2], f"{OTHER} 移民搬迁安置 4 新民镇 董家村")

    rows = PlatformDifference.objects.filter(batch=batch).order_by("household_no")
    assert [(r.household_no, r.explanation, r.explained_at) for r in rows] == [
        (THERE, "本月新生一人", NOW),
        (OTHER, "", None),
    ]
    with pytest.raises(RuleBroken, match="以前的名单"):
        explain_difference(difference=row, explanation="再说一遍", by=liaison, at=NOW)


def test_an_extract_is_taken_back_until_it_is_explained(bring, liaison):
    first = bring("platform", HEADER, *LINES)
    second = bring("platform", HEADER, LINES[0])
    revert_batch(batch=second, by=None, reason="误传文件", at=NOW)
    assert (second.lines.count(), platform_check("510304105").differences) == (0, 1)

    row, later = PlatformDifference.objects.get(), NOW + timedelta(hours=1)
    explain_difference(difference=row, explanation="本月新生一人", by=liaison, at=later)
    with pytest.raises(RuleBroken, match="已对这份名单的差异作了说明"):
        revert_batch(batch=first, by=None, reason="误传文件", at=NOW)


def test_the_officers_of_a_township_with_differences_are_told(bring, liaison, outsider):
    bring("platform", HEADER, *LINES)

    notice = liaison.notices.get()
    assert notice.text == "六有平台名单已比对，新店镇有1条差异，请逐条说明。"
    assert notice.url == f"{reverse('households:platform_list')}?area=510304105"
    assert not outsider.notices.exists()


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.TOWNSHIP_OFFICER, ("register", "pairings", "incomes")),
        (Role.ORGANISATION_DEPT, ("postings",)),
        (Role.ORGANS_COMMITTEE, ("postings",)),
        (Role.SUPERVISION_OFFICE, ()),
        (Role.POVERTY_OFFICE, tuple(RegisterBatch.Kind.values)),
    ],
)
def test_each_role_sends_in_its_own_kinds(roles, role, kinds):
    assert kinds_for(make_user(role)) == kinds


def test_a_kind_of_others_is_refused(send, liaison):
    with pytest.raises(RuleBroken, match="您无权上传“六有平台名单”"):
        send("platform", HEADER, *LINES, by=liaison)


def test_who_sends_in_postings_does_not_see_registers(roles, send):
    batch = send("pairings", "户编号 帮扶责任人 单位", f"{HERE} 王五 _")
    organisation = make_user(Role.ORGANISATION_DEPT)
    office = make_user(Role.SUPERVISION_OFFICE)

    assert not RegisterBatch.objects.visible_to(organisation).exists()
    assert list(RegisterBatch.objects.visible_to(office)) == [batch]
