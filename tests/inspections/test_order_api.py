"""The API of orders: a term in either way, signing for many, the list's filters."""

from functools import partial

import pytest

from inspections.models import RectificationOrder
from tests.inspections.problem_cast import bring

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


def post(client, url: str, **data):
    return client.post(url, data, content_type="application/json")


def test_office_orders_in_working_days(client, at, office):
    problem = at("confirmed")
    client.force_login(office)
    named = {"problems": [problem.pk], "unit": problem.responsible_unit_id, "requirement": "限期"}
    made = post(client, "/api/orders/", **named, working_days=10)
    told = made.json()
    assert (made.status_code, told["working_days"], told["covers"]) == (201, 10, [problem.pk])
    assert told["due_on"] == str(RectificationOrder.objects.get().due_on)


def test_two_terms_or_none_are_refused(client, at, office):
    problem = at("confirmed")
    client.force_login(office)
    named = {"problems": [problem.pk], "unit": problem.responsible_unit_id, "requirement": "限期"}
    for term in ({}, {"working_days": 5, "due_on": "2099-01-01"}):
        answer = post(client, "/api/orders/", **named, **term)
        assert (answer.status_code, answer.json()["code"]) == (409, "one_term")


def test_a_unit_signs_for_many(client, at, liaison):
    orders = [at("ordered").order_id for _ in range(3)]
    client.force_login(liaison)
    answer = post(client, "/api/orders/acknowledge-many/", orders=orders)
    assert (answer.status_code, answer.json()) == (200, {"acknowledged": 3})
    assert client.get("/api/orders/", {"waiting": "1"}).json()["count"] == 0


def test_an_order_of_another_unit_cannot_be_named(client, at, outsider):
    number = at("ordered").order_id
    client.force_login(outsider)
    assert post(client, "/api/orders/acknowledge-many/", orders=[number]).status_code == 400


def test_the_list_is_narrowed_to_overdue_orders(client, at, office):
    at("ordered")  # due in 2016
    client.force_login(office)
    for asked in ("overdue", "open", "waiting"):
        assert client.get("/api/orders/", {asked: "1"}).json()["count"] == 1
