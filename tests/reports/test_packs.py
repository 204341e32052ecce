import hashlib
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Job, Role
from accounts.tasks import RUNNERS
from inspections.models import RectificationOrder
from reports.models import Bulletin, BulletinFile, MonthPack
from reports.seals import digest_of
from reports.selectors.packs import mark_of
from reports.services.packs import ask_for_pack, hand_over_pack, make_pack
from reports.tasks import month_pack
from tests.cast import have_roles
from tests.inspections.draw_cast import make_drawn
from tests.make import make_problem, make_user
from tests.reports.month import COUNTY, JULY, ordered

pytestmark = pytest.mark.django_db
FACTS = {"county": "大安区", "figures": []}
ISSUED = {"state": "issued", "year": 2016, "serial": 7, "issued_on": "2016-08-03"}


def make_held(**fields):
    held = Bulletin.objects.create(
        area_code=COUNTY, period=JULY, title="七月通报", facts=FACTS,
        facts_sha=digest_of(FACTS), **fields,
    )  # fmt: skip
    for kind, name, content in [
        ("docx", "七月.docx", b"word"),
        ("problems", "问题.xlsx", b"list"),
    ]:
        BulletinFile.objects.create(
            bulletin=held, kind=kind, name=name, file=ContentFile(content, name=name),
            sha256=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
    return held


@pytest.fixture
def held():
    return Bulletin.objects.get(pk=make_held(**ISSUED).pk)


@pytest.fixture
def office():
    have_roles()
    return make_user(Role.SUPERVISION_OFFICE)


def names(pack):
    with pack.file.open("rb") as stored:
        return zipfile.ZipFile(stored).namelist()


def test_an_issued_month_is_packed_as_stored_with_its_facts(held, office):
    pack = make_pack(bulletin=held, by=office)
    with pack.file.open("rb") as stored, zipfile.ZipFile(stored) as opened:
        assert opened.read("1-通报/七月.docx") == b"word"
        assert opened.read("2-台账和附件/问题.xlsx") == b"list"
        assert hashlib.sha256(opened.read("facts.json")).hexdigest() == held.facts_sha
        assert json.loads(opened.read("manifest.json"))["number"] == "目督通〔2016〕7号"
    assert (pack.name, pack.files) == ("2016年7月督查材料包-目督通2016-7号.zip", 6)


def test_a_draft_says_so_in_its_names(office):
    pack = make_pack(bulletin=make_held(), by=office)
    assert names(pack)[:2] == ["1-通报/七月（草稿）.docx", "2-台账和附件/问题（草稿）.xlsx"]
    assert "草稿" in pack.name


def test_the_draws_of_the_month_are_in_it_with_record_and_proof(held, office):
    draw = make_drawn()
    name = draw.draw_id.replace("/", "-")
    assert {f"3-抽签/抽签记录-{name}.pdf", f"3-抽签/验签包-{name}.zip"} <= set(
        names(make_pack(bulletin=held, by=office))
    )


def test_the_orders_of_the_month_are_in_it(held, office):
    problem = ordered()
    problem.order.covers.add(problem)
    path = "4-督办整改单/督改〔2016〕1号-新店镇.pdf"
    assert path in names(make_pack(bulletin=held, by=office))


def test_the_same_content_is_packed_once(held, office):
    first = make_pack(bulletin=held, by=office)
    assert make_pack(bulletin=held, by=office) == first
    assert ask_for_pack(bulletin=held, by=office) is None


def test_an_order_signed_for_makes_another_pack(held, office):
    problem = ordered()
    problem.order.covers.add(problem)
    make_pack(bulletin=held, by=office)
    RectificationOrder.objects.update(acknowledged_at="2016-07-30T09:00+08:00")
    assert ask_for_pack(bulletin=held, by=office).state == "waiting"


def test_a_draft_keeps_its_newest_pack_only(office):
    draft = make_held()
    make_pack(bulletin=draft, by=office)
    Bulletin.objects.update(facts_sha="1" * 64)
    pack = make_pack(bulletin=Bulletin.objects.get(), by=office)
    assert list(MonthPack.objects.all()) == [pack]


def test_a_file_changed_on_the_disk_is_not_packed(held, office):
    held.files.filter(kind="docx").update(sha256="0" * 64)
    with pytest.raises(RuleBroken, match="与封存时不一致"):
        make_pack(bulletin=held, by=office)
    assert not MonthPack.objects.exists()


def test_the_job_is_done_once_and_taken_up_again_when_its_worker_died(held, office):
    job = ask_for_pack(bulletin=held, by=office)
    month_pack(job.pk)
    month_pack(job.pk)
    job.refresh_from_db()
    assert (job.state, job.progress, MonthPack.objects.count()) == ("done", 100, 1)
    Job.objects.update(state="running", lease_until="2016-01-01T00:00Z")  # died at the very end
    month_pack(job.pk)
    assert MonthPack.objects.count() == 1
    assert RUNNERS["month_pack"].name == month_pack.name


def test_a_pack_that_was_dropped_is_made_again(office):
    draft = make_held()
    job = ask_for_pack(bulletin=draft, by=office)
    month_pack(job.pk)
    MonthPack.objects.all().delete()
    again = ask_for_pack(bulletin=draft, by=office)
    assert (again.pk, again.state) == (job.pk, "waiting")


@pytest.mark.parametrize("role", [Role.ORGANISATION_DEPT, Role.TOWNSHIP_OFFICER, Role.ADMIN])
def test_who_lacks_a_ledger_may_not_have_the_whole(held, role):
    have_roles()
    with pytest.raises(RuleBroken, match="全部查看权限"):
        ask_for_pack(bulletin=held, by=make_user(role))


def test_each_taking_is_written_down(held, office):
    pack = make_pack(bulletin=held, by=office)
    hand_over_pack(bulletin=held, by=office)
    line = AuditEvent.objects.get(action="download_pack")
    assert (line.actor, line.detail) == (office, {"pack": pack.pk, "sha256": pack.sha256})


def test_asking_costs_the_same_queries_for_any_number_of_problems(held, django_assert_num_queries):
    for _ in range(3):
        problem = ordered()
        problem.order.covers.add(problem, make_problem())
    with django_assert_num_queries(7):
        mark_of(held)


def test_one_click_leads_to_the_job_and_then_to_the_file(client, held, office):
    client.force_login(office)
    page = reverse("reports:bulletin_pack", args=[held.pk])
    answer = client.post(page)
    job = Job.objects.get()
    assert answer.url == reverse("accounts:job", args=[job.pk])
    month_pack(job.pk)
    shown = client.get(page).content.decode()
    assert "与现在的内容一致" in shown
    assert "sha256sum -c SHA256SUMS" in shown
    taken = client.get(reverse("reports:bulletin_pack_file", args=[held.pk]))
    content = b"".join(taken.streaming_content)
    assert hashlib.sha256(content).hexdigest() == MonthPack.objects.get().sha256


def test_a_second_click_on_the_same_content_says_it_is_there(client, held, office):
    make_pack(bulletin=held, by=office)
    client.force_login(office)
    answer = client.post(reverse("reports:bulletin_pack", args=[held.pk]), follow=True)
    assert "内容没有变化" in answer.content.decode()
    assert not Job.objects.exists()
