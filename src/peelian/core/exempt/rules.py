"""On which grounds a body may withhold, for how long, who may read all the same. Tables and pure functions (DOMAIN 1.5, 1.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peelian.core.clocks.counting import months_on
from peelian.core.exempt.records import Ground
from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON

DRAFT, SEALED, OUT = "draft", "sealed", "released"
PART = Workflow(
    "exempt part",
    (
        State(DRAFT, "Draft", "who decides on what is exempt", P.SEAL_EXEMPT),
        State(SEALED, "Withheld"),
        State(OUT, "Released"),
    ),
    (
        Step("exempt.seal", "Seal", (DRAFT,), SEALED, P.SEAL_EXEMPT, ("writer",)),
        Step("exempt.review", "Review", (SEALED,), SEALED, P.SEAL_EXEMPT, reason=True),
        Step("exempt.release", "Release", (SEALED,), OUT, P.SEAL_EXEMPT),
    ),
)
COUNCILS = ("council", "scrutiny-committee", "panel")
"""Kinds of bodies whose meetings Part VA of the Local Government Act 1972 is about; a policing body is none of them."""


@dataclass(frozen=True)
class Paragraph:
    """One head under which something may be withheld. ``absolute``: no public interest is weighed."""

    title: str
    absolute: bool = False


@dataclass(frozen=True)
class Scheme:
    """A law, or a body's own rules, by which something may be withheld; ``kinds`` of bodies, empty is any."""

    id: str
    title: str
    cite: str
    """How a ground reads: ``LGA 1972 Sch 12A para {}``."""
    paragraphs: Mapping[str, Paragraph]
    kinds: tuple[str, ...] = ()


SCHEMES: dict[str, Scheme] = {
    scheme.id: scheme
    for scheme in (
        Scheme(
            "sch-12a", "Exempt information, Local Government Act 1972 Schedule 12A Part 1", "LGA 1972 Sch 12A para {}", {
                "1": Paragraph("information relating to any individual"),
                "2": Paragraph("information likely to reveal the identity of an individual"),
                "3": Paragraph("the financial or business affairs of any particular person, the authority included"),
                "4": Paragraph("consultations or negotiations on a labour relations matter"),
                "5": Paragraph("legal professional privilege"),
                "6": Paragraph("a notice, order or direction that the authority proposes to give or make"),
                "7": Paragraph("action to prevent, investigate or prosecute crime"),
            }, COUNCILS,
        ),
        Scheme(
            "confidential", "Confidential information, Local Government Act 1972 s.100A(2) and (3)", "LGA 1972 s.100A(3)({})", {
                "a": Paragraph("given by a government department on terms that forbid to disclose it", True),
                "b": Paragraph("an enactment or a court's order forbids to disclose it", True),
            }, COUNCILS,
        ),
        Scheme(
            "foi", "Freedom of Information Act 2000 Part II", "FOIA 2000 s.{}", {
                "21": Paragraph("accessible by other means", True),
                "22": Paragraph("intended for future publication"),
                "23": Paragraph("bodies that deal with security matters", True),
                "24": Paragraph("national security"),
                "27": Paragraph("international relations"),
                "30": Paragraph("investigations and proceedings"),
                "31": Paragraph("law enforcement"),
                "32": Paragraph("court records", True),
                "34": Paragraph("parliamentary privilege", True),
                "36": Paragraph("prejudice to the effective conduct of public affairs"),
                "38": Paragraph("health and safety"),
                "40": Paragraph("personal information", True),
                "41": Paragraph("information provided in confidence", True),
                "42": Paragraph("legal professional privilege"),
                "43": Paragraph("commercial interests"),
                "44": Paragraph("prohibitions on disclosure", True),
            },
        ),
        Scheme(
            "eir", "Environmental Information Regulations 2004", "EIR 2004 reg {}", {
                "12(4)(d)": Paragraph("material in the course of completion"),
                "12(4)(e)": Paragraph("internal communications"),
                "12(5)(a)": Paragraph("international relations, defence, national security or public safety"),
                "12(5)(b)": Paragraph("the course of justice"),
                "12(5)(c)": Paragraph("intellectual property rights"),
                "12(5)(d)": Paragraph("confidentiality of proceedings that the law protects"),
                "12(5)(e)": Paragraph("confidentiality of commercial information that the law protects"),
                "12(5)(f)": Paragraph("interests of who provided it of their own will"),
                "12(5)(g)": Paragraph("protection of the environment"),
                "13": Paragraph("personal data", True),
            },
        ),
    )
}  # fmt: skip
"""The body's own scheme (``house``) is in its pack: see ``limits``."""


@dataclass(frozen=True)
class Limits:
    """What the pack sets: the longest time to the next review, and the paragraphs of bodies' own schemes, by organisation."""

    longest_review: int = 12
    """Months."""
    house: Mapping[str, Mapping[str, str]] | None = None


def cited(ground: Ground) -> str:
    """``LGA 1972 Sch 12A para 3``."""
    scheme = SCHEMES.get(ground.scheme)
    return scheme.cite.format(ground.paragraph) if scheme else f"the body's own scheme, {ground.paragraph}"


def heading(ground: Ground, limits: Limits | None = None) -> str:
    """What its paragraph is about; empty where nobody knows."""
    scheme = SCHEMES.get(ground.scheme)
    if scheme:
        return scheme.paragraphs[ground.paragraph].title if ground.paragraph in scheme.paragraphs else ""
    schemes = (limits.house if limits else None) or {}
    return next((own[ground.paragraph] for own in schemes.values() if ground.paragraph in own), "")


def member_may_read(grounds: Iterable[Ground]) -> bool:
    """Whether every councillor of the authority may read it although it is exempt (LGA 1972 s.100F(2A)): where nothing but
    paragraph 6 is claimed, or paragraph 3 and it tells of no terms of a contract that is being negotiated.
    """
    found = list(grounds)
    return bool(found) and all(
        ground.scheme == "sch-12a"
        and (ground.paragraph == "6" or (ground.paragraph == "3" and not ground.contract_terms))
        for ground in found
    )


def must_be_grounds(grounds: Sequence[Ground], slug: str, kind: str, limits: Limits) -> None:
    """Raises PeelianError with everything that is wrong with the grounds on which a body (its slug and kind) withholds."""
    if not grounds:
        raise PeelianError("no-ground", "Nothing is withheld without a ground.", "Name the law, its paragraph and why.")
    said = [sentence for ground in grounds for sentence in lacks(ground, slug, kind, limits)]
    if len({(ground.scheme, ground.paragraph) for ground in grounds}) < len(grounds):
        said.append("A ground is named twice.")
    if said:
        raise PeelianError("bad-ground", " ".join(said), "Correct the grounds; nothing was kept.", {"lacks": said})


def lacks(ground: Ground, slug: str, kind: str, limits: Limits) -> list[str]:
    """What a ground lacks, in sentences."""
    if wrong := _no_paragraph(ground, slug, kind, limits):
        return [wrong]
    name, said = cited(ground), []
    absolute = ground.scheme in SCHEMES and SCHEMES[ground.scheme].paragraphs[ground.paragraph].absolute
    if not ground.reason.strip():
        what = "what forbids to publish it" if absolute else "why the public interest in withholding it outweighs"
        law = " (para 10)" if ground.scheme == "sch-12a" else ""
        said.append(f"{name}: say {what}{law}.")
    if ground.scheme == "confidential" and not ground.enactment.strip():
        said.append(f"{name}: name the enactment, the court's order or the department.")
    if (ground.scheme, ground.paragraph) == ("foi", "36") and not (ground.opinion_by.strip() and ground.opinion_on):
        said.append(
            f"{name} rests on a qualified person's opinion: name their post, and the day on which they gave it."
        )
    if ground.contract_terms and (ground.scheme, ground.paragraph) != ("sch-12a", "3"):
        said.append(f"{name}: only paragraph 3 of Schedule 12A asks about terms of a contract.")
    return said


def _no_paragraph(ground: Ground, slug: str, kind: str, limits: Limits) -> str:
    """Why a ground names no paragraph that this body can use; empty where it does."""
    if ground.scheme == "house":
        own = (limits.house or {}).get(slug, {})
        return (
            "" if ground.paragraph in own else f"The pack has no scheme of this body's own with {ground.paragraph!r}."
        )
    scheme = SCHEMES.get(ground.scheme)
    if scheme is None:
        return f"There is no scheme {ground.scheme!r}: use one of {', '.join((*SCHEMES, 'house'))}."
    if ground.paragraph not in scheme.paragraphs:
        return f"{scheme.title} has no {ground.paragraph!r} here: use one of {', '.join(scheme.paragraphs)}."
    if scheme.kinds and kind not in scheme.kinds:
        return f"{scheme.title}: it is for councils and their committees. A policing body rests on FOIA 2000 or its own scheme."
    return ""


def _said(day: dt.date) -> str:
    """``31 March 2027``."""
    return f"{day.day} {day:%B} {day.year}"


def must_be_dates(
    review_on: dt.date | None, release_at: dt.datetime | None, decided_on: dt.date, limits: Limits
) -> None:
    """Raises PeelianError where nothing says when it is looked at again, or not soon enough."""
    if review_on is None:
        raise PeelianError(
            "no-review-date", "Nothing is withheld for ever: a review date is missing.",
            "Say on which day somebody looks at it again.",
        )  # fmt: skip
    last = months_on(decided_on, limits.longest_review)
    if review_on <= decided_on:
        raise PeelianError(
            "bad-review-date", f"A review on {_said(review_on)} is not after today, {_said(decided_on)}.",
            f"Choose a later day, not after {_said(last)}.",
        )  # fmt: skip
    if review_on > last:
        raise PeelianError(
            "bad-review-date",
            f"A review on {_said(review_on)} is not within {limits.longest_review} months of {_said(decided_on)}.",
            f"Choose a day after {_said(decided_on)} and not after {_said(last)}.",
        )
    released_on = release_at.astimezone(LONDON).date() if release_at else None
    if released_on and released_on <= decided_on:
        raise PeelianError(
            "bad-release-date",
            f"A release on {_said(released_on)} is not after today, {_said(decided_on)}: it would be past at once.",
            "Choose a later day, or no day: then somebody decides on its release.",
        )


def to_json(grounds: Iterable[Ground]) -> list[dict[str, Any]]:
    """Grounds as the record, files and packs hold them: what says nothing is left out."""
    return [
        {
            key: value.isoformat() if isinstance(value, dt.date) else value
            for key, value in vars(ground).items() if value not in ("", None, False)
        }
        for ground in grounds
    ]  # fmt: skip


def from_json(data: Any) -> tuple[Ground, ...]:
    """Grounds from what ``to_json`` wrote. Raises PeelianError, naming the ground and its key, for anything else."""
    if not isinstance(data, list):
        raise PeelianError("bad-ground", "The grounds are no list.", "Write one entry for each ground.")
    return tuple(_ground(item, place) for place, item in enumerate(data, 1))


_TEXTS = ("scheme", "paragraph", "reason", "enactment", "opinion_by")


def _ground(item: Any, place: int) -> Ground:
    known = {*_TEXTS, "opinion_on", "contract_terms"}
    if not isinstance(item, dict) or not {"scheme", "paragraph"} <= set(item) <= known:
        raise PeelianError(
            "bad-ground", f"Ground {place} cannot be read.", f"Write scheme and paragraph; of the rest {', '.join(sorted(known))}."
        )  # fmt: skip
    try:
        day = dt.date.fromisoformat(str(item["opinion_on"])) if item.get("opinion_on") else None
    except ValueError as error:
        raise PeelianError("bad-ground", f"Ground {place}: opinion_on is no day.", "Write 2026-11-26.") from error
    texts = {name: str(item.get(name, "")) for name in _TEXTS}
    return Ground(**texts, opinion_on=day, contract_terms=bool(item.get("contract_terms", False)))
