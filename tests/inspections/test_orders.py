"""Orders: what they cover, their term in working days, signing for many at once, their list."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.errors import RuleBroken
from inspections.models import CalendarDay, Problem, RectificationOrder
from inspections.selectors.orders import covered, term_of
from inspections.services.orders import acknowledge_orders, issue_order
from tests.inspections.problem_cast import DAY, DUE, NOON, bring
from tests.make import COUNTY, make_unit

pytestmark = pytest.mark.django_db
STATE = Problem.State


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


@pytest.fixture
def order(office):
    """Give a function that orders problems to be rectified."""

    def issue(*problems, **fields) -> RectificationOrder:
        given = {"requirement": "限期补齐", "on": DAY, "by": office} | fields
        unit = problems[0].responsible_unit
        return issue_order(problems=problems, unit=unit, **given)

    return issue


def page(name: str, *args) -> str:
    return reverse(f"inspections:{name}", args=args)


def hand_up(problem: Problem) -> None:
    """Put a problem where handing it up leaves it."""
    gone = {"order": None, "due_on": None, "handed_up_on": DAY, "state": STATE.CONFIRMED}
    Problem.objects.filter(pk=problem.pk).update(**gone)


def test_an_order_in_working_days_keeps_the_day_they_give(at, order, liaison):
    CalendarDay.objects.create(day=date(2016, 7, 13), is_working=False)
    made = order(at("confirmed"), working_days=5)
    assert (made.due_on, made.working_days) == (date(2016, 7, 20), 5)
    assert term_of(made) == "限2016-07-20前完成（5个工作日）"
    assert Problem.objects.get().due_on == date(2016, 7, 20)
    assert "限2016-07-20前完成" in liaison.notices.get().text


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ({}, "one_term"),
        ({"due_on": DUE, "working_days": 5}, "one_term"),
        ({"working_days": 0}, "term_out_of_range"),
        ({"working_days": 251}, "term_out_of_range"),
        ({"due_on": DAY - timedelta(days=1)}, "due_too_early"),
    ],
)
def test_a_term_is_one_and_lies_ahead(at, order, term, code):
    problem = at("confirmed")
    with pytest.raises(RuleBroken) as refusal:
        order(problem, **term)
    assert refusal.value.code == code
    assert not RectificationOrder.objects.exists()


def test_the_day_of_issue_may_be_the_due_day(at, order):
    assert order(at("confirmed"), due_on=DAY).due_on == DAY


def test_an_order_keeps_what_it_covered(at, order):
    kept, gone = at("confirmed"), at("confirmed")
    made = order(kept, gone, due_on=DUE)
    hand_up(gone)
    assert [line.elsewhere for line in covered(made)] == ["", "已上交，待另行下达"]
    later = order(Problem.objects.get(pk=gone.pk), due_on=DUE)
    assert [line.elsewhere for line in covered(made)] == ["", f"已上交，现由{later.number}办理"]
    assert [line.stands for line in covered(later)] == [True]


def test_a_refused_order_names_what_was_ordered_meanwhile(at, order):
    problem, fresh = at("confirmed"), at("confirmed")
    order(problem, due_on=DUE)
    with pytest.raises(RuleBroken, match=f"{problem.number}（已下达）") as refusal:
        order(problem, fresh, due_on=DUE)
    assert refusal.value.code == "wrong_state"
    assert RectificationOrder.objects.count() == 1


def test_a_unit_signs_for_all_its_orders_at_once(at, order, liaison):
    orders = [order(at("confirmed"), due_on=DUE) for _ in range(3)]
    assert acknowledge_orders(orders=orders, by=liaison, at=NOON) == 3
    assert set(Problem.objects.values_list("state", flat=True)) == {STATE.ACKNOWLEDGED}


def test_signing_for_many_is_all_or_none(at, order, liaison, office):
    other = make_unit("新民镇", area_code=f"{COUNTY}106", kind="township")
    own = order(at("confirmed"), due_on=DUE)
    foreign = order(at("confirmed", responsible_unit=other), due_on=DUE)
    with pytest.raises(RuleBroken) as refusal:
        acknowledge_orders(orders=[own, foreign], by=liaison, at=NOON)
    assert refusal.value.code == "other_unit"
    assert not RectificationOrder.objects.exclude(acknowledged_at=None).exists()
    with pytest.raises(RuleBroken, match="请先勾选"):
        acknowledge_orders(orders=[], by=liaison, at=NOON)


def test_the_list_signs_for_the_ticked_orders(client, at, order, liaison):
    orders = [order(at("confirmed"), due_on=DUE) for _ in range(2)]
    client.force_login(liaison)
    assert "待签收2张" in client.get(page("order_list")).content.decode()
    sent = {"ids": [made.pk for made in orders]}
    answer = client.post(page("order_sign_many"), sent, follow=True).content.decode()
    assert "已签收2张整改单。" in answer
    again = client.post(page("order_sign_many"), sent, follow=True).content.decode()
    assert "已经签收" in again


def test_nobody_ticks_an_order_he_does_not_see(client, at, order, outsider):
    made = order(at("confirmed"), due_on=DUE)
    client.force_login(outsider)
    assert client.post(page("order_sign_many"), {"ids": [made.pk]}).status_code == 404


def test_the_office_ticks_nothing(client, at, order, office):
    order(at("confirmed"), due_on=DUE)
    client.force_login(office)
    assert 'name="ids"' not in client.get(page("order_list")).content.decode()


def test_the_counts_are_those_of_the_filtered_lists(client, at, order, office):
    late = order(at("confirmed"), due_on=DUE)
    ahead = order(at("confirmed"), due_on=localdate() + timedelta(days=1))
    today = order(at("confirmed"), due_on=localdate())
    closed = order(at("confirmed"), due_on=DUE)
    Problem.objects.filter(order=closed).update(state=STATE.CLOSED, closed_on=DUE)
    RectificationOrder.objects.filter(pk=closed.pk).update(acknowledged_at=NOON)
    client.force_login(office)
    counts = client.get(page("order_list")).context["counts"]
    for name, asked, rows in (
        ("overdue", "overdue=1", {late}),
        ("unfinished", "open=1", {late, ahead, today}),
        ("waiting", "waiting=1", {late, ahead, today}),
        ("total", "", {late, ahead, today, closed}),
    ):
        shown = set(client.get(f"{page('order_list')}?{asked}").context["object_list"])
        assert (name, shown, counts[name]) == (name, rows, len(rows))


def test_the_list_tells_how_many_are_closed(client, at, order, office):
    made = order(at("confirmed"), at("confirmed"), at("confirmed"), due_on=DUE)
    first = made.problems.order_by("pk")[0]
    Problem.objects.filter(pk=first.pk).update(state=STATE.CLOSED, closed_on=DUE)
    hand_up(made.problems.order_by("pk")[1])
    client.force_login(office)
    row = client.get(page("order_list")).context["object_list"][0]
    told = (row.closed_count, row.total_count, row.open_count, row.late_count)
    assert told == (1, 3, 1, 1)


@pytest.mark.parametrize("lines", [1, 3])
def test_the_list_asks_the_same_queries_for_any_length(
    client, at, order, liaison, lines, django_assert_num_queries
):
    for _ in range(lines):
        order(at("confirmed"), due_on=DUE)
    client.force_login(liaison)
    with django_assert_num_queries(12):
        client.get(page("order_list"))


def test_the_form_orders_in_working_days(client, at, office):
    problem = at("confirmed")
    client.force_login(office)
    shown = client.post(page("order_create"), {"ids": problem.pk})
    days = shown.context["form"].initial["working_days"]
    sent = {"ids": problem.pk, "requirement": "限期", "term": "days", "working_days": days}
    client.post(page("order_create"), sent | {"due_on": "2000-01-01"})
    made = RectificationOrder.objects.get()
    assert (made.working_days, made.issued_on) == (days, localdate())
    sheet = client.get(page("order_detail", made.pk)).content.decode()
    assert f"自签发次日起{days}个工作日" in sheet


@pytest.mark.parametrize(("term", "field"), [("days", "working_days"), ("date", "due_on")])
def test_the_form_asks_for_the_chosen_term(client, at, office, term, field):
    problem = at("confirmed")
    client.force_login(office)
    other = {"days": {"due_on": "2099-01-01"}, "date": {"working_days": 5}}[term]
    sent = {"ids": problem.pk, "requirement": "限期", "term": term} | other
    answer = client.post(page("order_create"), sent)
    assert list(answer.context["form"].errors) == [field]


def test_the_sheet_marks_what_was_handed_up(client, at, order, office):
    kept, gone = at("confirmed"), at("confirmed")
    made = order(kept, gone, due_on=DUE)
    hand_up(gone)
    client.force_login(office)
    sheet = client.get(page("order_detail", made.pk)).content.decode()
    assert [
        word for word in (kept.number, gone.number, "已上交，待另行下达") if word not in sheet
    ] == []
