"""The API of the inspections."""

from inspections.api import assignments, checklists, problems, rounds, visits

ROUTES = [
    *checklists.ROUTES,
    *rounds.ROUTES,
    *assignments.ROUTES,
    *visits.ROUTES,
    *problems.ROUTES,
]
