"""Lists of problems: read, complained about by row and column, entered whole or not at all."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.errors import RuleBroken
from accounts.models import Role
from inspections.models import LedgerEntry, Problem, ProblemSource
from inspections.services.problem_uploads import (
    apply_problem_upload,
    drop_problem_upload,
    receive_problem_upload,
)
from inspections.workbooks.problem_list import blank_list
from tests.inspections.upload_cast import GOOD, sheet
from tests.make import (
    COUNTY,
    NOW,
    make_area,
    make_category,
    make_household,
    make_problem,
    make_question,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
VILLAGE = f"{COUNTY}105201"


@pytest.fixture(autouse=True)
def district(roles):
    make_area(f"{COUNTY}105", "新店镇")
    make_unit("新店镇", area_code=f"{COUNTY}105", kind="township")
    make_category()
    return make_area(VILLAGE, "和平村")


def receive(by, *rows, **given):
    return receive_problem_upload(file=sheet(*rows), name="清单.xlsx", by=by, at=NOW, **given)


def complaints(upload):
    return [(one["row"], one["column"], one["reason"]) for one in upload.complaints]


def test_a_list_is_entered_whole_with_numbers_in_its_order(office):
    make_question("A203_plan", item_title="实施方案")
    row = GOOD | {"问题描述": "方案未制定", "条目编码": "A203", "类别": ""}
    body = ProblemSource.objects.create(kind="superior", name="市委督导组")
    more = {"来源": "市委督导组", "发现环节": "县复核", "能否村级解决": "否", "责任人": "王镇长",
            "整改措施": "补制", "时限": "2016-08-01", "严重程度": "较重"}  # fmt: skip
    upload = receive(office, GOOD, row | more)
    assert (complaints(upload), Problem.objects.count()) == ([], 0)
    assert apply_problem_upload(upload=upload, by=office, at=NOW) == 2
    first, second = Problem.objects.order_by("number")
    assert (first.number, first.subject_name, first.source, first.area_code) == (
        f"{COUNTY}-201607-001", "新店镇和平村", "audit", VILLAGE,
    )  # fmt: skip
    assert (second.origin, second.found_in, second.village_can_solve) == (
        body, "county_recheck", False,
    )  # fmt: skip
    assert (second.item, second.planned_on, second.severity, second.category.slug) == (
        "A203", date(2016, 8, 1), "serious", "plan",
    )  # fmt: skip
    assert LedgerEntry.objects.count() == 2


def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_entered(office):
    wrong = {
        "村": "没有村", "类别": "没有的", "严重程度": "很重", "发现日期": "2016-02-30",
        "责任单位": "没有局", "来源": "传闻", "发现环节": "梦中", "能否村级解决": "也许",
    }  # fmt: skip
    upload = receive(
        office, GOOD, GOOD | wrong, GOOD | {"问题描述": "", "发现日期": "2016-07-21"}, GOOD
    )
    assert complaints(upload) == [
        (3, "村", "没有这个村，或不在您的区域"),
        (3, "类别", "没有这个类别"),
        (3, "严重程度", "请写一般、较重或严重"),
        (3, "来源", "没有这个来源，请改写来源类别，或由系统管理员在“问题来源”中登记"),
        (3, "发现环节", "没有这个发现环节"),
        (3, "发现日期", "日期不存在"),
        (3, "能否村级解决", "请写能或否"),
        (3, "责任单位", "没有这个单位，请先由系统管理员登记"),
        (4, "问题描述", "请写明问题事实"),
        (4, "发现日期", "晚于今天"),
        (5, "问题描述", "与第2行相同，请删去一行"),
    ]
    with pytest.raises(RuleBroken) as refused:
        apply_problem_upload(upload=upload, by=office, at=NOW)
    assert (refused.value.code, Problem.objects.count()) == ("has_complaints", 0)


def test_the_same_list_again_enters_nothing_twice(office):
    first, again = receive(office, GOOD), receive(office, GOOD)
    assert apply_problem_upload(upload=first, by=office, at=NOW) == 1
    assert apply_problem_upload(upload=again, by=office, at=NOW) == 0
    with pytest.raises(RuleBroken, match="已登记"):
        apply_problem_upload(upload=first, by=office, at=NOW)
    assert Problem.objects.count() == 1


def test_a_dropped_list_is_not_entered(office):
    upload = receive(office, GOOD)
    drop_problem_upload(upload=upload, by=office)
    with pytest.raises(RuleBroken, match="已放弃"):
        apply_problem_upload(upload=upload, by=office, at=NOW)


def test_a_household_is_found_by_number_or_by_name_in_its_village_and_masked(office, district):
    make_household(district, head_name="李文秀", household_no=f"{VILLAGE}0007")
    make_household(district, head_name="王大力", household_no=f"{VILLAGE}0008")
    make_household(make_area(f"{COUNTY}105202"), head_name="王大力")
    by_number = GOOD | {"户编号/户主": f"{VILLAGE}0007", "问题描述": "李文秀家漏雨13987654321"}
    by_name = GOOD | {"户编号/户主": "王大力"}
    upload = receive(office, by_number, by_name, GOOD | {"户编号/户主": "无此人"})
    assert complaints(upload) == [(4, "户编号/户主", "底册中没有这一户，或不在您的区域")]
    named = [(row["about"][2], row["fact"]) for row in upload.rows]
    assert named == [
        ("李某某（户0007）", "李某某家漏雨139****4321"),
        ("王某某（户0008）", "村道破损"),
    ]


def test_a_unit_of_one_name_in_two_places_is_the_nearest_or_asked_about(office):
    own = make_unit("和平村", area_code=VILLAGE, kind="village")
    make_unit("和平村", area_code=f"{COUNTY}106201", kind="village")
    upload = receive(
        office, GOOD | {"责任单位": "和平村"}, {**GOOD, "村": "", "责任单位": "和平村"}
    )
    assert upload.rows[0]["unit"] == own.pk
    assert complaints(upload) == [(3, "责任单位", "同名的单位有几个，请写全称")]


def test_a_township_hands_in_its_own_findings_of_its_own_villages(district):
    officer = make_user(Role.TOWNSHIP_OFFICER, area_code=f"{COUNTY}105")
    make_area(f"{COUNTY}106201", "别村")
    own = {**GOOD, "乡镇": "", "来源": "自查"}
    upload = receive(officer, own, {**own, "来源": "审计"}, {**own, "村": "别村"})
    assert complaints(upload) == [
        (3, "来源", "您只登记自查、互查发现的问题"),
        (4, "村", "没有这个村，或不在您的区域"),
    ]


def test_a_problem_of_a_list_repeats_an_earlier_one(office):
    make_question("A203_plan")
    place = {"subject_kind": "village", "subject_code": VILLAGE, "area_code": VILLAGE}
    before = make_problem(**place, found_on=date(2016, 3, 1), number="510304-201603-001")
    upload = receive(office, GOOD | {"条目编码": "A203"})
    apply_problem_upload(upload=upload, by=office, at=NOW)
    assert Problem.objects.get(upload=upload).repeats == before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("清单.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        ("清单.xlsm", b"PK\x03\x04", "宏"),
        ("清单.xlsx", b"PK\x03\x04broken", "损坏"),
        ("清单.csv", "姓名,电话\n甲,1\n".encode(), "空表"),
    ],
)
def test_what_is_no_list_is_refused(office, name, content, words):
    with pytest.raises(RuleBroken, match=words):
        receive_problem_upload(
            file=SimpleUploadedFile(name, content), name=name, by=office, at=NOW
        )


def test_a_plain_text_table_is_read_too(office):
    text = ",".join(GOOD) + "\n" + ",".join(GOOD.values()) + "\n"
    file = SimpleUploadedFile("清单.csv", text.encode("utf-8-sig"))
    upload = receive_problem_upload(file=file, name="清单.csv", by=office, at=NOW)
    assert (len(upload.rows), upload.complaints) == (1, [])


def test_the_example_of_the_empty_list_is_complained_about(office):
    content = blank_list(categories=["规划方案"], units=["新店镇"], sources=["审计"])
    assert load_workbook(BytesIO(content)).sheetnames == ["问题清单", "填写说明"]
    file = SimpleUploadedFile("空表.xlsx", content)
    upload = receive_problem_upload(file=file, name="空表.xlsx", by=office, at=NOW)
    assert (2, "村", "没有这个村，或不在您的区域") in complaints(upload)
