"""Decisions for tests: one whole form, and the road to any state of it with the small office's people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.core.acting import Actor
from peelian.core.actions import actor_of
from peelian.core.exempt import actions as exempt
from peelian.core.exempt.holding import Content
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.records import Ground
from peelian.core.models import Person
from peelian.decisions import actions, coming_out, signing
from peelian.decisions.models import DecisionRecord, DecisionVersion
from peelian.figures.house import House
from tests.support.office import Office

FORM: dict[str, Any] = {
    "title": "Grants for safer wards",
    "kind": "ordinary",
    "summary": "Three wards get money for lights and for people who talk to each other.",
    "decision": "That grants of £120,000.00 are paid to the three groups that are named.",
    "introduction": "Each ward was asked what would make its evenings safer.",
    "issues": "The groups are small, and are paid in advance.",
    "options": [{"title": "To pay nothing", "why_not": "The wards asked for it, and the plan promises it."}],
    "money": [{"amount": "120000.00", "currency": "GBP", "kind": "revenue", "years": ["2026-27"], "what": "Grants"}],
    "fund": "Crime prevention fund",
    "delegation": {
        "source": "Scheme of consent and delegation", "to": "Deputy Mayor", "scope": "Grants of the crime prevention fund",
        "limit": "500000.00", "consult": [{"name": "Head of grants", "kind": "post"}],
    },
    "consulted": [{"name": "Head of grants", "kind": "post"}],
    "consultees": [{"name": "Head of grants", "kind": "post"}],
    "plan": "plan-2017-21",
    "plan_items": ["commitment:crime-prevention-fund"],
    "grants": [{
        "title": "Lights for Elm ward", "purpose": "Lamps at two alleys.", "recipient": "GB-CHC-1000001",
        "recipient_name": "Elm Ward Neighbours", "amount": "120000.00", "starts": "2026-12-01", "ends": "2027-03-31",
    }],
    "papers": [{"title": "What the wards asked for", "link": "https://example.org/wards"}],
}  # fmt: skip
ADVICE = ("financial", "legal", "commercial", "equality", "data-protection")
GROUND = Ground("foi", "43", "It would tell bidders what others offered.")
SECRET = "The lowest of the offers came from Aldgate Lamps."
TODAY = dt.date(2026, 11, 26)


def begun(office: Office, house: House, *, by: str = "dora", series: str = "pcd", **form: Any) -> DecisionVersion:
    """A decision whose whole form is written; ``form`` changes keys of it, None takes them out."""
    version = actions.begin(office.organisation("mopac"), series, house, title=FORM["title"], by=office.by(by))
    return written(office, version, by=by, **form)


def written(office: Office, version: DecisionVersion, *, by: str = "dora", **form: Any) -> DecisionVersion:
    """The same, written."""
    whole = {key: value for key, value in (FORM | form).items() if value is not None}
    actions.write(version, whole, number=version.version, by=office.by(by))
    return fresh(version)


def fresh(version: DecisionVersion) -> DecisionVersion:
    """The version as the records have it now."""
    found: DecisionVersion = DecisionVersion.objects.select_related("decision__organisation").get(pk=version.pk)
    return found


def advised(
    office: Office, house: House, version: DecisionVersion, *, without: tuple[str, ...] = ()
) -> DecisionVersion:
    """Out for advice, and all of it given by Finn."""
    signing.ask_advice(version, house, by=office.by("dora"))
    for subject in ADVICE:
        if subject not in without:
            signing.advise(version, subject, house, text=f"Nothing stands against it: {subject}.", by=office.by("finn"))
    return fresh(version)


def sent(office: Office, house: House, version: DecisionVersion) -> DecisionVersion:
    """Advised on, and sent to be countersigned."""
    advised(office, house, version)
    signing.send(version, house, warnings_read=True, by=office.by("dora"))
    return fresh(version)


def countersigned(office: Office, house: House, version: DecisionVersion) -> DecisionVersion:
    """Countersigned by Drew."""
    sent(office, house, version)
    signing.countersign(version, house, by=office.by("drew"))
    return fresh(version)


def signed(office: Office, house: House, version: DecisionVersion) -> DecisionVersion:
    """Taken by Debbie."""
    countersigned(office, house, version)
    signing.sign(version, house, interests="None.", by=office.by("debbie"))
    return fresh(version)


def published(office: Office, house: House, version: DecisionVersion) -> DecisionVersion:
    """Published by Dora."""
    signed(office, house, version)
    coming_out.publish(version, house, warnings_read=True, by=office.by("dora"))
    return fresh(version)


def part_2(
    office: Office, record: DecisionRecord, *, sealed: bool = False, text: Content = SECRET, **more: Any
) -> ExemptPart:
    """A part of Part 2, written by Dora; sealed by Drew where asked for."""
    fields: dict[str, Any] = {"title": "The offers", "review_on": TODAY + dt.timedelta(days=180), **more}
    made = exempt.keep(
        record.key,
        record.organisation,
        fields.pop("title"),
        text,
        (GROUND,),
        "Director",
        by=office.by("dora"),
        **fields,
    )
    if sealed:
        exempt.seal(made, by=office.by("drew"))
    return made


def actor(person: Person) -> Actor:
    """Somebody as who acts, with the roles of now."""
    return actor_of(Person.objects.get(pk=person.pk))
