"""Addresses of the register."""

from django.urls import path

from households.views import household_file, households, places, villages

patterns = [
    path("", households.HouseholdListView.as_view(), name="household_list"),
    path("areas/", places.AreaListView.as_view(), name="area_list"),
    path("villages/<str:code>/", villages.VillageDetailView.as_view(), name="village_detail"),
    path("villages/<str:code>/post/", places.PostingSetView.as_view(), name="posting_set"),
    path(
        "households/<str:household_no>/",
        household_file.HouseholdDetailView.as_view(),
        name="household_detail",
    ),
    path(
        "households/<str:household_no>/helper/",
        household_file.PairingView.as_view(),
        name="pairing_set",
    ),
    path(
        "households/<str:household_no>/members/<int:member>/identity/",
        household_file.UnmaskView.as_view(),
        name="member_unmask",
    ),
]
