"""The addresses of the office."""

from __future__ import annotations

from django.urls import path

from peelian.workspace.views import (
    audit,
    board,
    jobs,
    joining,
    me,
    organisations,
    people,
    privacy,
    roles,
)

urlpatterns = [
    path("office", board.board, name="board"),
    path("office/jobs", jobs.jobs, name="jobs"),
    path("office/jobs/<int:number>", jobs.job, name="job"),
    path("office/jobs/<int:number>.json", jobs.job_json, name="job_json"),
    path("office/jobs/<int:number>/again", jobs.job_again, name="job_again"),
    path("office/jobs/<int:number>/stop", jobs.job_stop, name="job_stop"),
    path("office/join/<str:secret>", joining.join, name="join"),
    path("office/me", me.me, name="me"),
    path("office/me/data", me.my_data, name="my-data"),
    path("office/me/sessions/<int:pk>/end", me.end_session, name="end-session"),
    path("office/people", people.people, name="people"),
    path("office/people.csv", people.people_csv, name="people-csv"),
    path("office/people/invite", people.invite, name="invite"),
    path("office/people/invitations/<int:pk>/again", people.invite_again, name="invite-again"),
    path("office/people/invitations/<int:pk>/withdraw", people.withdraw, name="withdraw"),
    path("office/people/<int:pk>", people.person, name="person"),
    path("office/people/<int:pk>/change", people.change, name="change-person"),
    path("office/people/<int:pk>/give", people.give, name="give-role"),
    path("office/people/<int:pk>/roles/<int:post_id>/end", people.end, name="end-role"),
    path("office/people/<int:pk>/leave", people.leave, name="leave"),
    path("office/people/<int:pk>/second-factor", people.reset_factors, name="reset-factors"),
    path("office/people/<int:pk>/export", privacy.export, name="export-person"),
    path("office/people/<int:pk>/erase", privacy.erase, name="erase-person"),
    path("office/people/retention", privacy.retention, name="retention"),
    path("office/roles", roles.roles, name="roles"),
    path("office/organisations", organisations.organisations, name="organisations"),
    path("office/organisations/add", organisations.add, name="add-organisation"),
    path("office/organisations/<slug:slug>", organisations.organisation, name="organisation"),
    path("office/organisations/<slug:slug>/change", organisations.change, name="change-organisation"),
    path("office/organisations/<slug:slug>/areas/add", organisations.give_area, name="give-area"),
    path("office/organisations/<slug:slug>/powers/add", organisations.give_power, name="give-power"),
    path("office/organisations/<slug:slug>/<str:what>/<int:pk>/end", organisations.end, name="end-dated"),
    path("office/audit", audit.audit, name="audit"),
    path("office/audit.csv", audit.audit_csv, name="audit-csv"),
    path("office/audit.jsonl", audit.audit_jsonl, name="audit-jsonl"),
    path("office/audit/<int:number>", audit.event, name="event"),
]
