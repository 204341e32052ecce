"""Addresses of the register."""

from django.urls import path

from households.views import batches, households, places

patterns = [
    path("", households.HouseholdListView.as_view(), name="household_list"),
    path("export/", households.HouseholdExportView.as_view(), name="household_export"),
    path("areas/", places.AreaListView.as_view(), name="area_list"),
    path("villages/<str:code>/", places.VillageDetailView.as_view(), name="village_detail"),
    path("villages/<str:code>/post/", places.PostingSetView.as_view(), name="posting_set"),
    path(
        "households/<str:household_no>/",
        households.HouseholdDetailView.as_view(),
        name="household_detail",
    ),
    path(
        "households/<str:household_no>/helper/",
        households.PairingView.as_view(),
        name="pairing_set",
    ),
    path(
        "households/<str:household_no>/members/<int:member>/identity/",
        households.UnmaskView.as_view(),
        name="member_unmask",
    ),
    path("batches/", batches.BatchListView.as_view(), name="batch_list"),
    path("batches/upload/", batches.BatchUploadView.as_view(), name="batch_upload"),
    path("batches/<int:pk>/", batches.BatchDetailView.as_view(), name="batch_detail"),
    path("batches/<int:pk>/apply/", batches.BatchApplyView.as_view(), name="batch_apply"),
    path("batches/<int:pk>/file/", batches.BatchFileView.as_view(), name="batch_file"),
    path(
        "batches/<int:pk>/complaints/",
        batches.BatchComplaintsView.as_view(),
        name="batch_complaints",
    ),
]
