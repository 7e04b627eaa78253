"""Commands of the records: prepare them, invite the first person, verify and export the audit."""

from __future__ import annotations

import argparse
import os
from typing import Any

from peelian.cli.common import COMPLAINT, DONE, house_of, print_json
from peelian.cli.healing import heal


def use_records(options: argparse.Namespace) -> Any:
    """Open the records of the house that a command is about; returns the house.

    Raises PeelianError where there are none, or they are of an earlier version, or their database does not answer.
    """
    house = open_records(options)
    from peelian.core.readiness import must_be_ready

    must_be_ready()
    return house


def open_records(options: argparse.Namespace, *, begin: bool = False) -> Any:
    """The same for a command that goes on with any records or none, or looks at how they stand itself. ``begin`` makes a house
    that is not there.
    """
    import django

    house = house_of(options)
    if begin:
        house.root.mkdir(parents=True, exist_ok=True)
    os.environ |= {"PEELIAN_DATA": str(house.root.resolve()), "PEELIAN_PACK": house.pack_name}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peelian.config.settings")
    django.setup()
    return house


def prepare(options: argparse.Namespace) -> int:
    """Bring the records up to date."""
    house = open_records(options, begin=True)
    from peelian.core.seeding import has_manager, prepare_records

    said = prepare_records(house.pack)
    said += heal(house)
    if options.json:
        print_json({"done": said, "has_manager": has_manager()})
        return DONE
    for line in said or ["The records are up to date."]:
        print(line)
    if not has_manager():
        print("Nobody can sign in yet: peelian office invite EMAIL NAME makes the first way in.")
    return DONE


def invite(options: argparse.Namespace) -> int:
    """Invite an installation manager."""
    house = open_records(options, begin=True)
    from peelian.core.seeding import first_person, prepare_records

    prepare_records(house.pack)
    invitation, secret = first_person(options.email, options.name)
    link = f"{options.site.rstrip('/')}/office/join/{secret}"
    if options.json:
        print_json({"link": link, "until": invitation.expires_at})
    else:
        print(
            f"{invitation.name} can join as {invitation} at\n  {link}\nThe link is good for seven days and for one person."
        )
    return DONE


def audit_verify(options: argparse.Namespace) -> int:
    """Recompute the chain of events, with what releases have published of it; check the files that follow the records."""
    house = use_records(options)
    from peelian.audit.verifying import verify
    from peelian.decisions.following import check as check_decisions
    from peelian.documents.dispatching import check as check_packs
    from peelian.localities.healing import check as check_quarters
    from peelian.plans.following import check as check_plans
    from peelian.scrutiny.ledger.following import check as check_ledger
    from peelian.scrutiny.meetings.following import check as check_meetings

    checks = {
        "quarters": check_quarters,
        "plans": check_plans,
        "decisions": check_decisions,
        "meetings": check_meetings,
        "ledger": check_ledger,
        "packs": check_packs,
    }
    files = {name: check(house.root) for name, check in checks.items()}
    wrong = [fault for found in files.values() for fault in found]
    verdict = verify([*map(_anchor, options.expect), *published_anchors(house)])
    if options.json:
        print_json({
            "sound": verdict.sound and not wrong, "events": verdict.events, "values": verdict.values, "erased": verdict.erased,
            "head": verdict.head, "faults": verdict.faults, **files,
        })  # fmt: skip
        return COMPLAINT if wrong or not verdict.sound else DONE
    for event in verdict.faults:
        print(f"FAILED: event {event['event']:,} {event['what']}.")
    for fault in wrong:
        print(f"FAILED: {fault}.")
    if verdict.sound:
        print(
            f"The audit is whole: {verdict.events:,} events, {verdict.values:,} values kept apart, {verdict.erased:,} erased. "
            f"Last hash {verdict.head[:12]}."
        )
    return COMPLAINT if wrong or not verdict.sound else DONE


def audit_export(options: argparse.Namespace) -> int:
    """Write every event as JSON lines, with all that it takes to recompute the chain."""
    use_records(options)
    from peelian.audit.exporting import lines

    for line in lines():
        print(line)
    return DONE


def published_anchors(house: Any, release_id: str = "") -> list[tuple[int, str]]:
    """Number and hash of the events that releases (or one) and boroughs' quarters have published.

    What cannot be read of a release is told by verify.
    """
    from peelian.figures.errors import PeelianError
    from peelian.figures.releases.release import Releases
    from peelian.localities.publishing import everything

    held, found = Releases(house.root, including_embargoed=True), []
    for name in [release_id] if release_id else held.ids():
        try:
            published = held.publication(name)
        except PeelianError:
            continue
        if published and published.audit:
            found.append((int(published.audit["number"]), str(published.audit["hash"])))
    quarters = [] if release_id else [item["audit"] for item in everything(house.root) if item.get("audit")]
    return found + [(int(item["number"]), str(item["hash"])) for item in quarters]


def anchor_failures(options: argparse.Namespace, release_id: str) -> list[dict[str, Any]]:
    """Where a release has published an event of the audit that the records do not have (any more).

    Empty where the release has published none, or the records are not here.
    """
    house = house_of(options)
    anchors = published_anchors(house, release_id)
    if not anchors or not (os.environ.get("PEELIAN_DATABASE") or (house.root / "records.sqlite3").is_file()):
        return []
    use_records(options)
    from peelian.audit.models import Event

    return [
        {"what": "the event of the audit that it was published with is not in the records", "where": {"event": number}}
        for number, sha256 in anchors
        if not Event.objects.filter(number=number, hash=sha256).exists()
    ]


def _anchor(text: str) -> tuple[int, str]:
    number, _, sha256 = text.partition(":")
    return int(number), sha256


def add_commands(commands: Any, command: Any) -> None:
    """Add ``office`` and ``audit`` with what they can do."""
    from peelian.cli import exempt  # which uses this module

    for name, text, parts in (
        ("office", "Prepare the records, and make the first way in", {"prepare": prepare, "invite": invite}),
        ("audit", "Verify and export the record of who did what", {"verify": audit_verify, "export": audit_export}),
    ):
        group = commands.add_parser(name, help=text, description=text).add_subparsers(required=True, metavar="WHAT")
        for what, run in parts.items():
            added = command(what, run, (run.__doc__ or "").partition("\n")[0].rstrip("."), to=group)
            if run is invite:
                added.add_argument("email")
                added.add_argument("name")
                added.add_argument("--site", default="http://localhost:8000", help="where the site is")
            if run is audit_verify:
                added.add_argument(
                    "--expect",
                    action="append",
                    default=[],
                    metavar="NUMBER:HASH",
                    help="an event's hash as it was published",
                )
        if name == "office":
            exempt.add_commands(command, group)
