from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from projects.models import Pledge
from projects.selectors.pledges import Rate, pledge_board
from projects.services.pledges import Signing, list_due, set_pledge, sign_pledges
from tests.inspections.problem_cast import photo
from tests.make import COUNTY, make_area
from tests.projects.plan_cast import FIRST, SECOND, docx, make_pledge, pdf

pytestmark = pytest.mark.django_db
TODAY = date(2016, 7, 29)
DAYS = {"township_due_on": date(2016, 3, 31), "village_due_on": date(2016, 4, 30)}
SIGNED = {"signed_on": date(2016, 3, 20), "signer": "党委书记"}


def code_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def test_list_due_lists_every_township_and_village_and_again_only_the_new(verifier):
    make_area(f"{FIRST}201")
    assert list_due(year=2016, area_code=COUNTY, by=verifier, **DAYS) == 2
    make_area(f"{FIRST}202")
    assert list_due(year=2016, area_code=COUNTY, by=verifier, **DAYS) == 1
    assert list_due(year=2016, area_code=COUNTY, by=verifier, **DAYS) == 0

    due = Pledge.objects.order_by("area_code").values_list("area_code", "due_on")
    assert [(code, day.month) for code, day in due] == [
        (FIRST, 3),
        (f"{FIRST}201", 4),
        (f"{FIRST}202", 4),
    ]
    assert AuditEvent.objects.filter(action="list_pledges").count() == 2


def test_list_due_keeps_days_that_are_set(verifier):
    make_pledge(FIRST, due_on=date(2016, 1, 15))
    list_due(year=2016, area_code=COUNTY, by=verifier, **DAYS)
    assert Pledge.objects.get().due_on == date(2016, 1, 15)


def test_list_due_refuses_a_township_odd_days_and_no_county(liaison, verifier):
    make_area(FIRST)
    ask = {"year": 2016, "area_code": FIRST, "by": liaison} | DAYS
    late = ask | {"by": verifier, "township_due_on": date(2018, 1, 1)}
    codes = [code_of(list_due, **each) for each in (ask, late, ask | {"area_code": ""})]
    assert codes == ["pledge_from_above", "pledge_due_year", "pledge_from_above"]
    assert not Pledge.objects.exists()


def test_sign_pledges_marks_the_unsigned_and_leaves_the_signed(verifier):
    old = make_pledge(FIRST, signed_on=date(2016, 1, 2), signer="镇长")
    new = make_pledge(SECOND)

    assert sign_pledges(pledges=[old, new], by=verifier, on=TODAY, **SIGNED) == 1

    days = Pledge.objects.order_by("area_code").values_list("signed_on", "signer")
    assert list(days) == [(date(2016, 1, 2), "镇长"), (date(2016, 3, 20), "党委书记")]
    assert AuditEvent.objects.filter(action="sign_pledge").count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"signer": " "}, "pledge_signer"),
        ({"signed_on": date(2016, 7, 30)}, "pledge_future"),
        ({"pledges": []}, "pledge_none"),
    ],
)
def test_sign_pledges_refuses(verifier, change, code):
    ask = {"pledges": [make_pledge(FIRST)], "by": verifier, "on": TODAY} | SIGNED
    assert code_of(sign_pledges, **(ask | change)) == code
    assert Pledge.objects.get().signed_on is None


def test_a_township_marks_its_villages_and_not_its_own(liaison):
    own, village = make_pledge(FIRST), make_pledge(f"{FIRST}201")
    ask = {"by": liaison, "on": TODAY} | SIGNED
    assert code_of(sign_pledges, pledges=[village, own], **ask) == "pledge_from_above"
    assert not Pledge.objects.signed().exists()
    assert sign_pledges(pledges=[village], **ask) == 1


def test_set_pledge_corrects_and_takes_back_with_what_was(verifier, media):
    row = make_pledge(FIRST, **SIGNED)
    for signing in (Signing(date(2016, 3, 21), "镇长"), Signing(None, "")):
        set_pledge(pledge=row, signing=signing, file=None, by=verifier, on=TODAY)

    row.refresh_from_db()
    assert (row.signed_on, row.signer) == (None, "")
    told = AuditEvent.objects.filter(action="set_pledge").values_list("detail__was", flat=True)
    assert list(told) == ["2016-03-21", "2016-03-20"]


def test_the_paper_of_a_pledge_is_kept_and_the_one_before_named(verifier, media):
    row = make_pledge(FIRST)
    signing = Signing(**SIGNED)
    first = set_pledge(pledge=row, signing=signing, file=pdf(), by=verifier, on=TODAY)
    set_pledge(pledge=row, signing=signing, file=photo(), by=verifier, on=TODAY)

    row.refresh_from_db()
    assert row.file.name.endswith(".jpg")
    event = AuditEvent.objects.filter(action="set_pledge").first()
    assert event.detail["file_was"] == first.file.name


def test_a_refused_paper_changes_nothing_and_leaves_no_file(verifier, liaison, media):
    row = make_pledge(FIRST)
    signing = Signing(**SIGNED)
    ask = {"pledge": row, "signing": signing, "on": TODAY}
    assert code_of(set_pledge, file=docx(), by=verifier, **ask) == "file_type"
    assert code_of(set_pledge, file=pdf(), by=liaison, **ask) == "pledge_from_above"
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert Pledge.objects.get().signed_on is None


def test_the_board_gives_rates_by_tier_and_township_and_what_is_late(verifier):
    make_pledge(FIRST, **SIGNED)
    make_pledge(SECOND, due_on=TODAY)
    make_pledge(f"{FIRST}201", **SIGNED)
    make_pledge(f"{FIRST}202")
    make_pledge(f"{SECOND}201", due_on=TODAY)

    board = pledge_board(verifier, year=2016, on=TODAY)

    assert (board.townships, board.villages) == (Rate(1, 2, 0), Rate(1, 3, 1))
    assert (board.villages.percent, board.overdue) == ("33.3%", 1)
    assert [line.villages for line in board.lines] == [Rate(1, 2, 1), Rate(0, 1, 0)]
    assert Rate().percent == "—"


def test_a_pledge_due_today_is_not_late(verifier):
    make_pledge(FIRST, due_on=TODAY)
    assert not Pledge.objects.overdue(on=TODAY).exists()
    assert Pledge.objects.overdue(on=date(2016, 7, 30)).exists()


def test_a_township_sees_its_own_pledges(liaison):
    make_pledge(f"{FIRST}201")
    make_pledge(f"{SECOND}201")
    board = pledge_board(liaison, year=2016, on=TODAY)
    assert [line.code for line in board.lines] == [FIRST]
    assert board.villages.due == 1
