import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts import tasks
from accounts.errors import RuleBroken
from accounts.lists import LISTINGS, chosen_columns
from accounts.models import AuditEvent, Export, Job, ListChoice, Role
from accounts.services.exports import ask_for_export, choose_columns, drop_old_files, write_export
from tests.make import NOW, make_area, make_household, make_user

pytestmark = pytest.mark.django_db
HOUSEHOLDS = "households"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def ask(user, *, at=NOW, query="", name=HOUSEHOLDS):
    listing = LISTINGS[name]
    columns = chosen_columns(listing, user)
    return ask_for_export(
        listing=listing, columns=columns, query=query, searched="", by=user, at=at
    )


def write(export):
    return write_export(export=export, search=None, at=NOW, progress=lambda percent: None)


def cells(export):
    export.refresh_from_db()
    with export.file.open() as file:
        return list(load_workbook(file).active.values)


def take(client, execute, name=HOUSEHOLDS, **form):
    """Ask for an export by the page's button, let the job run and fetch the file."""
    with execute(execute=True):
        client.post(reverse("accounts:export_ask", args=[name]), form)
    export = Export.objects.latest("pk")
    content = b"".join(client.get(reverse("accounts:export_file", args=[export.pk])))
    return export, list(load_workbook(io.BytesIO(content)).active.values)


def test_the_button_gives_a_numbered_file_of_the_filtered_list(
    client, verifier, django_capture_on_commit_callbacks
):
    own = make_household(make_area("510304105201"), head_name="=1+1")
    make_household(make_area("510304106201"))
    client.force_login(verifier)

    export, rows = take(client, django_capture_on_commit_callbacks, query="area=510304105")

    assert rows[0][0].startswith(f"导出编号：{export.serial}　导出人：赵主任　导出时间：")
    assert rows[0][0].endswith("　行数：1")
    assert rows[2][:2] == (own.household_no, "=1+1")
    assert (len(rows), export.rows, Job.objects.get().state) == (3, 1, "done")
    acts = ["ask_for_export", "export_list", "download_export"]
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == acts


def test_serials_run_on_through_a_year_without_a_gap(verifier):
    later = [NOW, NOW, NOW + timedelta(days=20), NOW + timedelta(days=200)]
    serials = [ask(verifier, at=at).serial for at in later]
    assert serials == ["导出2016070001", "导出2016070002", "导出2016080003", "导出2017020001"]


def test_the_file_shows_what_its_owner_may_see_when_it_is_written(verifier):
    make_household(phone="13900001234", bank_account="6228480402564890018")
    choose_columns(
        listing=LISTINGS[HOUSEHOLDS], keys=["head_name", "phone", "bank_account"], by=verifier
    )
    export = ask(verifier)
    verifier.groups.set(make_user(Role.LEADER).groups.all())

    write(Export.objects.get(pk=export.pk))

    assert cells(export)[2][1:] == ("李某某", "139****1234", None)


def test_who_has_lost_the_right_gets_no_file(verifier):
    export = ask(verifier)
    verifier.groups.clear()
    with pytest.raises(RuleBroken, match="无权导出"):
        write(Export.objects.get(pk=export.pk))


def test_an_export_is_written_once(verifier):
    export = ask(verifier)
    write(Export.objects.get(pk=export.pk))
    make_household()
    assert write(Export.objects.get(pk=export.pk)) == 0


def test_a_filter_that_cannot_be_read_is_refused(verifier):
    with pytest.raises(RuleBroken, match="筛选条件有误"):
        ask(verifier, query="planned_exit_year=明年")
    assert not Export.objects.exists()


def test_an_export_is_not_found_by_anybody_else(client, verifier, office):
    export = ask(verifier)
    write(Export.objects.get(pk=export.pk))
    client.force_login(office)
    assert client.get(reverse("accounts:export_file", args=[export.pk])).status_code == 404


def test_files_go_after_a_week_and_the_record_stays(client, verifier):
    export = ask(verifier)
    write(Export.objects.get(pk=export.pk))
    path = Export.objects.get().file.path

    assert drop_old_files(now=NOW + timedelta(days=6)) == 0
    assert drop_old_files(now=NOW + timedelta(days=8)) == 1

    client.force_login(verifier)
    page = client.get(reverse("accounts:export_list")).content.decode()
    assert (export.serial in page, "已到期删除" in page) == (True, True)
    with pytest.raises(FileNotFoundError):
        open(path)  # noqa: PTH123, SIM115 -- the path a file had
    answer = client.get(reverse("accounts:export_file", args=[export.pk]), follow=True)
    assert "已到期删除" in answer.content.decode()


def test_a_job_of_nothing_but_ids_writes_the_file(verifier):
    make_household()
    export = ask(verifier)
    job = Job.objects.create(
        kind="export_list", key=str(export.pk), payload={"export": export.pk, "search": ""}
    )
    tasks.export_list(job.pk)
    assert Export.objects.get().rows == 1


def test_chosen_columns_are_remembered_and_can_be_forgotten(client, verifier):
    make_household(group_name="三组")
    client.force_login(verifier)
    page = reverse("households:household_list")
    choose = reverse("accounts:list_columns", args=[HOUSEHOLDS])

    answer = client.post(choose, {"columns": ["group_name", "bogus"], "next": page})

    heads = [column.key for column in client.get(page).context["columns"]]
    assert (answer.url, heads) == (page, ["household_no", "group_name"])
    client.post(choose, {"reset": "1", "columns": ["group_name"], "next": "https://evil.invalid/"})
    assert len(client.get(page).context["columns"]) > 5
    assert ListChoice.objects.count() == 1


def test_lists_one_may_not_see_are_neither_chosen_nor_exported(client, inspector):
    client.force_login(inspector)
    for name in ("accounts:list_columns", "accounts:export_ask"):
        assert client.post(reverse(name, args=[HOUSEHOLDS])).status_code == 403
        assert client.post(reverse(name, args=["bogus"])).status_code == 404


@pytest.mark.parametrize("exports", [1, 3])
def test_my_exports_ask_the_same_queries_for_any_length(
    client, verifier, exports, django_assert_num_queries
):
    for _ in range(exports):
        ask(verifier)
    client.force_login(verifier)
    with django_assert_num_queries(7):
        client.get(reverse("accounts:export_list"))
