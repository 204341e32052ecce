"""Addresses of the conflicts."""

from django.urls import path

from households.views import conflicts

patterns = [
    path("conflicts/", conflicts.ConflictListView.as_view(), name="conflict_list"),
    path("conflicts/search/", conflicts.ConflictSearchView.as_view(), name="conflict_search"),
    path("conflicts/<int:pk>/", conflicts.ConflictDetailView.as_view(), name="conflict_detail"),
    path(
        "conflicts/<int:pk>/decide/",
        conflicts.ConflictDecideView.as_view(),
        name="conflict_decide",
    ),
    path(
        "conflicts/<int:pk>/file/",
        conflicts.ConflictFileView.as_view(),
        name="conflict_file",
    ),
    path(
        "conflicts/<int:pk>/explain/",
        conflicts.ConflictExplainView.as_view(),
        name="conflict_explain",
    ),
]
