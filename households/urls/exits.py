"""Addresses of the exit procedure."""

from django.urls import path

from households.views import exit_all, exits

patterns = [
    path("exits/", exits.ExitListView.as_view(), name="exit_list"),
    path("exits/step/", exits.ExitStepView.as_view(), name="exit_step"),
    path("exits/all/", exit_all.ExitAllView.as_view(), name="exit_all"),
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
