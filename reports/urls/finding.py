"""Addresses of the search from anywhere."""

from django.urls import URLPattern

FINDING: list[URLPattern] = []
