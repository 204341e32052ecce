"""Addresses of the platform check."""

from django.urls import path

from households.views import platform

patterns = [
    path("platform/", platform.PlatformListView.as_view(), name="platform_list"),
    path("platform/compare/", platform.CompareView.as_view(), name="platform_compare"),
    path("platform/explain/", platform.ExplainManyView.as_view(), name="platform_explain"),
    path("platform/<int:pk>/", platform.DifferenceView.as_view(), name="platform_difference"),
]
