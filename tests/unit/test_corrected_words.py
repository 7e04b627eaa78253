"""At an item it is said once for each day what of it was corrected."""

from __future__ import annotations

import datetime as dt

from peelian.scrutiny.meetings.records import Correction
from peelian.ui.meeting_words import corrected_words

FIRST, SECOND = dt.date(2026, 11, 3), dt.date(2026, 12, 1)


def test_each_day_says_once_what_was_corrected() -> None:
    told = ((FIRST, "minute"), (FIRST, "votes"), (FIRST, "minute"), (FIRST, "interests"), (SECOND, "outcome"))
    found = corrected_words(Correction(on, "panel/x", "2", "a", "b", what) for on, what in told)  # type: ignore[arg-type]
    assert found == [
        "Words, votes and interests declared corrected as resolved on 3 November 2026",
        "Outcome corrected as resolved on 1 December 2026",
    ]
    assert corrected_words(()) == []
