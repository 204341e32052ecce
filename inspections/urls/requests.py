"""Addresses of what a responsible unit asks for: more time, an objection, handing up."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
