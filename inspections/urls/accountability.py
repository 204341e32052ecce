"""Addresses of 问责: cases and sanctions."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
