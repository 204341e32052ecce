"""Addresses of 举一反三: who else should look, and what they found."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
