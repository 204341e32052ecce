"""The pages of a document's way: the buttons each sees, the acts, the lists, the register."""

import pytest
from django.urls import reverse

from accounts.models import Role
from reports.models import Bulletin, DocumentNumber
from reports.selectors.acts import acts_on
from reports.services import review_bulletin, withdraw_bulletin
from tests.make import make_unit, make_user
from tests.reports.documents import SIGNED, issued, make_draft, two_people, walked

pytestmark = pytest.mark.django_db
CORRECTION = {"original_1": "3个村", "corrected_1": "2个村", "reason_1": "统计有误"}


def page_of(held: Bulletin) -> str:
    return reverse("reports:bulletin_detail", args=[held.pk])


def act(client, user, held: Bulletin, code: str, **given: str):
    client.force_login(user)
    address = reverse(f"reports:bulletin_{code}", args=[held.pk])
    return client.post(address, {"edition": held.edition, **given}, follow=True)


@pytest.mark.parametrize(
    ("state", "drafter", "signer"),
    [
        ("review", ["return"], ["review", "return"]),
        ("signing", ["return"], ["sign", "return"]),
        ("signed", ["number", "return"], ["number", "return"]),
        ("numbered", ["issue", "withdraw"], ["issue", "withdraw"]),
        ("issued", ["archive", "withdraw"], ["archive", "withdraw"]),
        ("archived", [], []),
    ],
)
def test_each_is_offered_what_he_may_do_now(roles, state, drafter, signer):
    held = walked(make_draft(), state)
    offered = [[offer.code for offer in acts_on(held, user)] for user in two_people()]
    assert offered == [drafter, signer]


def test_only_the_unit_that_is_asked_is_offered_to_countersign(verifier):
    other = make_user(Role.ORGANISATION_DEPT, unit=make_unit("区委组织部"))
    draft, signer = walked(make_draft(), "review"), two_people()[1]
    held = review_bulletin(bulletin=draft, by=signer, units=[verifier.unit])
    offered = [[offer.code for offer in acts_on(held, user)] for user in (verifier, other)]
    assert offered == [["countersign"], []]


def test_a_document_is_walked_to_its_issue_on_its_pages(client, verifier, liaison):
    held, (drafter, signer) = make_draft(), two_people()
    steps = [
        (drafter, "submit", {}, "已送审"),
        (signer, "review", {"units": [verifier.unit_id], "opinion": "请会签"}, "会签中"),
        (verifier, "countersign", {"agrees": "yes"}, "已会签"),
        (signer, "sign", {"on": "2016-08-03"}, "已签发"),
        (drafter, "number", {}, "已编号：目督通〔2016〕1号"),
        (drafter, "issue", {}, "已印发"),
        (drafter, "archive", {"reason": "已电话通知"}, "已归档"),
    ]
    for user, code, given, told in steps:
        page = act(client, user, held, code, **given).content.decode()
        held.refresh_from_db()
        assert told in page, code
    assert held.state == "archived"


def test_a_refusal_stands_above_the_form_and_keeps_what_was_typed(client, roles):
    held = walked(make_draft(), "signing")
    page = act(client, two_people()[1], held, "sign", on="2016-06-30", opinion="同意印发")
    assert "成文日期不得早于" in page.content.decode()
    assert "同意印发" in page.content.decode()


def test_an_act_on_an_earlier_edition_is_refused(client, roles):
    held = walked(make_draft(), "review")
    held.edition = 7
    page = act(client, two_people()[1], held, "review").content.decode()
    assert "请看过新稿后再办理" in page


def test_who_may_not_act_now_is_led_back_to_the_document(client, office):
    held = walked(make_draft(), "signed")
    client.force_login(office)
    answer = client.get(reverse("reports:bulletin_issue", args=[held.pk]), follow=True)
    assert answer.redirect_chain == [(page_of(held), 302)]
    assert "本文件现为“待编号”" in answer.content.decode()


@pytest.mark.parametrize("state", ["draft", "countersign", "numbered", "archived"])
def test_the_bar_shows_where_it_stands(client, office, state):
    given = {"state": state}
    if state in {"numbered", "archived"}:
        given |= {"serial": 1, "year": 2016, "issued_on": SIGNED}
    client.force_login(office)
    page = client.get(page_of(make_draft(**given))).content.decode()
    done = {"draft": 0, "countersign": 2, "numbered": 4, "archived": 7}  # nobody countersigned
    assert page.count('class="way-done"') == done[state]
    assert page.count('aria-current="step"') == (state != "archived")


def test_a_township_sees_no_opinions(client, liaison):
    held = issued(make_draft())
    client.force_login(liaison)
    page = client.get(page_of(held)).content.decode()
    assert "办文进度" in page
    assert "办文过程" not in page


def test_the_register_of_numbers_explains_a_withdrawn_one(client, office):
    held = walked(make_draft(), "numbered")
    withdraw_bulletin(bulletin=held, by=office, reason="表三有误")
    issued(make_draft())
    client.force_login(office)
    page = client.get(reverse("reports:number_list")).content.decode()
    assert "data-total>2<" in page
    assert "表三有误" in page
    assert page.index("目督通〔2016〕2号") < page.index("目督通〔2016〕1号")
    assert DocumentNumber.objects.count() == 2


def test_a_supplement_is_begun_on_its_page_and_written_anew(client, office):
    numbered = {"state": "issued", "serial": 1, "year": 2016, "issued_on": SIGNED}
    original = make_draft(kind="ranking", **numbered)
    client.force_login(office)
    address = reverse("reports:bulletin_correct", args=[original.pk])
    wrong = client.post(address, {**CORRECTION, "reason_1": ""}).content.decode()
    client.post(address, CORRECTION)
    draft = original.supplements.get()
    again = reverse("reports:bulletin_correct", args=[draft.pk])
    client.post(again, {**CORRECTION, "corrected_1": "1个村"})
    draft.refresh_from_db()
    assert "请填写原因。" in wrong
    assert [line["corrected"] for line in draft.facts["corrections"]] == ["1个村"]
    assert original.supplements.count() == 1
