"""The addresses of the office."""

from __future__ import annotations

from django.urls import path

from peelian.workspace.views import board, joining

urlpatterns = [
    path("office", board.board, name="board"),
    path("office/join/<str:secret>", joining.join, name="join"),
]
