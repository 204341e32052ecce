"""Addresses of visits."""

from django.urls import path

from inspections.views import photos, reading, sections, slips, sync, visits

patterns = [
    path("assignments/<int:pk>/open/", visits.VisitOpenView.as_view(), name="visit_open"),
    path("visits/", visits.VisitListView.as_view(), name="visit_list"),
    path("visits/<int:pk>/", reading.VisitDetailView.as_view(), name="visit_detail"),
    path("visits/<int:pk>/submit/", visits.VisitSubmitView.as_view(), name="visit_submit"),
    path("visits/<int:pk>/slip/", slips.VisitSlipView.as_view(), name="visit_slip"),
    path("visits/<int:pk>/done/", slips.VisitDoneView.as_view(), name="visit_done"),
    path(
        "visits/<int:pk>/parts/<slug:section>/",
        sections.VisitSectionView.as_view(),
        name="visit_section",
    ),
    path("visits/<int:pk>/form.json", sync.VisitFormView.as_view(), name="visit_form"),
    path("visits/<int:pk>/sync/", sync.VisitSyncView.as_view(), name="visit_sync"),
    path("visits/<int:pk>/photos/<str:question>/", photos.PhotoView.as_view(), name="visit_photo"),
    path(
        "visits/<int:pk>/photos/<str:question>/<int:number>/remove/",
        photos.PhotoRemoveView.as_view(),
        name="visit_photo_remove",
    ),
]
