"""What a plan is built of: the part of a file that is the plan, its chapters, and its lists with what introduces them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from peelian.plans.importing.wording import GERUNDS, LEADS, LIST_HEADING, PART_ENDS, TITLE, ListKind
from peelian.reading.blocks import Block

_NEAR = 3
"""So many blocks below a heading may say that it is the title of a plan."""
_SHORT_LEAD = 12
"""Words of a sentence that introduces a list without a colon."""
_SAID, _BY_HEADING, _BY_FORM = 0.98, 0.85, 0.7
_APART = ("note", "table")


@dataclass(frozen=True)
class Run:
    """Items of one list. ``confidence``: its own introduction says what they are, or the heading above that, or their form."""

    kind: ListKind
    lead: Block
    items: tuple[Block, ...]
    confidence: float


def runs_of(blocks: Sequence[Block]) -> list[Run]:
    """Every list whose introduction says what its items are."""
    found = []
    for lead, heading, items in _lists(blocks):
        above = _kind_of(heading) if heading and lead is not heading and lead.text.rstrip().endswith(":") else None
        if kind := _kind_of(lead):
            found.append(Run(kind, lead, items, _SAID))
        elif above:
            found.append(Run(above, lead, items, _BY_HEADING))
        elif GERUNDS.search(lead.text.strip()) and sum(_is_gerund(item) for item in items) * 3 >= 2 * len(items):
            found.append(Run("commitment", lead, items, _BY_FORM))
    return found


def _lists(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block | None, tuple[Block, ...]]]:
    """Lists with the block before them and the heading that they stand under."""
    lead = heading = None
    items: list[Block] = []
    for block in blocks:
        if block.look in _APART:
            continue
        if block.look == "bullet":
            items.append(block)
            continue
        if items and lead:
            yield lead, heading, tuple(items)
        items, lead = [], block
        heading = block if block.look == "heading" else heading
    if items and lead:
        yield lead, heading, tuple(items)


def _is_gerund(item: Block) -> bool:
    return any(word.endswith("ing") for word in item.text.split()[:2])


def _kind_of(lead: Block) -> ListKind | None:
    """What a list is of by its introduction; a heading introduces one as well."""
    text = lead.text.strip()
    if lead.look != "heading":
        last = text.rsplit(". ", 1)[-1]
        if not text.endswith((":", "…", "-", "–")) and len(last.split()) > _SHORT_LEAD:
            return None
        text = last
    elif not LIST_HEADING.search(text):
        return None
    return next((kind for kind, pattern in LEADS if pattern.search(text)), None)


def part_of_plan(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks that are the plan, where a file holds other papers too: from its title to the end of that paper."""
    signals = [run.lead.place for run in runs_of(blocks) if run.kind in ("commitment", "objective")]
    if not signals:
        return blocks
    ends = [block.place for block in blocks if PART_ENDS.search(block.text)]
    after = max((place + 1 for place in ends if place < signals[0]), default=0)
    within = [run for run in signals if not any(signals[0] < end < run for end in ends)]
    last = min((place for place in ends if place > within[-1]), default=len(blocks))
    return blocks[_title(blocks, after, signals[0]) : last]


def _title(blocks: Sequence[Block], after: int, before: int) -> int:
    """Where the plan's title stands: the first of the highest headings that name a plan; else where the paper begins."""
    titled = [block for block in blocks[after:before] if block.look == "heading" and _names_plan(blocks, block.place)]
    highest = min((block.level for block in titled), default=0)
    return next((block.place for block in titled if block.level == highest), after)


def _names_plan(blocks: Sequence[Block], place: int) -> bool:
    below = []
    for block in blocks[place + 1 : place + 1 + _NEAR]:
        if block.look == "heading":
            break
        below.append(block)
    return any(TITLE.search(block.text) for block in (blocks[place], *below))


def chapters_of(blocks: Sequence[Block], runs: Sequence[Run]) -> dict[int, Block]:
    """By the place of a block, the heading of its chapter.

    Chapters are the headings of the highest level at which lists lie in more than one; parts that every chapter has are none.
    """
    signals = [run.lead.place for run in runs if run.kind != "question"]
    headings = [block for block in blocks if block.look == "heading" and not LIST_HEADING.search(block.text)]
    best: dict[int, Block] = {}
    most = 0
    for level in sorted({block.level for block in headings}):
        owners = _owners(blocks, [block for block in headings if block.level <= level])
        held = len({owners[place].place for place in signals if place in owners})
        if held > most:
            best, most = owners, held
        if held > 1:
            break
    return best or _owners(blocks, headings)


def _owners(blocks: Sequence[Block], headings: Sequence[Block]) -> dict[int, Block]:
    places = {block.place: block for block in headings}
    owners: dict[int, Block] = {}
    current: Block | None = None
    for block in blocks:
        current = places.get(block.place, current)
        if current is not None:
            owners[block.place] = current
    return owners
