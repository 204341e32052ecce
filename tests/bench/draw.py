"""A county of 100,000 households: its draw pure, by the services on PostgreSQL, and its chance."""

import hashlib
import time
from collections.abc import Callable
from datetime import date

from django.core.management import call_command
from django.db import transaction

from households.models import Area, Household
from inspections import draw as product
from inspections.models import Draw, Round, Scheme
from inspections.selectors.draw_records import draw_record
from inspections.services.draws import enter_seed, seal_draw
from tests.bench.figures import Figure, peak_mb, seconds, tell
from tests.inspections.test_draw_fairness import DRAWS, household_figures, lots_figures

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


def make_county(frame: list[product.Unit]) -> Round:
    """Store the frame as a register, with a planned round."""
    levels = {"township": "township", "village": "village"}
    county = Area.objects.create(code=COUNTY, name="大安区", short_name="大安区", level="county")
    for stage in levels:
        Area.objects.bulk_create(
            Area(
                code=unit.unit_id, parent_id=unit.parent_id, level=stage,
                is_poor=stage == "village", name=unit.unit_id[6:], short_name=unit.unit_id[6:],
            )
            for unit in frame if unit.stage == stage
        )  # fmt: skip
    Household.objects.bulk_create(
        (
            Household(
                household_no=unit.unit_id, area_code=unit.parent_id, village_id=unit.parent_id,
                head_name="李四", person_count=3, attribute="ordinary", cause="illness",
            )
            for unit in frame if unit.stage == "household"
        ),
        batch_size=5_000,
    )  # fmt: skip
    scheme = Scheme.objects.create(
        code="monthly", area_code=county.code, version=1, title="月度专项督查", sha256="0" * 64
    )
    return Round.objects.create(
        scheme=scheme, area_code=COUNTY, period=date(2016, 7, 1), title="七月",
        starts_on=date(2016, 7, 5), ends_on=date(2016, 7, 20), methods=["random_check"],
        townships=2, villages_per_township=2, households_per_village=5,
    )  # fmt: skip


def by_the_services(frame: list[product.Unit]) -> list[Figure]:
    """Seal, draw and read the record on the bench's database, which is left as it was."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        month = make_county(frame)
        held: list[Draw] = []
        steps: list[tuple[str, Callable[[], object]]] = [
            ("seal", lambda: held.append(seal_draw(round=month, by=None))),
            ("seed", lambda: enter_seed(draw=held[0], seed=SEED, by=None)),
            ("record", lambda: draw_record(Draw.objects.get(pk=held[0].pk))),
        ]
        begun = time.process_time()
        taken = {name: seconds(work) for name, work in steps}
        own = time.process_time() - begun
        transaction.set_rollback(True)
    told = ", ".join(f"{name} {value:.2f} s" for name, value in taken.items())
    told += f"; {own:.2f} s of it the program's own"
    whole = round(sum(taken.values()), 3)
    return [Figure("draw by the services", told, whole, "s", goal="≤ 1 s", memory_mb=peak_mb())]


def by_chance() -> list[Figure]:
    """How even the draw is over many seeds: chi-square as a normal score."""
    score, furthest = household_figures()
    note = f"{DRAWS} draws, furthest household {furthest:.2f} sigma"
    lots = round(lots_figures(), 2)
    return [
        Figure("fairness of households", note, round(score, 2), "score", goal="within ±4"),
        Figure("fairness of lots 3:2:1", f"{DRAWS} draws", lots, "score", goal="within ±4"),
    ]


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
    tell([figure, *by_the_services(frame), *by_chance()])
