"""Addresses of what the timetable told, and the leaders' list."""

from django.urls import path

from inspections.views import escalations

patterns = [
    path("escalations/", escalations.EscalationList.as_view(), name="escalation_list"),
    path(
        "escalations/timetable/",
        escalations.EscalationTimetable.as_view(),
        name="escalation_timetable",
    ),
]
