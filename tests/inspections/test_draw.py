"""The monthly draw: the published vector, what is refused, and that it is fair."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.draw import (
    FIRST_PREVIOUS,
    DrawError,
    Sealed,
    Shortfall,
    Unit,
    commitment,
    draw_key,
    draw_month,
    full_seed,
    parse_pool,
    parse_rule,
    pool_text,
    rank,
    rule_text,
    sha,
    split_seed,
    ticket,
)
from tests.inspections.draw_vector import ROUND, SEED, vector_sealed, vector_units

IDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)


def test_vector_hashes_are_the_published_ones():
    sealed = vector_sealed()

    assert (sha(sealed.pool), sha(sealed.rule), sealed.seal) == (
        "e35d0021c04e2e966ba23d9f237fcf24b1d37060e19c909df9b49369aaced56e",
        "c355c3d34beaeff52e68b382742f5ba00a5666f45813d28b0f2aaa23e488e2e0",
        "67e4e1ccdddfe3f0735d65a91cc3a740cec24f3b8daca66d12f468a4b6f30dd5",
    )


def test_vector_orders_the_townships_as_published():
    result = draw_month(vector_sealed(), SEED)

    order = [line.unit_id[-3:] for line in result.lines if line.stage == "township"]
    assert order == ["105", "106", "102", "104", "101", "103"]


def test_vector_chooses_the_published_units():
    result = draw_month(vector_sealed(), SEED)

    first, second = "510304105201", "510304106203"
    assert result.chosen("township") == ["510304105", "510304106"]
    assert result.chosen("village") == [first, second]
    assert result.chosen("household") == [
        *(f"{first}{tail}" for tail in ("0001", "0007", "0005", "0008")),
        *(f"{second}{tail}" for tail in ("0005", "0003", "0008", "0004")),
    ]


def test_result_text_has_every_ranked_unit_and_is_hashed_with_seal_and_seed():
    sealed = vector_sealed()

    result = draw_month(sealed, SEED)

    rows = [line.split("\t") for line in result.result_text.split("\n")[:-1]]
    assert [row[0] for row in rows] == ["township"] * 6 + ["village"] * 6 + ["household"] * 16
    assert rows[0][:4] + rows[0][5:] == ["township", "510304", "1", "510304105", "1"]
    assert result.result_sha == sha(f"{sealed.seal}\n{SEED}\n{result.result_text}")


def test_a_leading_zero_of_the_seed_counts():
    seeds = (SEED, f"0{SEED}")

    first, second = (draw_month(vector_sealed(), seed).result_text for seed in seeds)

    assert first != second


def test_shortfall_is_on_record_and_all_units_are_chosen():
    result = draw_month(vector_sealed(households_per_village=9), SEED)

    assert result.shortfalls == (
        Shortfall("household", "510304105201", 9, 8),
        Shortfall("household", "510304106203", 9, 8),
    )
    assert len(result.chosen("household")) == 16


@pytest.mark.parametrize(
    ("digits", "reason"),
    [
        ("1" * 19, "现为19位"),
        ("", "现为0位"),
        ("1" * 19 + " ", "0至9"),
        ("１" * 20, "0至9"),
        ("٣" * 20, "0至9"),
        ("1" * 20 + "\n", "0至9"),
    ],
)
def test_full_seed_refuses_what_is_not_twenty_digits(digits, reason):
    with pytest.raises(DrawError, match=reason):
        full_seed(vector_sealed(), digits)


def witnessed() -> Sealed:
    names = {"纪委王某": "桂花", "村民代表": "a+b"}
    rows = [{"name": who, "commit": commitment(ROUND, said)} for who, said in names.items()]
    return vector_sealed(witnesses=rows)


def test_full_seed_adds_the_secrets_in_the_order_of_the_rule():
    seed = full_seed(witnessed(), SEED, ["桂花", "a+b"])

    assert seed == f"{SEED}+桂花+a+b"
    assert split_seed(witnessed(), seed) == (SEED, ["桂花", "a+b"])


@pytest.mark.parametrize("tail", ["", "+桂花", "+桂花+a", "+桂花+a+b+c", "+a+b+桂花"])
def test_draw_month_refuses_a_seed_with_other_secrets(tail):
    with pytest.raises(DrawError, match="见证人"):
        draw_month(witnessed(), SEED + tail)


@pytest.mark.parametrize(
    ("reveals", "reason"),
    [([], "须有2位见证人"), (["桂花", "b"], "村民代表"), (["a+b", "桂花"], "纪委王某")],
)
def test_full_seed_refuses_reveals_that_were_not_committed_to(reveals, reason):
    with pytest.raises(DrawError, match=reason):
        full_seed(witnessed(), SEED, reveals)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("township\tA\tC\t1\t1", 1),
        ("township\tA\tC\t1\t1\r\n", 1),
        ("township\tA\tC\t1\t1\n\n", 2),
        ("township\tA\tC\t2\t1\n", 1),
        ("township\tA\tC\t1\t0\n", 1),
        ("township\tA\tC\t1\t01\n", 1),
        ("township\t大安\tC\t1\t1\n", 1),
        ("township\tA \tC\t1\t1\n", 1),
        ("county\tA\tC\t1\t1\n", 1),
        ("township\tB\tC\t1\t1\ntownship\tA\tC\t1\t1\n", 2),
        ("township\tA\tC\t1\t1\ntownship\tA\tC\t1\t1\n", 2),
        ("township\tA\tC\t1\t1\ntownship\tA\tD\t1\t1\n", 2),
    ],
)
def test_parse_pool_names_the_line_that_is_unlawful(text, line):
    with pytest.raises(DrawError) as refusal:
        parse_pool(text)

    assert refusal.value.line == line


@pytest.mark.parametrize(
    "text", ["{}\n", '{"b":1,"a":2}', '{"a": 1}', "[]", "无", '{"a":"\\u5927"}']
)
def test_parse_rule_refuses_any_other_writing(text):
    with pytest.raises(DrawError):
        parse_rule(text)


def test_parse_rule_reads_what_rule_text_wrote():
    rule = {"township_mode": "大安", "a": {"z": 1, "b": [2]}}

    assert rule_text(rule) == '{"a":{"b":[2],"z":1},"township_mode":"大安"}'
    assert parse_rule(rule_text(rule)) == rule


@pytest.mark.parametrize("count", [-1, "2", True, None, 1.5])
def test_draw_month_refuses_a_rule_without_counts(count):
    with pytest.raises(DrawError, match="townships"):
        draw_month(vector_sealed(townships=count), SEED)


def test_draw_month_refuses_a_unit_whose_parent_is_not_in_the_pool():
    pool = pool_text([*vector_units(), Unit("village", "510304107201", "510304107")])

    with pytest.raises(DrawError, match="510304107"):
        draw_month(Sealed(ROUND, FIRST_PREVIOUS, pool, vector_sealed().rule), SEED)


@pytest.mark.parametrize("number", ["510304-2016-07/1 ", "大安/1", "a|b", "", "a\nb"])
def test_sealed_refuses_a_round_id_that_is_not_plain(number):
    with pytest.raises(DrawError, match="期次编号"):
        Sealed(number, FIRST_PREVIOUS, "", "{}")


@given(st.lists(st.tuples(IDS, IDS, st.integers(0, 1), st.integers(1, 9999)), max_size=8))
def test_pool_text_reads_back_in_any_order_of_units(rows):
    units = list({row[0]: Unit("household", *row) for row in rows}.values())

    text = pool_text(units)

    assert pool_text(reversed(units)) == text
    assert sorted(parse_pool(text)) == sorted(units)


@given(st.lists(IDS, min_size=1, max_size=10, unique=True), st.integers(1, 4), IDS)
def test_more_slips_never_put_a_unit_further_back(ids, lots, key):
    plain = [Unit("household", unit, "V") for unit in ids]
    heavier = [plain[0]._replace(lots=lots), *plain[1:]]

    before, after = (
        [unit.unit_id for _, unit in rank(key, units)].index(ids[0]) for units in (plain, heavier)
    )

    assert after <= before


@given(st.lists(IDS, min_size=2, max_size=10, unique=True), IDS)
def test_order_of_the_others_stays_when_one_unit_leaves(ids, key):
    units = [Unit("household", unit, "V") for unit in ids]

    everyone = [unit for _, unit in rank(key, units)]

    assert [unit for _, unit in rank(key, units[1:])] == [u for u in everyone if u != units[0]]


@given(st.lists(st.tuples(IDS, st.integers(0, 1)), max_size=10, unique_by=lambda row: row[0]))
def test_tier_zero_comes_before_all_of_tier_one(rows):
    ranked = rank("key", [Unit("township", unit, "C", tier) for unit, tier in rows])

    tiers = [unit.tier for _, unit in ranked]
    assert tiers == sorted(tiers)


def test_two_thousand_draws_are_fair():
    units = [Unit("household", f"H{number:02}", "V") for number in range(50)]
    hits = dict.fromkeys((unit.unit_id for unit in units), 0)
    for number in range(2000):
        for _, unit in rank(draw_key(ROUND, f"{number:020}"), units)[:5]:
            hits[unit.unit_id] += 1

    expected, spread = 200, math.sqrt(2000 * 0.1 * 0.9)
    score = sum((count - expected) ** 2 / (expected * 0.9) for count in hits.values())
    assert abs(score - 49) / math.sqrt(2 * 49) < 4
    assert max(abs(count - expected) for count in hits.values()) < 5 * spread


def test_three_slips_win_three_times_as_often():
    units = [Unit("village", "A", "T", 1, 3), Unit("village", "B", "T")]

    firsts = [rank(draw_key(ROUND, f"{number:020}"), units)[0][1] for number in range(2000)]

    assert abs(firsts.count(units[0]) - 1500) < 5 * math.sqrt(2000 * 0.75 * 0.25)


def test_ticket_is_the_smallest_of_the_lots():
    hashes = [sha(f"key|village|A|{lot}") for lot in (1, 2, 3)]

    assert ticket("key", Unit("village", "A", "T", 1, 3)) == min(hashes)


def test_draw_month_hashes_only_below_drawn_parents():
    villages = [Unit("village", f"V{number:03}", "T") for number in range(100)]
    units = [Unit("township", "T", "510304"), *villages]
    units += [
        Unit("household", f"{v.unit_id}{n:03}", v.unit_id) for v in villages for n in range(300)
    ]
    sealed = Sealed(ROUND, FIRST_PREVIOUS, pool_text(units), vector_sealed(townships=1).rule)

    result = draw_month(sealed, SEED)

    assert len(result.lines) == 1 + 100 + 300
