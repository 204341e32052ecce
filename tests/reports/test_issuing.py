"""印发, 归档, 更正补充: the closed book, its seal, and that only a supplement corrects it."""

import pytest
from django.contrib.admin.sites import site
from django.test import RequestFactory
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import Notice, Role
from reports.documents.special import SpecialFacts
from reports.documents.supplement import Correction
from reports.facts.as_json import fingerprint, to_json
from reports.models import Bulletin
from reports.selectors.seals import seal_lines
from reports.services import archive_bulletin, issue_bulletin
from reports.services.assembling import remake_letter
from reports.services.receipts import receive
from reports.services.supplements import begin_supplement
from tests.make import COUNTY, JULY, make_user
from tests.reports.documents import SIGNED, issued, make_draft, two_people, walked

pytestmark = pytest.mark.django_db
WRONG = [Correction("涉及3个村", "涉及2个村", "统计有误")]


def broken(held: Bulletin) -> list[str]:
    return [line.name for line in seal_lines(held) if not line.holds]


def report() -> Bulletin:
    """Give an issued 督查专报: a document that is no supplement and needs no month."""
    nothing = {"to": "区委", "source": "", "round_id": None, "round": None}
    facts = SpecialFacts(
        *(COUNTY, "大安区", "自贡市大安区", JULY, SIGNED, "新店镇产业扶贫滞后"),
        *nothing.values(),
        problems=(),
        causes=(),
        suggestions=("加快进度",),
    )
    number = {"state": "numbered", "year": 2016, "serial": 3, "total_serial": 15}
    held = make_draft(
        kind="special_report",
        series="督查专报",
        facts=to_json(facts),
        facts_sha=fingerprint(facts),
        issued_on=SIGNED,
        **number,
    )
    remake_letter(held)
    return issue_bulletin(bulletin=held, by=two_people()[0])


def test_an_issued_document_is_sealed_and_sent_to_its_units(liaison):
    held = issued(make_draft())
    assert (held.state, len(held.seal), broken(held)) == ("issued", 64, [])
    assert [str(row.unit) for row in held.receipts.all()] == ["新店镇"]
    assert Notice.objects.get(recipient=liaison).text.endswith("请签收。")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("facts", {"county_code": "510304"}, ["数据", "封签（文头、数据、正文、全部文件）"]),
        ("passages", [], ["封签（文头、数据、正文、全部文件）"]),
        ("seal", "0" * 64, ["封签（文头、数据、正文、全部文件）"]),
        ("addressees", "各单位", ["封签（文头、数据、正文、全部文件）"]),
        ("serial", 9, ["封签（文头、数据、正文、全部文件）"]),
    ],
)
def test_a_changed_row_breaks_the_seal(roles, field, value, told):
    held = issued(make_draft())
    Bulletin.objects.filter(pk=held.pk).update(**{field: value})
    held.refresh_from_db()
    assert broken(held) == told


def test_a_changed_file_breaks_the_seal_and_is_named_on_the_page(client, office):
    held = issued(make_draft())
    file = held.files.get(kind="docx")
    with file.file.storage.open(file.file.name, "wb") as stored:
        stored.write(b"PK other")
    client.force_login(office)
    page = client.get(reverse("reports:bulletin_seal", args=[held.pk])).content.decode()
    assert broken(held) == [file.name, "封签（文头、数据、正文、全部文件）"]
    assert 'data-seal="broken"' in page


def test_a_file_changed_after_numbering_is_not_issued(roles):
    held = walked(make_draft(), "numbered")
    file = held.files.get(kind="pdf")
    file.file.storage.delete(file.file.name)
    with pytest.raises(RuleBroken, match="与编号时不符"):
        issue_bulletin(bulletin=held, by=two_people()[0])


def test_nothing_changes_a_closed_book(roles, office):
    held = issued(make_draft())
    with pytest.raises(RuleBroken, match="不得改动"):
        remake_letter(held)
    admin = site._registry[Bulletin]  # the settings' own page of it
    request = RequestFactory().get("/")
    request.user = office
    asked = (admin.has_add_permission, admin.has_change_permission, admin.has_delete_permission)
    assert [may(request) for may in asked] == [False] * 3


def test_it_is_put_away_when_every_unit_signed_or_with_a_reason(liaison):
    held, drafter = issued(make_draft()), two_people()[0]
    with pytest.raises(RuleBroken, match="还有1个单位未签收"):
        archive_bulletin(bulletin=held, by=drafter)
    receive(held, by=liaison)
    assert archive_bulletin(bulletin=held, by=drafter).state == "archived"


def test_a_supplement_has_its_own_number_and_the_original_stays(client, office, liaison):
    original = report()
    before = Bulletin.objects.filter(pk=original.pk).values().get()
    files = list(original.files.values_list("kind", "sha256", "file"))
    draft = begin_supplement(original=original, corrections=WRONG, by=office, on=SIGNED)
    extra = issued(draft)
    assert (extra.number, extra.corrects) == ("目督通〔2016〕1号", original)
    assert Bulletin.objects.filter(pk=original.pk).values().get() == before
    assert list(original.files.values_list("kind", "sha256", "file")) == files
    assert broken(original) == []
    client.force_login(office)
    page = client.get(reverse("reports:bulletin_detail", args=[original.pk])).content.decode()
    assert "目督通〔2016〕1号</a>更正" in page


def test_a_supplement_of_a_report_to_leaders_is_not_for_the_inspected(office, liaison):
    issued(begin_supplement(original=report(), corrections=WRONG, by=office, on=SIGNED))
    assert not Bulletin.objects.visible_to(liaison).exists()
    assert Bulletin.objects.visible_to(make_user(Role.LEADER)).count() == 2


def test_only_an_issued_document_is_corrected_and_no_supplement(office):
    draft = make_draft(kind="special_report")
    with pytest.raises(RuleBroken, match="只有已印发的文件"):
        begin_supplement(original=draft, corrections=WRONG, by=office, on=SIGNED)
    with pytest.raises(RuleBroken, match="请对原件另行更正补充"):
        begin_supplement(original=issued(make_draft()), corrections=WRONG, by=office, on=SIGNED)
