"""Addresses of 回头看: closed problems visited again."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
