"""Addresses of 约谈."""

from django.urls import path

from inspections.views import summons as views

patterns = [
    path("summonses/", views.SummonsList.as_view(), name="summons_list"),
    path("summonses/new/", views.SummonsCreate.as_view(), name="summons_create"),
    path("summonses/<int:pk>/", views.SummonsDetail.as_view(), name="summons_detail"),
    path("summonses/<int:pk>/annul/", views.SummonsAnnul.as_view(), name="summons_annul"),
    path("problems/<int:pk>/summons/", views.SummonsCreate.as_view(), name="problem_summons"),
]
