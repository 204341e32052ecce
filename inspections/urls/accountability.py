"""Addresses of 问责: cases, measures, proposals, totals."""

from django.urls import path

from inspections.views import accountability as views
from inspections.views import proposals, sanctions

HEAD = "accountability"

patterns = [
    path(f"{HEAD}/", views.Accountability.as_view(), name="accountability"),
    path(f"{HEAD}/cases/", views.CaseList.as_view(), name="accountability_list"),
    path(f"{HEAD}/cases/<int:pk>/", views.CaseDetail.as_view(), name="accountability_detail"),
    path(
        f"{HEAD}/cases/<int:pk>/dismiss/",
        views.CaseDismiss.as_view(),
        name="accountability_dismiss",
    ),
    path(
        f"{HEAD}/cases/<int:pk>/sanction/",
        sanctions.CaseSanction.as_view(),
        name="accountability_sanction",
    ),
    path(f"{HEAD}/sanctions/", sanctions.SanctionList.as_view(), name="sanction_list"),
    path(f"{HEAD}/sanctions/new/", sanctions.SanctionCreate.as_view(), name="sanction_create"),
    path(
        f"{HEAD}/sanctions/<int:pk>/", sanctions.SanctionDetail.as_view(), name="sanction_detail"
    ),
    path(
        f"{HEAD}/sanctions/<int:pk>/revoke/",
        sanctions.SanctionRevoke.as_view(),
        name="sanction_revoke",
    ),
    path(f"{HEAD}/proposals/", proposals.ProposalList.as_view(), name="accountability_proposals"),
    path(f"{HEAD}/propose/", proposals.ProposeByHand.as_view(), name="accountability_propose"),
    path(
        f"{HEAD}/totals/", proposals.AccountabilityTotals.as_view(), name="accountability_totals"
    ),
    path(
        "problems/<int:pk>/accountability/",
        proposals.ProblemPropose.as_view(),
        name="problem_accountability",
    ),
]
