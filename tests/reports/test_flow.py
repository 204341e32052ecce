"""起草 → 审核 → 会签 → 签发: who passes a document on, who is refused, what stays written."""

from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Notice, Role
from reports.models import Bulletin
from reports.services import (
    archive_bulletin,
    countersign_bulletin,
    issue_bulletin,
    number_bulletin,
    return_bulletin,
    review_bulletin,
    sign_bulletin,
    submit_bulletin,
    withdraw_bulletin,
)
from tests.make import make_unit, make_user
from tests.reports.documents import SIGNED, WAY, make_draft, two_people, walked

pytestmark = pytest.mark.django_db
STORY = ["submitted", "reviewed", "signed", "numbered", "issued", "archived"]


@pytest.fixture
def people(roles):
    """Give the drafter and the one who reviews and signs."""
    return two_people()


@pytest.fixture
def units(roles):
    """Give two units with somebody who countersigns: 扶贫移民办 and 组织部."""
    named = {"区扶贫移民办": Role.POVERTY_OFFICE, "区委组织部": Role.ORGANISATION_DEPT}
    units = [make_unit(name) for name in named]
    for unit, role in zip(units, named.values(), strict=True):
        make_user(role, username=f"of{unit.name}", unit=unit)
    return units


def asked(people, units) -> Bulletin:
    """Give a document that both units are asked to countersign."""
    draft = walked(make_draft(), "review")
    return review_bulletin(bulletin=draft, by=people[1], units=units)


def answer(held, unit, *, agrees=True, **given):
    by = unit.people.get()
    return countersign_bulletin(bulletin=held, by=by, agrees=agrees, **given)


def test_a_document_goes_its_way_and_every_act_is_a_line():
    held = walked(make_draft(), "archived")
    assert held.state == "archived"
    assert list(held.steps.values_list("act", flat=True)) == STORY
    acts = AuditEvent.objects.filter(object_kind="reports.bulletin").order_by("pk")
    assert list(acts.values_list("action", flat=True)) == [f"bulletin_{act}" for act in STORY]


def test_what_the_facts_forbid_is_not_sent_to_review(people):
    draft = make_draft(corrected="3个村")
    with pytest.raises(RuleBroken, match="更正前后相同"):
        submit_bulletin(bulletin=draft, by=people[0])


@pytest.mark.parametrize(("state", "act"), [("review", "审核"), ("signing", "签发")])
def test_nobody_reviews_or_signs_what_he_sent_to_review(people, state, act):
    held = walked(make_draft(), state)
    own = {
        "审核": lambda: review_bulletin(bulletin=held, by=people[0]),
        "签发": lambda: sign_bulletin(bulletin=held, by=people[0], on=SIGNED),
    }
    with pytest.raises(RuleBroken, match=f"不得由您{act}"):
        own[act]()


ACTS = {
    "submit": lambda held, by: submit_bulletin(bulletin=held, by=by),
    "review": lambda held, by: review_bulletin(bulletin=held, by=by),
    "countersign": lambda held, by: countersign_bulletin(bulletin=held, by=by, agrees=True),
    "sign": lambda held, by: sign_bulletin(bulletin=held, by=by, on=SIGNED),
    "number": lambda held, by: number_bulletin(bulletin=held, by=by),
    "issue": lambda held, by: issue_bulletin(bulletin=held, by=by),
    "archive": lambda held, by: archive_bulletin(bulletin=held, by=by, reason="已通知"),
    "return": lambda held, by: return_bulletin(bulletin=held, by=by, reason="有误"),
    "withdraw": lambda held, by: withdraw_bulletin(bulletin=held, by=by, reason="有误"),
}
OPEN = {
    "draft": {"submit"},
    "review": {"review", "return"},
    "countersign": {"return"},  # and countersign, for the unit that is asked
    "signing": {"sign", "return"},
    "signed": {"number", "return"},
    "numbered": {"issue", "withdraw"},
    "issued": {"archive", "withdraw"},
    "archived": set(),
    "withdrawn": set(),
}


@pytest.mark.parametrize("state", OPEN)
def test_every_other_act_is_refused_in_a_state(people, state):
    number = {"year": 2016, "serial": 3, "issued_on": SIGNED, "withdrawn_reason": "有误"}
    numbered = state in {"numbered", "issued", "archived", "withdrawn"}
    held = make_draft(state=state, **(number if numbered else {}))
    refused = set()
    for name in ACTS.keys() - OPEN[state]:
        with pytest.raises(RuleBroken) as told:
            ACTS[name](held, people[1])
        refused.add(told.value.code)
    assert refused <= {"wrong_state", "not_asked"}
    held.refresh_from_db()
    assert (held.state, held.steps.count()) == (state, 0)


def test_agreed_by_every_unit_it_goes_to_be_signed(people, units):
    held = asked(people, units)
    states = [answer(held, unit, opinion="同意").state for unit in units]
    assert states == ["countersign", "signing"]


def test_an_objection_sends_it_back_and_everything_stays(people, units):
    held = asked(people, units)
    answer(held, units[0])
    back = answer(held, units[1], agrees=False, opinion="第三段数字有误")
    assert back.state == "draft"
    assert [row.state for row in back.countersigns.all()] == ["agreed", "objected"]
    assert back.steps.last().opinion == "第三段数字有误"
    assert Notice.objects.filter(recipient=people[0], text__contains="第三段数字有误").exists()


def test_an_objection_needs_an_opinion(people, units):
    with pytest.raises(RuleBroken, match="请填写不同意的意见"):
        answer(asked(people, units), units[0], agrees=False, opinion=" ")


def test_a_unit_answers_once_and_only_if_it_is_asked(people, units):
    held = asked(people, units[:1])
    with pytest.raises(RuleBroken, match="不在会签名单中"):
        answer(held, units[1])
    assert answer(held, units[0]).state == "signing"


def test_a_unit_without_anybody_to_countersign_is_not_asked(people):
    draft = walked(make_draft(), "review")
    with pytest.raises(RuleBroken, match="区残联没有可以会签的人员"):
        review_bulletin(bulletin=draft, by=people[1], units=[make_unit("区残联")])


def test_sent_again_it_is_another_edition_that_is_countersigned_anew(people, units):
    held = asked(people, units)
    stale = Bulletin.objects.get(pk=held.pk)
    answer(held, units[0], agrees=False, opinion="重写")
    again = review_bulletin(bulletin=walked(held, "review"), by=people[1], units=units)
    assert (stale.edition, again.edition, again.countersigns.count()) == (1, 2, 4)
    assert list(again.countersigns.filter(edition=2).values_list("state", flat=True)) == [
        "asked",
        "asked",
    ]


@pytest.mark.parametrize("state", ["review", "signing", "signed"])
def test_it_is_sent_back_before_it_has_a_number(people, state):
    held = return_bulletin(bulletin=walked(make_draft(), state), by=people[1], reason="改标题")
    assert (held.state, held.issued_on, held.signed_by) == ("draft", None, None)
    assert held.steps.last().opinion == "改标题"


def test_it_is_not_sent_back_without_a_reason(people):
    with pytest.raises(RuleBroken, match="请填写退回原因"):
        return_bulletin(bulletin=walked(make_draft(), "review"), by=people[1], reason=" ")


def test_signing_sets_the_day_and_the_signer(people):
    held = walked(make_draft(), "signed")
    assert (held.issued_on, held.signed_by) == (SIGNED, people[1])


def test_a_day_before_the_month_is_refused(people):
    held = walked(make_draft(), "signing")
    with pytest.raises(RuleBroken, match="成文日期不得早于"):
        sign_bulletin(bulletin=held, by=people[1], on=date(2016, 6, 30))


@pytest.mark.parametrize(
    ("state", "who", "told"),
    [("review", 1, "待审核"), ("signing", 1, "待签发"), ("signed", 0, "待编号")],
)
def test_whoever_acts_next_is_told(people, state, who, told):
    walked(make_draft(), state)
    texts = Notice.objects.filter(recipient=people[who]).order_by("pk")
    assert texts.last().text.startswith(told)


def test_the_way_of_the_tests_is_the_way_of_the_states():
    states = [state for state in Bulletin.State if state in WAY]
    assert states == list(WAY)
