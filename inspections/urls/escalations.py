"""Addresses of what the timetable told, and the leaders' list."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
