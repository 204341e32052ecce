"""Addresses of a household's facts of a year, of townships and of a village's indicators."""

from django.urls import path

from households.views import places, villages, year_facts

patterns = [
    path(
        "households/<str:household_no>/incomes/<int:year>/",
        year_facts.IncomeSetView.as_view(),
        name="income_set",
    ),
    path(
        "households/<str:household_no>/years/<int:year>/",
        year_facts.YearSetView.as_view(),
        name="year_set",
    ),
    path("years/close/", year_facts.YearCloseView.as_view(), name="year_close"),
    path("townships/<str:code>/", places.TownshipDetailView.as_view(), name="township_detail"),
    path(
        "villages/<str:code>/indicators/<int:year>/",
        villages.IndicatorSetView.as_view(),
        name="indicator_set",
    ),
]
