"""编号 and 撤回: numbers run without gaps, are given once, and stay with their reason."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from accounts.errors import RuleBroken
from accounts.models import Notice
from reports.models import Bulletin, DocumentNumber
from reports.services import issue_bulletin, number_bulletin, sign_bulletin, withdraw_bulletin
from tests.make import JULY
from tests.reports.documents import SIGNED, make_draft, two_people, walked

pytestmark = pytest.mark.django_db


def numbered(**fields) -> Bulletin:
    return walked(make_draft(**fields), "numbered")


def withdrawn(held: Bulletin, reason: str = "表三有误") -> Bulletin:
    return withdraw_bulletin(bulletin=held, by=two_people()[0], reason=reason)


def serials() -> list[tuple[str, int, int]]:
    rows = DocumentNumber.objects.order_by("pk")
    return list(rows.values_list("series", "year", "serial"))


def test_numbers_run_on_in_each_series_and_year(roles):
    for fields in ({}, {"series": "督办"}, {}, {"period": date(2015, 12, 1)}):
        draft = walked(make_draft(**fields), "signing")
        on = date(2015, 12, 31) if draft.period.year == 2015 else SIGNED
        signed = sign_bulletin(bulletin=draft, by=two_people()[1], on=on)
        number_bulletin(bulletin=signed, by=two_people()[0])
    assert serials() == [
        *(("目督通", 2016, 1), ("督办", 2016, 1), ("目督通", 2016, 2)),
        ("目督通", 2015, 1),
    ]


def test_the_number_is_printed_and_names_the_files(roles):
    held = numbered()
    assert held.number == "目督通〔2016〕1号"
    assert [file.kind for file in held.files.all()] == ["docx", "pdf"]
    assert "草稿" not in held.files.get(kind="pdf").name


def test_a_withdrawn_number_stays_with_its_reason_and_is_not_given_again(roles):
    withdrawn(numbered())
    assert numbered().serial == 2
    row = DocumentNumber.objects.get(serial=1)
    assert (row.state, row.reason) == ("withdrawn", "表三有误")


def test_a_withdrawn_document_is_told_to_its_readers(roles, liaison):
    drafter = two_people()[0]
    held = issue_bulletin(bulletin=numbered(), by=drafter)
    withdrawn(held)
    told = Notice.objects.filter(recipient=liaison, text__contains="已撤回")
    assert told.get().text.endswith("原因：表三有误")
    assert not Bulletin.objects.visible_to(liaison).exists()


def test_the_month_of_a_withdrawn_document_can_be_drafted_again(roles):
    first = make_draft(kind="monthly", state="numbered", serial=1, year=2016, issued_on=SIGNED)
    withdrawn(first)
    assert make_draft(kind="monthly", period=JULY).state == "draft"


def test_withdrawing_needs_a_reason_and_a_number(roles):
    with pytest.raises(RuleBroken, match="请填写撤回原因"):
        withdrawn(numbered(), reason=" ")
    with pytest.raises(RuleBroken, match="现为“待编号”"):
        withdrawn(walked(make_draft(), "signed"))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Two people in the same instant, on a database that lets both write."""

    @pytest.fixture(autouse=True)
    def house(self, roles):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite lets one transaction write at a time")

    def test_documents_numbered_at_once_get_neighbouring_numbers(self):
        held = [walked(make_draft(), "signed") for _ in range(5)]
        told = at_once(
            *(lambda one=one: number_bulletin(bulletin=one, by=one.submitted_by) for one in held)
        )
        assert told == [""] * 5
        assert sorted(serial for _, _, serial in serials()) == [1, 2, 3, 4, 5]

    def test_one_document_numbered_twice_at_once_has_one_number(self):
        held = walked(make_draft(), "signed")
        people = two_people()
        told = at_once(*(lambda by=by: number_bulletin(bulletin=held, by=by) for by in people))
        assert (told, serials()) == (["", "wrong_state"], [("目督通", 2016, 1)])

    def test_issued_and_withdrawn_at_once_only_one_is_done(self):
        held, (drafter, signer) = numbered(), two_people()
        stale = [Bulletin.objects.get(pk=held.pk) for _ in "ab"]
        at_once(
            lambda: issue_bulletin(bulletin=stale[0], by=drafter),
            lambda: withdraw_bulletin(bulletin=stale[1], by=signer, reason="有误"),
        )
        held.refresh_from_db()
        acts = list(held.steps.values_list("act", flat=True))
        assert (held.state, acts[-1]) == ("withdrawn", "withdrawn")
        assert (acts[-2] == "issued") == bool(held.seal)


def at_once(*acts) -> list[str]:
    """Call all at the same moment; give what each got: "" or the code it was refused with."""
    gate = Barrier(len(acts))

    def run(act) -> str:
        gate.wait()
        try:
            act()
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))
