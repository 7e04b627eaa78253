"""How well plans are compared: precision and recall by class and calibration on altered copies; ``--fit`` fits the weights.

Weights are fitted on copies made by one half of the rules of rewording, and everything printed is of copies made by the other.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from tests.support.succession import Altered, altered, as_printed, as_titled, document_lines, paraphrased

from peelian.plans.pack import read_pack
from peelian.plans.succession import alike
from peelian.plans.succession.comparing import CLASSES, Comparison, compare
from peelian.plans.succession.items import Contents, contents_of

ROOT = Path(__file__).parent.parent
PACK = ROOT / "src" / "peelian" / "packs" / "london"
COPIES, FITTED_FROM = 40, 1000


@dataclass
class Score:
    """Counts of right, wrongly given and missed by class, and (confidence, right) of every match."""

    right: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    sure: list[tuple[float, bool, str]] = field(default_factory=list)
    weaker: list[int] = field(default_factory=lambda: [0, 0, 0])
    wrong: list[str] = field(default_factory=list)

    def take(self, copy: Altered, found: Comparison) -> None:
        """Count one copy. A match is right where class and new items are."""
        for match in found.matches:
            kind, keys = copy.truth[match.item]
            right = match.kind == kind and frozenset(match.to) == keys
            self.right[kind] += right
            self.given[match.kind] += 1
            self.true[kind] += 1
            self.sure.append((match.confidence, right, match.kind))
            if not right:
                self.wrong.append(f"{kind} -> {match.kind}: {copy.older[match.item].text}")
            said, was = match.strength == "weaker", match.item in copy.weaker
            self.weaker[0] += said and was
            self.weaker[1] += said
            self.weaker[2] += was
        new = {item.key for item in found.new}
        self.right["new"] += len(new & copy.added)
        self.given["new"] += len(new)
        self.true["new"] += len(copy.added)

    def table(self) -> dict[str, Any]:
        """Precision and recall by class, the share right, the flag ``weaker``, and confidence against the share right."""
        classes = {
            kind: {"precision": round(self.right[kind] / max(self.given[kind], 1), 3),
                   "recall": round(self.right[kind] / max(self.true[kind], 1), 3), "items": self.true[kind]}
            for kind in (*CLASSES, "new") if self.true[kind]
        }  # fmt: skip
        bins = _bins([(sure, right) for sure, right, _ in self.sure])
        brier = float(np.mean([(sure - right) ** 2 for sure, right, _ in self.sure]))
        gap = sum(one["matches"] * abs(one["mean"] - one["right"]) for one in bins) / len(self.sure)
        said, flagged, were = self.weaker
        return {"classes": classes, "right": round(float(np.mean([right for _, right, _ in self.sure])), 3),
                "weaker": {"precision": round(said / max(flagged, 1), 3), "recall": round(said / max(were, 1), 3), "items": were},
                "calibration": bins, "brier": round(brier, 4), "calibration_error": round(gap, 4)}  # fmt: skip


def _bins(sure: list[tuple[float, bool]]) -> list[dict[str, float]]:
    """By ranges of confidence: how many, the mean, and the share that was right."""
    bins = []
    for low, high in ((0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.001)):
        held = [pair for pair in sure if low <= pair[0] < high]
        if held:
            mean, right = (round(float(np.mean(column)), 3) for column in zip(*held, strict=True))
            bins.append({"from": low, "matches": len(held), "mean": mean, "right": right})
    return bins


def sources(seeds: Path | None) -> dict[str, Contents]:
    """The plan by our titles and, where the documents are there, by its own sentences."""
    plan = read_pack(PACK)
    assert plan is not None
    found = {"titles": as_titled(contents_of(plan))}
    if seeds is not None:
        found["sentences"] = as_printed(plan, found["titles"], document_lines(seeds, "004"))
    return found


def measured(contents: Contents, copies: int = COPIES, half: int = 1, first: int = 0) -> Score:
    """The score over so many copies."""
    score = Score()
    for seed in range(first, first + copies):
        copy = altered(contents, seed, half)
        score.take(copy, compare(copy.older, copy.newer))
    return score


def learnt(found: dict[str, Contents], copies: int = COPIES) -> list[Altered]:
    """What the weights are fitted on: copies by the first half of the rules, and every second of our titles with its sentence."""
    seeds = range(FITTED_FROM, FITTED_FROM + copies)
    copies_of = [altered(contents, seed, 0) for contents in found.values() for seed in seeds]
    return copies_of + [paraphrased(found["titles"], found["sentences"], seed, 0) for seed in seeds]


def fitted(copies: list[Altered]) -> dict[str, Any]:
    """The weights of a pair's features, and those of an assigned pair's score and lead."""
    from scipy.optimize import linear_sum_assignment

    rows, truth = [], []
    for copy in copies:
        table, _ = alike.features(copy.older.items, copy.newer.items)
        led, part = _led(copy)
        use = alike._kin(copy.older.items, copy.newer.items) & ~(part & led)
        rows.append(np.stack([table[name][use] for name in alike.FEATURES], axis=1))
        truth.append(led[use])
    weights = _logistic(np.concatenate(rows), np.concatenate(truth))
    alike.INTERCEPT, alike.WEIGHTS = weights[0], dict(zip(alike.FEATURES, weights[1:], strict=True))
    rows, truth = [], []
    for copy in copies:
        pairs, (led, _) = alike.alike(copy.older.items, copy.newer.items), _led(copy)
        for old, new in zip(
            *linear_sum_assignment(np.maximum(pairs.score, alike.NEVER / 2), maximize=True), strict=True
        ):
            if pairs.score[old, new] > alike.NEVER:
                rows.append([pairs.score[old, new], pairs.lead(old, new)])
                truth.append(led[old, new])
    linked = _logistic(np.array(rows), np.array(truth))
    return {"intercept": weights[0], "weights": alike.WEIGHTS, "linked": linked}


def _led(copy: Altered) -> tuple[Any, Any]:
    """Old × new: whether one led to the other, and whether the old one was merged or split."""
    new = [item.key for item in copy.newer.items]
    led = np.array([[key in copy.truth[item.key][1] for key in new] for item in copy.older.items])
    part = np.array([[copy.truth[item.key][0] in ("merged", "split")] * len(new) for item in copy.older.items])
    return led, part


def _logistic(x: Any, y: Any) -> list[float]:
    """Intercept and weights, none of which is negative, by maximum likelihood with a light penalty."""
    from scipy.optimize import minimize

    def loss(w: Any) -> tuple[float, Any]:
        z = x @ w[1:] + w[0]
        error = 1 / (1 + np.exp(-z)) - y
        cost = np.mean(np.logaddexp(0, z) - y * z) + 1e-5 * (w[1:] @ w[1:])
        return float(cost), np.concatenate(([error.mean()], x.T @ error / len(y) + 2e-5 * w[1:]))

    bounds = [(None, None)] + [(0, None)] * x.shape[1]
    best = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return [round(float(weight), 2) for weight in best.x]


def led_right(found: dict[str, Contents], copies: int = COPIES) -> dict[str, Any]:
    """Links between our titles and the document's sentences, of items that nothing was fitted on: precision, recall, dropped."""
    given = right = true = 0
    lost, sure = [0, 0, 0], []
    for seed in range(copies):
        copy = paraphrased(found["titles"], found["sentences"], seed, 1)
        for match in compare(copy.older, copy.newer).matches:
            _, keys = copy.truth[match.item]
            given, true = given + bool(match.to), true + bool(keys)
            right += bool(match.to) and frozenset(match.to) == keys
            sure.append((match.confidence, frozenset(match.to) == keys))
            for place, holds in enumerate((not match.to and not keys, not match.to, not keys)):
                lost[place] += holds
    return {
        "links": {"precision": round(right / given, 3), "recall": round(right / true, 3), "items": true},
        "dropped": {
            "precision": round(lost[0] / lost[1], 3),
            "recall": round(lost[0] / lost[2], 3),
            "items": lost[2],
        },
        "calibration": _bins(sure),
    }


def main() -> None:
    """Print the scores, or the fitted weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="also list what went wrong")
    options = parser.parse_args()
    seeds = ROOT.parent / "shared" / "seeds"
    found = sources(seeds if seeds.is_dir() else None)
    if options.fit:
        print(json.dumps(fitted(learnt(found)), indent=1))
        return
    for name, contents in found.items():
        began = time.perf_counter()
        score = measured(contents)
        seconds = (time.perf_counter() - began) / COPIES
        print(name, json.dumps({**score.table(), "items": len(contents.items), "seconds": round(seconds, 3)}, indent=1))
        if options.wrong:
            print("\n".join(score.wrong))
    if "sentences" in found:
        print("our titles and the document's sentences", json.dumps(led_right(found), indent=1))


if __name__ == "__main__":
    main()
