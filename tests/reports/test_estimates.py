"""The estimate against worked examples, known formulas and every possible sample."""

import math
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.facts.estimates import (
    NO_SPREAD,
    NONE_SEEN,
    SMALL,
    TOO_SMALL,
    Frame,
    VillageSample,
    estimate,
    interval_of,
    t_quantile,
    variance_of,
)

BY_HAND = [VillageSample(10, 5, 4), VillageSample(20, 5, 2)]
OF_FOUR = Frame(villages=4, households=60)


# a busy machine may stall while an example is made
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
VILLAGES = st.tuples(st.integers(1, 40), st.integers(0, 39), st.integers(0, 40))
OTHERS = st.lists(st.integers(1, 40), max_size=8)


def seen_of(villages):
    """Make villages of (households, visited − 1 at most, good at most)."""
    seen = []
    for size, more, good in villages:
        visited = min(more + 1, size)
        seen.append(VillageSample(size, visited, min(good, visited)))
    return seen


def test_the_variance_of_two_villages_is_the_one_worked_out_by_hand():
    # p = (8+8)/30; between 128/9·(1/2)/2 = 32/9; inner (2+18)/(2·4) = 5/2; M = 15
    share = interval_of(BY_HAND, OF_FOUR).share
    assert share == pytest.approx(16 / 30)
    assert variance_of(BY_HAND, OF_FOUR, share) == pytest.approx(float(Fraction(109, 4050)))


def test_an_interval_is_t_times_the_standard_error():
    seen = [VillageSample(20, 10, good) for good in (8, 9, 7, 8, 9, 8, 9, 8)]
    found = interval_of(seen, Frame(40, 800))
    error = math.sqrt(variance_of(seen, Frame(40, 800), found.share))
    assert (found.low, found.high) == pytest.approx((0.825 - 2.365 * error, 0.825 + 2.365 * error))
    assert found.caution == ""


def test_equal_villages_give_the_formula_of_equal_stages():
    n, of_villages, m, of_households, goods = 3, 10, 4, 12, (1, 3, 2)
    seen = [VillageSample(of_households, m, good) for good in goods]
    shares = [good / m for good in goods]
    mean = sum(shares) / n
    outer = sum((share - mean) ** 2 for share in shares) / (n - 1)
    inner = sum(m / (m - 1) * share * (1 - share) for share in shares) / n
    f1, f2 = n / of_villages, m / of_households
    known = (1 - f1) * outer / n + f1 * (1 - f2) * inner / (m * n)
    assert variance_of(seen, Frame(10, 120), mean) == pytest.approx(known)


def test_villages_of_one_household_give_the_formula_of_a_simple_random_sample():
    seen = [VillageSample(1, 1, good) for good in (1, 1, 0, 1, 0, 1)]
    share = 4 / 6
    known = (1 - 6 / 30) / (6 - 1) * share * (1 - share)
    assert variance_of(seen, Frame(30, 30), share) == pytest.approx(known)


def test_over_all_possible_samples_the_variance_is_right_on_average():
    """Of equal villages the estimate is unbiased, and so is its variance: Cochran §10.4."""
    people = [(1, 1, 0), (0, 1, 0), (1, 1, 1)]
    frame, shares, variances = Frame(3, 9), [], []
    for villages in combinations(people, 2):
        for homes in product(combinations(range(3), 2), repeat=2):
            seen = [
                VillageSample(3, 2, sum(village[home] for home in chosen))
                for village, chosen in zip(villages, homes, strict=True)
            ]
            share = sum(one.share for one in seen) / 2
            shares.append(share)
            variances.append(variance_of(seen, frame, share))
    mean = sum(shares) / len(shares)
    assert mean == pytest.approx(6 / 9)
    spread = sum((share - mean) ** 2 for share in shares) / len(shares)
    assert sum(variances) / len(variances) == pytest.approx(spread)


@UNHURRIED
@given(st.lists(VILLAGES, min_size=1, max_size=8), OTHERS)
def test_an_interval_holds_the_share_and_stays_a_share(villages, others):
    seen = seen_of(villages)
    whole = sum(one.households for one in seen) + sum(others)
    frame = Frame(len(seen) + len(others), whole)
    found = interval_of(seen, frame)
    assert 0 <= found.share <= 1
    if found.low is not None:
        assert 0 <= found.low <= found.share + 1e-12
        assert found.share - 1e-12 <= found.high <= 1
    assert (found.low is None) == (found.high is None) == (found.caution in {NO_SPREAD, TOO_SMALL})


@UNHURRIED
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), min_size=1, max_size=6))
def test_a_full_census_has_no_error(villages):
    seen = [VillageSample(size, size, min(good, size)) for size, good in villages]
    frame = Frame(len(seen), sum(one.households for one in seen))
    found = interval_of(seen, frame)
    whole = sum(one.good for one in seen) / frame.households
    assert found.low == found.high == found.share == pytest.approx(whole)
    assert found.caution == ""


@pytest.mark.parametrize(
    ("seen", "caution", "has_interval"),
    [
        ([], NONE_SEEN, False),
        ([VillageSample(10, 0, 0)], NONE_SEEN, False),
        ([VillageSample(10, 5, 4)], TOO_SMALL, False),
        ([VillageSample(10, 4, 4), VillageSample(20, 4, 4)], NO_SPREAD, False),
        (BY_HAND, SMALL, True),
        ([VillageSample(20, 5, good) for good in (3, 4, 5, 4, 3)], SMALL, True),
        ([VillageSample(20, 6, good) for good in (3, 4, 5, 4, 3)], "", True),
    ],
)
def test_a_small_sample_is_said_to_be_small(seen, caution, has_interval):
    found = interval_of(seen, Frame(40, 800))
    assert (found.caution, found.low is not None) == (caution, has_interval)


def test_one_household_seen_counts_with_the_greatest_possible_spread():
    assert VillageSample(9, 1, 1).spread == 9 / 32
    assert VillageSample(1, 1, 1).spread == 0


def test_a_line_is_in_ten_thousandths_rounded_outward():
    seen = [VillageSample(20, 10, good) for good in (8, 9, 7, 8, 9, 8, 9, 8)]
    line, found = (
        estimate("satisfied", "满意的户", seen, Frame(40, 800)),
        interval_of(seen, Frame(40, 800)),
    )
    assert (line.share_text, line.households, line.villages, line.visited) == (
        "82.50%",
        660,
        8,
        80,
    )
    assert line.low == math.floor(found.low * 10_000)
    assert line.high == math.ceil(found.high * 10_000)
    assert line.interval_text == f"{line.low / 100:.2f}%—{line.high / 100:.2f}%"


def test_without_an_answer_nothing_is_estimated():
    line = estimate("satisfied", "满意的户", [], OF_FOUR)
    assert (line.share_text, line.interval_text, line.caution) == ("—", "", NONE_SEEN)


@pytest.mark.parametrize("freedom", [*range(1, 31), 40, 60, 120])
def test_the_table_is_the_distribution_of_student(freedom):
    scale = math.gamma((freedom + 1) / 2) / math.gamma(freedom / 2)
    scale /= math.sqrt(freedom * math.pi)
    steps, end = 400, t_quantile(freedom)
    width = end / steps
    heights = [
        scale * (1 + (step * width) ** 2 / freedom) ** (-(freedom + 1) / 2)
        for step in range(steps + 1)
    ]
    area = heights[0] + heights[-1] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
    assert 0.5 + area * width / 3 == pytest.approx(0.975, abs=5e-5)


def test_between_rows_the_greater_quantile_is_taken():
    assert [t_quantile(freedom) for freedom in (35, 45, 100, 500)] == [2.042, 2.021, 2.000, 1.980]
