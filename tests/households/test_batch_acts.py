import pytest

from accounts.models import AuditEvent, Job
from households.models import (
    BatchDifference,
    HeaderMapping,
    Household,
    Member,
    RegisterConflict,
)
from tests.households import sheets
from tests.households.uploads import page

pytestmark = pytest.mark.django_db


def text_of(client, name, *args, query=""):
    return client.get(page(name, *args) + query).content.decode()


# ---- applying and taking back -------------------------------------------------------------------


def test_a_township_uploads_previews_and_applies(client, liaison, upload, act):
    client.force_login(liaison)
    batch = upload(sheets.household(1))
    assert "全部应用" in text_of(client, "batch_detail", batch.pk)

    act("batch_apply", batch)

    jobs = Job.objects.filter(kind="apply_register_batch").values_list("state", flat=True)
    assert (Household.objects.count(), list(jobs)) == (1, ["done"])
    assert "写入登记册" in text_of(client, "batch_detail", batch.pk)


def test_rejected_rows_stay_out_only_after_a_page_that_names_them(client, liaison, upload, act):
    client.force_login(liaison)
    batch = upload([*sheets.household(1), *sheets.household(2, 首次识别时间="2016-02-30")])
    refused = act("batch_apply", batch)
    assert "有2行不能导入" in client.get(refused.url).content.decode()
    assert Household.objects.count() == 0

    text = text_of(client, "batch_partial", batch.pk)
    assert "有 2 行不导入" in text
    act("batch_partial", batch)

    assert (batch.state, Household.objects.count()) == ("applied", 1)


def test_an_applied_file_is_taken_back_with_a_reason(client, liaison, upload, act):
    client.force_login(liaison)
    batch = upload(sheets.household(1))
    act("batch_apply", batch)
    assert "新增" in text_of(client, "batch_revert", batch.pk)
    assert act("batch_revert", batch, {"reason": ""}).status_code == 200

    act("batch_revert", batch, {"reason": "传错了文件"})

    assert (batch.state, Household.objects.count()) == ("reverted", 0)
    assert AuditEvent.objects.get(action="revert_batch").detail["reason"] == "传错了文件"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("batch_revert", "这份文件待应用，不能撤回：只有已应用的导入可以撤回。"),
        ("batch_answer", "这份文件已应用，不能重新核对。"),
        ("batch_mapping", "这份文件已应用，不能对应列名。"),
        ("batch_partial", "这份文件已应用，不能应用。"),
    ],
)
def test_the_page_of_an_act_leads_back_where_there_is_nothing_to_do(
    client, liaison, upload, act, name, told
):
    client.force_login(liaison)
    batch = upload(sheets.household(1))
    if name != "batch_revert":
        act("batch_apply", batch)

    refused = client.get(page(name, batch.pk))

    assert refused.url == page("batch_detail", batch.pk)
    assert told in client.get(refused.url).content.decode()


# ---- questions, headers, sheets -----------------------------------------------------------------


def test_a_question_is_answered_and_the_file_checked_again(client, liaison, upload, act):
    client.force_login(liaison)
    batch = upload(sheets.household(1, 人均纯收入="0.45"))
    assert batch.state == "asking"
    question = batch.counts["questions"][0]
    text = text_of(client, "batch_detail", batch.pk)
    assert question["text"] in text

    act("batch_answer", batch, {"answer_0": question["choices"][0][0]})

    assert batch.options["answers"] == {question["key"]: question["choices"][0][0]}
    assert batch.state != "received"


OWN = {"户编号": "贫困户编码", "姓名": "名字", "证件号码": "身份证明"}


def own_rows(number):
    rows = [{OWN.get(k, k): v for k, v in row.items()} for row in sheets.household(number)]
    return rows, [OWN.get(name, name) for name in sheets.HEADER]


def test_headers_are_mapped_once_and_remembered(client, liaison, upload, act):
    client.force_login(liaison)
    rows, header = own_rows(1)
    batch = upload(rows, header=header)
    assert batch.state == "mapping"
    response = client.get(page("batch_mapping", batch.pk))
    shown = {name: values for name, values, _ in response.context["rows"]}
    assert shown["身份证明"] == ["999***", "999***"]
    assert shown["名字"] == ["李甲", "李乙"]

    form = response.context["form"]
    given = {f"column_{at}": form[f"column_{at}"].value() for at in range(len(form.headers))}
    keys = {"贫困户编码": "household_no", "名字": "name", "身份证明": "identity_number"}
    given |= {f"column_{form.headers.index(name)}": key for name, key in keys.items()}
    act("batch_mapping", batch, given)

    assert batch.state == "staged"
    assert set(HeaderMapping.objects.values_list("header", flat=True)) >= set(keys)
    rows, header = own_rows(2)
    assert upload(rows, header=header).state == "staged"


def test_a_mapping_without_a_required_column_is_refused(client, liaison, upload, act):
    client.force_login(liaison)
    rows, header = own_rows(1)
    batch = upload(rows, header=header)
    response = act("batch_mapping", batch, {})
    assert "必填的列还没有对应" in response.content.decode()


def test_a_remembered_header_can_be_forgotten(client, liaison):
    kept = HeaderMapping.objects.create(
        area_code="510304", kind="register", header="名字", column="name"
    )
    client.force_login(liaison)
    assert "名字" in text_of(client, "mapping_list")
    client.post(page("mapping_forget", kept.pk))
    assert not HeaderMapping.objects.exists()


# ---- a conflict, from the file to the decision --------------------------------------------------


def test_a_decision_for_the_file_lets_its_row_in(client, liaison, verifier, upload, act):
    client.force_login(liaison)
    act("batch_apply", upload(sheets.household(1)))
    others = {"姓名": "王一", "人编号": "510304105000000199", "证件号码": "999999195603120011"}
    batch = upload([sheets.person(1, 人数="1", **others)])
    assert batch.counts["accepted"] == 0
    conflict = RegisterConflict.objects.get()

    client.force_login(verifier)
    assert "王一" in text_of(client, "conflict_file", conflict.pk)
    form = {"decision": "take_file", "explanation": "原户编号登记错误"}
    client.post(page("conflict_decide", conflict.pk), form)
    client.force_login(liaison)
    act("batch_answer", batch)
    act("batch_apply", batch)

    assert (batch.state, Member.objects.filter(name="王一").count()) == ("applied", 1)


# ---- the API ------------------------------------------------------------------------------------


def test_the_api_uploads_applies_once_and_takes_back(
    client, liaison, areas, tmp_path, settings, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path / "media"
    client.force_login(liaison)
    path = sheets.write(tmp_path / "底册.xlsx", sheets.household(1))

    def post(url, given=None, **kind):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(f"/api/batches/{url}/", given or {}, **kind)

    with path.open("rb") as file:
        made = post("upload", {"file": file, "kind": "register", "income_year": 2015})
    assert made.status_code == 201
    batch = made.json()["id"]
    json = {"content_type": "application/json"}
    assert [post(f"{batch}/apply", **json).status_code for _ in range(2)] == [200, 200]
    told = client.get(f"/api/batches/{batch}/").json()
    assert (told["state"], told["counts"]["new"]) == ("applied", 1)
    added = client.get(f"/api/batch-differences/?batch={batch}&act=add").json()
    assert added["count"] == BatchDifference.objects.filter(act="add").count()
    assert post(f"{batch}/revert", {"reason": "传错了文件"}, **json).json()["state"] == "reverted"
    again = post(f"{batch}/revert", {"reason": "传错了文件"}, **json)
    assert (again.status_code, again.json()["code"]) == (409, "not_applied")


def test_the_api_refuses_to_leave_rows_out_unasked(client, liaison, upload):
    client.force_login(liaison)
    batch = upload([*sheets.household(1), *sheets.household(2, 首次识别时间="2016-02-30")])
    url, kind = f"/api/batches/{batch.pk}/apply/", "application/json"
    assert client.post(url, {}, content_type=kind).json()["code"] == "rows_rejected"
    complaints = client.get(f"/api/batch-complaints/?batch={batch.pk}&level=block").json()
    assert complaints["count"] == 1
