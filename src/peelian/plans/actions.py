"""How plans change: they are begun, written, taken through the steps of the law, issued and varied."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from peelian.core.acting import Act, Actor, acting, action, now, unchanged_since
from peelian.core.following import sealed
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.published import text_of
from peelian.core.workflow import Step, WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.plans.content import edition_of, form_of, items_of, route_of
from peelian.plans.following import follow
from peelian.plans.kinds import KINDS, Loose, slug_of, split
from peelian.plans.models import ClaimRecord, PlanEdition, PlanItem, PlanRecord, PlanStep, PlanVersion
from peelian.plans.pack import read_content
from peelian.plans.publishing import fingerprint, put
from peelian.plans.queries import earlier_of, lacks_of, may_vary, superseded_by, unfinished
from peelian.plans.rules import OUT, ROUTE, UNFINISHED, VERSION, WRITABLE, Lack, not_before

HEAD = ("title", "about", "first_month", "last_month", "area", "scrutiny")
"""What of a plan itself can be written."""
POINTERS = ("theme", "commitments", "objective", "of", "touches", "commitment", "about")
"""Where an entry names other items."""
POINTED_AT = tuple(kind for kind in KINDS if kind not in ("content", "sentence", "yardstick"))


@action("plan.begin")
def begin(
    organisation: Organisation, slug: str, *, like: PlanRecord | None = None, by: Actor, reason: str = "", **head: Any
) -> PlanVersion:
    """Begin a plan, with nothing in it or with the items of another (``like``); ``head`` are the fields of ``HEAD``.

    Raises PeelianError where a plan of that name is there.
    """
    by.must(P.WRITE_PLAN, organisation.key)
    if PlanRecord.objects.filter(slug=slug).exists():
        raise PeelianError("plan-exists", f"There is a plan {slug}.", "Open that one, or name this one otherwise.")
    act = acting()
    plan = act.create(PlanRecord, slug=slug, organisation=organisation, **_only(head, HEAD))
    made = act.create(PlanVersion, plan=plan, number=1, author=by.person)
    act.about(made)
    if like is not None:
        _add_all(act, plan, [Loose(one.kind, one.slug, _without_lines(one.body)) for one in items_of(like)])
    return made


def _without_lines(body: dict[str, Any]) -> dict[str, Any]:
    """An entry as another plan begins with it: what its own document printed where is of no meaning there."""
    if isinstance(body, dict):
        return {
            key: [] if key == "passages" else None if key in ("line", "due_line") else _without_lines(value)
            for key, value in body.items()
        }
    return [_without_lines(one) for one in body] if isinstance(body, list) else body


def _add_all(act: Act, plan: PlanRecord, items: list[Loose]) -> None:
    for place, one in enumerate(items):
        act.create(PlanItem, plan=plan, kind=one.kind, slug=one.slug, place=place, body=one.body)


@action("plan.write-head")
def write_head(plan: PlanRecord, *, version: int, by: Actor, reason: str = "", **head: Any) -> int:
    """Change what a plan is called, about and for which years. ``version`` is the one that was read; returns the new one."""
    of = writable(plan, by)
    held = PlanRecord.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=plan.pk)
    unchanged_since(held, version)
    acting().about(of)
    if acting().change(held, **_only(head, HEAD)):
        acting().change(held, version=version + 1)
    return held.version


@action("plan.add")
def add(plan: PlanRecord, kind: str, body: dict[str, Any], pack: Path, *, by: Actor, reason: str = "") -> PlanItem:
    """Add an item. Raises PeelianError where its entry cannot be part of the plan's form."""
    of = writable(plan, by)
    slug = slug_of(kind, body)
    if PlanItem.objects.filter(plan=plan, kind=kind, slug=slug).exists():
        raise PeelianError("item-exists", f"There is a {KINDS[kind].title} {slug} already.", "Write in that one.")
    last = PlanItem.objects.filter(plan=plan).order_by("-place").first()
    acting().about(of)
    made = acting().create(PlanItem, plan=plan, kind=kind, slug=slug, place=last.place + 1 if last else 0, body=body)
    _must_read(plan, pack)
    return made


@action("plan.write")
def write(item: PlanItem, body: dict[str, Any], pack: Path, *, version: int, by: Actor, reason: str = "") -> int:
    """Change an item. ``version`` is the one that was read; returns the new one.

    Raises PeelianError where somebody wrote meanwhile, where its name would change, where a running pilot would get other aims,
    and where its entry cannot be part of the plan's form.
    """
    of = writable(item.plan, by)
    held = PlanItem.objects.select_for_update(of=("self",)).select_related("plan__organisation").get(pk=item.pk)
    unchanged_since(held, version)
    if slug_of(held.kind, body) != held.slug:
        raise PeelianError(
            "renamed", "An item keeps its name: others point at it, and so does its history.",
            "Add another item, and take this one out.",
        )  # fmt: skip
    if held.kind == "pilot" and _aims(body) != _aims(held.body):
        _must_not_run(held)
    acting().about(of)
    if acting().change(held, body=body):
        acting().change(held, version=version + 1)
        _must_read(held.plan, pack)
    return held.version


def _aims(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The aims of a pilot; that one names no measure may be said in two ways."""
    return [{key: value for key, value in aim.items() if value is not None} for aim in body.get("aims") or ()]


def _must_not_run(pilot: PlanItem) -> None:
    """Aims are set before a pilot starts, so that it cannot succeed at something else (N25)."""
    if ClaimRecord.objects.filter(plan=pilot.plan, kind="pilot", item=pilot.slug).exists():
        raise PeelianError(
            "aims-fixed",
            "This pilot has started: its aims stay as they were set.",
            "Say of new aims that another pilot tries them.",
        )


@action("plan.remove")
def remove(item: PlanItem, *, by: Actor, reason: str = "") -> None:
    """Take an item out. Raises PeelianError where others name it, or where it must be said why and is not."""
    of = writable(item.plan, by)
    others = items_of(item.plan) if item.kind in POINTED_AT else ()
    named = [one.title for one in others if one.slug != item.slug and _names(one.body, item)]
    if named:
        raise PeelianError(
            "still-named", f"{item} is named by: {'; '.join(sorted(named))}.", "Change those first, then take it out."
        )
    if of.number > 1 and not reason.strip():
        raise PeelianError("no-reason", f"{item} was part of what was issued.", "Say why the variation drops it.")
    acting().about(of)
    acting().remove(item)


def _names(body: dict[str, Any], item: PlanItem) -> bool:
    """Whether an entry points at an item by its name."""
    named = [body.get(key) for key in POINTERS]
    return item.slug in {one for value in named for one in (value if isinstance(value, list) else [value])}


@action("plan.move")
def move(item: PlanItem, up: bool, *, by: Actor, reason: str = "") -> None:
    """Put an item before or behind its neighbour of the same kind."""
    of = writable(item.plan, by)
    rows = list(PlanItem.objects.filter(plan=item.plan, kind=item.kind))
    at = [one.pk for one in rows].index(item.pk)
    to = at - 1 if up else at + 1
    by.must(P.WRITE_PLAN, of.owner)
    if 0 <= to < len(rows):
        acting().about(of)
        first, second = rows[at], rows[to]
        places = (
            (second.place, first.place)
            if first.place != second.place
            else (first.place, first.place + (1 if up else -1))
        )
        acting().change(first, place=max(0, places[0]))
        acting().change(second, place=max(0, places[1]))


@action("plan.step")
def note_step(
    version: PlanVersion, duty: str, on: dt.date, *, note: str, link: str = "", again: bool = False, by: Actor, reason: str = "",
) -> PlanStep:  # fmt: skip
    """Put a step of the law on record, or mend what stands there (with a reason). A step about one wording keeps that when it is
    mended: ``again`` says that it was done anew, on the text as it is now.

    Raises PeelianError for a day to come, and for a step that follows the issue before that.
    """
    by.must(P.WRITE_PLAN, version.owner)
    held = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan__organisation").get(pk=version.pk)
    if held.state not in (UNFINISHED if ROUTE[duty].before else OUT):
        remedy = "Its steps stay as they are." if ROUTE[duty].before else "This step follows the issue."
        raise WrongStep("wrong-state", f"This version is {VERSION.state(held.state).title.lower()}.", remedy)
    if on > today():
        raise PeelianError(
            "not-yet", f"{on} has not come yet.", "Note a step on the day on which it was done, or later."
        )
    if held.issued_on and on < held.issued_on:
        raise PeelianError("too-early", f"It was issued on {held.issued_on}: {on} is before that.", "Correct the day.")
    acting().about(held)
    kept = PlanStep.objects.filter(of=held, duty=duty).first()
    wording = kept.wording if kept and not again else fingerprint(form_of(held.plan)) if ROUTE[duty].wording else ""
    if kept is None:
        return acting().create(PlanStep, of=held, duty=duty, on=on, note=note, link=link, wording=wording)
    if not reason.strip():
        raise PeelianError("no-reason", f"“{ROUTE[duty].title}” is on record already.", "Say why it is changed.")
    acting().change(kept, on=on, note=note, link=link, wording=wording)
    return kept


@action("plan.open-consultation")
def open_consultation(
    version: PlanVersion, house: House, opens: dt.date, closes: dt.date, *, by: Actor, reason: str = ""
) -> PlanEdition:
    """Open the consultation on the text as it is: it goes out as an edition, and nobody writes in it until that closes."""
    held, step = _step(version, "plan.open-consultation", by, reason)
    if closes < opens:
        raise PeelianError("closes-first", "The consultation closes before it opens.", "Put the earlier day first.")
    _must_lack_nothing(lacks_of(held, house.pack, "consulting"))
    acting().change(held, state=step.after, opens=opens, closes=closes, consulted=False)
    return _out(held, house, "consultation")


@action("plan.close-consultation")
def close_consultation(version: PlanVersion, *, by: Actor, reason: str = "") -> None:
    """Close the consultation: the text can be written again. Before its last day is over it must be said why.

    Its last day is then today; one that has not been open on any day is none.
    """
    held, step = _step(version, "plan.close-consultation", by, reason)
    if held.closes and today() <= held.closes and not reason.strip():
        raise PeelianError("still-open", f"The consultation is open until {held.closes}.", "Say why it closes before.")
    opened = held.opens is not None and held.opens <= today()
    acting().change(held, state=step.after, consulted=opened, opens=held.opens if opened else None,
                    closes=min(held.closes or today(), today()) if opened else None)  # fmt: skip


@action("plan.consult-again")
def consult_again(version: PlanVersion, *, by: Actor, reason: str = "") -> None:
    """Go back to drafting, because the text has become another one that has to be consulted on."""
    held, step = _step(version, "plan.consult-again", by, reason)
    acting().change(held, state=step.after, consulted=False)


@action("plan.issue")
def issue(
    version: PlanVersion, house: House, on: dt.date, takes_effect: dt.date, *, by: Actor, reason: str = ""
) -> PlanEdition:
    """Issue a version, now. What it replaces stays on record: an earlier version is varied, an earlier plan superseded.

    Raises PeelianError with every step of the law that is missing.
    """
    held, step = _step(version, "plan.issue", by, reason)
    if on > today() or takes_effect < on:
        raise PeelianError(
            "wrong-days",
            "A plan is issued on a day that has come, and takes effect on that day or later.",
            "Correct the two days.",
        )
    _must_lack_nothing(lacks_of(held, house.pack, "issued") + not_before(route_of(held), held.closes, on))
    if held.number > 1 and (newer := superseded_by(held.plan, takes_effect)):
        raise PeelianError(
            "superseded", f"{newer.plan} holds in its place since {newer.takes_effect}.", "Vary that plan."
        )
    act = acting()
    act.change(held, issuer=by.person, issued_on=on, takes_effect=takes_effect)
    act.change(held, state=_replace(held, takes_effect) or step.after)
    act.about(held)
    return _out(held, house, "issued")


def _replace(held: PlanVersion, takes_effect: dt.date) -> str:
    """Say of every version that this one replaces that it does; returns the state of this one where it is to be replaced itself."""
    act = acting()
    for own in PlanVersion.objects.filter(plan=held.plan, state__in=("issued", "superseded")):
        act.change(own, state="varied")
    others = PlanVersion.objects.filter(state="issued", plan__organisation=held.plan.organisation).exclude(
        plan=held.plan
    )
    for other in others.filter(takes_effect__lte=takes_effect):
        act.change(other, state="superseded")
    return "superseded" if others.filter(takes_effect__gt=takes_effect).exists() else ""


@action("plan.vary")
def vary(plan: PlanRecord, *, by: Actor, reason: str = "") -> PlanVersion:
    """Begin a variation of an issued plan: the same steps of the law again. What is issued holds until it is issued too."""
    if not (by.may(P.WRITE_PLAN, plan.owner) or by.may(P.ISSUE_PLAN, plan.owner)):
        by.must(P.WRITE_PLAN, plan.owner)
    if not reason.strip():
        raise PeelianError("no-reason", "A variation needs a reason.", "Say what it varies, and why.")
    if unfinished(plan):
        raise PeelianError("begun-already", f"{unfinished(plan)} is under way.", "Go on with that one.")
    if not may_vary(plan):
        raise PeelianError(
            "not-issued", f"{plan} is not issued, or not in force any more.", "A variation is of a plan that is."
        )
    number = 1 + max(PlanVersion.objects.filter(plan=plan).values_list("number", flat=True))
    return acting().create(PlanVersion, plan=plan, number=number, author=by.person, why=reason)


@action("plan.drop")
def drop(version: PlanVersion, house: House, *, by: Actor, reason: str = "") -> None:
    """Give a version up. Of a variation the items are put back as they were issued; a plan that was never issued holds nowhere."""
    held, step = _step(version, "plan.drop", by, reason)
    acting().change(held, state=step.after)
    acting().about(held)
    issued = PlanEdition.objects.filter(plan=held.plan, kind="issued").order_by("number").last()
    if issued is not None:
        _put_back(held.plan, issued)
    transaction.on_commit(partial(follow, house.root))


def _put_back(plan: PlanRecord, edition: PlanEdition) -> None:
    form = json.loads(edition.sealed)["plan"]
    act, wanted = acting(), {(one.kind, one.slug): one for one in split(form)}
    act.change(
        plan,
        title=form["title"],
        about=form.get("about") or "",
        first_month=form["years"]["from"],
        last_month=form["years"]["to"],
    )
    for item in PlanItem.objects.filter(plan=plan):
        kept = wanted.pop((item.kind, item.slug), None)
        if kept is None:
            act.remove(item)
        else:
            act.change(item, body=kept.body)
    place = PlanItem.objects.filter(plan=plan).count()
    for one in wanted.values():
        act.create(PlanItem, plan=plan, kind=one.kind, slug=one.slug, place=place, body=one.body)
        place += 1


def writable(plan: PlanRecord, by: Actor) -> PlanVersion:
    """The version that somebody may write in now, held for this transaction before anything else of the plan is: nobody opens its
    consultation or issues it meanwhile. Raises NotAllowed, and WrongStep where the text cannot be written.
    """
    by.must(P.WRITE_PLAN, plan.owner)
    PlanVersion.objects.select_for_update(of=("self",)).filter(plan=plan, state__in=UNFINISHED).first()
    version = unfinished(plan)
    if version is None:
        raise WrongStep("wrong-state", f"{plan} is not being written.", "Begin a variation of it.")
    if version.state not in WRITABLE:
        raise WrongStep(
            "wrong-state", "The plan is out to consultation: everybody reads one text.", "Close the consultation first."
        )
    return version


def _must_read(plan: PlanRecord, pack: Path) -> None:
    """Raises PackError, in the words of the form's reader, where the plan with this change would be none."""
    read_content(form_of(plan), pack, "This cannot be part of the plan")


def _must_lack_nothing(found: list[Lack]) -> None:
    if found:
        raise PeelianError(
            "steps-missing", "This cannot be done yet: " + " ".join(one.sentence for one in found),
            "The plan's page lists each with its law: put what was done on record, then come back.",
            {"missing": [one.what for one in found]},
        )  # fmt: skip


def _out(version: PlanVersion, house: House, kind: str) -> PlanEdition:
    """Freeze the text as it is into an edition, whose file follows the commit."""
    plan, at = version.plan, now()
    number = PlanEdition.objects.filter(plan=plan).count() + 1
    form = form_of(plan, version)
    _must_read(plan, house.pack)
    whole = sealed(edition_of(version, form, kind, number, at))
    made = acting().create(
        PlanEdition, plan=plan, of=version, number=number, kind=kind, out_at=at, sealed=text_of(whole)
    )
    transaction.on_commit(partial(put, house.root, made.sealed))
    transaction.on_commit(partial(follow, house.root))
    return made


def _step(version: PlanVersion, name: str, by: Actor, reason: str) -> tuple[PlanVersion, Step]:
    """The version, held for this transaction, and the step. Raises NotAllowed and WrongStep."""
    held = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan__organisation").get(pk=version.pk)
    earlier = earlier_of(held, by.key)
    step = VERSION.check(name, by, held.state, owner=held.owner, reason=reason, earlier=earlier)
    acting().about(held)
    return held, step


def _only(fields: dict[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    if set(fields) - set(allowed):
        raise ValueError(f"{sorted(set(fields) - set(allowed))} cannot be written here")
    return fields
