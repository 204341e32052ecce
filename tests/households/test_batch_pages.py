import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.models import AuditEvent, Role
from households.models import (
    RegisterBatch,
)
from households.selectors.uploads import kinds_for
from households.services.importing.kinds import KINDS
from tests.households import sheets
from tests.households.uploads import page
from tests.make import make_user

pytestmark = pytest.mark.django_db


def text_of(client, name, *args, query=""):
    return client.get(page(name, *args) + query).content.decode()


# ---- uploading ----------------------------------------------------------------------------------


def test_the_page_offers_the_kinds_the_user_may_send_in_with_an_empty_workbook(
    client, verifier, liaison
):
    for user in (verifier, liaison):
        client.force_login(user)
        text = text_of(client, "batch_upload")
        offered = [kind for kind in KINDS if f"{page('batch_template')}?kind={kind}" in text]
        assert sorted(offered) == sorted(kinds_for(user))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_empty_workbook_has_the_columns_and_an_example(client, liaison, kind):
    client.force_login(liaison)
    content = client.get(page("batch_template"), {"kind": kind}).content
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    names = [cell.value for cell in sheet[1]]
    assert names == [column.name for column in KINDS[kind].columns()]
    assert any(cell.value for cell in sheet[2])


def test_an_example_left_in_the_file_is_rejected(client, liaison, post_file):
    client.force_login(liaison)
    content = client.get(page("batch_template")).content
    post_file(SimpleUploadedFile("底册.xlsx", content))
    batch = RegisterBatch.objects.get()
    assert (batch.state, batch.counts["accepted"], batch.counts["rejected"]) == ("refused", 0, 1)


def test_a_file_without_one_good_row_says_so_and_how_to_go_on(client, liaison, upload):
    client.force_login(liaison)
    batch = upload([sheets.person(1, 首次识别时间="2016-02-30")])
    assert batch.state == "refused"
    again = f"{page('batch_upload')}?kind=register&amp;income_year=2015"
    text = text_of(client, "batch_detail", batch.pk)
    assert [word for word in ("没有写入任何数据", again) if word not in text] == []
    kept = client.get(again.replace("&amp;", "&")).context["form"]
    assert (kept["kind"].value(), kept["income_year"].value()) == ("register", "2015")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("底册.doc", b"x", "只收 .xlsx"),
        ("底册.xlsx", b"", "空"),
        ("底册.xlsx", b"PK\x03\x04 broken", "文件已损坏"),
    ],
)
def test_what_is_no_workbook_is_refused_at_once(client, liaison, post_file, name, content, told):
    client.force_login(liaison)
    response = post_file(SimpleUploadedFile(name, content), kind="register", year="2014")
    assert response.status_code == 200
    assert told in response.content.decode()
    assert response.context["form"]["income_year"].value() == "2014"


def test_only_who_keeps_the_register_uploads(client, leader):
    client.force_login(leader)
    assert client.get(page("batch_upload")).status_code == 403


# ---- the preview --------------------------------------------------------------------------------


def test_the_preview_counts_and_leads_to_what_is_counted(client, liaison, upload):
    client.force_login(liaison)
    batch = upload([*sheets.household(1), *sheets.household(2, 首次识别时间="2016-02-30")])

    response = client.get(page("batch_detail", batch.pk))

    tiles = {
        label: (n, url)
        for _, figures in response.context["groups"]
        for label, n, _, url in figures
    }
    assert {label: number for label, (number, _) in tiles.items() if label != "提醒"} == {
        "读取": 4, "可接受": 2, "不导入": 2, "须改正": 1, "已规范": 0,
        "新增": 1, "修改": 0, "未变": 0, "登记册有而文件无": 0,
    }  # fmt: skip
    for label, total in (("不导入", 2), ("须改正", 1), ("新增", 1), ("可接受", 2)):
        rows = client.get(tiles[label][1]).context["page_obj"].paginator
        assert (label, rows.count) == (label, total)


def test_the_preview_names_each_column_and_those_not_read(client, liaison, upload):
    client.force_login(liaison)
    rows = [row | {"备注二": "x"} for row in sheets.household(1)]
    batch = upload(rows, header=[*sheets.HEADER, "备注二"])
    columns = dict(client.get(page("batch_detail", batch.pk)).context["columns"])
    assert (columns["证件号码"], columns["备注二"]) == ("证件号码", "")


def test_complaints_name_sheet_row_column_and_reason(client, liaison, upload):
    client.force_login(liaison)
    batch = upload([sheets.person(1, 人数="三")])
    text = text_of(client, "batch_problems", batch.pk, query="?level=block")
    assert [
        word for word in ("底册", "人数", "三", "不是数字", "须改正") if word not in text
    ] == []


def test_a_change_is_shown_field_by_field(client, liaison, upload, act):
    client.force_login(liaison)
    act("batch_apply", upload(sheets.household(1)))
    batch = upload(sheets.household(1, 联系电话="13911112222", 致贫原因="因学"))

    text = text_of(client, "batch_changes", batch.pk, query="?act=change")

    assert [word for word in ("因病", "因学", "联系电话", "139****2222") if word not in text] == []
    assert "13911112222" not in text


def test_who_may_not_read_names_sees_changes_masked(client, liaison, upload):
    client.force_login(liaison)
    batch = upload(sheets.household(1))
    client.force_login(make_user(Role.DISCIPLINE))
    for name in ("batch_changes", "batch_rows"):
        text = text_of(client, name, batch.pk)
        assert "李甲" not in text
        assert "李某某" in text


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", ["batch_problems", "batch_changes", "batch_rows"])
def test_the_lists_ask_the_same_queries_for_any_length(
    client, liaison, upload, rows, name, django_assert_max_num_queries
):
    client.force_login(liaison)
    households = [row for n in range(rows) for row in sheets.household(n + 1, 联系电话="1")]
    batch = upload(households)
    client.get(page(name, batch.pk))
    with django_assert_max_num_queries(9):
        client.get(page(name, batch.pk))


# ---- files --------------------------------------------------------------------------------------


def test_the_workbook_comes_back_marked(client, liaison, upload):
    client.force_login(liaison)
    batch = upload([*sheets.household(1), sheets.person(2, 人数="三")])
    response = client.get(page("batch_marked", batch.pk))
    rows = list(load_workbook(io.BytesIO(response.getvalue()))["底册"].values)
    assert (len(rows), rows[0][-1]) == (4, "问题说明")
    assert "不是数字" in rows[3][-1]
    assert AuditEvent.objects.filter(action="take_marked_upload").count() == 1


def test_the_failed_rows_come_alone(client, liaison, upload):
    client.force_login(liaison)
    batch = upload([*sheets.household(1), sheets.person(2, 人数="三")])
    response = client.get(page("batch_failed", batch.pk))
    assert len(list(load_workbook(io.BytesIO(response.getvalue()))["底册"].values)) == 2


def test_the_file_comes_back_as_it_was(client, liaison, upload, tmp_path):
    client.force_login(liaison)
    batch = upload(sheets.household(1))
    content = client.get(page("batch_file", batch.pk)).getvalue()
    assert content == (tmp_path / "底册.xlsx").read_bytes()


def test_the_complaints_can_be_taken_along(client, liaison, upload):
    client.force_login(liaison)
    batch = upload([sheets.person(1, 人数="三")])
    content = client.get(page("batch_complaints", batch.pk)).content
    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert ("底册", 2, "人数", "三", "不是数字", "须改正") in rows


def test_another_township_s_upload_is_not_found(client, liaison, outsider, upload):
    client.force_login(liaison)
    batch = upload(sheets.household(1))
    client.force_login(outsider)
    names = ("detail", "rows", "problems", "changes", "file", "marked", "failed", "complaints")
    found = [
        name for name in names if client.get(page(f"batch_{name}", batch.pk)).status_code != 404
    ]
    assert found == []
    acts = ("apply", "partial", "revert", "answer", "mapping")
    assert [n for n in acts if client.post(page(f"batch_{n}", batch.pk)).status_code != 404] == []
