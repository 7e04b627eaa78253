"""The files of decisions follow their records: written after each change, and again where a killed process did not.

A decision has files once a version of it is published. Until then nothing of it lies where pages are read from.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from peelian.core.exempt import publishing as released
from peelian.core.following import rewrite
from peelian.core.published import text_of
from peelian.decisions import withheld
from peelian.decisions.content import ahead_content, deferred_content, facts_content
from peelian.decisions.models import CallInRecord, DecisionRecord, DecisionVersion, GrantPayment
from peelian.decisions.publishing import altered, facts_path, index_path, put, touch, version_path
from peelian.decisions.rules import DECISION, OUT, WAITING

ALIVE = [one.id for one in DECISION.states if one.id != "withdrawn"]


def follow(root: Path, record: DecisionRecord | None = None) -> None:
    """Write what is public of a decision (of all), and the index. A sealed version is written once, when it is out."""
    if not DecisionRecord.objects.exists():
        return
    rows, wrote = DecisionRecord.objects.filter(versions__state__in=OUT).distinct(), []
    for one in rows.filter(pk=record.pk) if record else rows:
        for text in versions_out(one).values_list("sealed", flat=True):
            put(root, text)
        released.follow(root, json.loads(_facts(one)))
        wrote.append(rewrite(facts_path(root, one.pk), partial(_facts, one)))
    if any([*wrote, rewrite(index_path(root), _index)]):
        touch(root)


def versions_out(record: DecisionRecord) -> Any:
    """The versions of a decision that are out, oldest first."""
    return DecisionVersion.objects.filter(decision=record, state__in=OUT).order_by("number")


def _facts(record: DecisionRecord) -> str:
    calls = list(CallInRecord.objects.filter(decision=record))
    payments = list(GrantPayment.objects.filter(decision=record))
    versions = list(versions_out(record))
    signed = {one["id"] for version in versions for one in json.loads(version.sealed)["exempt"]}
    stubs = [one for one in withheld.stubs(record) if one.id in signed]  # of a correction that is not out nothing is
    return text_of(facts_content(record, versions, stubs, withheld.texts(record), calls, payments))


def _index() -> str:
    """Which decisions are out, oldest number first; which are deferred; and numbers that were given back unused."""
    out = DecisionRecord.objects.filter(versions__state__in=OUT).distinct().order_by("series", "year", "number")
    deferred = DecisionVersion.objects.filter(state="deferred", number=1).order_by("decision")
    given_back = (
        DecisionRecord.objects.exclude(versions__state__in=ALIVE).filter(versions__state="withdrawn").distinct()
    )
    return text_of({
        "decisions": [one.pk for one in out],
        "deferred": [deferred_content(one) for one in deferred],
        "ahead": _ahead(),
        "withdrawn": [one.pk for one in given_back.order_by("series", "year", "number")],
    })  # fmt: skip


def _ahead() -> list[dict[str, Any]]:
    """The hashes of what is withheld of decisions that are signed and not out, so that nobody can exchange it meanwhile."""
    waiting = DecisionVersion.objects.filter(state__in=WAITING).exclude(sealed="").order_by("decision", "number")
    found: list[dict[str, Any]] = []
    for version in waiting:
        texts = DecisionVersion.objects.filter(decision=version.decision_id, state__in=OUT).values_list(
            "sealed", flat=True
        )
        found += ahead_content(version, {one["id"] for text in texts for one in json.loads(text)["exempt"]})
    return sorted(
        found, key=lambda one: (one["signed_on"], one["commitment"])
    )  # in no order that tells of which decision


def heal(root: Path) -> list[str]:
    """Write the file of every published version that has none, and whatever else does not follow; returns them in words."""
    found = []
    for version in DecisionVersion.objects.filter(state__in=OUT).exclude(sealed="").order_by("decision", "number"):
        if not version_path(root, version.decision_id, version.number).is_file():
            put(root, version.sealed)
            found.append(version.label)
    follow(root)
    if DecisionRecord.objects.exists():
        touch(root)  # whoever was killed may have written, and not said so
    return found


def check(root: Path) -> list[str]:
    """What is wrong with the files of published decisions, in words: altered, missing, there too early, or not as recorded."""
    broken = set(altered(root))
    found = [f"decisions/{name} was altered: its seal does not hold" for name in sorted(broken)]
    for version in DecisionVersion.objects.exclude(sealed="").order_by("decision", "number"):
        path, name = version_path(root, version.decision_id, version.number), f"{version.decision_id}/{version.number}"
        out = version.state in OUT
        if not path.is_file():
            found += [f"decisions/{name} is missing; peelian office prepare writes it again"] if out else []
        elif not out:
            found.append(f"decisions/{name} lies among the published files, and is not published")
        elif name not in broken and json.loads(path.read_text(encoding="utf-8")) != json.loads(version.sealed):
            found.append(f"decisions/{name} is not what its record says was published")
    return found
