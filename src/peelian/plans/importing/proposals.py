"""Put the proposals of a plan together: lists, questions, promises in prose, and the chapters that hold them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from peelian.plans.importing.details import details_of, names_of
from peelian.plans.importing.promises import CONFIDENCE, PromiseFinder
from peelian.plans.importing.repeats import Repeats
from peelian.plans.importing.structure import Run, chapters_of, part_of_plan, runs_of
from peelian.plans.importing.wording import LEADS, QUESTION_LABEL
from peelian.plans.records import Body
from peelian.reading import Block, Document, blocks_of, sentences_of
from peelian.reading.names import Names

Kind = Literal["theme", "commitment", "objective", "question"]
_PROMISES_OF_A_THEME = 3
"""A chapter without a list is proposed as a theme where its prose holds so many promises."""
_SURE, _THEME_BY_PROSE = 0.98, 0.6


@dataclass(frozen=True)
class Proposal:
    """What a passage seems to be. ``confidence`` runs to 1; ``fields`` holds what was found in its words, nothing else.

    ``reference`` is the number or word that the document itself gives it. ``line`` and ``page``: where it begins.
    """

    kind: Kind
    reference: str | None
    text: str
    page: int | None
    line: int
    confidence: float
    fields: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The proposal of EXAMPLES."""
        return {
            "kind": self.kind, "reference": self.reference, "text": self.text, "page": self.page, "line": self.line,
            "confidence": self.confidence, "fields": self.fields,
        }  # fmt: skip


@dataclass(frozen=True)
class Imported:
    """The proposals of a document in its order, and where in it the plan was found: pages and lines, first and last."""

    proposals: tuple[Proposal, ...]
    first: tuple[int | None, int]
    last: tuple[int | None, int]
    whole: bool

    def of(self, kind: Kind) -> tuple[Proposal, ...]:
        """Those of one kind."""
        return tuple(proposal for proposal in self.proposals if proposal.kind == kind)


def import_plan(
    document: Document, bodies: Sequence[Body], *, owner: str | None = None, whole: bool = False
) -> Imported:
    """What the plan in a document proposes. ``owner``: the id of the body whose plan it is; without it the first policing body.

    ``whole``: take all of the document for the plan; else other papers in the same file are left out.
    """
    everything = blocks_of(document.lines)
    blocks = everything if whole else part_of_plan(everything)
    owner = owner or next((body.id for body in bodies if body.kind == "policing-body"), None)
    reader = _Reader(blocks, bodies, owner)
    placed = sorted(reader.proposals(), key=lambda placed: placed[0])
    line, page = blocks[-1].at(len(blocks[-1].text))
    return Imported(
        tuple(proposal for _, proposal in placed),
        (blocks[0].page, blocks[0].line),
        (page, line),
        len(blocks) == len(everything),
    )


class _Reader:
    """One reading of one plan: what its parts need of each other."""

    def __init__(self, blocks: Sequence[Block], bodies: Sequence[Body], owner: str | None) -> None:
        self.blocks, self.owner = blocks, owner
        self.runs = runs_of(blocks)
        self.chapters = chapters_of(blocks, self.runs)
        self.names: Names = names_of(bodies).with_abbreviations_of("\n".join(block.text for block in blocks))
        self.finder = PromiseFinder(bodies)
        self.taken = {block.place for run in self.runs for block in (run.lead, *run.items)}

    def proposals(self) -> Iterator[tuple[tuple[int, int], Proposal]]:
        """Every proposal with its place: of the block, and within it."""
        listed = [*self._listed(), *self._asked()]
        prose = list(self._prose(Repeats([proposal for _, proposal in listed if proposal.kind == "commitment"])))
        yield from listed
        yield from prose
        yield from self._themes(listed, prose)

    def _listed(self) -> Iterator[tuple[tuple[int, int], Proposal]]:
        for run in self.runs:
            for item in run.items:
                if run.kind != "question":
                    yield (item.place, 0), self._item(run, item)

    def _item(self, run: Run, item: Block) -> Proposal:
        kind: Kind = "objective" if run.kind == "objective" else "commitment"
        fields = details_of(item.text, self.names, self.owner if kind == "commitment" else None)
        return self._proposal(kind, item, item.text, item.label or None, run.confidence, {**fields, "form": "bullet"})

    def _proposal(
        self, kind: Kind, block: Block, text: str, reference: str | None, confidence: float, fields: dict[str, Any]
    ) -> Proposal:
        chapter = self.chapters.get(block.place)
        theme = {"theme": slug(chapter.text)} if chapter and kind != "theme" else {}
        return Proposal(kind, reference, text, block.page, block.line, confidence, {**theme, **fields})

    def _asked(self) -> Iterator[tuple[tuple[int, int], Proposal]]:
        """What a consultation asks: what is below a heading or an introduction that speaks of questions, and asks."""
        asking = False
        leads = {run.lead.place for run in self.runs if run.kind == "question"}
        for block in self.blocks:
            if block.look == "heading":
                asking = LEADS[0][1].search(block.text) is not None or block.text.strip().casefold() == "questions"
            elif block.place in leads:
                asking = True
            elif asking and block.look in ("text", "bullet") and "?" in block.text:
                self.taken.add(block.place)
                label = QUESTION_LABEL.match(block.text)
                reference = block.label or (label["label"].strip() if label else None)
                text = block.text[label.end() :] if label else block.text
                yield (block.place, 0), self._proposal("question", block, text, reference, _SURE, {})

    def _prose(self, repeats: Repeats) -> Iterator[tuple[tuple[int, int], Proposal]]:
        for block in self.blocks:
            if block.look not in ("text", "bullet") or block.place in self.taken:
                continue
            for promise in self.finder.find(sentences_of(block)):
                sentence = promise.sentence
                named = self.names.ids_in(promise.subject or "")
                owner = named[0] if named and self.owner not in named else self.owner
                fields = {**details_of(sentence.text, self.names, owner), "form": "prose", **repeats.of(sentence.text)}
                found = self._proposal("commitment", block, sentence.text, None, CONFIDENCE[promise.rule], fields)
                placed = Proposal(
                    found.kind, None, found.text, sentence.page, sentence.line, found.confidence, found.fields
                )
                yield (block.place, sentence.ordinal), placed

    def _themes(self, listed: Sequence[Any], prose: Sequence[Any]) -> Iterator[tuple[tuple[int, int], Proposal]]:
        """The chapters that hold a list of commitments or objectives, and those whose prose promises."""
        with_list = {
            self.chapters[at[0]].place for at, found in listed if found.kind != "question" and at[0] in self.chapters
        }
        promised = Counter(self.chapters[at[0]].place for at, _ in prose if at[0] in self.chapters)
        first = min(with_list, default=0)
        for heading in {block.place: block for block in self.chapters.values()}.values():
            place = heading.place
            if place not in with_list and (promised[place] < _PROMISES_OF_A_THEME or place < first):
                continue
            confidence = _SURE if place in with_list else _THEME_BY_PROSE
            fields = {"id": slug(heading.text)}
            yield (place, -1), self._proposal("theme", heading, heading.text, heading.label or None, confidence, fields)


def slug(title: str) -> str:
    """A title as an id: ``keeping-children-and-young-people-safe``."""
    return "-".join(
        re.findall(r"[a-z0-9]+", re.sub(r"\([^)]*\)", "", title.replace("’", "'").replace("'", "")).casefold())
    )
