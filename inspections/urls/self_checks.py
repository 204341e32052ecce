"""Addresses of 举一反三: who else should look, and what they found."""

from django.urls import path

from inspections.views import self_checks

patterns = [
    path("problems/<int:pk>/others/", self_checks.SelfCheckAsk.as_view(), name="self_check_ask"),
    path("self-checks/", self_checks.SelfCheckList.as_view(), name="self_check_list"),
    path("self-checks/clear/", self_checks.SelfCheckClear.as_view(), name="self_check_clear"),
    path("self-checks/<int:pk>/", self_checks.SelfCheckDetail.as_view(), name="self_check_detail"),
]
