"""The addresses of the office."""

from __future__ import annotations

from django.urls import path

from peelian.workspace.views import board, jobs, joining

urlpatterns = [
    path("office", board.board, name="board"),
    path("office/jobs", jobs.jobs, name="jobs"),
    path("office/jobs/<int:number>", jobs.job, name="job"),
    path("office/jobs/<int:number>.json", jobs.job_json, name="job_json"),
    path("office/jobs/<int:number>/again", jobs.job_again, name="job_again"),
    path("office/jobs/<int:number>/stop", jobs.job_stop, name="job_stop"),
    path("office/join/<str:secret>", joining.join, name="join"),
]
