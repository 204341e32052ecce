"""Addresses of what a responsible unit asks for: more time, an objection, handing up."""

from django.urls import path

from inspections.views import requests as views

patterns = [
    path("problems/<int:pk>/extension/", views.ProblemExtend.as_view(), name="problem_extend"),
    path("problems/<int:pk>/objection/", views.ProblemObject.as_view(), name="problem_object"),
    path("problems/<int:pk>/hand-up/", views.ProblemHandUp.as_view(), name="problem_hand_up"),
    path("extensions/", views.ExtensionList.as_view(), name="extension_list"),
    path("extensions/<int:pk>/", views.ExtensionDetail.as_view(), name="extension_detail"),
    path("extensions/<int:pk>/decide/", views.ExtensionDecide.as_view(), name="extension_decide"),
    path(
        "extensions/<int:pk>/withdraw/",
        views.ExtensionWithdraw.as_view(),
        name="extension_withdraw",
    ),
    path("objections/", views.ObjectionList.as_view(), name="objection_list"),
    path("objections/<int:pk>/", views.ObjectionDetail.as_view(), name="objection_detail"),
    path("objections/<int:pk>/decide/", views.ObjectionDecide.as_view(), name="objection_decide"),
    path(
        "objections/<int:pk>/withdraw/",
        views.ObjectionWithdraw.as_view(),
        name="objection_withdraw",
    ),
]
