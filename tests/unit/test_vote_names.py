"""Names of a recorded vote fit the members whose parts they are: without titles, and where exactly one fits."""

from __future__ import annotations

import pytest

from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings.voting import members_named


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("Jane Smith", "Jane Smith"), ("JANE SMITH", "Jane Smith"), ("Councillor Jane Smith", "Jane Smith"),
        ("J Smith", "Jane Smith"), ("Dr Jones", "Cllr Mary-Ann O’Hara Jones"), ("O'Hara Jones", "Cllr Mary-Ann O’Hara Jones"),
        ("M Jones", "Cllr Mary-Ann O’Hara Jones"), ("Mary-Ann", "Cllr Mary-Ann O’Hara Jones"), ("Élodie", "Cllr Élodie Roux"),
        ("K Smith", "K Smith"), ("Smith Jane", "Smith Jane"), ("Smi", "Smi"), ("J", "J"), ("Mr", "Mr"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_fits_a_member_by_its_parts_and_titles_are_none(written: str, called: str) -> None:
    among = ("Jane Smith", "Cllr Mary-Ann O’Hara Jones", "Cllr Élodie Roux")
    assert members_named({written: "for"}, among) == {called: "for"}


def test_a_name_that_fits_several_is_refused_unless_one_is_called_just_so() -> None:
    among = ("Cllr Jane Smith", "John Smith", "Cllr Smith-Jones")
    for written in ("Smith", "J Smith", "Cllr J. Smith"):
        with pytest.raises(PeelianError, match="can be Cllr Jane Smith or John Smith"):
            members_named({written: "for"}, among)
    assert members_named({"Jane Smith": "for", "John Smith": "against"}, among) == {
        "Cllr Jane Smith": "for", "John Smith": "against",
    }  # fmt: skip
    assert members_named({"Smith": "for"}, ("Smith", "John Smith")) == {"Smith": "for"}
