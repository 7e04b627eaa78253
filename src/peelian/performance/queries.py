"""What pages and actions ask of releases on their way out."""

from __future__ import annotations

import datetime as dt

from peelian.core.acting import now
from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.core.queries import who_did
from peelian.core.visibility import Access, may_see
from peelian.figures.canonical import sha256_of
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.releases.release import Drafts, Release, Releases
from peelian.figures.releases.scheduling import content_of
from peelian.performance.models import CalendarEntry, PreRelease, ReleaseRecord
from peelian.performance.pack import release_pack
from peelian.performance.rules import AUTHOR, REVIEWER, Acted, Missing, Needed, missing, needing_action, state_at
from peelian.plans.queries import plan_as_released
from peelian.plans.records import Plan


def state_of(record: ReleaseRecord, at: dt.datetime | None = None) -> str:
    """The state as it is now: what is scheduled is released by the clock."""
    return state_at(record.state, record.at, at or now(), record.to_place)


def built(house: House, record: ReleaseRecord) -> Release:
    """The figures of a release on its way out, wherever they lie. Raises PeelianError where none have been drafted."""
    if not record.built_at:
        raise PeelianError("no-figures", "No figures have been drafted yet.", "Draft them first.")
    drafts, name = Drafts(house.root), lies_as(house, record)
    return (drafts if name in drafts.ids() else Releases(house.root, including_embargoed=True)).open(name)


def lies_as(house: House, record: ReleaseRecord) -> str:
    """The id under which a release's figures lie: its own, or until it is placed the one that it had before."""
    there = (*Drafts(house.root).ids(), *Releases(house.root, including_embargoed=True).ids())
    return record.to_place if record.to_place and record.draft not in there else record.draft


def plan_of(house: House, release: Release) -> Plan | None:
    """The plan, read by the yardsticks of a release."""
    return plan_as_released(house, release.yardsticks_file)


def needed_of(house: House, release: Release) -> list[Needed]:
    """Every reading of a release that needs corrective action."""
    return needing_action(release, plan_of(house, release))


def demand_in(house: House, release: Release, area: str) -> list[str]:
    """Measures that tell demand, of those that a release has figures of at a place; the pack's order."""
    there = {measure.id for measure in release.measures_at(area)}
    return [name for name in release_pack(house.pack).demand if name in there]


def acted_of(record: ReleaseRecord) -> list[Acted]:
    """Its corrective actions as the rules read them."""
    return [
        Acted(item.objective, item.measure, item.area, item.what, item.does, item.by_when, tuple(item.demand))
        for item in record.correctiveactions.all()
    ]


def missing_of(house: House, record: ReleaseRecord) -> list[Missing]:
    """What a release lacks before it can be reviewed."""
    if not record.built_at:
        return [Missing("No figures have been drafted yet.")]
    release = built(house, record)
    needed = needed_of(house, release)
    titles = {measure.id: measure.title for measure in release.catalogue}
    shown = {name for area in {item.area for item in needed} for name in demand_in(house, release, area)}
    return missing(needed, acted_of(record), shown, titles=titles)


def words_of(record: ReleaseRecord) -> dict[str, list[dict[str, object]]]:
    """All that people say in a release, as plain rows in order."""
    fields = {
        "commentarys": ("measure", "area", "text"),
        "correctiveactions": ("objective", "measure", "area", "what", "does", "by_when", "demand"),
        "figurenotes": ("measure", "area", "period", "text"),
    }
    return {
        name: [
            {field: str(row[field]) if field == "by_when" else row[field] for field in names}
            for row in getattr(record, name).order_by(*[field for field in names if field in _ORDER]).values(*names)
        ]
        for name, names in fields.items()
    }


_ORDER = ("measure", "area", "objective", "period")


def fingerprint(house: House, record: ReleaseRecord, figures: Release | None = None) -> str:
    """A hash of the figures and all words of a release: what a review and a sign-off are of."""
    content = content_of(figures or built(house, record))
    return sha256_of([content, record.title, record.corrects, record.why, words_of(record)])


WRITING = ("release.take-figures", "release.rename", "release.comment", "release.corrective-action", "release.note")
"""The actions by which a release's figures and words come into it."""


def writers_of(record: ReleaseRecord) -> set[str]:
    """Keys of everybody whose work is in it: what others wrote over later counts too."""
    return {record.author.key} | who_did(WRITING, [record.key]).get(record.key, set())


def earlier_of(record: ReleaseRecord, by: str) -> dict[str, str | None]:
    """Who took part before, for a step that somebody wants to take: whoever wrote any of it counts as its author."""
    author = by if by in writers_of(record) else record.author.key
    return {AUTHOR: author, REVIEWER: record.reviewer.key if record.reviewer else None}


def access_to(record: ReleaseRecord) -> list[Access]:
    """Pre-release access to a scheduled release, of those who have an account."""
    if record.at is None:
        return []
    return [
        Access(item.person.key, record.draft, item.opens(record.at), item.withdrawn_at)
        for item in record.prereleases.select_related("person")
        if item.person is not None
    ]


def may_see_release(house: House, record: ReleaseRecord, person: Person | None, at: dt.datetime | None = None) -> bool:
    """Whether somebody may see a release on its way out, now."""
    releases = Releases(house.root, including_embargoed=True)
    draft = record.draft not in releases.ids()
    try:
        publication = None if draft else releases.publication(record.draft)
    except PeelianError:
        draft, publication = True, None
    return may_see(
        person, record.draft, publication, owner=record.owner, draft=draft, now=at or now(), access=access_to(record)
    )


def closed_to(person: Person, at: dt.datetime | None = None) -> list[str]:
    """Keys of the releases that are not out and whose drafts somebody may not see: what is said of them is not theirs to read."""
    rows = ReleaseRecord.objects.exclude(organisation__in=person.where(P.SEE_DRAFTS))
    return [record.key for record in rows if state_of(record, at) != "released"]


def releases_for(person: Person) -> list[ReleaseRecord]:
    """Releases on their way out, and those that are out, of the organisations whose drafts somebody may see; newest first."""
    return list(
        ReleaseRecord.objects.filter(organisation__in=person.where(P.SEE_DRAFTS)).select_related(
            "organisation", "entry", "author", "reviewer", "signer"
        )
    )


def shown_before_to(person: Person, at: dt.datetime | None = None) -> list[PreRelease]:
    """Somebody's pre-release access that has not ended, soonest first."""
    moment = at or now()
    found = PreRelease.objects.filter(
        person=person, withdrawn_at=None, release__state="scheduled", release__at__gt=moment
    )
    return list(found.select_related("release", "release__organisation").order_by("release__at"))


def calendar_of(first: dt.date | None = None) -> list[CalendarEntry]:
    """Every planned release from a day on, all of them without one; in order of their days."""
    found = CalendarEntry.objects.select_related("organisation")
    return list(found.filter(day__gte=first) if first else found)
