"""Addresses of the dashboard: a county, a township, a village, the wall screen."""

from django.urls import URLPattern, path

from reports.views.board import comparing, exports, pages, screen

BOARD: list[URLPattern] = [
    path("dashboard/", pages.DashboardView.as_view(), name="dashboard"),
    path("board/trends/", comparing.TrendsView.as_view(), name="board_trends"),
    path("board/matrix/", comparing.MatrixView.as_view(), name="board_matrix"),
    path("board/people/", comparing.PeopleView.as_view(), name="board_people"),
    path("board/screen/", screen.ScreenView.as_view(), name="board_screen"),
    path("board/screen/now/", screen.ScreenNowView.as_view(), name="board_screen_now"),
    path(
        "board/<slug:page>/<slug:table>.xlsx",
        exports.BoardExportView.as_view(),
        name="board_export",
    ),
    path("board/<str:code>/", pages.PlaceBoardView.as_view(), name="board_place"),
]
