"""What is counted: fifteen street categories, all crime among them, by four sets of outcomes: sixty measures.

``TYPES`` and ``OUTCOMES`` are the publisher's own words; the shares are those of the generated files.
"""

from __future__ import annotations

TYPES = {"Anti-social behaviour": 25.0, "Bicycle theft": 2.0, "Burglary": 7.0, "Criminal damage and arson": 5.4, "Drugs": 4.0,
         "Other crime": 1.0, "Other theft": 10.5, "Possession of weapons": 0.6, "Public order": 4.8, "Robbery": 3.0,
         "Shoplifting": 4.2, "Theft from the person": 4.5, "Vehicle crime": 10.0, "Violence and sexual offences": 18.0}  # fmt: skip
"""Share of all rows, in per cent."""

NO_SUSPECT, UNABLE = "Investigation complete; no suspect identified", "Unable to prosecute suspect"
OPEN = ("Under investigation", "Awaiting court outcome", "Status update unavailable", "Court result unavailable")
POSITIVE = ("Local resolution", "Offender given a caution", "Offender given a drugs possession warning",
            "Offender given penalty notice", "Offender fined", "Offender given community sentence", "Offender sent to prison",
            "Offender given conditional discharge", "Offender given suspended prison sentence", "Offender given absolute discharge",
            "Offender ordered to pay compensation", "Offender otherwise dealt with", "Offender deprived of property",
            "Suspect charged as part of another case")  # fmt: skip
OTHER = ("Court case unable to proceed", "Defendant found not guilty", "Action to be taken by another organisation",
         "Formal action is not in the public interest", "Further investigation is not in the public interest")  # fmt: skip
OUTCOMES = (NO_SUSPECT, UNABLE, *OPEN, *POSITIVE, *OTHER)

FORCE_ID, FORCE_NAME = "E23000001", "Metropolitan Police Service"
ALL_CRIME = "All crime"
CATEGORIES = (ALL_CRIME, *TYPES)
FILTERS: dict[str, tuple[str, ...]] = {
    "any": (),
    "no-suspect": (NO_SUSPECT,),
    "unable": (UNABLE,),
    "positive": POSITIVE,
}
"""Name -> the outcomes that count; ``any`` counts rows without an outcome too."""


def measure_id(category: str, outcomes: str) -> str:
    """The measure of a category and a set of outcomes: ``vehicle-crime-positive``."""
    return f"{category.lower().replace(' ', '-')}-{outcomes}"
