"""Addresses of 公文模板, the office's own templates."""

from django.urls import path

from reports.views import letterheads

LETTERHEADS = [
    path("letterheads/", letterheads.LetterheadList.as_view(), name="letterhead_list"),
    path("letterheads/new/", letterheads.LetterheadUpload.as_view(), name="letterhead_upload"),
    path(
        "letterheads/starter/", letterheads.LetterheadStarter.as_view(), name="letterhead_starter"
    ),
    path(
        "letterheads/<int:pk>/file/", letterheads.LetterheadFile.as_view(), name="letterhead_file"
    ),
    path(
        "letterheads/<int:pk>/preview/",
        letterheads.LetterheadPreview.as_view(),
        name="letterhead_preview",
    ),
    path(
        "letterheads/<int:pk>/<slug:act>/",
        letterheads.LetterheadUse.as_view(),
        name="letterhead_use",
    ),
]
