"""Addresses of the search from anywhere."""

from django.urls import path

from reports.views import finding

FINDING = [path("find/", finding.FindView.as_view(), name="finding")]
