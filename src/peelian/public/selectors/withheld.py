"""Everything that is withheld, of every room, as one register: from the files that are out, and nothing that they do not say.

A room is a line of ``ROOMS``: what takes exempt parts (``core.exempt.subjects``) and has no line there fails a test.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from peelian.core.exempt.commitments import commitment_of
from peelian.core.exempt.files import commitment_of_file
from peelian.core.exempt.limits import limits
from peelian.core.exempt.publishing import released_file
from peelian.core.exempt.records import Ground, Stub
from peelian.core.exempt.rules import SCHEMES, heading
from peelian.decisions.shelf import Ahead, Part
from peelian.decisions.shelf import shelf as decisions_out
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, House
from peelian.plans.queries import bodies
from peelian.public.narrowing import Narrowed, narrowed
from peelian.scrutiny.ledger.exporting import News
from peelian.scrutiny.meetings.records import Item, Meeting, Paper
from peelian.scrutiny.meetings.shelf import shelf as meetings_out
from peelian.ui import format as words
from peelian.ui.components import Link
from peelian.ui.decision import StubLine, file_address
from peelian.ui.decision_words import ground_words

FIELDS = ("of", "body", "ground", "state")
STATES = {"withheld": "Withheld", "overdue": "Withheld, review overdue", "released": "Released since"}
SHOWN, MOST = 40, 100
COLUMNS = (
    "of", "body", "reference", "record", "address", "part", "title", "length", "unit", "pages", "scheme", "paragraph", "law",
    "reason", "decided_by", "decided_on", "review_on", "reviews", "release_on", "released_at", "state", "commitment", "salt",
    "file", "public_at",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One exempt part in the register: of which kind of record (``of``), whose, and where that record has its page."""

    of: str
    body: str
    body_name: str
    reference: str
    """What tells the record from others: a decision's number, a meeting's day and the item's number."""
    record: str
    address: str
    part: Part
    file: str
    """Where what was released can be had as a file; empty while it is withheld."""
    today: dt.date
    out_at: dt.datetime | None = None
    """When the record that it belongs to was out, where its own entry does not say since when that is public."""

    @property
    def stub(self) -> Stub:
        """Its public entry."""
        return self.part.stub

    @cached_property
    def line(self) -> StubLine:
        """The same in words."""
        return StubLine(self.part)

    @property
    def link(self) -> Link:
        """The record that it belongs to."""
        return Link(f"{self.reference}: {self.record}", self.address)

    @property
    def where(self) -> str:
        """The same where its own title stands beside it: the record's, if that is another."""
        return self.reference if self.record == self.stub.title else self.link.text

    @property
    def kind(self) -> str:
        """What sort of record that is."""
        return KINDS[self.of]

    @property
    def state(self) -> str:
        """Which of ``STATES`` it is in."""
        if self.stub.released_at is not None:
            return "released"
        return "overdue" if self.stub.review_on < self.today else "withheld"

    @property
    def public_at(self) -> dt.datetime:
        """Since when everybody knows of it. Where its sealing has no moment on record, no earlier than that day began."""
        sealed = dt.datetime.combine(self.stub.decided_on, dt.time(), LONDON)
        return self.stub.public_at or (max(self.out_at, sealed) if self.out_at else sealed)

    @property
    def told_at(self) -> dt.datetime:
        """The moment of the last that everybody learnt of it: that it is withheld, or what it says."""
        return max(self.public_at, self.stub.released_at or self.public_at)

    @property
    def proof(self) -> str:
        """Where it has a page of its own, with its proof."""
        return f"/withheld/{self.stub.id}"

    @property
    def grounds(self) -> dict[str, str]:
        """Its grounds, as an address names them, with their words."""
        return {f"{one.scheme}:{one.paragraph}": ground_words(one) for one in self.stub.grounds}


def of_decisions(house: House, today: dt.date) -> Iterator[Entry]:
    """Part 2 of every decision that is out."""
    names = _names(house)
    for one in decisions_out(house.root, house.pack).filed:
        body = one.series.body
        for part in one.exempt:
            address = f"/decisions/{one.id}"
            yield Entry(
                "decision", body, names.get(body, body), str(one.reference), one.decision.title, address, part,
                _file(part, f"{address}/part-2"), today,
            )  # fmt: skip


def of_meetings(house: House, today: dt.date) -> Iterator[Entry]:
    """What is exempt of the items and papers of every agenda that is out."""
    names, out = _names(house), meetings_out(house.root, house.pack)
    committees = {one.id: one for one in out.committees}
    for meeting in out.meetings:
        committee = committees[meeting.committee]
        body = committee.organisation
        for of, item, held in _places(meeting):
            texts = dict(held.released)
            where = f"{committee.title}, {words.day(meeting.on)}, item {item.number}"
            for part in (Part(stub, texts.get(stub.id, "")) for stub in held.stubs):
                yield Entry(
                    of, body, names.get(body, body), where, held.title, f"/committees/{meeting.id}#item-{item.number}", part,
                    _file(part, f"/committees/{meeting.id}/exempt"), today, meeting.agenda_out,
                )  # fmt: skip


def _file(part: Part, below: str) -> str:
    if part.stub.released_at is None:
        return ""
    if part.stub.sha256:
        return file_address(part.stub.id)
    return f"{below}/{part.stub.id}.txt" if part.text else ""


def _places(meeting: Meeting) -> Iterator[tuple[str, Item, Item | Paper]]:
    for item in meeting.items:
        yield "item", item, item
        for paper in item.papers:
            yield "paper", item, paper


def _names(house: House) -> dict[str, str]:
    return {one.id: one.name for one in bodies(house.pack)}


KINDS = {"decision": "Decisions", "item": "Agenda items", "paper": "Papers of meetings"}
"""What parts belong to, as an address names it."""
ROOMS: tuple[tuple[str, tuple[str, ...], Callable[[House, dt.date], Iterable[Entry]]], ...] = (
    ("decisions", ("decision",), of_decisions),
    ("meetings", ("item", "paper"), of_meetings),
)
"""Each room: its name in a sentence, the kinds of record that it tells of, and how."""


@dataclass(frozen=True)
class Register:
    """Every exempt part that is public: those that are withheld first, by the day of their review."""

    entries: tuple[Entry, ...]
    unread: tuple[str, ...] = ()
    """Rooms of which nothing can be told, because a file of them is not what was published."""
    ahead: tuple[Ahead, ...] = ()
    """Parts of decisions that are signed and not out: of each no more than its hash, its length and its day is public."""
    in_part: int = 0
    """Decisions of which no more than a line of a list is known: whether any of it is withheld cannot be told."""


def register(house: House, today: dt.date) -> Register:
    """The register as it stands. A room whose files were altered is named, and holds up no other."""
    found: list[Entry] = []
    unread = []
    for name, _, entries in ROOMS:
        try:
            found += list(entries(house, today))
        except PeelianError:
            unread.append(name)
    known = "decisions" not in unread
    ahead = decisions_out(house.root, house.pack).ahead if known else ()
    return Register(tuple(sorted(found, key=_by_review)), tuple(unread), ahead, _in_part(house) if known else 0)


def entry(house: House, part: str, today: dt.date) -> Entry:
    """One part by its id. Raises PeelianError where none of it is public."""
    held = register(house, today)
    found = next((one for one in held.entries if one.stub.id == part), None)
    if found is None:
        raise PeelianError("unknown-part", f"No exempt part {part} is public.", "The register lists every one that is.")
    return found


@dataclass(frozen=True)
class Proof:
    """What comes of hashing what was released, just now; ``same`` is None while there is nothing to hash."""

    same: bool | None
    found: str = ""
    why: str = ""
    """Why it cannot be hashed."""


def proof_of(one: Entry, root: Path) -> Proof:
    """The proof of a part, recomputed from what is given out."""
    stub = one.stub
    if stub.released_at is None:
        return Proof(None)
    if stub.form == "text":
        found = commitment_of(stub.salt, one.part.text)
        return Proof(found == stub.commitment, found)
    try:
        content = released_file(root, stub)
    except PeelianError as error:
        return Proof(False, why=error.message)
    return Proof(True, commitment_of_file(stub.salt, [content]))


def _in_part(house: House) -> int:
    return sum(bool(one.decision.known_from) for one in decisions_out(house.root, house.pack).filed)


def _by_review(one: Entry) -> tuple[bool, dt.date, str]:
    at = one.stub.released_at
    since = dt.date.max - at.astimezone(LONDON).date() if at else dt.timedelta()
    return at is not None, dt.date.min + since if at else one.stub.review_on, one.stub.id


@dataclass(frozen=True)
class Asked:
    """What a reader narrowed the register to; empty texts narrow nothing."""

    of: str = ""
    body: str = ""
    ground: str = ""
    state: str = ""

    @classmethod
    def of_query(cls, query: Mapping[str, str]) -> Asked:
        """From an address."""
        return cls(*(query.get(name, "").strip()[:120] for name in FIELDS))

    def keeps(self, one: Entry) -> bool:
        """Whether a part is what was asked for. What is overdue is withheld too."""
        state = self.state in ("", one.state) or (self.state == "withheld" and one.state == "overdue")
        return state and self.of in ("", one.of) and self.body in ("", one.body) and self.ground in ("", *one.grounds)

    @property
    def any(self) -> bool:
        """Whether it leaves anything out."""
        return self != Asked()

    def but(self, **other: str) -> str:
        """The address of the same register with something else asked for."""
        told = {name: value for name, value in (vars(self) | other).items() if value}
        return f"/withheld?{urlencode(told)}" if told else "/withheld"


@dataclass(frozen=True)
class RegisterPage:
    """The register as its page shows it."""

    register: Register
    asked: Asked

    @cached_property
    def entries(self) -> list[Entry]:
        """What was asked for."""
        return [one for one in self.register.entries if self.asked.keeps(one)]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many are in which state."""
        return Counter(one.state for one in self.entries)

    @property
    def in_part(self) -> int:
        """How many decisions are known only in part, where what was asked for can be of them."""
        return self.register.in_part if self.asked.of in ("", "decision") else 0

    @property
    def ahead(self) -> tuple[Ahead, ...]:
        """What is signed and not out, where all is asked for, or all of decisions."""
        asked = self.asked
        return (
            () if asked.body or asked.ground or asked.state or asked.of not in ("", "decision") else self.register.ahead
        )

    @property
    def nothing(self) -> str:
        """What is said where no part is withheld; what is sealed and not out stands below it."""
        return "Nothing of what is out is withheld" if self.ahead else "Nothing is withheld"

    @property
    def lead(self) -> str:
        """``3 parts are withheld, 1 of them past the day by which it was to be looked at again. 2 were released since.``; begun
        with ``Of what you asked for`` where that leaves anything out.
        """
        out = self.counts["released"]
        if out and self.asked.state == "released":
            said = f"{words.counted(out, 'part was', 'parts were')} released."
        else:
            said = (
                f"{self._withheld}. {words.counted(out, 'was', 'were')} released since."
                if out
                else f"{self._withheld}."
            )
        return f"Of what you asked for, {said[0].lower()}{said[1:]}" if self.asked.any else said

    @property
    def _withheld(self) -> str:
        late = self.counts["overdue"]
        still = self.counts["withheld"] + late
        if not late:
            return f"{words.counted(still, 'part is', 'parts are')} withheld" if still else self.nothing
        of, it = "" if still == 1 else f"{words.number(late)} of them ", "it was" if late == 1 else "they were"
        return f"{words.counted(still, 'part is', 'parts are')} withheld, {of}past the day by which {it} to be looked at again"

    @cached_property
    def by_ground(self) -> list[tuple[str, str, int]]:
        """Each ground of what is withheld with the address that narrows to it, and how many parts claim it, most first."""
        held = [one for one in self.entries if one.state != "released"]
        names = {key: said for one in held for key, said in one.grounds.items()}
        count = Counter(key for one in held for key in one.grounds)
        return [(self.asked.but(ground=key), names[key], many) for key, many in count.most_common()]


def controls(house: House, held: Register, query: Mapping[str, str]) -> list[Narrowed]:
    """The choices of the register, each showing what the address asks for. Raises PeelianError for a value that there is not.

    A body or a ground that is known and of which nothing is withheld is no error: then nothing is like that.
    """
    told = {name: query.get(name, "").strip() for name in FIELDS}
    body, ground, names = told["body"], told["ground"], _names(house)
    of = dict(_sorted((one.body, one.body_name) for one in held.entries))
    claimed = dict(_sorted(pair for one in held.entries for pair in one.grounds.items()))
    if body in names:
        of.setdefault(body, names[body])
    if said := _known_ground(house, ground):
        claimed.setdefault(ground, said)
    return [
        narrowed(told, "of", "What it belongs to", "Everything", KINDS.items()),
        narrowed(told, "body", "Body", "Every body", of.items()),
        narrowed(told, "ground", "Ground", "Every ground", claimed.items()),
        narrowed(told, "state", "How it stands", "Anyhow", STATES.items()),
    ]


def _known_ground(house: House, ground: str) -> str:
    """A ground that an address names, in words; empty where no law and no body's own scheme has it."""
    scheme, _, paragraph = ground.partition(":")
    named = Ground(scheme, paragraph, "")
    known = (scheme in SCHEMES or scheme == "house") and heading(named, limits(house.pack))
    return ground_words(named) if known else ""


def _sorted(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(dict(pairs).items(), key=lambda one: one[1])


def rows_of(entries: Iterable[Entry], site: str) -> list[dict[str, Any]]:
    """A row for each ground of each part; ``site`` is the address of the site without a slash at its end."""
    return [
        _row(one, site) | {"scheme": held.scheme, "paragraph": held.paragraph, "law": ground_words(held), "reason": held.reason}
        for one in entries for held in one.stub.grounds
    ]  # fmt: skip


def _row(one: Entry, site: str) -> dict[str, Any]:
    stub = one.stub
    return {
        "of": one.of, "body": one.body, "reference": one.reference, "record": one.record, "address": f"{site}{one.address}",
        "part": stub.id, "title": stub.title, "length": stub.length, "pages": stub.pages,
        "unit": "characters" if stub.form == "text" else "bytes", "decided_by": stub.decided_by,
        "decided_on": stub.decided_on, "review_on": stub.review_on, "reviews": len(stub.reviews), "release_on": stub.release_on,
        "released_at": stub.released_at, "state": one.state, "commitment": stub.commitment, "salt": stub.salt or None,
        "file": f"{site}{one.file}" if one.file else None, "public_at": one.public_at,
    }  # fmt: skip


def news_of(entries: Iterable[Entry]) -> list[News]:
    """What was withheld and what was released, the newest first: one entry of a feed for each part, which leads to its page."""
    found = [_news(one) for one in entries]
    return sorted(found, key=lambda one: (one.at, one.key), reverse=True)[:MOST]


def _news(one: Entry) -> News:
    stub, said = one.stub, "; ".join(one.grounds.values())
    told = f"{said}. Decided by {stub.decided_by}; looked at again by {words.day(stub.review_on)}."
    return News(
        f"withheld/{stub.id}", one.told_at, "released" if stub.released_at else "withheld",
        f"{'Released' if stub.released_at else 'Withheld'}: {stub.title} ({one.link.text})", told, one.proof,
    )  # fmt: skip
