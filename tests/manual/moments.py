"""Bringing the demonstration to a moment the manual shows: python -m tests.manual.moments WHEN.

july: as `make run` leaves it, everybody has seen the tour. drawn: August's names are drawn. field:
two teams are out, one form waits for its review.
"""

import os
import sys
from datetime import date

AUGUST = date(2016, 8, 1)
SEED = "27182818284590452353"


def july() -> None:
    """Let the tour cover no page."""
    from accounts.models import User  # noqa: PLC0415 -- needs settings

    User.objects.update(toured_on=date(2016, 7, 1))


def drawn() -> None:
    """Plan August, seal its names and draw."""
    from inspections.services.draws import enter_seed, seal_draw  # noqa: PLC0415 -- needs settings
    from inspections.services.rounds import current_scheme, plan_round  # noqa: PLC0415 -- same
    from reports.demo.moments import COUNTY, at  # noqa: PLC0415 -- needs settings
    from reports.demo.play import cast  # noqa: PLC0415 -- needs settings

    people = cast()
    planned = plan_round(
        scheme=current_scheme(county=COUNTY),
        period=AUGUST,
        by=people.office,
        starts_on=AUGUST.replace(day=8),
        ends_on=AUGUST.replace(day=19),
    )
    sealed = seal_draw(round=planned, by=people.office, at=at(AUGUST.replace(day=5), 9))
    enter_seed(draw=sealed, seed=SEED, by=people.office, at=at(AUGUST.replace(day=5), 15))


def field() -> None:
    """Send the teams out and hand one household's form in, with a fault."""
    from inspections.models import Round  # noqa: PLC0415 -- needs settings
    from reports.demo import play  # noqa: PLC0415 -- needs settings

    people, round_ = play.cast(), Round.objects.get(period=AUGUST)
    play.send_teams(round_=round_, people=people)
    mine = round_.assignments.filter(subject_kind="household").order_by("id")
    faults = dict(play.FAULTS["household"][0])
    play.visit_one(assignment=mine[0], day=AUGUST.replace(day=9), faults=faults)


def main(when: str) -> None:
    """Do what leads to the moment."""
    import django  # noqa: PLC0415 -- after the settings are named

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    {"july": july, "drawn": drawn, "field": field}[when]()


if __name__ == "__main__":
    main(sys.argv[1])
