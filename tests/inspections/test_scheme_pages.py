"""Pages of schemes: the list, a version, its workbook, an upload in two steps, comparing."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from inspections.models import Scheme, SchemeDraft
from inspections.services.scheme_drafts import stage_scheme
from inspections.workbooks.reading import read_upload
from tests.inspections.workbook_cast import Edited, published, small_scheme
from tests.make import NOW, make_round, make_scheme

pytestmark = pytest.mark.django_db


def page(name, record=None):
    return reverse(f"inspections:scheme_{name}", args=[record.pk] if record else [])


def upload(client, scheme, content, name="改.xlsx"):
    return client.post(page("upload", scheme), {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def scheme(client, office):
    client.force_login(office)
    return published()


def test_the_list_tells_version_questions_and_running_rounds(client, scheme):
    make_round(scheme=scheme)
    make_round(scheme=make_scheme(area_code="510311"))
    (row,) = client.get(page("list")).context["object_list"]
    assert (row.title, row.version, row.questions, row.running) == ("试用督查", 1, 10, 1)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("", ["是否开会", "＊", "${A101_meeting} = &#x27;no&#x27;", "规划方案", "逐个填写"]),
        ("C", ["水利专项是否有计划", "区水务局", "C02_paid"]),
        ("choices", ["健康", "ill"]),
        ("settings", ["拨付率", "2016-01-01 至 2016-12-31"]),
        ("versions", ["第1版", "没有进行中的期次"]),
        ("nonsense", ["是否开会"]),
    ],
)  # fmt: skip
def test_a_version_is_shown_part_by_part(client, scheme, part, words):
    told = client.get(page("detail", scheme), {"part": part}).content.decode()
    assert [word for word in words if word not in told] == []


def test_a_version_asks_the_same_queries_for_any_number_of_rounds(
    client, scheme, django_assert_num_queries
):
    client.get(page("detail", scheme))
    for month in (1, 2, 3):
        make_round(scheme=scheme, period=NOW.date().replace(month=month, day=1))
        with django_assert_num_queries(10):
            client.get(page("detail", scheme), {"part": "versions"})


def test_the_workbook_is_the_scheme(client, scheme):
    answer = client.get(page("workbook", scheme))
    read = read_upload(answer.content, name="x.xlsx")
    assert (read.data, read.version) == (small_scheme(), 1)


def test_a_version_without_content_says_so(client, scheme):
    old = make_scheme(code="old")
    answer = client.get(page("workbook", old), follow=True)
    assert "没有留存工作簿内容" in answer.content.decode()
    assert client.get(page("upload", old)).status_code == 200


def test_a_wrong_workbook_is_refused_with_every_complaint(client, scheme):
    content = Edited().question("A101_times", level="X").set("choices", 5, name="well").content
    told = upload(client, scheme, content)
    assert [(name, count) for name, count, _ in told.context["sheets"]] == [
        ("choices 选项", 1),
        ("survey 题目", 1),
    ]
    assert "“改.xlsx”有 2 处须改正，没有写入任何内容" in told.content.decode()
    assert "level 层级" in told.content.decode()
    assert not SchemeDraft.objects.exists()


def test_the_first_two_hundred_complaints_are_shown_and_all_counted(client, scheme):
    edited = Edited()
    for number in range(30, 240):
        edited.set("survey", number, type="text")
    told = upload(client, scheme, edited.content)
    shown = sum(len(complaints) for _, _, complaints in told.context["sheets"])
    assert (shown, told.context["total"] > 200) == (200, True)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("改.xls", b"\xd0\xcf\x11\xe0", "只收 .xlsx"),
        ("改.xlsx", b"not a workbook", "不是表格文件"),
        ("改.xlsx", b"PK\x03\x04broken", "已损坏"),
    ],
)
def test_another_file_is_refused_on_the_page(client, scheme, name, content, reason):
    told = upload(client, scheme, content, name)
    assert reason in told.content.decode()


def test_an_upload_is_compared_then_published_with_a_note(client, scheme):
    round_ = make_round(scheme=scheme)
    answer = upload(client, scheme, Edited().question("A101_times", label="开会几次").content)
    draft = SchemeDraft.objects.get()
    assert answer.url == page("draft", draft)
    told = client.get(answer.url).content.decode()
    assert all(word in told for word in ("开会次数", "开会几次", "仍用原版本", round_.title))

    assert client.post(answer.url, {"note": ""}).context["form"].errors["note"]
    done = client.post(answer.url, {"note": "按例会意见改题"})

    newest = Scheme.objects.get(version=2)
    assert done.url == page("detail", newest)
    assert "已发布为" in client.get(answer.url).content.decode()
    assert "与第1版比较" in client.get(done.url, {"part": "versions"}).content.decode()
    told = client.get(page("differences", newest)).content.decode()
    assert "开会次数" in told
    assert "按例会意见改题" in told


def test_a_workbook_of_an_older_version_is_warned_of(client, scheme, office):
    content = Edited(version=3).question("A101_times", hint="本年").content
    draft = stage_scheme(scheme=scheme, content=content, name="x.xlsx", by=office, at=NOW).draft
    assert "是从第3版下载的，现行是第1版" in client.get(page("draft", draft)).content.decode()


def test_a_draft_can_be_given_up(client, scheme, office):
    content = Edited().question("A101_times", hint="本年").content
    draft = stage_scheme(scheme=scheme, content=content, name="x.xlsx", by=office, at=NOW).draft
    assert "还没有发布" in client.get(page("detail", scheme)).content.decode()

    client.post(page("draft_drop", draft))

    draft.refresh_from_db()
    assert (draft.state, Scheme.objects.count()) == ("dropped", 1)


def test_a_draft_behind_the_newest_version_cannot_be_published(client, scheme, office):
    content = Edited().question("A101_times", hint="本年").content
    draft = stage_scheme(scheme=scheme, content=content, name="x.xlsx", by=office, at=NOW).draft
    make_scheme(code="trial", version=2, data=scheme.data)
    told = client.get(page("draft", draft)).content.decode()
    assert "发布第2版，这份修改稿不能再发布" in told
    assert "发布为新版本" not in told
    assert client.post(page("draft", draft), {"note": "按例会意见"}).status_code == 200
    assert Scheme.objects.count() == 2


def test_readers_see_the_checklists_and_may_not_change_them(client, scheme, leader):
    client.force_login(leader)
    told = client.get(page("detail", scheme)).content.decode()
    assert "下载工作簿" in told
    assert "上传修改稿" not in told
    assert client.get(page("upload", scheme)).status_code == 403


def test_the_downloaded_file_is_named_after_the_version(client, scheme):
    answer = client.get(page("workbook", scheme))
    assert "%E7%AC%AC1%E7%89%88" in answer["Content-Disposition"]
    assert load_workbook(BytesIO(answer.content)).sheetnames[:2] == ["说明", "survey"]
