"""Addresses of 挂图作战 and of the meetings."""

from django.urls import URLPattern

WALL: list[URLPattern] = []
