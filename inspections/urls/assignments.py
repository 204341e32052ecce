"""Addresses of handed-out work: one's own tasks, one assignment, all of a round."""

from django.urls import path

from inspections.views import assignments, round_work

patterns = [
    path("assignments/", assignments.MyAssignmentsView.as_view(), name="my_assignments"),
    path(
        "assignments/<int:pk>/",
        assignments.AssignmentDetailView.as_view(),
        name="assignment_detail",
    ),
    path(
        "assignments/<int:pk>/hand-over/",
        assignments.HandOverView.as_view(),
        name="assignment_hand_over",
    ),
    path(
        "assignments/<int:pk>/due/",
        assignments.AssignmentDueView.as_view(),
        name="assignment_due",
    ),
    path(
        "rounds/<int:pk>/checks/",
        round_work.RoundStrengthsView.as_view(),
        name="round_strengths",
    ),
    path("rounds/<int:pk>/declare/", round_work.RoundDeclareView.as_view(), name="round_declare"),
    path(
        "rounds/<int:pk>/hand-over/",
        round_work.RoundHandOverView.as_view(),
        name="round_hand_over",
    ),
    path("rounds/<int:pk>/due/", round_work.RoundDueView.as_view(), name="round_due"),
]
