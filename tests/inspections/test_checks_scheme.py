"""自查互查: all 41 items at their levels, each threshold at its border."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from inspections.models import Question, Scheme
from inspections.services.schemes import load_scheme
from tests.inspections.scheme_cast import fails, rate, scheme
from tests.make import COUNTY, make_area

DAY = date(2020, 3, 20)
ITEMS = {
    "V": "Q101 Q102 Q103 Q121 Q131 Q132 Q401",
    "H": "Q111 Q112 Q113 Q114 Q115 Q116 Q117 Q118 Q301 Q302 Q303 Q304 Q601",
    "R": "Q122 Q123",
    "T": "Q115 Q121 Q213 Q301 Q302 Q303 Q401 Q501",
    "J": "Q201 Q202 Q203 Q204 Q205 Q206 Q207 Q208 Q211 Q212 Q213 Q221 Q222 Q231 Q232 Q241 Q251"
    " Q252 Q304",
}


@pytest.mark.parametrize("level", ITEMS)
def test_every_item_is_asked_at_its_level(level):
    asked = {q.item for q in scheme("checks").questions if level in q.levels}
    assert sorted(i.removeprefix("MZ-") for i in asked if "Q" in i) == ITEMS[level].split()


def test_there_are_forty_one_items():
    assert len({q.item for q in scheme("checks").questions if "Q" in q.item}) == 41


def test_the_contract_has_six_elements_and_the_village_fifteen():
    data = scheme("checks")
    assert len(data.choices_of("contract")) == 6 + 1
    assert len(data.choices_of("village_lack")) == 15 + 1
    assert len(data.choices_of("handover_step")) == 5 + 1


APPROVED: dict[str, Any] = {"Q206_approved": "2019-03-20"}
MONEY: dict[str, Any] = {"Q205_approved": Decimal(50), "Q205_content": rate(0, 100)}
ARRIVED: dict[str, Any] = {"Q231_arrived": "2019-11-30"}
BORDERS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("Q101_rate", {"Q101_rate": rate(9, 9)}, {"Q101_rate": rate(8, 9)}),
    ("Q111_income", {"Q111_income": Decimal("4500.00")}, {"Q111_income": Decimal("4499.99")}),
    ("Q121_present", {"Q121_present": rate(9, 9)}, {"Q121_present": rate(8, 9)}),
    ("Q132_income", {"Q132_income": Decimal("50000.01")}, {"Q132_income": Decimal("50000.00")}),
    (
        "Q202_pool",
        {"Q202_year": 2019, "Q202_pool": 2019},
        {"Q202_year": 2019, "Q202_pool": 2018},
    ),
    (
        "Q205_share",
        MONEY | {"Q205_changed": Decimal("5.00")},
        MONEY | {"Q205_changed": Decimal("5.01")},
    ),
    (
        "Q205_share",
        MONEY | {"Q205_changed": 0, "Q205_content": rate(10, 100)},
        MONEY | {"Q205_changed": 0, "Q205_content": rate(101, 1000)},
    ),
    ("Q206_on", APPROVED | {"Q206_on": "2020-03-20"}, APPROVED | {"Q206_on": "2020-03-21"}),
    (
        "Q206_finished",
        APPROVED | {"Q206_finished": "no", "X6_date": "2020-03-20"},
        APPROVED | {"Q206_finished": "no", "X6_date": "2020-03-21"},
    ),
    (
        "Q207_audit",
        {"Q207_audit": "2020-01-05", "Q207_accepted": "2020-01-05"},
        {"Q207_audit": "2020-01-06", "Q207_accepted": "2020-01-05"},
    ),
    ("Q213_patrols", {"Q213_patrols": 4}, {"Q213_patrols": 3}),
    (
        "Q222_received",
        {"Q222_due": 6, "Q222_received": 6},
        {"Q222_due": 6, "Q222_received": Decimal("5.99")},
    ),
    (
        "Q231_planned",
        ARRIVED | {"Q231_planned": "2020-02-29"},
        ARRIVED | {"Q231_planned": "2020-03-01"},
    ),
    (
        "Q112_node",
        {"Q112_node": "2020-03-20", "X6_date": "2020-03-20", "Q112_done": "no"},
        {"Q112_node": "2020-03-19", "X6_date": "2020-03-20", "Q112_done": "no"},
    ),
    ("Q252_nodes", {"Q252_nodes": rate(3, 3)}, {"Q252_nodes": rate(2, 3)}),
    ("Q401_total", {"Q401_total": Decimal("0.1")}, {"Q401_total": 0}),
    (
        "Q501_used",
        {"Q501_received": 10, "Q501_used": 5},
        {"Q501_received": 10, "Q501_used": Decimal("4.99")},
    ),
    ("Q601_answer", {"Q601_answer": "unclear"}, {"Q601_answer": "dissatisfied"}),
]


@pytest.mark.parametrize(("name", "passing", "failing"), BORDERS)
def test_a_threshold_turns_exactly_at_its_border(name, passing, failing):
    for values, failed in ((passing, False), (failing, True)):
        own = {f"MZ_{key}": value for key, value in values.items()}
        assert fails("checks", f"MZ_{name}", DAY, **own) is failed


def test_a_threshold_holds_from_its_day():
    at = {"MZ_Q111_income": Decimal(4000)}
    assert fails("checks", "MZ_Q111_income", date(2019, 12, 31), **at) is None
    assert fails("checks", "MZ_Q111_income", date(2020, 1, 1), **at) is True


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "title"), [("walk", "贫困户入户走访排查表"), ("checks", None)])
def test_the_scheme_is_loaded_beside_the_monthly_one(name, title):
    make_area(COUNTY)
    loaded = load_scheme(data=scheme(name), area_code=COUNTY, by=None)

    assert Scheme.objects.current(area_code=COUNTY, code=name).get() == loaded
    assert loaded.checklists.get().title == (title or "脱贫攻坚自查互查评估表")
    stored = Question.objects.filter(checklist__scheme=loaded)
    assert stored.count() == len(scheme(name).questions)
    groups = {"walk": ["members", "products"], "checks": []}[name]
    assert sorted({q.repeat for q in stored} - {""}) == groups
