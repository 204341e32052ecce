"""Addresses of the problem ledgers and their roll-ups."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
