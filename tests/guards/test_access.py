"""Who gets through which door: every address of the site, walked as every role, as a stranger, and as somebody from elsewhere.

The table below is the promise. An address that is not in it fails; so does one that lets somebody through whom it does not
name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.support import committee_doors, rooms
from tests.support.exempt import sealed_part
from tests.support.office import CAST, Office, with_second_factor

from peelian.config.rooms import OFFICE
from peelian.core import actions
from peelian.core.access import PUBLIC, Access, access_of
from peelian.core.acting import COMMAND
from peelian.core.jobs import actions as jobs
from peelian.core.roles import ROLES
from peelian.core.running import actions as running
from peelian.core.running.models import CalendarChange
from peelian.public.interop_urls import any_case
from peelian.public.middleware import ASKED_BY_POST

EVERYBODY, FIRST_FACTOR, NOBODY = "everybody", "who is signed in, with a second factor or without", "nobody"
STAFF = frozenset(ROLES)
PEOPLE = frozenset({"administrator", "installation-manager"})
AUDIT = frozenset({"administrator", "installation-manager", "auditor"})
MANAGER = frozenset({"installation-manager"})
DRAFTS = frozenset({"analyst", "quality-reviewer", "person-responsible"})
ANALYST, RESPONSIBLE = frozenset({"analyst"}), frozenset({"person-responsible"})
BOROUGH = frozenset({"borough-analyst", "borough-lead"})
WRITER = frozenset({"borough-analyst"})
EXEMPT = frozenset({
    "committee-officer", "committee-chair", "committee-member", "decision-officer", "decision-adviser", "decision-director",
    "decision-maker",
})  # fmt: skip
DECISION = frozenset({"decision-officer", "decision-adviser", "decision-director", "decision-maker"})
DRAFTER = frozenset({"decision-officer"})
DECIDERS, DIRECTOR = frozenset({"committee-chair", "decision-director"}), frozenset({"decision-director"})
PAPERS = frozenset({"committee-officer", "committee-chair", "committee-member"})
CLERK, CHAIR, LIAISON = (frozenset({role}) for role in ("committee-officer", "committee-chair", "committee-liaison"))
PLANNERS, OFFICER = frozenset({"plan-officer", "plan-issuer"}), frozenset({"plan-officer"})

DOORS: dict[str, str | frozenset[str]] = {
    "board": STAFF, "join": EVERYBODY, "me": STAFF, "my-data": STAFF, "end-session": STAFF, "roles": STAFF,
    "people": PEOPLE, "people-csv": PEOPLE, "invite": PEOPLE, "invite-again": PEOPLE, "withdraw": PEOPLE,
    "person": PEOPLE, "change-person": PEOPLE, "give-role": PEOPLE, "end-role": PEOPLE, "leave": PEOPLE,
    "reset-factors": PEOPLE,
    "export-person": MANAGER, "erase-person": MANAGER, "retention": MANAGER,
    "organisations": MANAGER, "add-organisation": MANAGER, "organisation": MANAGER, "change-organisation": MANAGER,
    "give-area": MANAGER, "give-power": MANAGER, "end-dated": MANAGER,
    "jobs": STAFF, "job": STAFF, "job_json": STAFF, "job_again": STAFF, "job_stop": STAFF,
    "desk": DRAFTS, "release": DRAFTS, "step": DRAFTS, "calendar": DRAFTS, "load": ANALYST, "begin": ANALYST,
    "begin-unplanned": ANALYST, "draft": ANALYST, "choose": ANALYST, "comment": ANALYST, "corrective": ANALYST, "note": ANALYST,
    "grant-access": RESPONSIBLE, "end-access": RESPONSIBLE, "propose": RESPONSIBLE, "fix": RESPONSIBLE, "move": RESPONSIBLE,
    "cancel": RESPONSIBLE, "pre-release": STAFF, "preview": STAFF, "preview-page": STAFF,
    "board-jobs": STAFF, "read-notice": STAFF, "team": STAFF,
    "clocks": STAFF, "clocks-csv": STAFF, "clocks-json": STAFF, "clock": STAFF, "read-notices": STAFF, "office-search": STAFF,
    "holidays": STAFF, "holiday-change": STAFF, "add-holiday": MANAGER, "remove-holiday": MANAGER,
    "audit": AUDIT, "audit-csv": AUDIT, "audit-jsonl": AUDIT, "event": AUDIT,
    "quarters": BOROUGH, "quarter": BOROUGH, "quarter-preview": BOROUGH, "quarter-step": BOROUGH, "quarter-settings": BOROUGH,
    "quarter-write": WRITER, "quarter-write-json": WRITER, "quarter-release": WRITER, "begin-quarter": WRITER,
    "quarter-rule": WRITER, "quarter-take-over": WRITER, "quarter-find": WRITER, "quarter-indicator": WRITER,
    "quarter-demand": WRITER, "quarter-remove": WRITER, "quarter-add-figure": WRITER, "quarter-figure": WRITER,
    "quarters-boroughs": DRAFTS, "quarters-boroughs-csv": DRAFTS,
    "plans": PLANNERS, "plan-desk": PLANNERS, "plan-step": PLANNERS, "plan-items": PLANNERS, "plan-item": PLANNERS,
    "plan-progress": PLANNERS, "plan-proposals": PLANNERS,
    "begin-plan": OFFICER, "plan-head": OFFICER, "plan-duty": OFFICER, "plan-add": OFFICER, "plan-item-json": OFFICER,
    "plan-item-move": OFFICER, "plan-item-remove": OFFICER, "plan-claim": OFFICER, "plan-claim-part": OFFICER,
    "plan-before": PLANNERS, "plan-succession": PLANNERS, "confirm-succession": OFFICER, "decide-succession": OFFICER,
    "plan-confirm": OFFICER, "plan-link": OFFICER, "plan-reject": OFFICER,
    "decisions": DECISION, "decision-desk": DECISION, "decision-preview": DECISION, "decision-step": DECISION,
    "begin-decision": DRAFTER, "decision-write": DRAFTER, "decision-write-json": DRAFTER, "decision-part-add": DRAFTER,
    "decision-part": DRAFTER, "decision-part-remove": DRAFTER, "decision-call-in": DRAFTER, "decision-settle": DRAFTER,
    "decision-conclude": DRAFTER, "decision-payment": DRAFTER,
    "decision-advice": frozenset({"decision-adviser"}), "decision-part-seal": DIRECTOR,
    "ledger": PAPERS | LIAISON, "report-desk": PAPERS, "report-proposals": PAPERS, "investigation-desk": PAPERS,
    "recommendation-desk": PAPERS,
    "begin-report": CLERK, "report-head": CLERK, "report-add": CLERK, "report-item": CLERK, "report-remove": CLERK,
    "report-confirm": CLERK, "report-reject": CLERK, "report-read-in": CLERK,
    "begin-investigation": CLERK, "investigation-write": CLERK,
    "record-activity": CLERK, "remove-activity": CLERK, "recommendation-link": CLERK,
    "recommendation-unlink": CLERK, "recommendation-note": CLERK,
    "report-format": CLERK, "format-request": CLERK, "format-request-end": CLERK,
    "report-publish": CHAIR, "investigation-step": CHAIR, "recommendation-step": CHAIR,
    "answers": LIAISON, "answer-desk": LIAISON, "answer-step": LIAISON,
    "exempt": EXEMPT, "exempt-part": EXEMPT, "exempt-read": EXEMPT, "exempt-file": EXEMPT,
    "exempt-review": DECIDERS, "exempt-release": DECIDERS,
    "account_login": EVERYBODY, "account_logout": EVERYBODY, "account_inactive": EVERYBODY,
    "account_reset_password": EVERYBODY, "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY, "account_reset_password_from_key_done": EVERYBODY,
    "account_reauthenticate": FIRST_FACTOR, "account_change_password": FIRST_FACTOR,
    "mfa_authenticate": EVERYBODY, "mfa_login_webauthn": EVERYBODY, "mfa_reauthenticate": FIRST_FACTOR,
    "mfa_index": FIRST_FACTOR, "mfa_activate_totp": FIRST_FACTOR, "mfa_deactivate_totp": FIRST_FACTOR,
    "mfa_view_recovery_codes": FIRST_FACTOR, "mfa_generate_recovery_codes": FIRST_FACTOR,
    "mfa_download_recovery_codes": FIRST_FACTOR, "mfa_list_webauthn": FIRST_FACTOR, "mfa_add_webauthn": FIRST_FACTOR,
    "mfa_reauthenticate_webauthn": FIRST_FACTOR, "mfa_remove_webauthn": FIRST_FACTOR, "mfa_edit_webauthn": FIRST_FACTOR,
    "usersessions_list": FIRST_FACTOR, "openid_connect_login": EVERYBODY, "openid_connect_callback": EVERYBODY,
    "socialaccount_login_cancelled": EVERYBODY, "socialaccount_login_error": EVERYBODY, "socialaccount_signup": EVERYBODY,
    # closed: nobody signs up, changes their own address, connects another account, trusts a browser, sets a first password
    "account_signup": NOBODY, "account_email": NOBODY, "account_email_verification_sent": NOBODY, "account_set_password": NOBODY,
    "account_confirm_email": NOBODY, "mfa_trust": NOBODY, "socialaccount_connections": NOBODY,
    "account_confirm_login_code": NOBODY,
    **committee_doors.LISTS, **committee_doors.RECORDS,
}  # fmt: skip
"""By the name of an address: the roles that get through, or who else. What is not of the office is public, and only read."""

ASKED_WITHIN = {"ledger": PAPERS | LIAISON}
"""Doors of which no list of rights can tell who gets through: one right or the other opens them, so the view asks."""

OTHERS_RECORD = {
    "invite-again", "withdraw", "person", "change-person", "give-role", "end-role", "leave", "reset-factors", "event",
    "job", "job_json", "job_again", "job_stop", "release", "step", "draft", "comment", "corrective", "note", "grant-access",
    "preview", "preview-page", "fix", "move", "cancel",
    "quarter", "quarter-preview", "quarter-step", "quarter-settings", "quarter-write", "quarter-write-json", "quarter-release",
    "begin-quarter", "quarter-rule", "quarter-take-over", "quarter-find", "quarter-indicator", "quarter-demand", "quarter-remove",
    "quarter-add-figure", "quarter-figure", "quarters-boroughs", "quarters-boroughs-csv",
    "decision-desk", "decision-preview", "decision-step", "decision-write", "decision-write-json", "decision-part-add",
    "decision-part", "decision-part-remove", "decision-call-in", "decision-settle", "decision-conclude", "decision-advice",
    "decision-part-seal", "decision-payment",
    "clock", "read-notice", "exempt-part", "exempt-read", "exempt-file", "exempt-review", "exempt-release",
    "plan-desk", "plan-step", "plan-items", "plan-item", "plan-progress", "plan-proposals", "plan-head", "plan-duty", "plan-add",
    "plan-item-json", "plan-item-move", "plan-item-remove", "plan-claim", "plan-claim-part", "plan-confirm", "plan-link",
    "report-desk", "report-proposals", "investigation-desk", "recommendation-desk", "report-head", "report-add", "report-item",
    "report-remove", "report-confirm", "report-reject", "report-read-in",
    "report-format", "format-request", "format-request-end", "investigation-write", "remove-activity", "recommendation-link",
    "recommendation-unlink",
    "recommendation-note", "report-publish", "investigation-step", "recommendation-step", "answer-desk", "answer-step",
    "plan-reject", "plan-before", "plan-succession", "confirm-succession", "decide-succession", *committee_doors.RECORDS,
}  # fmt: skip
"""Addresses of one record: an administrator of another organisation finds nothing there."""


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address that there is, with its whole pattern."""
    for item in resolver.url_patterns:
        path = before + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from patterns(item, path)
        else:
            yield path, item


ALL = list(patterns(get_resolver()))
OURS = [(path, item) for path, item in ALL if f"/{path.lstrip('^')}".startswith(tuple(f"{room}" for room in OFFICE))]
THE_SITE = [(path, item) for path, item in ALL if (path, item) not in OURS]
NAMES = sorted({str(item.name) for _, item in OURS if item.name})


@pytest.fixture
def cast(office: Office) -> Office:
    """Everybody, each with a second factor."""
    for person in office.everybody().values():
        with_second_factor(person)
    return office


@pytest.fixture
def addresses(cast: Office, settings: Any, tmp_path: Path) -> dict[str, str]:
    """An address of each kind, of a record of MOPAC where it is one of a record. What it publishes lies in a house of its own."""
    settings.PEELIAN_DATA = tmp_path
    mopac, bob = cast.organisation("mopac"), cast.bob
    invitation, secret = actions.invite(mopac, "reader", email="new@mopac.example", name="New", by=COMMAND)
    area = actions.give_area(mopac, "E23000001", bob.joined_at.date(), by=COMMAND)
    from peelian.audit.models import Event

    own: Any = Event.objects.filter(organisation="organisation:mopac").first()
    samples: dict[str, dict[str, Any]] = {
        "join": {"secret": secret}, "invite-again": {"pk": invitation.pk}, "withdraw": {"pk": invitation.pk},
        "end-role": {"pk": bob.pk, "post_id": cast.post("bob").pk}, "organisation": {"slug": "mopac"},
        "change-organisation": {"slug": "mopac"}, "give-area": {"slug": "mopac"}, "give-power": {"slug": "mopac"},
        "end-dated": {"slug": "mopac", "what": "areas", "pk": area.pk}, "event": {"number": own.number},
        "account_reset_password_from_key": {"uidb36": "1", "key": "x"}, "account_confirm_email": {"key": "x"},
        "openid_connect_login": {"provider_id": "work"}, "openid_connect_callback": {"provider_id": "work"},
    }  # fmt: skip
    number = jobs.ask("files.load", {"upload": "x"}, organisation=mopac.key, by=cast.by("bob")).pk
    samples |= {name: {"number": number} for name in ("job", "job_json", "job_again", "job_stop")}
    holiday = running.add_holiday(dt.date(2026, 11, 27), "Day of mourning", why="proclaimed", by=cast.by("ivy"))
    assert holiday == [], "no clock runs yet"
    samples |= {
        "holiday-change": {"pk": CalendarChange.objects.get().pk},
        "clock": {"pk": rooms.clock(cast, waits_for=bob).pk}, "read-notice": {"pk": rooms.notice(cast, "x", person=bob).pk},
    }  # fmt: skip
    samples |= {
        name: {"pk": bob.pk}
        for name in ("person", "change-person", "give-role", "leave", "reset-factors", "export-person", "erase-person",
                     "end-session", "mfa_remove_webauthn", "mfa_edit_webauthn")
    }  # fmt: skip
    entry, release = planned(cast)
    samples |= {name: {"pk": entry} for name in ("begin", "fix", "move", "cancel")}
    samples |= {name: {"pk": release} for name in ("release", "draft", "choose", "note", "grant-access", "preview")}
    about = {"pk": release, "measure": "burglary", "area": "E23000001"}
    samples |= {
        "step": {"pk": release, "name": "withdraw"}, "comment": about, "corrective": {**about, "objective": "-"},
        "end-access": {"pk": release, "access": 1}, "preview-page": {"pk": release, "path": "plan"},
    }  # fmt: skip
    part = {"pk": sealed_part(cast).pk}
    samples |= dict.fromkeys(("exempt-part", "exempt-read", "exempt-file", "exempt-review", "exempt-release"), part)
    samples |= {
        name: {**told, **more}
        for name, told, more in (*_of_quarters(), *_of_plans(cast), *_of_decisions(cast), *_of_ledger())
    }
    samples |= dict(committee_doors.addresses_of(mopac))
    return {name: reverse(name, kwargs=samples.get(name)) for name in NAMES}


def planned(cast: Office) -> tuple[int, int]:
    """A release that MOPAC has planned, and one that Bob has begun."""
    from django.conf import settings

    from peelian.figures.house import House
    from peelian.performance.actions import begin
    from peelian.performance.models import CalendarEntry
    from peelian.performance.planning import propose

    house, mopac = House(settings.PEELIAN_DATA), cast.organisation("mopac")
    propose(mopac, house, by=cast.by("dev"))
    first, second, *_ = CalendarEntry.objects.all()
    return second.pk, begin(mopac, house, entry=first, by=cast.by("bob")).pk


def _of_quarters() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Addresses of a borough's quarter: of a borough that none of the cast works for."""
    croydon = actions.add_organisation(slug="croydon", name="Croydon", short="Croydon", kind="council", by=COMMAND)
    report = {"pk": cast_report(croydon).pk}
    for name, more in {
        "quarter": {}, "quarter-preview": {}, "quarter-release": {}, "quarter-step": {"name": "send"},
        "quarter-write": {"part": "report"}, "quarter-write-json": {"part": "report"},
    }.items():  # fmt: skip
        yield name, report, more
    year = {"slug": "croydon", "year": "FY2024-25"}
    for name, more in {
        "quarter-settings": {}, "quarter-rule": {}, "quarter-take-over": {}, "quarter-find": {"what": "demand"},
        "quarter-indicator": {"measure": "burglary"}, "quarter-demand": {"measure": "burglary"}, "quarter-add-figure": {},
        "quarter-remove": {"what": "demand", "name": "burglary"}, "quarter-figure": {"pk": 1},
    }.items():  # fmt: skip
        yield name, year, more
    yield "begin-quarter", {"slug": "croydon", "period": "FY2024-25-Q3"}, {}


def _of_plans(cast: Office) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Addresses of a plan that Olive has begun, with an item and a proposal in it."""
    from django.conf import settings

    from peelian.figures.house import House
    from peelian.plans import actions as plans
    from peelian.plans.claiming import keep_document
    from peelian.plans.models import Proposal
    from peelian.plans.taking_in import take_in_plans

    house, by = House(settings.PEELIAN_DATA), cast.by("olive")
    begun = plans.begin(
        cast.organisation("mopac"), "plan-2025-29", by=by, title="The next plan", first_month="2025-04", last_month="2029-03",
        area="E23000001",
    )  # fmt: skip
    plan = begun.plan
    plans.add(plan, "theme", {"id": "homes", "title": "Homes", "line": None, "about": "Safe homes."}, house.pack, by=by)
    proposal = {
        "kind": "theme",
        "reference": "",
        "text": "Homes",
        "page": 1,
        "line": 1,
        "confidence": 1.0,
        "fields": {},
    }
    keep_document(plan, "plan.pdf", "0" * 64, [{"line": 1, "page": 1, "text": "Homes"}], [proposal], house.root, by=by)
    slug, item = {"slug": plan.pk}, {"kind": "theme", "name": "homes"}
    for name in ("plan-desk", "plan-items", "plan-progress", "plan-proposals", "plan-head"):
        yield name, slug, {}
    for name in ("plan-item", "plan-item-json", "plan-item-move", "plan-item-remove"):
        yield name, slug, item
    read = {"pk": Proposal.objects.get().pk}
    for name in ("plan-confirm", "plan-link", "plan-reject"):
        yield name, slug, read
    take_in_plans(house)
    between = {"newer": "plan-2021-25", "older": "plan-2017-21"}
    yield "plan-before", {"newer": "plan-2021-25"}, {}
    for name in ("plan-succession", "confirm-succession"):
        yield name, between, {}
    yield "decide-succession", between, {"item": "commitment:local-priorities"}
    yield "plan-duty", slug, {"name": "people"}
    yield "plan-step", slug, {"name": "vary"}
    yield "plan-add", slug, {"kind": "theme"}
    yield "plan-claim", slug, {"kind": "commitment", "name": "more-officers"}
    yield "plan-claim-part", slug, {"kind": "commitment", "name": "more-officers", "part": "x"}


def _of_decisions(cast: Office) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Addresses of a decision that Dora has begun, with a part of Part 2."""
    from django.conf import settings
    from tests.support import decisions

    from peelian.figures.house import House

    version = decisions.begun(cast, House(settings.PEELIAN_DATA))
    part = {"pk": decisions.part_2(cast, version.decision).pk}
    one = {"reference": version.decision_id}
    for name in ("decision-desk", "decision-preview", "decision-write", "decision-write-json", "decision-part-add"):
        yield name, one, {}
    yield "decision-call-in", one, {}
    yield "decision-step", one, {"name": "withdraw"}
    yield "decision-advice", one, {"subject": "legal"}
    yield "decision-payment", one, {"grant": "1"}
    for name in ("decision-settle", "decision-conclude"):
        yield name, one, {"pk": 1}
    for name in ("decision-part", "decision-part-seal", "decision-part-remove"):
        yield name, one, part


def _of_ledger() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Addresses of reports of a borough's committee that none of the cast works for, with what they ask of MOPAC."""
    from django.conf import settings

    from peelian.figures.house import House
    from peelian.scrutiny.ledger import actions as ledger
    from peelian.scrutiny.ledger import requesting
    from peelian.scrutiny.ledger.models import RecommendationRecord, ReportProposal
    from peelian.scrutiny.ledger.reading_in import keep_document

    house, day = House(settings.PEELIAN_DATA), dt.date(2026, 3, 2)
    sutton = actions.add_organisation(slug="sutton", name="Sutton", short="Sutton", kind="council", by=COMMAND)
    held = ledger.begin_investigation(sutton, "knives", house, title="Knives", terms="Why.", by=COMMAND)
    done = ledger.record_activity(sutton, house, kind="visit", title="A visit", on=day, by=COMMAND)
    entry = {"title": "Do it", "texts": [{"place": "summary", "text": "Do it."}]}
    reports = [
        ledger.begin(sutton, slug, house, kind="report", title="Knives", on=day, by=COMMAND)
        for slug in ("out", "draft")
    ]
    for one in reports:
        ledger.add(one, "1", ["mopac"], entry, house, by=COMMAND)
    ledger.publish(reports[0], house, by=COMMAND)
    proposal = {
        "kind": "recommendation", "reference": "2", "text": "Do more.", "page": 1, "line": 1, "confidence": 1.0, "fields": {},
    }  # fmt: skip
    keep_document(reports[1], "report.pdf", "0" * 64, [], [proposal], by=COMMAND)
    wanted = requesting.log(
        reports[0], house, format="braille", received=day, contact="By post: 1 High Street", by=COMMAND
    )
    yield "report-format", {"pk": reports[0].pk}, {}
    yield "format-request", {"pk": wanted.pk}, {}
    yield "format-request-end", {"pk": wanted.pk}, {"name": "meet"}
    draft, asked = {"pk": reports[1].pk}, {"pk": RecommendationRecord.objects.get(report=reports[0]).pk}
    for name in ("report-desk", "report-proposals", "report-head", "report-add", "report-publish", "report-read-in"):
        yield name, draft, {}
    for name in ("report-item", "report-remove"):
        yield name, draft, {"number": "1"}
    for name in ("report-confirm", "report-reject"):
        yield name, draft, {"proposal": ReportProposal.objects.get().pk}
    for name in ("investigation-desk", "investigation-write"):
        yield name, {"slug": held.pk}, {}
    yield "investigation-step", {"slug": held.pk}, {"name": "open"}
    yield "remove-activity", {"pk": done.pk}, {}
    for name in ("recommendation-desk", "recommendation-link", "recommendation-unlink"):
        yield name, asked, {}
    yield "recommendation-step", asked, {"kind": "verdict"}
    yield "recommendation-note", asked, {"body": "mopac", "kind": "answered"}
    yield "answer-desk", asked, {"body": "mopac"}
    yield "answer-step", asked, {"body": "mopac", "kind": "acknowledged"}


def cast_report(borough: Any) -> Any:
    """A report that somebody of that borough has begun."""
    from peelian.core.records import writing
    from peelian.localities.models import QuarterReport

    invitation, _ = actions.invite(borough, "borough-analyst", email="cy@croydon.example", name="Cy", by=COMMAND)
    author = actions.accept(invitation, "blue lamp over the door", by=COMMAND)
    with writing():
        return QuarterReport.objects.create(
            organisation=borough, period="FY2024-25-Q3", release="2026-01-01", author=author
        )


def test_every_address_says_who_may_see_it_or_is_closed() -> None:
    silent = [path for path, item in THE_SITE if access_of(item.callback, str(item.name)) is None]
    assert silent == [], "these are shown to nobody: say @public, @signed_in or @needs above the view"
    open_to_none = {
        str(item.name) for _, item in OURS if access_of(item.callback, str(item.name)) is None and item.name
    }
    assert open_to_none == {name for name, door in DOORS.items() if door == NOBODY and name in NAMES}


def allowed(access: Access) -> frozenset[str]:
    """The roles that hold every permission that a view names."""
    return frozenset(key for key, role in ROLES.items() if role.permissions >= set(access.permissions))


def test_a_door_is_open_to_the_roles_that_hold_each_of_its_permissions() -> None:
    """What a view asks stands above it, whole: none asks further rights of its own, but those that are told here."""
    otherwise = {}
    for _, item in OURS:
        name, access = str(item.name), access_of(item.callback, str(item.name))
        door = DOORS.get(name)
        if access is not None and isinstance(door, frozenset) and allowed(access) != door:
            otherwise[name] = door
    assert otherwise == ASKED_WITHIN


def test_every_address_of_the_office_is_in_the_table() -> None:
    assert [name for name in NAMES if name not in DOORS] == [], "a new address needs a line in DOORS"
    assert all(item.name or access_of(item.callback, "") is None for _, item in OURS), (
        "an address without a name is closed"
    )


def test_the_public_site_is_public_and_only_read(client: Client) -> None:
    for path, item in THE_SITE:
        access = access_of(item.callback, str(item.name))
        assert access is not None and access.word == PUBLIC, path
    plain = {f"/{path}" for path, _ in THE_SITE if not set(path) & set("<(^[")}
    assert len(plain) > 20 and {"/", "/measures", "/oparl/v1.1/", "/committees"} <= plain
    for address in plain:
        assert client.post(address).status_code == 405, address


def test_one_door_is_asked_by_post_and_reads_all_the_same(client: Client) -> None:
    """ModernGov's clients post their questions: a call is answered, and leads to nothing that could be written."""
    doors = {path for path, _ in THE_SITE if any_case(ASKED_BY_POST) in path}
    assert len(doors) == 2
    assert client.post("/mgWebService.asmx/GetCommittees").status_code == 200
    assert client.post("/mgWebService.asmx/Anything").status_code == 400
    assert client.post("/mgWebService.asmxx").status_code == 404, "nothing else begins like it"


def outcome(answer: HttpResponseBase) -> str:
    """How somebody fared at a door."""
    where = answer.headers.get("Location", "")
    if answer.status_code == 302 and where.startswith("/account/login/?next="):
        return "sent to sign in"
    if answer.status_code == 302 and where.startswith("/account/2fa/?from="):
        return "sent to set up a second factor"
    return {403: "refused", 404: "nothing there", 405: "nothing there"}.get(answer.status_code, "through")


def knock(client: Client, address: str) -> set[str]:
    """Read and send; whatever was done is undone."""
    found = set()
    for ask in (client.get, client.post):
        point, cookies = transaction.savepoint(), client.cookies.copy()
        found.add(outcome(ask(address)))
        transaction.savepoint_rollback(point)
        client.cookies = cookies
    return found


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def wrong(expected: Callable[[Any], set[str]], client: Client, addresses: dict[str, str]) -> dict[str, set[str]]:
    """The doors at which it went otherwise than the table says."""
    found = {name: knock(client, address) for name, address in addresses.items()}
    return {name: fared for name, fared in found.items() if not fared <= expected(DOORS[name])}


THROUGH = {"through", "nothing there"}  # a library's view may say that there is nothing for this person: it was reached
CLOSED = {"refused", "sent to sign in"}


def test_a_stranger_sees_what_is_public_and_is_sent_to_sign_in_elsewhere(addresses: dict[str, str]) -> None:
    def expected(door: Any) -> set[str]:
        return THROUGH if door == EVERYBODY else {"refused"} if door == NOBODY else {"sent to sign in"}

    assert wrong(expected, Client(), addresses) == {}


def test_without_a_second_factor_one_gets_no_further_than_to_set_it_up(
    office: Office, addresses: dict[str, str]
) -> None:
    newcomer = office.join("Nell Newton", "mopac", "administrator")

    def expected(door: Any) -> set[str]:
        if door == NOBODY:
            return {"refused"}
        return (
            THROUGH | {"sent to sign in"} if door in (EVERYBODY, FIRST_FACTOR) else {"sent to set up a second factor"}
        )

    assert wrong(expected, signed_in(newcomer), addresses) == {}


@pytest.mark.parametrize("name", [name for name, (_, organisation, _) in CAST.items() if organisation == "mopac"])
def test_each_role_goes_through_its_own_doors_and_no_others(name: str, cast: Office, addresses: dict[str, str]) -> None:
    role = CAST[name][2]

    def expected(door: Any) -> set[str]:
        if isinstance(door, frozenset):
            return THROUGH if role in door else {"refused"}
        return {"refused"} if door == NOBODY else THROUGH

    assert wrong(expected, signed_in(cast.person(name)), addresses) == {}


@pytest.mark.parametrize("name", [name for name, (_, organisation, _) in CAST.items() if organisation != "mopac"])
def test_somebody_in_another_organisation_finds_nothing_of_this_one(
    name: str, cast: Office, addresses: dict[str, str]
) -> None:
    role = CAST[name][2]
    client = signed_in(cast.person(name))
    for door in sorted(OTHERS_RECORD):
        assert knock(client, addresses[door]) == ({"nothing there"} if role in DOORS[door] else {"refused"}), door
    for listing in ("people", "people-csv", "audit", "audit-csv", "audit-jsonl", "roles"):
        if role in DOORS[listing]:
            text = b"".join(client.get(addresses[listing])).decode()  # type: ignore[arg-type]
            assert "Bassett" not in text and "bob@" not in text, f"{name} reads of Bob in {listing}"


def test_forms_are_taken_from_our_own_pages_only(cast: Office, addresses: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ivy)
    taken = [
        name for name, address in addresses.items()
        if DOORS[name] != NOBODY and client.post(address).status_code not in (403, 405)
    ]  # fmt: skip
    assert taken == []
