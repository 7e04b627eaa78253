"""Commands of what is withheld: the keys that it is sealed under, and the proof that what was released is what was sealed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peelian.cli.common import COMPLAINT, DONE, print_json
from peelian.cli.office import use_records
from peelian.figures.errors import PeelianError

DEEDS = {
    "list": "which keys are here, and how many texts each opens",
    "new": "print a key for PEELIAN_EXEMPT_KEY",
    "rotate": "make another key the one in use, and wrap every data key under it",
    "drop": "take keys out of the house's file that open nothing any more; backups of before then need them",
}


def exempt_keys(options: argparse.Namespace) -> int:
    """Look after the keys that exempt parts are sealed under."""
    if options.deed == "new":
        from peelian.core.exempt.keys import new_key

        key = new_key()
        return _say(options, {"key": key.text, "id": key.id}, [key.text])
    use_records(options)
    deed: Callable[[argparse.Namespace], int] = {"list": _list, "rotate": _rotate, "drop": _drop}[options.deed]
    return deed(options)


def _list(options: argparse.Namespace) -> int:
    from peelian.core.exempt.models import ExemptPart
    from peelian.core.exempt.queries import keys
    from peelian.core.exempt.rules import OUT

    held = [key.id for key in keys()]
    used = list(ExemptPart.objects.exclude(state=OUT).order_by().values_list("wrapped_by", flat=True))
    told = [
        {"id": name, "here": True, "in use": place == 0, "texts": used.count(name)} for place, name in enumerate(held)
    ]
    told += [
        {"id": name, "here": False, "in use": False, "texts": used.count(name)}
        for name in sorted(set(used) - set(held))
    ]
    lines = [
        f"{one['id']}  {one['texts']:,} texts" + ("  in use" if one["in use"] else "" if one["here"] else "  NOT HERE")
        for one in told
    ]
    _say(options, {"keys": told}, lines or ["No key yet: the first is made with the first exempt part."])
    return DONE if all(one["here"] for one in told) else COMPLAINT


def _rotate(options: argparse.Namespace) -> int:
    from django.conf import settings

    from peelian.core.acting import COMMAND
    from peelian.core.exempt.actions import wrap_again
    from peelian.core.exempt.keys import new_key, put_first
    from peelian.core.exempt.queries import keys

    if not settings.PEELIAN_EXEMPT_KEY:  # else whoever sets the variable puts the new key first in it
        put_first(settings.PEELIAN_DATA, new_key())
    count, first = wrap_again(by=COMMAND), keys()[0].id
    return _say(
        options, {"wrapped": count, "in use": first},
        [f"{count:,} data keys are wrapped anew; the key in use is {first}. The older keys stay: earlier backups need them."],
    )  # fmt: skip


def _drop(options: argparse.Namespace) -> int:
    from django.conf import settings

    from peelian.core.exempt.keys import drop_unused
    from peelian.core.exempt.models import ExemptPart
    from peelian.core.exempt.rules import OUT

    gone = drop_unused(
        settings.PEELIAN_DATA,
        lambda: ExemptPart.objects.exclude(state=OUT).order_by().values_list("wrapped_by", flat=True),
    )
    return _say(options, {"dropped": gone}, [f"Taken out: {', '.join(gone)}." if gone else "Every key is needed."])


def verify_released(options: argparse.Namespace) -> int:
    """Prove that a released text or file is the one that was sealed."""
    from peelian.core.exempt.commitments import verify_file

    content, commitment = _released(options)
    same = verify_file(content, commitment)
    said = "It is what was sealed" if same else "FAILED: this is not what was sealed"
    _say(options, {"same": same, "commitment": commitment}, [f"{said}: {commitment}."])
    return DONE if same else COMPLAINT


def _released(options: argparse.Namespace) -> tuple[bytes, str]:
    """The bytes that are hashed, and what they must come to: of a file, of an entry of the register, of a part of the records."""
    path = Path(options.what)
    if not path.is_file():
        return _of_records(options)
    content = path.read_bytes()
    if path.suffix == ".json":
        return _of_entry(path, content, options.commitment)
    if not options.commitment:
        raise PeelianError(
            "no-commitment", "A text alone proves nothing.",
            "Add --commitment sha256:…, as it was published when the text was sealed.",
        )  # fmt: skip
    return (f"{options.salt}\n".encode() if options.salt else b"") + content, options.commitment


def _of_entry(path: Path, content: bytes, commitment: str | None) -> tuple[bytes, str]:
    from peelian.core.exempt.commitments import canonical, released_file

    try:
        entry: dict[str, Any] = json.loads(content)
        salt, text, own = str(entry["salt"]), str(entry["text"]), str(entry["commitment"])
    except (ValueError, KeyError, TypeError) as error:
        raise PeelianError(
            "no-entry", f"{path.name} is no released entry.", "It has salt, text and commitment."
        ) from error
    return released_file(salt, canonical(text)), commitment or own


def _of_records(options: argparse.Namespace) -> tuple[bytes, str]:
    use_records(options)
    from peelian.core.exempt.commitments import released_file
    from peelian.core.exempt.holding import released_content
    from peelian.core.exempt.models import ExemptPart
    from peelian.core.exempt.queries import released_text

    part = ExemptPart.objects.filter(pk=options.what).first()
    if part is None:
        raise PeelianError(
            "no-part", f"There is no file {options.what}, and no exempt part of that reference.",
            "Name a file, or the reference that the register prints.",
        )  # fmt: skip
    commitment = options.commitment or part.commitment
    if part.form == "file":
        return f"{part.salt}\n".encode() + b"".join(released_content(part)), commitment
    return released_file(part.salt, released_text(part)), commitment


def _say(options: argparse.Namespace, told: dict[str, Any], lines: list[str]) -> int:
    if options.json:
        print_json(told)
    else:
        for line in lines:
            print(line)
    return DONE


def add_commands(command: Callable[..., argparse.ArgumentParser], office: Any) -> None:
    """Add ``verify-released``, and ``office exempt-keys``."""
    added = command("verify-released", verify_released, "Prove that a released text or file is the one that was sealed")
    added.add_argument("what", metavar="FILE|REFERENCE")
    added.add_argument("--commitment", metavar="sha256:…", help="as it was published when the text was sealed")
    added.add_argument("--salt", metavar="DIGITS", help="as it was published at the release: of a file that is no text")
    keys = command("exempt-keys", exempt_keys, "Look after the keys that exempt parts are sealed under", to=office)
    keys.add_argument("deed", choices=list(DEEDS), help="; ".join(f"{name}: {text}" for name, text in DEEDS.items()))
