"""Addresses of 挂图作战; the meetings it shows are at projects/urls.py."""

from django.urls import URLPattern, path

from reports.views.wall import WallView

WALL: list[URLPattern] = [path("wall/", WallView.as_view(), name="wall_chart")]
