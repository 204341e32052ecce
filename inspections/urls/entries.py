"""Addresses of registering problems: by hand, from an answer, from a file."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
