"""The large county: its draw through the services, and the bulletin of its month."""

from datetime import date

from django.db import connection

from accounts.models import Role, User
from households.models import Household
from inspections.models import Scheme
from inspections.services.draws import enter_seed, seal_draw
from inspections.services.rounds import plan_round
from tests.bench import bulletins
from tests.bench.figures import Figure, peak_mb, seconds, tell

AUGUST = date(2016, 8, 1)
SEED = "31415926535897932384"


def draw() -> None:
    """Plan August, freeze and seal the whole register, enter the seed: as the office does."""
    by = User.objects.filter(groups__name=Role.SUPERVISION_OFFICE.label)[0]
    scheme = Scheme.objects.filter(code="monthly").latest("version")
    month = plan_round(scheme=scheme, period=AUGUST, by=by)
    enter_seed(draw=seal_draw(round=month, by=by), seed=SEED, by=by)


def main() -> None:
    """Measure draw and bulletin beside plain SQL on the same register."""
    size = f"{Household.objects.count():,} households"

    def at_random() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM households_household ORDER BY random() LIMIT 20")
            cursor.fetchall()

    chance = round(seconds(at_random, times=3), 3)
    drawn = round(seconds(draw), 3)
    beside = round(seconds(bulletins.reference, times=3), 3)
    made = round(seconds(bulletins.ours, times=3), 3)
    bare = "its SQL + bare .docx"
    tell(
        [
            Figure(
                "draw by the services",
                size,
                drawn,
                "s",
                "ORDER BY random()",
                chance,
                "",
                peak_mb(),
            ),
            Figure("bulletin", size, made, "s", bare, beside, "≤ 2 s", peak_mb()),
        ]
    )
