"""Addresses of filling in without network."""

from django.urls import path

from inspections.views import offline, worker

patterns = [
    path("field/", offline.FieldHomeView.as_view(), name="field_home"),
    path("field/hello/", offline.FieldHelloView.as_view(), name="field_hello"),
    path("field/work.json", offline.FieldWorkView.as_view(), name="field_work"),
    path("field/open/", offline.FieldOpenView.as_view(), name="field_open"),
    path("field/away/", worker.field_away, name="field_away"),
    path("visits/rescue/", offline.RescueView.as_view(), name="visit_rescue"),
]
