"""All addresses of the inspections."""

from inspections.urls import problems, rounds, visits

app_name = "inspections"
urlpatterns = [*rounds.patterns, *visits.patterns, *problems.patterns]
