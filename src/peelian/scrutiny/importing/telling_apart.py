"""A report, read with the doubt whether it is one: a response quotes what it answers, and reads like a report that asks it."""

from __future__ import annotations

from collections.abc import Sequence

from peelian.reading import Block, Document
from peelian.scrutiny.importing import reports
from peelian.scrutiny.importing.entries import blocks_with_numbers
from peelian.scrutiny.importing.proposals import Imported, Remark
from peelian.scrutiny.importing.responses import answered_groups, said
from peelian.scrutiny.importing.stance import stance_of

FEWEST, SHARE = 3, 0.25
"""It reads as a response where so many passages are answered, and of so many the words say surely how.

Of the two responses whose answers were judged by hand 14 of 22 and 15 of 40 are; of what follows the recommendations in the
chapters of a report 2 of 17 at most.
"""


def import_report(document: Document) -> Imported:
    """What a report proposes (``reports.import_report``), with a remark first where it reads as a response. Raises PeelianError."""
    found = reports.import_report(document)
    sure = surely_answered(blocks_with_numbers(document))
    if not sure:
        return found
    what = (
        f"{document.name} reads as a response: answers stand between what it quotes, {sure} of them in words that say yes or no. "
        "These are its quotations: read it in as a response (at the desk “The response of …”, or peelian import response)."
    )
    return Imported(found.proposals, (Remark(what, None, None, "likely", {"kind": "response"}), *found.remarks))


def surely_answered(blocks: Sequence[Block]) -> int:
    """To how many of the passages that a document quotes it says surely how it stands; 0 where it does not read as a response."""
    groups = answered_groups(blocks)
    sure = sum(
        stance_of(said(group.answer), group.quotes[0].entry.whole).sure for group in groups if group.answer
    )  # fmt: skip
    return sure if sure >= max(FEWEST, SHARE * len(groups)) else 0
