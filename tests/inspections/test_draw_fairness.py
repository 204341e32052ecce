"""Is the draw fair? 2,000 draws with fixed seeds: how often each unit comes out. Source: H1(f)."""

from collections import Counter
from functools import lru_cache
from math import sqrt

from inspections.draw import FIRST_PREVIOUS, Sealed, Unit, draw_month, pool_text, rule_text, sha

DRAWS = 2_000
COUNTY, TAKE, POOL = "510304", 4, 40
RULE = {
    "county": COUNTY,
    "townships": 1,
    "villages_per_township": 1,
    "households_per_village": TAKE,
}


def seed(number: int) -> str:
    """Twenty digits that have nothing to do with each other."""
    return str(int(sha(f"fair|{number}"), 16))[-20:]


def counts(units: list[Unit], rule: dict[str, object], stage: str) -> Counter[str]:
    """How often each unit of a stage is chosen."""
    pool, text = pool_text(units), rule_text(rule)
    found: Counter[str] = Counter()
    for number in range(DRAWS):
        sealed = Sealed(f"{COUNTY}-{number}/1", FIRST_PREVIOUS, pool, text)
        found.update(draw_month(sealed, seed(number)).chosen(stage))
    return found


@lru_cache
def households() -> Counter[str]:
    """Four of forty households, 2,000 times."""
    place = [Unit("township", "T", COUNTY), Unit("village", "V", "T")]
    return counts([*place, *(Unit("household", f"H{n:02}", "V") for n in range(POOL))], RULE,
                  "household")  # fmt: skip


def chi_square_score(found: Counter[str], expected: dict[str, float], shrink: float = 1) -> float:
    """The chi-square of the counts as a normal score (Wilson and Hilferty)."""
    chi = sum((found[unit] - mean) ** 2 / mean for unit, mean in expected.items()) / shrink
    free = len(expected) - 1
    return ((chi / free) ** (1 / 3) - (1 - 2 / (9 * free))) / sqrt(2 / (9 * free))


def household_figures() -> tuple[float, float]:
    """Score of the chi-square, and the household furthest off in sigmas.

    Four of forty without putting back vary less than forty independent counts: by 36/39.
    """
    share = TAKE / POOL
    mean, sigma = DRAWS * share, sqrt(DRAWS * share * (1 - share))
    expected = {f"H{n:02}": mean for n in range(POOL)}
    score = chi_square_score(households(), expected, (POOL - TAKE) / (POOL - 1))
    return score, max(abs(households()[unit] - mean) / sigma for unit in expected)


def test_each_household_comes_out_as_often_as_it_should():
    score, furthest = household_figures()
    print(f"chi-square normal score {score:+.2f}, furthest household {furthest:.2f} sigma")  # noqa: T201 -- asked for with -s
    assert sum(households().values()) == DRAWS * TAKE
    assert abs(score) <= 4
    assert furthest <= 5


def lots_figures() -> float:
    """Score of the first township drawn where one has three slips, one two and eight one."""
    lots = {f"T{n}": 3 if n == 0 else 2 if n == 1 else 1 for n in range(10)}
    units = [Unit("township", name, COUNTY, 1, slips) for name, slips in lots.items()]
    found = counts(units, RULE, "township")
    whole = sum(lots.values())
    expected = {name: DRAWS * slips / whole for name, slips in lots.items()}
    return chi_square_score(found, expected)


def test_three_slips_come_first_three_times_as_often():
    score = lots_figures()
    print(f"lots 3, 2 and 1 in 13: chi-square normal score {score:+.2f}")  # noqa: T201 -- the same
    assert abs(score) <= 4


def test_a_longer_wait_always_comes_first():
    units = [Unit("township", f"T{n}", COUNTY, int(n > 1)) for n in range(10)]
    sealed = Sealed("r/1", FIRST_PREVIOUS, pool_text(units), rule_text({**RULE, "townships": 2}))
    drawn = {tuple(sorted(draw_month(sealed, seed(n)).chosen("township"))) for n in range(50)}
    assert drawn == {("T0", "T1")}


def test_within_the_rotation_every_township_is_drawn():
    """Twenty-two townships, two a month: whoever was not drawn comes before whoever was."""
    waiting = {f"T{n:02}" for n in range(22)}
    everybody = sorted(waiting)
    for month in range(11):
        units = [Unit("township", name, COUNTY, int(name not in waiting)) for name in everybody]
        rule = rule_text({**RULE, "townships": 2})
        sealed = Sealed(f"r{month}/1", FIRST_PREVIOUS, pool_text(units), rule)
        waiting -= set(draw_month(sealed, seed(month)).chosen("township"))
    assert waiting == set()
