"""The API of the inspections."""

from inspections.api import problems, rounds, visits

ROUTES = [*rounds.ROUTES, *visits.ROUTES, *problems.ROUTES]
