"""All addresses of the inspections."""

from inspections.urls import assignments, offline, problems, reviews, rounds, schemes, visits

app_name = "inspections"
urlpatterns = [
    *rounds.patterns,
    *assignments.patterns,
    *offline.patterns,
    *visits.patterns,
    *reviews.patterns,
    *problems.patterns,
    *schemes.patterns,
]
