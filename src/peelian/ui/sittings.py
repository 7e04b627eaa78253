"""What pages say of a meeting that was adjourned: why, what stands over, when it goes on, and what became of that there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peelian.core.clocks.dates import in_full
from peelian.scrutiny.meetings.outcomes import lead_of
from peelian.scrutiny.meetings.records import Adjournment, Item, Meeting
from peelian.scrutiny.meetings.rules import resumed_by
from peelian.ui.components import Link
from peelian.ui.format import counted, day


@dataclass(frozen=True)
class Sittings:
    """One sitting among those of its committee: each is a meeting with an address of its own."""

    meeting: Meeting
    among: Sequence[Meeting]

    @property
    def later(self) -> Meeting | None:
        """The sitting at which it goes on; None where it was not adjourned, or no sitting stands."""
        return resumed_by(self.meeting, self.among) if self.meeting.adjourned else None

    @property
    def earlier(self) -> Meeting | None:
        """The sitting that it goes on with; None of a meeting that begins, and of one whose first sitting is not here."""
        return next((one for one in self.among if one.id == self.meeting.resumes), None)

    @property
    def broken_off(self) -> str:
        """``It was adjourned for want of a quorum; 3 items stand over.``"""
        held = self.meeting.adjourned
        if held is None:
            return ""
        return f"It was adjourned {_how(held)}; {counted(len(held.items), 'item stands', 'items stand')} over."

    @property
    def words(self) -> str:
        """When and why it was adjourned, what stands over, and when it goes on."""
        held = self.meeting.adjourned
        if held is None:
            return ""
        one = len(held.items) == 1
        why = held.why if held.why.endswith((".", "!", "?")) else f"{held.why}."
        stands = f"{'Item' if one else 'Items'} {', '.join(held.items)} {'stands' if one else 'stand'} over."
        return f"It was adjourned{f' at {held.at:%H:%M}' if held.at else ''} {_how(held)}: {why} {stands} {self._goes_on(held)}"

    def _goes_on(self, held: Adjournment) -> str:
        later = self.later
        if later is None and held.to:
            return f"It was to go on on {in_full(held.to)}; that sitting does not take place, and no other is fixed."
        if later is None:
            return "When it goes on is still to be fixed."
        hour = f", {later.begins:%H:%M}" if later.begins else ""
        went = "went on" if later.state == "held" else "goes on"
        return f"It {went} on {in_full(later.on)}{hour}{f', {later.place}' if later.place else ''}."

    @property
    def resumed(self) -> str:
        """With which sitting it goes on; empty of a meeting that begins."""
        slug, earlier = self.meeting.resumes.partition("/")[2], self.earlier
        return (
            f"It goes on with the sitting of {day(earlier.on) if earlier else slug}, which was adjourned."
            if slug
            else ""
        )

    @property
    def notice(self) -> str:
        """Why no notice of it is on record: the sitting before fixed its day. Empty of one that was called, or is to be."""
        stands = self.meeting.state in ("called", "held") and self.meeting.notice is None
        return (
            f"{self.resumed} That sitting fixed this day, so no new notice was given."
            if self.resumed and stands
            else ""
        )

    @property
    def links(self) -> list[Link]:
        """The other sittings of the same meeting."""
        named = (("The sitting before, of", self.earlier), ("The sitting that goes on, of", self.later))
        return [Link(f"{words} {day(one.on)}", f"/committees/{one.id}") for words, one in named if one]

    def over(self, item: Item) -> str:
        """That an item stands over, and what the committee did with it at the sitting that goes on; empty of one that does not."""
        later = self.later
        if not self.meeting.stands_over(item.number):
            return ""
        if later is None:
            return "Stands over."
        there = next((one for one in later.items if one.number == item.number), None)
        if later.state == "held" and there and there.outcome:
            return f"Stood over to {day(later.on)}: {lead_of(there.outcome)}"
        return f"{'Stood' if later.state == 'held' else 'Stands'} over to {day(later.on)}."

    def since(self, item: Item) -> str:
        """Since which sitting an item stood over; empty of one that did not."""
        earlier = self.earlier
        return f"Stood over from {day(earlier.on)}." if earlier and earlier.stands_over(item.number) else ""


def _how(held: Adjournment) -> str:
    return "for want of a quorum" if held.inquorate else "as the committee resolved"
