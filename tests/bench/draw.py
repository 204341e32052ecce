"""The draw of a county of 100,000 households: freeze, seal, draw, record."""

import hashlib

from inspections import draw as product
from tests.bench.figures import Figure, peak_mb, seconds, tell

COUNTY, TOWNSHIPS, VILLAGES, HOUSEHOLDS = "510304", 20, 20, 250
SEED = "27182818284590452353"
RULE = {
    "county": COUNTY, "townships": 2, "villages_per_township": 2, "households_per_village": 5,
}  # fmt: skip


def units() -> list[product.Unit]:
    """Invent the frame: every township, village and household of the county."""
    made = []
    for township in range(TOWNSHIPS):
        above = f"{COUNTY}{township:03}"
        made.append(product.Unit("township", above, COUNTY, township % 2))
        for village in range(VILLAGES):
            place = f"{above}{village:03}"
            made.append(product.Unit("village", place, above, village % 2))
            made += [
                product.Unit("household", f"{place}{number:06}", place)
                for number in range(HOUSEHOLDS)
            ]
    return made


def ours(frame: list[product.Unit]) -> str:
    """Seal the frame and draw from it; give the hash that closes the record."""
    sealed = product.Sealed(
        f"{COUNTY}-2016-07-1",
        product.FIRST_PREVIOUS,
        product.pool_text(frame),
        product.rule_text(RULE),
    )
    assert sealed.seal
    return product.draw_month(sealed, SEED).result_sha


def reference(frame: list[product.Unit]) -> list[str]:
    """Give every unit one ticket and sort: the plainest lawful draw, without seal or stages."""
    hashlib.sha256("\n".join(unit.unit_id for unit in frame).encode()).hexdigest()
    return sorted(hashlib.sha256(f"{SEED}|{u.unit_id}".encode()).hexdigest() for u in frame)


def main() -> None:
    """Measure both on the same frame."""
    frame = units()
    beside = seconds(lambda: reference(frame), times=3)
    figure = Figure(
        job="draw of 100,000 households",
        note="freeze, seal, draw, record",
        value=round(seconds(lambda: ours(frame), times=3), 3),
        unit="s",
        reference="one ticket for every unit, sorted",
        reference_value=round(beside, 3),
        goal="≤ 1 s",
        memory_mb=peak_mb(),
    )
    tell([figure])
