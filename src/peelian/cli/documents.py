"""Commands that read a document: what a plan proposes, and how often it speaks of a word. Nothing here writes."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peelian.cli import meetings, papers
from peelian.cli.common import DONE, house_of, print_json
from peelian.figures.sources.base import printable

if TYPE_CHECKING:
    from peelian.plans.importing.proposals import Kind, Proposal

_WIDTH = 96
_OUT = "Everybody can read its lines on the plan's pages."
_DRAFT = (
    "Its lines stay in the office: the plan is being written, or nothing of it is out. Read it in again once it is."
)
_KINDS: tuple[Kind, ...] = ("theme", "commitment", "objective", "question")


def add_commands(commands: Any, command: Callable[..., argparse.ArgumentParser]) -> None:
    """``import plan`` with the other kinds of document, and ``words``."""
    importing = commands.add_parser("import", help="Read a document in, as proposals that a person confirms")
    kinds = importing.add_subparsers(required=True, metavar="WHAT")
    plan = command(
        "plan", import_plan, "Propose themes, commitments, objectives and questions from a plan's document", kinds
    )
    plan.add_argument("file", type=Path, metavar="FILE")
    plan.add_argument(
        "--into",
        metavar="PLAN",
        help="keep the document with a plan of the records, its proposals to be confirmed on the desk",
    )
    _add_part(plan)
    papers.add_kinds(kinds, command)
    meetings.add_kind(kinds, command)
    asking = command("words", words, "Say how often and where a document speaks of a word or a phrase")
    asking.add_argument("query", metavar="WORDS")
    asking.add_argument("file", type=Path, metavar="FILE")
    asking.add_argument("--plural", action="store_true", help="also with an ending of the plural")
    _add_part(asking)


def _add_part(parser: argparse.ArgumentParser) -> None:
    part = parser.add_mutually_exclusive_group()
    part.add_argument(
        "--lines", type=_span, metavar="A-B", help="only these lines of a text file or paragraphs of a DOCX file"
    )
    part.add_argument("--pages", type=_span, metavar="A-B", help="only these pages of a PDF file")


def _span(text: str) -> tuple[int, int]:
    """``274-1600`` as two numbers."""
    match = re.fullmatch(r"(\d{1,7})(?:-(\d{1,7}))?", text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 0 < first <= last:
        raise argparse.ArgumentTypeError(f"{text!r} is no span such as 274-1600")
    return first, last


def _read(options: argparse.Namespace) -> Any:
    from peelian.reading import read_document

    document = read_document(options.file)
    if options.lines:
        return document.between(*options.lines)
    return document.on_pages(*options.pages) if options.pages else document


def import_plan(options: argparse.Namespace) -> int:
    """What a plan's document proposes."""
    from peelian.plans import importing
    from peelian.plans.pack import read_bodies

    document = _read(options)
    bodies = tuple(read_bodies(house_of(options).pack / "bodies.yaml").values())
    found = importing.import_plan(document, bodies, whole=bool(options.lines or options.pages))
    if options.into:
        return _keep(options, document, found)
    if options.json:
        print_json({
            "document": {"name": document.name, "kind": document.kind, "sha256": document.sha256, "pages": document.pages,
                         "notes": list(document.notes)},
            "part": {"first": _place_json(found.first), "last": _place_json(found.last), "whole": found.whole},
            "proposals": [proposal.to_json() for proposal in found.proposals],
        })  # fmt: skip
        return DONE
    _print_document(document)
    if not found.whole:
        print(
            f"  the plan was found from {_place(found.first)} to {_place(found.last)}; --lines or --pages say otherwise"
        )
    for kind in _KINDS:
        _print_kind(kind, found.of(kind))
    print(", ".join(_counted(len(found.of(kind)), kind) for kind in _KINDS))
    return DONE


def _keep(options: argparse.Namespace, document: Any, found: Any) -> int:
    """Keep the document with a plan, and what it proposes."""
    from peelian.cli.office import use_records

    house = use_records(options)
    from peelian.plans.reading_in import keep

    kept, fresh, known = keep(house, options.into, document, found)
    if options.json:
        print_json(
            {
                "plan": options.into,
                "document": kept.sha256,
                "lines": len(kept.lines),
                "proposed": fresh,
                "known": known,
                "public": kept.out,
            }
        )
        return DONE
    print(
        f"{document.name} is kept with {options.into}: {len(kept.lines):,} lines, {fresh} new proposals to look at "
        f"({known} were there)."
    )
    print(f"  {_OUT if kept.out else _DRAFT}")
    print(f"  Confirm them at /office/plans/{options.into}/proposals")
    return DONE


def _place_json(place: tuple[int | None, int]) -> dict[str, int | None]:
    return {"page": place[0], "line": place[1]}


def _place(place: tuple[int | None, int]) -> str:
    return f"line {place[1]}" if place[0] is None else f"page {place[0]}, line {place[1]}"


def _print_document(document: Any) -> None:
    pages = f", {document.pages} pages" if document.pages else ""
    print(f"{document.name} ({document.kind}{pages}, {document.sha256[:12]})")
    for note in document.notes:
        print(f"  {printable(note)}")


def _counted(count: int, kind: Kind) -> str:
    return f"{count} {kind}{'' if count == 1 else 's'}"


def _print_kind(kind: Kind, proposals: tuple[Proposal, ...]) -> None:
    if not proposals:
        return
    print(f"\n{kind}s")
    for one in proposals:
        at = f"{one.line}" if one.page is None else f"{one.page}:{one.line}"
        text = f"{one.reference}. {one.text}" if one.reference else one.text
        cut = text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
        print(f"  {at:>7}  {one.confidence:.2f}  {printable(cut)}{_told(one.fields)}")


def _told(fields: dict[str, Any]) -> str:
    """What was found in a proposal's words, in brackets."""
    parts = [fields[key] for key in ("due_words", "start_words") if key in fields]
    parts += [money["words"] for money in fields.get("money", ())]
    parts += [f"{number['value']} {number['unit']}" for number in fields.get("numbers", ())]
    parts += ["to be published"] if fields.get("publication") else []
    return f"  [{printable('; '.join(parts))}]" if parts else ""


def _times(count: int) -> str:
    return ("not once", "once")[count] if count < 2 else f"{count:,} times"


def words(options: argparse.Namespace) -> int:
    """How often and where a document speaks of a word or a phrase."""
    from peelian.plans.words import mentions_of

    document = _read(options)
    found = mentions_of(options.query, document.lines, plural=options.plural)
    if options.json:
        print_json(
            {"document": {"name": document.name, "kind": document.kind, "sha256": document.sha256}, **found.to_json()}
        )
        return DONE
    _print_document(document)
    print(f"{printable(found.query)}: {_times(len(found.mentions))}")
    for chapter, count in found.by_chapter.items():
        print(f"\n  {printable(chapter) or 'before the first chapter'}: {count}")
        for one in found.mentions:
            if (one.chapter or "") == chapter:
                at = f"{one.line}" if one.page is None else f"{one.page}:{one.line}"
                print(f"  {at:>7}  {printable(one.snippet)}")
    return DONE
