"""Addresses of 回头看: closed problems visited again."""

from django.urls import path

from inspections.views import look_back_draws, look_backs

patterns = [
    path("look-backs/", look_backs.LookBackList.as_view(), name="look_back_list"),
    path("look-backs/closed/", look_backs.ClosedList.as_view(), name="look_back_closed"),
    path("look-backs/choose/", look_backs.LookBackChoose.as_view(), name="look_back_choose"),
    path("look-backs/seal/", look_back_draws.LookBackSeal.as_view(), name="look_back_seal"),
    path(
        "look-backs/draws/<int:pk>/",
        look_back_draws.LookBackDrawPage.as_view(),
        name="look_back_draw",
    ),
    path("look-backs/<int:pk>/", look_backs.LookBackDetail.as_view(), name="look_back_detail"),
]
