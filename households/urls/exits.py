"""Addresses of the exit procedure."""

from django.urls import path

from households.views import exits

patterns = [
    path("exits/", exits.ExitListView.as_view(), name="exit_list"),
    path("exits/step/", exits.ExitStepView.as_view(), name="exit_step"),
    path(
        "households/<str:household_no>/exits/<int:year>/",
        exits.PapersView.as_view(),
        name="exit_papers",
    ),
    path(
        "households/<str:household_no>/exits/<int:year>/withdraw/",
        exits.WithdrawView.as_view(),
        name="exit_withdraw",
    ),
]
