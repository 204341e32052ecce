"""附件1, the visit of a poor household: complete, and reckoned and judged at its borders."""

from datetime import date
from typing import Any

import pytest

from inspections.answers import Reply
from inspections.checklists import checks, failing, missing, standing
from inspections.repeats import expanded
from tests.inspections.scheme_cast import fails, form, scheme

DAY = date(2020, 3, 12)
ITEMS = {"K": 6, "C": 7, "S": 7, "T": 3, "N": 4}
PAY: dict[str, Any] = {"S1_wages": "24000", "S2_business": "8000.50", "S3_property": "500"}
PAY |= {"S4_transfers": "6000", "S5_costs": "3000.50", "S5_persons": "4"}
SOUND: dict[str, Any] = {
    "yes_no": "yes",
    "integer": "4",
    "decimal": "100",
    "select_multiple": ["none"],
    "text": "已查",
    "date": "2020-12-01",
}
KNOWN: dict[str, Any] = PAY | {
    "X5_status": "exited_supported",
    "K6_unsold": "no",
    "C1_age": "40",
    "C3_school": "compulsory",
    "C6_disabled": "no",
    "T2_back": "working",
    "N1_knows": ["medical"],
    "N3_risk": "none",
}
FOUR = {"members": [1, 2, 3, 4], "products": [1]}


def answered(**changed):
    """A sound form of a household of four, with some answers changed: name or name__row."""
    own = {f"F1_{name.replace('__', '.')}": value for name, value in changed.items()}
    questions = expanded(form("walk", "H"), FOUR)
    replies: dict[str, Reply] = {}
    while left := missing(standing(questions, replies), replies):
        for question in left:
            plain = question.name.partition(".")[0].removeprefix("F1_")
            first = question.choices[0][0] if question.choices else None
            sound = KNOWN.get(plain, first if question.type == "select_one" else None)
            sound = sound if sound is not None else SOUND[question.type]
            replies[question.name] = Reply("given", own.get(question.name, sound))
    return questions, standing(questions, replies), replies


def found(**changed):
    """The questions that fail, and what is warned of, for a form with some answers changed."""
    _, stands, replies = answered(**changed)
    parameters = scheme("walk").parameters(DAY)
    failed = [q.name for q in failing(stands, replies, parameters=parameters, on=DAY)]
    warned = [c.question.name for c in checks(stands, replies, {}, parameters)]
    return failed, warned


def reckoned(**changed):
    """What the system reckons, by question name without the form's prefix."""
    stands = answered(**changed)[1]
    return {name.removeprefix("F1_"): value for name, value in stands.reckoned.items()}


def test_the_five_steps_have_every_item():
    items = {q.item for q in scheme("walk").questions}
    wanted = {f"F1-{step}{n}" for step, last in ITEMS.items() for n in range(1, last + 1)}
    assert wanted <= items
    assert {item[:4] for item in items - wanted} == {"F1-X", "F1-Z"}


def test_a_sound_household_neither_fails_nor_warns():
    assert found() == ([], [])


def test_the_income_formula_is_the_national_forms():
    told = reckoned()
    assert (told["S5_total"], told["S5_net"], told["S5_per"]) == ("38500.5", "35500", "8875")
    assert told["S6_share"] == "15.58"
    assert (told["S7_total"], told["C1_members"]) == ("300", "4")
    assert (
        reckoned(S1_wages="0", S2_business="0", S3_property="0", S4_transfers="0")["S6_share"]
        is None
    )


@pytest.mark.parametrize(("costs", "is_warned"), [("18500.50", False), ("18500.54", True)])
def test_an_income_of_5000_is_not_borderline_and_a_cent_less_is(costs, is_warned):
    assert ("F1_S5_per" in found(S5_costs=costs)[1]) is is_warned


@pytest.mark.parametrize(("transfers", "is_flagged"), [("40", False), ("40.01", True)])
def test_transfers_of_just_forty_percent_are_not_flagged(transfers, is_flagged):
    pay = {"S1_wages": "60", "S2_business": "0", "S3_property": "0", "S5_costs": "0"}
    assert ("F1_S6_share" in found(**pay, S4_transfers=transfers)[0]) is is_flagged


@pytest.mark.parametrize(("minutes", "failed"), [("20", False), ("21", True)])
def test_water_may_take_twenty_minutes(minutes, failed):
    assert ("F1_K2_minutes" in found(K2_indoor="no", K2_minutes=minutes)[0]) is failed


@pytest.mark.parametrize(("age", "out"), [("5", "0"), ("6", "1"), ("15", "1"), ("16", "0")])
def test_only_those_of_six_to_fifteen_must_be_in_school(age, out):
    assert reckoned(C1_age__2=age, C3_school__2="dropout")["C3_count"] == out


def test_members_are_counted_over_their_rows():
    changed: dict[str, Any] = {
        "C4_insured__1": "no",
        "C4_insured__4": "no",
        "C5_illness__2": ["chronic", "serious"],
        "C5_card__2": "no",
        "C5_aided__2": "no",
        "C6_disabled__3": "yes",
        "C6_card__3": "no",
        "C6_paid__3": "no",
    }
    told = reckoned(**changed)
    counts = ("C4_count", "C4_lacking", "C5_cardless", "C5_unaided", "C6_cardless", "C6_unpaid")
    assert [told[name] for name in counts] == ["2", "2", "1", "1", "1", "1"]
    assert {name.partition("_")[2] for name in found(**changed)[0]} == set(counts) - {"C4_count"}


def test_a_member_who_is_not_written_down_asks_for_a_reason():
    assert found(C1_book="5", C1_system="5") == ([], ["F1_C1_members"])
    assert found(C1_book="5")[0] == ["F1_C1_system"]


def test_a_policy_due_and_not_received_fails():
    due = {"C7_due": ["allowance", "medical"]}
    assert found(**due, C7_received=["medical", "allowance"])[0] == []
    assert found(**due, C7_received=["medical"])[0] == ["F1_C7_short"]


def test_able_people_without_trade_or_work_fail_and_one_at_work_passes():
    idle = {f"T2_working__{row}": "no" for row in range(1, 5)}
    assert found(**idle, K6_industry="no")[0] == ["F1_T2_employed"]
    assert found(**idle)[0] == []
    assert found(**idle | {"T2_working__1": "yes"}, K6_industry="no")[0] == []


def test_a_household_still_poor_must_have_its_plan():
    asked = {q.item for q in answered(X5_status="poor")[1].asked}
    assert "F1-N2" in asked
    assert "F1-N2" not in {q.item for q in answered()[1].asked}
    assert found(X5_status="poor", N2_plan="no")[0] == ["F1_N2_plan"]


def test_unsold_goods_are_listed_by_kind():
    assert reckoned(K6_unsold="yes")["K6_kinds"] == "1"
    assert found(K6_unsold="yes") == (["F1_K6_unsold"], [])


@pytest.mark.parametrize(
    ("name", "values", "failed"),
    [
        ("K1_grade", {"F1_K1_grade": "D", "F1_K1_lived": "yes"}, True),
        ("K1_grade", {"F1_K1_grade": "D", "F1_K1_lived": "no"}, False),
        ("K1_grade", {"F1_K1_grade": "B", "F1_K1_lived": "yes"}, False),
        ("K1_only", {"F1_K1_only": "yes", "F1_K1_structure": "earth"}, True),
        ("K1_only", {"F1_K1_only": "no", "F1_K1_structure": "earth"}, False),
        ("T2_back", {"F1_T2_back": "no_work"}, False),
        ("T2_back", {"F1_T2_back": "lost"}, True),
        ("T3_answer", {"F1_T3_answer": "unclear"}, False),
        ("N3_risk", {"F1_N3_risk": "high"}, True),
    ],
)
def test_a_rule_of_the_visit_turns_where_it_should(name, values, failed):
    assert fails("walk", f"F1_{name}", DAY, **values) is failed
