"""Addresses of the key households."""

from django.urls import path

from households.views import concerns

patterns = [
    path("concerns/", concerns.ConcernListView.as_view(), name="concern_list"),
    path("concerns/mark/", concerns.ConcernMarkView.as_view(), name="concern_mark"),
    path("concerns/run/", concerns.ConcernRunView.as_view(), name="concern_run"),
    path(
        "households/<str:household_no>/concerns/",
        concerns.ConcernDetailView.as_view(),
        name="concern_detail",
    ),
    path(
        "households/<str:household_no>/concerns/unmark/",
        concerns.ConcernUnmarkView.as_view(),
        name="concern_unmark",
    ),
]
