"""Packs that went out, as files of the house: the public site reads these. One is written once and never edited.

``scrutiny/packs/<committee>/<day>.<n>.json`` holds the frozen content, the name and hash of the printed file, and the pages of
each part. The first is the agenda's, each further one holds papers that came later.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from peelian.core.following import put_once, sealed
from peelian.core.published import text_of
from peelian.documents.freezing import PaperKey, frozen, late_papers
from peelian.documents.keeping import Kept, found, kept
from peelian.documents.packs import document_of, ranges_of
from peelian.documents.rendering import withheld
from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings.publishing import FOLDER, touch
from peelian.scrutiny.meetings.records import Committee, Meeting
from peelian.ui.format import day

WITHHELD = "Not open to the public any more."
"""What stands where a paper stood that is withheld since."""
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Sent:
    """A pack that went out: the how manieth of its meeting, its content, its printed file's name and hash, its pages."""

    number: int
    pack: dict[str, Any]
    key: str
    sha256: str
    ranges: dict[str, tuple[int, int]]

    @property
    def papers(self) -> dict[PaperKey, tuple[int, int]]:
        """First and last page of each paper in it."""
        return ranges_of(self.pack, self.ranges)

    @property
    def held(self) -> set[PaperKey]:
        """Every paper that it names, with pages or published elsewhere."""
        return {(item["number"], paper["id"]) for item in self.pack["items"] for paper in item["papers"]}

    @property
    def last_page(self) -> int:
        """The last page that bears a number; the one before its first where it has no papers."""
        return max((last for _, last in self.ranges.values()), default=self.pack["first_page"] - 1)

    @property
    def is_supplementary(self) -> bool:
        """Whether it holds what came after the agenda."""
        return bool(self.pack["kind"] == "supplementary")


def sent(root: Path, meeting: str) -> tuple[Sent, ...]:
    """The packs of a meeting in the order in which they went out. Raises PeelianError for one that was altered."""
    paths = (root / FOLDER / "packs").glob(f"{meeting}.*.json")
    return tuple(_read(path) for path in sorted(paths, key=lambda path: int(path.name.split(".")[1])))


def printed_pages(packs: Iterable[Sent]) -> dict[PaperKey, tuple[int, int] | None]:
    """First and last page of every paper that packs name, as printed on them; None of one that they list without pages."""
    return {paper: one.papers.get(paper) for one in packs for paper in one.held}


def check(root: Path) -> list[str]:
    """What is wrong with the packs that went out: contents that were altered, printed files that are not what was made."""
    faults = []
    for path in sorted((root / FOLDER / "packs").glob("*/[!.]*.json")):
        try:
            one = _read(path)
        except PeelianError as error:
            faults.append(error.message.rstrip("."))
            continue
        file = found(root, one.key)
        if file is None or file.sha256 != one.sha256:
            faults.append(f"the printed file of {path.parent.name}/{path.name} is not there, or not what went out")
    return faults


def dispatch(
    root: Path,
    committee: Committee,
    meeting: Meeting,
    *,
    body: str,
    at: datetime,
    quarters: Mapping[str, dict[str, Any]],
    told: Told | None = None,
) -> Sent | None:
    """Freeze, print and keep what of a meeting has not gone out yet: its agenda, else papers that came since; None where nothing.

    Whoever is interrupted may do it again: the same content comes to the same file. Raises PeelianError where it cannot be printed.
    """
    earlier = sent(root, meeting.id)
    before = {paper for one in earlier for paper in one.held}
    if earlier and not late_papers(meeting, before):
        return None
    more: dict[str, Any] = (
        {"kind": "supplementary", "first_page": earlier[-1].last_page + 1, "before": before} if earlier else {}
    )
    pack = frozen(committee, meeting, body=body, at=at, quarters=quarters, **more)
    file = kept(root, document_of(pack), told)
    made = Sent(len(earlier) + 1, pack, file.key, file.sha256, file.ranges)
    content = sealed({"number": made.number, "pack": pack, "key": made.key, "sha256": made.sha256,
                      "ranges": {name: list(pages) for name, pages in made.ranges.items()}})  # fmt: skip
    put_once(_path(root, meeting.id, made.number), text_of(content), "Send out another pack with what changed.")
    touch(root)
    return made


def file_of(root: Path, one: Sent) -> Kept:
    """The file that went out; printed again from its content where it is lost. Its hash tells whether it is the same."""
    return found(root, one.key) or kept(root, document_of(one.pack))


def file_now(root: Path, one: Sent, meeting: Meeting) -> Kept:
    """The file that everybody may read now: what went out; or the same without the words of papers that were withdrawn or withheld
    since, of which it says so where they stood.
    """
    pack = without_closed(one.pack, meeting)
    return file_of(root, one) if pack is one.pack else kept(root, document_of(pack))


def without_closed(pack: dict[str, Any], meeting: Meeting) -> dict[str, Any]:
    """A pack without the words that stand open no more in what is public of its meeting; the same one where all do."""
    now = {(item.number, paper.id): paper for item in meeting.items for paper in item.papers}
    shut = {item.number for item in meeting.items if withheld(item)}

    def closed(item: dict[str, Any], paper: dict[str, Any]) -> bool:
        held = now.get((item["number"], paper["id"]))
        return bool(paper["text"] or paper["quarter"] or paper["link"]) and not (
            held and (held.text or held.quarter or held.link)
        )

    def told(item: dict[str, Any], paper: dict[str, Any]) -> dict[str, Any]:
        if not closed(item, paper):
            return paper
        held = now.get((item["number"], paper["id"]))
        why = f"Withdrawn on {day(held.withdrawn_on)}: {held.withdrawn}" if held and held.withdrawn_on else WITHHELD
        return paper | {"text": why, "quarter": None, "link": "", "background": []}

    items = [
        item | {"recommended": "" if item["number"] in shut else item["recommended"],
                "papers": [told(item, paper) for paper in item["papers"]]}
        for item in pack["items"]
    ]  # fmt: skip
    return pack if items == pack["items"] else pack | {"items": items}


def as_known(root: Path, committee: Committee, meeting: Meeting, *, body: str, at: datetime) -> Kept:
    """The pack of a meeting that no office sends out, from what a pack of files says of it: reports that are not published
    here are listed without pages.
    """
    items = tuple(
        replace(item, papers=tuple(replace(paper, quarter="") for paper in item.papers)) for item in meeting.items
    )
    pack = frozen(committee, replace(meeting, items=items), body=body, at=at, quarters={})
    return kept(root, document_of(pack))


def _path(root: Path, meeting: str, number: int) -> Path:
    return root / FOLDER / "packs" / f"{meeting}.{number}.json"


def _read(path: Path) -> Sent:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        content = {key: value for key, value in held.items() if key != "seal"}
        if sealed(content)["seal"] == held["seal"]:
            ranges = {name: (first, last) for name, (first, last) in held["ranges"].items()}
            return Sent(held["number"], held["pack"], held["key"], held["sha256"], ranges)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _altered(path) from error
    raise _altered(path)


def _altered(path: Path) -> PeelianError:
    return PeelianError(
        "altered-pack",
        f"{path.name} is not what went out: its seal does not hold.",
        "Restore it from a backup.",
        {"file": str(path)},
    )
