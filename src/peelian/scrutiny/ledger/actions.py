"""How reports and investigations change: they are begun, written, opened, published. What happens after that is in stepping.py."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction

from peelian.core.acting import Actor, acting, action, now, unchanged_since
from peelian.core.addresses import must_be_address
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.workflow import Step, Workflow, WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.periods import day_name
from peelian.plans.entry import Bodies, mapping
from peelian.plans.pack import read_bodies
from peelian.plans.records import Body
from peelian.scrutiny.ledger import evidence, rules
from peelian.scrutiny.ledger.checks import lacks
from peelian.scrutiny.ledger.content import BODY, activity_form, investigation_form, report_form
from peelian.scrutiny.ledger.following import follow
from peelian.scrutiny.ledger.form import form_of, named_in, read_activity, read_investigation, read_report
from peelian.scrutiny.ledger.life import duty_of
from peelian.scrutiny.ledger.models import ActivityRecord, InvestigationRecord, RecommendationRecord, ReportRecord
from peelian.scrutiny.ledger.owing import handed_on, owing
from peelian.scrutiny.ledger.records import Evidence, Report
from peelian.scrutiny.topics import must_be_topics

HEAD = (
    "kind",
    "title",
    "on",
    "addressees",
    "addressed_to",
    "topic",
    "investigation",
    "meeting",
    "plan",
    "link",
    "duty",
    "counted",
)
"""What of a report itself can be written."""
TERMS = ("title", "terms", "topics", "findings", "committee")
"""What of an investigation can be written."""
DONE = (
    "kind",
    "title",
    "on",
    "month",
    "bodies",
    "place",
    "meeting",
    "topic",
    "link",
    "investigation",
    "source",
    "line",
)
"""What of an activity can be written."""


@action("report.begin")
def begin(
    organisation: Organisation,
    slug: str,
    house: House,
    *,
    committee: str = "",
    by: Actor,
    reason: str = "",
    **head: Any,
) -> ReportRecord:
    """Begin a report; ``head`` are the fields of ``HEAD``. The law under which it must be answered follows from its kind and maker.

    Raises PeelianError where the body has a report of that name.
    """
    by.must(P.WRITE_PAPERS, organisation.key)
    if ReportRecord.objects.filter(organisation=organisation, slug=slug).exists():
        raise PeelianError("report-exists", f"There is a report {slug}.", "Open that one, or name this one otherwise.")
    must_be_address(head.get("link") or "")
    fields = {"duty": duty_of(head["kind"], organisation.kind), **_only(head, HEAD)}
    made = acting().create(
        ReportRecord,
        organisation=organisation,
        slug=slug,
        committee=committee or organisation.pk,
        author=by.person,
        **fields,
    )
    read(made, house)
    return made


@action("report.write")
def write(report: ReportRecord, house: House, *, version: int, by: Actor, reason: str = "", **head: Any) -> int:
    """Change what a report is called, its day, whom it addresses. ``version`` is what was read; returns the new one.

    Another kind brings the duty of that kind.
    """
    held = _drafting(report, by)
    unchanged_since(held, version)
    must_be_address(head.get("link") or "")
    if "kind" in head and "duty" not in head and head["kind"] != held.kind:
        head["duty"] = duty_of(head["kind"], held.organisation.kind)
    if acting().change(held, **_only(head, HEAD)):
        acting().change(held, version=version + 1)
        read(held, house)
    return held.version


@action("report.add")
def add(
    report: ReportRecord, number: str, addressees: list[str], body: dict[str, Any], house: House, *,
    requested: dt.date | None = None, by: Actor, reason: str = "",
) -> RecommendationRecord:  # fmt: skip
    """Add a recommendation. Raises PeelianError where its entry cannot be part of the form, or its number is taken."""
    held = _drafting(report, by)
    rows = RecommendationRecord.objects.filter(report=held)
    if rows.filter(number=number).exists():
        raise PeelianError("number-taken", f"There is a recommendation {number}.", "Give this one the next number.")
    last = rows.order_by("-place").first()
    acting().about(held)
    made = acting().create(
        RecommendationRecord, report=held, number=number, addressees=addressees, requested=requested, body=_body(body, house),
        place=last.place + 1 if last else 0,
    )  # fmt: skip
    read(held, house)
    return made


@action("report.change")
def change(
    recommendation: RecommendationRecord, addressees: list[str], body: dict[str, Any], house: House, *, version: int,
    requested: dt.date | None = None, by: Actor, reason: str = "",
) -> int:  # fmt: skip
    """Change a recommendation of a report that is being written. ``version`` is what was read; returns the new one."""
    report = _drafting(recommendation.report, by)
    held = RecommendationRecord.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    unchanged_since(held, version)
    acting().about(report)
    if acting().change(held, addressees=addressees, requested=requested, body=_body(body, house)):
        acting().change(held, version=version + 1)
        read(report, house)
    return held.version


@action("report.remove")
def remove(recommendation: RecommendationRecord, *, by: Actor, reason: str = "") -> None:
    """Take a recommendation out of a report that is being written."""
    report = _drafting(recommendation.report, by)
    acting().about(report)
    acting().remove(RecommendationRecord.objects.get(pk=recommendation.pk))


@action("report.publish")
def publish(report: ReportRecord, house: House, *, by: Actor, reason: str = "") -> None:
    """Publish a report, now: from here on its text stays, and the bodies that it asks can answer.

    Raises PeelianError with everything that it lacks (checks.lacks).
    """
    held, step = _step(rules.REPORT, ReportRecord, report, "report.publish", by, reason)
    if found := lacks(read(held, house), today()):
        raise PeelianError(
            "not-ready", "This cannot be published yet: " + " ".join(found), "Add what is missing, then come back.",
            {"missing": found},
        )  # fmt: skip
    acting().change(held, state=step.after, published_at=now())
    transaction.on_commit(partial(follow, house.root))


@action("investigation.begin")
def begin_investigation(
    organisation: Organisation, slug: str, house: House, *, by: Actor, reason: str = "", **terms: Any
) -> InvestigationRecord:
    """Begin to prepare an investigation; ``terms`` are the fields of ``TERMS``. Nobody else reads of it until it is opened."""
    by.must(P.WRITE_PAPERS, organisation.key)
    if InvestigationRecord.objects.filter(slug=slug).exists():
        raise PeelianError("investigation-exists", f"There is an investigation {slug}.", "Name this one otherwise.")
    fields = {"committee": organisation.pk, **_only(terms, TERMS)}
    must_be_topics(terms.get("topics", ()), pack=house.pack)
    made = acting().create(InvestigationRecord, organisation=organisation, slug=slug, **fields)
    _read_investigation(made, house)
    return made


@action("investigation.write")
def write_investigation(
    investigation: InvestigationRecord, house: House, *, version: int, by: Actor, reason: str = "", **terms: Any
) -> int:
    """Change its terms or findings until it is closed. Returns the new version.

    Once it is open, what is written waits until who speaks for the committee publishes it (``publish_words``).
    """
    by.must(P.WRITE_PAPERS, investigation.owner)
    held = _held(InvestigationRecord, investigation)
    if held.state == "closed":
        raise WrongStep("wrong-state", "This investigation is closed.", "Begin another one.")
    unchanged_since(held, version)
    must_be_topics(terms.get("topics", ()), kept=held.written("topics"), pack=house.pack)
    told = _only(terms, TERMS)
    if held.state == "open":
        told = {"draft": _unpublished(held, told)}
    if acting().change(held, **told):
        acting().change(held, version=version + 1)
        _read_investigation(held, house)
        transaction.on_commit(partial(follow, house.root))
    return held.version


@action("investigation.open")
def open_investigation(
    investigation: InvestigationRecord, on: dt.date, house: House, *, by: Actor, reason: str = ""
) -> None:
    """Open it, as the committee agreed its terms: from here on everybody can read of it."""
    held, step = _step(rules.INVESTIGATION, InvestigationRecord, investigation, "investigation.open", by, reason)
    _must_have_come(on)
    acting().change(held, state=step.after, opened=on)
    transaction.on_commit(partial(follow, house.root))


@action("investigation.publish-words")
def publish_words(investigation: InvestigationRecord, house: House, *, by: Actor, reason: str = "") -> None:
    """Publish what was written since it was opened: what stood there stays public beside it, with the day and the reason."""
    name = "investigation.publish-words"
    held, _ = _step(rules.INVESTIGATION, InvestigationRecord, investigation, name, by, reason)
    if not held.draft:
        raise WrongStep("no-draft", "Nothing waits to be published.", "What was written is public as it stands.")
    told = [
        {"what": what, "date": today().isoformat(), "reason": reason, "before": in_words(getattr(held, what))}
        for what in TERMS if what in held.draft
    ]  # fmt: skip
    changes = [*(held.changes or ()), *told]
    acting().change(held, **held.draft, changes=changes, draft=None, version=held.version + 1)
    transaction.on_commit(partial(follow, house.root))


def _unpublished(held: InvestigationRecord, told: dict[str, Any]) -> dict[str, Any] | None:
    """What was written of it and differs from what is public; None where nothing does."""
    written = {**(held.draft or {}), **told}
    return {name: value for name, value in written.items() if value != getattr(held, name)} or None


def in_words(value: Any) -> list[str]:
    """What a field said, in words: its text, or one after the other."""
    rows = value if isinstance(value, list) else [value]
    return [one["text"] if isinstance(one, dict) else one for one in rows if one]


@action("investigation.close")
def close_investigation(
    investigation: InvestigationRecord, on: dt.date, house: House, *, by: Actor, reason: str = ""
) -> None:
    """Close it; what was recorded of it stays."""
    held, step = _step(rules.INVESTIGATION, InvestigationRecord, investigation, "investigation.close", by, reason)
    _must_have_come(on)
    if held.draft:
        raise WrongStep(
            "unpublished",
            "Words of it are written and not published yet.",
            "Publish them first, or have them taken back.",
        )
    acting().change(held, state=step.after, closed=on)
    transaction.on_commit(partial(follow, house.root))


@action("activity.record")
def record_activity(
    organisation: Organisation, house: House, *, committee: str = "", by: Actor, reason: str = "", **done: Any
) -> ActivityRecord:
    """Record what a committee did; ``done`` are the fields of ``DONE``. It is public where its investigation is, or it has none.

    Raises PeelianError for what has not happened yet, and for an investigation of somebody else or that is closed.
    """
    by.must(P.WRITE_PAPERS, organisation.key)
    must_be_address(done.get("link") or "")
    investigation = done.get("investigation")
    if investigation is not None and (investigation.owner != organisation.key or investigation.state == "closed"):
        raise PeelianError("wrong-investigation", f"“{investigation}” is closed, or not yours.", "Choose another one.")
    if done.get("on"):
        _must_have_come(done["on"])
    elif not done.get("month") or done["month"] > f"{today():%Y-%m}":
        raise PeelianError(
            "no-date", "No day and no month that has come is said.", "Say when it was, by day or by month."
        )
    made = acting().create(
        ActivityRecord, organisation=organisation, committee=committee or organisation.pk, **_only(done, DONE)
    )
    read_activity(mapping(activity_form(made), "This activity"), bodies_of(house))
    transaction.on_commit(partial(follow, house.root))
    return made


@action("activity.remove")
def remove_activity(activity: ActivityRecord, house: House, *, by: Actor, reason: str = "") -> None:
    """Take out an activity that was recorded wrongly or twice. It must be said why."""
    by.must(P.WRITE_PAPERS, activity.owner)
    if not reason.strip():
        raise PeelianError("no-reason", "It is on record that this was done.", "Say why it is taken out.")
    held = _held(ActivityRecord, activity)
    if held.investigation is not None and held.investigation.state == "closed":
        raise WrongStep(
            "wrong-state", "Its investigation is closed: what was recorded of it stays.", "Record what is so beside it."
        )
    acting().remove(held)
    transaction.on_commit(partial(follow, house.root))


def owers(asked: str, house: House, on: dt.date | None = None) -> tuple[str, ...]:
    """The bodies that owe on a day, or today, what one was asked: itself, or who took its place."""
    return owing(handed_on(bodies_of(house), [asked]), asked, on or today())


def bodies_of(house: House) -> Bodies:
    """The bodies that can be addressed: those of the pack, and every organisation of the office beside them."""
    own = {one.pk: Body(one.pk, one.name, one.short, one.kind) for one in Organisation.objects.all()}
    return {**own, **read_bodies(house.pack / "bodies.yaml")}


def read(report: ReportRecord, house: House) -> Report:
    """A report as its form is read. Raises PackError, in the words of the form's reader, where it would be none."""
    form, known = report_form(report), bodies_of(house)
    if report.state != "drafting":
        known = {**named_in(form), **known}
    return read_report(mapping(form, "This report"), known)


def _read_investigation(held: InvestigationRecord, house: House) -> None:
    written = {name: one for name, one in (held.draft or {}).items() if one}
    read_investigation(mapping(investigation_form(held) | written, "This investigation"), bodies_of(house))


def _drafting(report: ReportRecord, by: Actor) -> ReportRecord:
    """The report, held for this transaction. Raises WrongStep where it is published."""
    by.must(P.WRITE_PAPERS, report.owner)
    held: ReportRecord = _held(ReportRecord, report)
    if held.state != "drafting":
        raise WrongStep(
            "wrong-state", "This report is published: its text stays as it is.",
            "Say in a further step what is mended, or withdraw the recommendation.",
        )  # fmt: skip
    return held


def _step(workflow: Workflow, model: type[Any], record: Any, name: str, by: Actor, reason: str) -> tuple[Any, Step]:
    held = _held(model, record)
    step = workflow.check(name, by, held.state, owner=held.owner, reason=reason)
    acting().about(held)
    return held, step


def _held(model: type[Any], record: Any) -> Any:
    return model.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=record.pk)


def _must_have_come(on: dt.date) -> None:
    if on > today():
        raise PeelianError("not-yet", f"{day_name(on)} has not come yet.", "Note it on the day, or later.")


def _body(body: dict[str, Any], house: House) -> dict[str, Any]:
    """What a recommendation says, its evidence named as it can be found."""
    rows = [Evidence(one["kind"], one["what"], one["where"]) for one in body.get("evidence", ())]
    shown = {"evidence": form_of(evidence.found(rows, house))} if rows else {}
    return _only(body | shown, BODY)


def _only(fields: dict[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    if set(fields) - set(allowed):
        raise ValueError(f"{sorted(set(fields) - set(allowed))} cannot be written here")
    return fields
