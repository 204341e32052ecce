"""Addresses of the board of the five posts."""

from django.urls import path

from households.views import board

patterns = [
    path("board/", board.BoardView.as_view(), name="board"),
    path("board/<str:code>/", board.BoardVillageView.as_view(), name="board_village"),
    path("postings/<int:pk>/end/", board.PostingEndView.as_view(), name="posting_end"),
]
