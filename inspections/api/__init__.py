"""The API of the inspections."""

from inspections.api import (
    accountability,
    assignments,
    checklists,
    entries,
    escalations,
    look_backs,
    orders,
    problems,
    requests,
    rounds,
    self_checks,
    visits,
)

ROUTES = [
    *checklists.ROUTES,
    *rounds.ROUTES,
    *assignments.ROUTES,
    *visits.ROUTES,
    *entries.ROUTES,
    *problems.ROUTES,
    *orders.ROUTES,
    *requests.ROUTES,
    *escalations.ROUTES,
    *accountability.ROUTES,
    *self_checks.ROUTES,
    *look_backs.ROUTES,
]
