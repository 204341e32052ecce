"""All addresses of the inspections."""

from inspections.urls import (
    accountability,
    assignments,
    entries,
    escalations,
    ledgers,
    look_backs,
    offline,
    problems,
    requests,
    reviews,
    rounds,
    schemes,
    self_checks,
    summons,
    visits,
)

app_name = "inspections"
urlpatterns = [
    *rounds.patterns,
    *assignments.patterns,
    *offline.patterns,
    *visits.patterns,
    *reviews.patterns,
    *entries.patterns,
    *problems.patterns,
    *requests.patterns,
    *self_checks.patterns,
    *look_backs.patterns,
    *escalations.patterns,
    *accountability.patterns,
    *summons.patterns,
    *ledgers.patterns,
    *schemes.patterns,
]
