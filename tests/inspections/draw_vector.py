"""The published vector of draw/1, as builders for the tests."""

from inspections.draw import FIRST_PREVIOUS, Sealed, Unit, pool_text, rule_text

ROUND = "510304-2016-07/1"
SEED = "00123456789012345678"
RULE = {
    "county": "510304",
    "townships": 2,
    "villages_per_township": 1,
    "households_per_village": 4,
}


def vector_units() -> list[Unit]:
    """Six townships, three villages in each, eight households in each village."""
    units = []
    for number in range(1, 7):
        township = f"51030410{number}"
        tier, lots = (0 if number == 5 else 1), (1 if number % 2 else 3)
        units.append(Unit("township", township, "510304", tier, lots))
        for village in (f"{township}{tail}" for tail in (201, 202, 203)):
            units.append(Unit("village", village, township))
            units += [Unit("household", f"{village}{n:04}", village) for n in range(1, 9)]
    return units


def vector_sealed(**changes: object) -> Sealed:
    """The vector's frozen pool and rule; ``changes`` go into the rule."""
    rule = rule_text({**RULE, **changes})
    return Sealed(ROUND, FIRST_PREVIOUS, pool_text(vector_units()), rule)
