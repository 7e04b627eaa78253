"""Commands of personal data: a copy of everything about one person, erasure, and what is past its period."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from peelian.cli.common import DONE, print_json
from peelian.cli.office import use_records
from peelian.figures.errors import PeelianError

if TYPE_CHECKING:
    from peelian.core.models import Person


def _person(named: str) -> Person:
    """By number or e-mail address. Raises PeelianError."""
    from peelian.core.models import Person

    number = named.removeprefix("person:")
    found = Person.objects.filter(**({"pk": int(number)} if number.isdigit() else {"email__iexact": named})).first()
    if found is None:
        raise PeelianError("unknown-person", f"Nobody here is {named}.", "Give a number or an e-mail address.")
    return found


def export(options: argparse.Namespace) -> int:
    """Copy everything that is kept about one person."""
    use_records(options)
    from peelian.core.acting import COMMAND
    from peelian.core.erasing import export_person
    from peelian.core.subject_access import readable

    told = export_person(_person(options.person), by=COMMAND, reason=options.reason)
    if options.json:
        print_json(told)
    else:
        print(readable(told), end="")
    return DONE


def erase(options: argparse.Namespace) -> int:
    """Erase what is kept about one person who holds no role any more."""
    use_records(options)
    from peelian.core.acting import COMMAND
    from peelian.core.erasing import ALL, erase_name, erase_person, named_elsewhere

    if ":" in options.person.removeprefix("person:"):  # a record that names somebody without an account
        row = named_elsewhere(options.person)
        erase_name(row, by=COMMAND, reason=options.reason)
        print_json({"record": row.key}) if options.json else print(f"Erased the name in {row.key}.")
        return DONE
    person = _person(options.person)
    classes = tuple(options.only) or ALL
    gone = erase_person(person, classes=classes, words=options.words, by=COMMAND, reason=options.reason)
    if options.json:
        print_json({"person": person.key, "classes": list(classes), "values": gone})
    else:
        print(f"Erased of {person.key}: {', '.join(classes)}; {gone:,} values of events went with it.")
    return DONE


def retention(options: argparse.Namespace) -> int:
    """Say what is past its period, and erase it with --do."""
    use_records(options)
    from peelian.core.acting import COMMAND
    from peelian.core.erasing import (
        due_for_erasure,
        erase_invitation,
        erase_name,
        erase_person,
        old_invitations,
        old_names,
    )
    from peelian.figures.house import today

    due, invitations, names = due_for_erasure(today()), old_invitations(today()), old_names(today())
    told: dict[str, Any] = {"by": COMMAND, "reason": "past its period"}
    if options.do:
        for item in due:
            erase_person(item.person, classes=item.classes, **told)
        for invitation in invitations:
            erase_invitation(invitation, **told)
        for row in names:
            erase_name(row, **told)
    if options.json:
        people = [{"person": item.person.key, "classes": list(item.classes), "since": item.since} for item in due]
        print_json({
            "erased": options.do, "people": people, "invitations": [item.key for item in invitations],
            "names": [item.key for item in names],
        })  # fmt: skip
        return DONE
    for item in due:
        print(f"{item.person.key}: {', '.join(item.classes)} (since {item.since})")
    for invitation in invitations:
        print(f"{invitation.key}: nobody took it up by {invitation.expires_at:%Y-%m-%d}")
    for row in names:
        print(f"{row.key}: the name of somebody without an account (since {row.kept_since})")
    count = len(due) + len(invitations) + len(names)
    print(f"{count:,} erased." if options.do else f"{count:,} past their period; nothing is erased without --do.")
    return DONE


def add_commands(commands: Any, command: Any) -> None:
    """Add ``people`` with what it can do."""
    text = "Copy or erase what is kept about people"
    group = commands.add_parser("people", help=text, description=text).add_subparsers(required=True, metavar="WHAT")
    for what, run in {"export": export, "erase": erase, "retention": retention}.items():
        added = command(what, run, (run.__doc__ or "").rstrip("."), to=group)
        if run is retention:
            added.add_argument("--do", action="store_true", help="erase it, instead of only saying so")
            continue
        without = "; pre-release:NUMBER for a name without an account" if run is erase else ""
        added.add_argument("person", metavar="PERSON", help=f"a number or an e-mail address{without}")
        added.add_argument("--reason", default="", required=run is erase, help="kept in the audit")
        if run is erase:
            added.add_argument("--only", action="append", default=[], metavar="CLASS", help="only this class of data")
            added.add_argument("--words", action="store_true", help="the reasons that others gave, too")
