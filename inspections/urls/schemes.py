"""Addresses of schemes and their edited checklists."""

from django.urls import path

from inspections.views import scheme_drafts, schemes

patterns = [
    path("schemes/", schemes.SchemeListView.as_view(), name="scheme_list"),
    path("schemes/<int:pk>/", schemes.SchemeDetailView.as_view(), name="scheme_detail"),
    path(
        "schemes/<int:pk>/workbook/", schemes.SchemeWorkbookView.as_view(), name="scheme_workbook"
    ),
    path(
        "schemes/<int:pk>/differences/",
        schemes.SchemeDifferencesView.as_view(),
        name="scheme_differences",
    ),
    path(
        "schemes/<int:pk>/upload/", scheme_drafts.SchemeUploadView.as_view(), name="scheme_upload"
    ),
    path("schemes/drafts/<int:pk>/", scheme_drafts.SchemeDraftView.as_view(), name="scheme_draft"),
    path(
        "schemes/drafts/<int:pk>/drop/",
        scheme_drafts.SchemeDraftDropView.as_view(),
        name="scheme_draft_drop",
    ),
]
