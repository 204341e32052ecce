"""Addresses of assignments and visits."""

from django.urls import path

from inspections.views import photos, sections, visits

patterns = [
    path("assignments/", visits.MyAssignmentsView.as_view(), name="my_assignments"),
    path("assignments/<int:pk>/open/", visits.VisitOpenView.as_view(), name="visit_open"),
    path("visits/", visits.VisitListView.as_view(), name="visit_list"),
    path("visits/<int:pk>/", visits.VisitDetailView.as_view(), name="visit_detail"),
    path("visits/<int:pk>/submit/", visits.VisitSubmitView.as_view(), name="visit_submit"),
    path(
        "visits/<int:pk>/parts/<slug:section>/",
        sections.VisitSectionView.as_view(),
        name="visit_section",
    ),
    path(
        "visits/<int:pk>/parts/<slug:section>/save/",
        sections.VisitSaveView.as_view(),
        name="visit_save",
    ),
    path(
        "visits/<int:pk>/photos/<slug:question>/", photos.PhotoView.as_view(), name="visit_photo"
    ),
]
