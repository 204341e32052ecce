"""Addresses of the register's lists of people, and of one number in full."""

from django.urls import path

from households.views import helpers, members, postings_list, unmask

patterns = [
    path("members/", members.MemberListView.as_view(), name="member_list"),
    path("helpers/", helpers.PairingListView.as_view(), name="pairing_list"),
    path("postings/", postings_list.PostingListView.as_view(), name="posting_list"),
    path(
        "households/<str:household_no>/unmask/<slug:field>/",
        unmask.NumberUnmaskView.as_view(),
        name="number_unmask",
    ),
]
