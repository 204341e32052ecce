"""Addresses of the dashboard: a county, a township, a village, the wall screen."""

from django.urls import URLPattern

BOARD: list[URLPattern] = []
