"""Addresses of the problem ledgers and their roll-ups."""

from django.urls import path

from inspections.views import ledgers

patterns = [
    path("ledgers/problems/", ledgers.ProblemLedger.as_view(), name="problem_ledger"),
    path(
        "ledgers/rectification/",
        ledgers.RectificationLedger.as_view(),
        name="rectification_ledger",
    ),
    path("ledgers/places/", ledgers.PlaceRollup.as_view(), name="rollup"),
    path("ledgers/places/export/", ledgers.PlaceRollupExport.as_view(), name="rollup_export"),
    path("ledgers/units/", ledgers.UnitRollup.as_view(), name="rollup_units"),
    path("ledgers/units/export/", ledgers.UnitRollupExport.as_view(), name="rollup_units_export"),
]
