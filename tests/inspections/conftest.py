"""Fixtures that several tests of the field work ask for by name."""

from tests.inspections.review_cast import team, team_leader  # noqa: F401 -- asked for by name
