"""A pack's plan: what the records answer, and that each bad definition is refused with file, line and remedy."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from peelian.figures.errors import PeelianError
from peelian.figures.packfile import PackError
from peelian.plans import queries
from peelian.plans.pack import read_pack
from peelian.plans.records import month_has_ended
from peelian.plans.shelf import Edition, Volume, read_by

BODIES = """\
- {id: mayor, name: The Mayor's office, short: Mayor, kind: policing-body}
- {id: force, name: The police force, short: Force, kind: police-force}
"""

PLAN = """\
id: plan-a
title: A plan
status: draft
document: paper-1
first_line: 10
last_line: 99
years: {from: '2017-04', to: '2021-03'}
consultation: {opens: '2016-12-01', closes: '2017-02-23', line: 12}
owner: mayor
area: E23000001
themes:
- id: safety
  title: Safety
  line: 20
  about: Safer streets.
  commitments:
  - id: more-officers
    title: More officers
    line: 21
    owner: force
    partners: [mayor]
    due: '2017-12'
    due_line: 22
    passages: [30]
    money:
    - {amount: 500, currency: GBP, line: 23, what: Boots}
    details:
    - {title: Two a ward, line: 22, due: '2018-06', value: 2, unit: officers}
    - {title: Later, line: 24, from: FY2018-19, due_words: in time}
    measures: [officers]
  objectives:
  - id: fewer-crimes
    title: Fewer crimes
    line: 40
    commitments: [more-officers]
    no_source: null
    gap: Not all crime is reported.
  - id: happier-staff
    title: Happier staff
    line: 41
    commitments: []
    no_source: Nobody asks them.
- id: trust
  title: Trust
  line: 50
  about: More trust.
  commitments: []
  objectives:
  - id: more-reports
    title: More reports
    line: 51
    commitments: []
    no_source: null
promises:
- {id: a-fund, title: A fund, line: 60, owner: mayor, partners: [], due: null, due_line: null, measures: [crimes]}
"""

YARDSTICKS = """\
- objective: fewer-crimes
  measure: crimes
  wanted: lower
  reading: fewer victims
  baseline: {period: R12-2016-06, source: paper-2}
  targets: [{by: FY2019-20, value: 90.5}, {by: null, value: 80, line: 33}]
  tolerance: {kind: percent, value: 5}
  band: {low: 28, high: 40}
  rule: null
  why: A count of crimes.
- objective: more-reports
  measure: crimes
  wanted: higher
  baseline: null
  targets: []
  tolerance: null
  band: null
  rule: null
  why: The same count.
"""

SAFETY = "- id: safety\n  title: Safety\n  line: 20\n  about: Safer streets.\n"
HAPPIER = PLAN[PLAN.index("  - id: happier-staff") : PLAN.index("- id: trust")]
FILES = {"bodies.yaml": BODIES, "plan.yaml": PLAN, "yardsticks.yaml": YARDSTICKS}


def write_pack(folder: Path, **changed: str) -> Path:
    (folder / "measures").mkdir()
    for measure in ("crimes", "officers"):
        (folder / "measures" / f"{measure}.yaml").touch()
    for name, text in FILES.items():
        (folder / name).write_text(changed.get(name.removesuffix(".yaml"), text), encoding="utf-8")
    return folder


def test_a_plan_answers_by_id(tmp_path: Path) -> None:
    plan = read_pack(write_pack(tmp_path))
    assert plan.theme("trust").title == "Trust"
    assert plan.objective("happier-staff").theme == "safety"
    assert plan.commitment("more-officers").theme == "safety"
    assert plan.commitment("a-fund").theme is None
    assert [one.id for one in plan.commitments] == ["more-officers"]
    assert [one.id for one in plan.objectives] == ["fewer-crimes", "happier-staff", "more-reports"]
    assert plan.owner.short == "Mayor"
    assert plan.scrutiny is None
    assert (plan.first_month, plan.last_month) == ("2017-04", "2021-03")


def test_values_are_values_and_not_texts(tmp_path: Path) -> None:
    plan = read_pack(write_pack(tmp_path))
    commitment = plan.commitment("more-officers")
    assert (commitment.due, commitment.due_line, commitment.money[0].amount) == ("2017-12", 22, 500)
    assert (commitment.details[0].value, commitment.details[0].unit) == (Decimal(2), "officers")
    assert (commitment.details[1].start, commitment.details[1].due_words) == ("FY2018-19", "in time")
    yardstick = plan.yardsticks_of("fewer-crimes")[0]
    assert yardstick.baseline is not None and str(yardstick.baseline.period) == "R12-2016-06"
    assert [(target.by and str(target.by), target.value) for target in yardstick.targets] == [
        ("FY2019-20", Decimal("90.5")),
        (None, Decimal(80)),
    ]
    assert yardstick.tolerance is not None and yardstick.tolerance.kind == "percent"
    assert yardstick.band is not None and (yardstick.band.low, yardstick.band.high) == (28, 40)


def test_one_measure_may_be_read_in_two_directions(tmp_path: Path) -> None:
    plan = read_pack(write_pack(tmp_path))
    assert [(one.objective, one.wanted) for one in plan.yardsticks_on("crimes")] == [
        ("fewer-crimes", "lower"),
        ("more-reports", "higher"),
    ]
    assert [one.id for one in plan.objectives_of("crimes")] == ["fewer-crimes", "more-reports"]
    assert plan.objectives_of("officers") == ()
    assert [one.id for one in plan.commitments_of("crimes")] == ["a-fund"]
    assert [one.id for one in plan.objectives_served_by("more-officers")] == ["fewer-crimes"]
    assert plan.yardsticks_of("happier-staff") == ()


@pytest.mark.parametrize("kind", ["theme", "objective", "commitment"])
def test_an_unknown_id_is_an_error_with_a_code(tmp_path: Path, kind: str) -> None:
    plan = read_pack(write_pack(tmp_path))
    with pytest.raises(PeelianError) as caught:
        getattr(plan, kind)("nowhere")
    assert caught.value.code == f"unknown-{kind}"
    assert caught.value.where == {kind: "nowhere"}
    with pytest.raises(PeelianError):
        plan.yardsticks_of("nowhere")


def test_a_month_has_ended_only_when_the_next_has_begun() -> None:
    assert not month_has_ended("2017-12", date(2017, 12, 31))
    assert month_has_ended("2017-12", date(2018, 1, 1))
    assert not month_has_ended("2017-12", date(2016, 12, 31))


def test_a_due_date_passes_for_the_commitment_or_for_a_detail(tmp_path: Path) -> None:
    plan = read_pack(write_pack(tmp_path))
    assert not plan.commitment("more-officers").due_has_passed(date(2017, 12, 31))
    assert plan.commitment("more-officers").due_has_passed(date(2018, 1, 1))
    assert not plan.commitment("a-fund").due_has_passed(date(2026, 1, 1))
    late_detail = PLAN.replace("    due: '2017-12'\n", "    due: null\n")
    (tmp_path / "plan.yaml").write_text(late_detail, encoding="utf-8")
    assert not read_pack(tmp_path).commitment("more-officers").due_has_passed(date(2018, 6, 30))
    assert read_pack(tmp_path).commitment("more-officers").due_has_passed(date(2018, 7, 1))


def test_records_are_frozen_and_the_queries_read_the_same_pack(tmp_path: Path) -> None:
    plan = queries.load_plan(write_pack(tmp_path))
    with pytest.raises(FrozenInstanceError):
        plan.title = "Another"  # type: ignore[misc]
    assert queries.yardsticks(tmp_path) == plan.yardsticks
    assert [body.id for body in queries.bodies(tmp_path)] == ["mayor", "force"]


BAD = {
    # name: (file, what stands there, its replacement with `# here` on the line to be named, part of the message)
    "unknown body as owner": ("plan", "    owner: force", "    owner: army  # here", "no body army"),
    "unknown body as partner": ("plan", "    partners: [mayor]", "    partners: [army]  # here", "no body army"),
    "unknown owner of the plan": ("plan", "owner: mayor\narea", "owner: army  # here\narea", "no body army"),
    "unknown scrutiny": ("plan", "area: E23000001", "area: E23000001\nscrutiny: army  # here", "no body army"),
    "unknown measure of a commitment": ("plan", "[officers]", "[horses]  # here", "no measure horses"),
    "unknown commitment": (
        "plan",
        "[more-officers]",
        "[more-horses]  # here",
        "no commitment of this plan more-horses",
    ),
    "unknown objective": ("yardsticks", "- objective: more-reports", "- objective: peace  # here", "no objective"),
    "unknown measure": (
        "yardsticks",
        "  measure: crimes\n  wanted: higher",
        "  measure: horses  # here\n  wanted: higher",
        "no measure horses",
    ),
    "unknown direction": ("yardsticks", "wanted: higher", "wanted: up  # here", "wanted 'up' is not known"),
    "unknown status": ("plan", "status: draft", "status: lost  # here", "status 'lost' is not known"),
    "unknown key": ("plan", "  - id: fewer-crimes", "  - id: fewer-crimes  # here\n    colour: red", "unknown colour"),
    "missing key": ("plan", SAFETY, "- id: safety  # here\n  title: Safety\n  line: 20\n", "lacks about"),
    "missing id": ("plan", "- id: trust", "- name: trust", "no text"),
    "duplicate theme": ("plan", "- id: trust", "- id: safety  # here", "id safety is used twice"),
    "duplicate commitment": ("plan", "- {id: a-fund, ", "- {id: more-officers, # here\n  ", "used twice"),
    "duplicate objective": ("plan", "- id: more-reports", "- id: fewer-crimes  # here", "used twice"),
    "duplicate body": ("bodies", "- {id: force,", "- {id: mayor,  # here\n  ", "id mayor is used twice"),
    "duplicate yardstick": (
        "yardsticks",
        "- objective: more-reports\n  measure: crimes",
        "- objective: fewer-crimes\n  measure: crimes  # here",
        "read by crimes twice",
    ),
    "malformed id": ("plan", "- id: trust", "- id: Trust Me  # here", "malformed"),
    "objective without yardstick or reason": (
        "plan",
        HAPPIER,
        HAPPIER.replace("-staff", "-staff  # here", 1).replace("Nobody asks them.", "null"),
        "neither",
    ),
    "objective with yardstick and reason": (
        "plan",
        "no_source: null\n    gap",
        "no_source: None.  # here\n    gap",
        "yardstick",
    ),
    "due that is no month": ("plan", "    due: '2017-12'", "    due: next spring  # here", "no month"),
    "due with month thirteen": ("plan", "    due: '2017-12'", "    due: '2017-13'  # here", "no month"),
    "due that is a year": ("plan", "    due: '2017-12'", "    due: 2017  # here", "no month"),
    "due of a detail": ("plan", "due: '2018-06'", "due: 2018", "no month"),
    "start that is no period": ("plan", "from: FY2018-19", "from: FY2018-21", "no period"),
    "negative money": ("plan", "amount: 500", "amount: -500", "no whole number"),
    "money with a fraction": ("plan", "amount: 500", "amount: 0.5", "no whole number"),
    "money in words": ("plan", "amount: 500", "amount: much", "no whole number"),
    "currency in words": ("plan", "currency: GBP", "currency: pounds", "no code"),
    "value without unit": ("plan", "value: 2, unit: officers", "value: 2", "without a unit"),
    "value in words": ("plan", "value: 2, unit", "value: two, unit", "no number"),
    "line outside the plan": ("plan", "    line: 41", "    line: 410  # here", "outside the plan"),
    "passage outside the plan": ("plan", "passages: [30]", "passages: [3]  # here", "outside the plan"),
    "passage that is no number": ("plan", "passages: [30]", "passages: [thirty]  # here", "no whole number"),
    "line that is no number": ("plan", "    line: 41", "    line: many  # here", "no whole number"),
    "plan ends before it starts": (
        "plan",
        "{from: '2017-04', to: '2021-03'}",
        "{from: '2017-04', to: '2016-03'}",
        "before",
    ),
    "consultation ends early": ("plan", "closes: '2017-02-23'", "closes: '2016-02-23'", "closes before"),
    "consultation without a day": ("plan", "closes: '2017-02-23'", "closes: soon", "no day"),
    "partners that are no list": ("plan", "    partners: [mayor]", "    partners: mayor  # here", "no list"),
    "partner named twice": ("plan", "partners: [mayor]", "partners: [mayor, mayor]  # here", "twice"),
    "empty title": ("plan", "    title: Fewer crimes", "    title: ''  # here", "no text"),
    "detail that is no mapping": (
        "plan",
        "    - {title: Two a ward, line: 22, due: '2018-06', value: 2, unit: officers}",
        "    - two a ward  # here",
        "no mapping",
    ),
    "baseline without a period": ("yardsticks", "period: R12-2016-06", "period: last year", "no period"),
    "band upside down": ("yardsticks", "{low: 28, high: 40}", "{low: 40, high: 28}", "below its low end"),
    "unknown tolerance": ("yardsticks", "kind: percent", "kind: miles", "kind 'miles' is not known"),
    "target without a number": ("yardsticks", "value: 90.5", "value: many", "no number"),
    "yardsticks that are no list": ("yardsticks", YARDSTICKS, "objective: x  # here", "no list"),
    "yardstick that is no mapping": ("yardsticks", YARDSTICKS, "- x  # here", "no mapping"),
    "plan that is no mapping": ("plan", PLAN, "- x  # here", "no mapping"),
    "broken YAML": (
        "plan",
        "document: paper-1\nfirst_line: 10",
        "document: [paper-1\nfirst_line: 10  # here",
        "plan.yaml",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_definition_is_refused_with_file_line_and_remedy(tmp_path: Path, name: str) -> None:
    file, old, new, message = BAD[name]
    text = FILES[f"{file}.yaml"]
    assert text.count(old) == 1, f"{old!r} does not stand exactly once in {file}.yaml"
    bad = text.replace(old, new)
    pack = write_pack(tmp_path, **{file: bad})
    with pytest.raises(PackError) as caught:
        read_pack(pack)
    error = caught.value
    assert message in error.message
    assert error.remedy.endswith(".")
    assert error.where["file"] == str(pack / f"{file}.yaml")
    assert str(error.where["line"]) in error.message
    marked = [number for number, line in enumerate(bad.splitlines(), start=1) if "# here" in line]
    changed = marked or [number for number, line in enumerate(bad.splitlines(), start=1) if new in line]
    assert error.where["line"] == changed[0]


def test_without_yardsticks_each_objective_needs_a_reason(tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / "yardsticks.yaml").unlink()
    with pytest.raises(PackError, match="neither a yardstick nor a reason"):
        read_pack(tmp_path)


def test_an_old_release_is_read_by_its_own_yardsticks(tmp_path: Path) -> None:
    """A direction that was turned since does not change what an old release says."""
    import json

    pack = write_pack(tmp_path)
    plan = queries.load_plan(pack)
    first = plan.yardsticks[0]
    turned = {"lower": "higher", "higher": "lower", "none": "lower"}[first.wanted]
    sealed = tmp_path / "yardsticks.json"
    entry = {"objective": first.objective, "measure": first.measure, "wanted": turned, "baseline": None,
             "targets": [], "tolerance": None, "band": None, "rule": None, "why": "It was so then."}  # fmt: skip
    sealed.write_text(json.dumps([entry]), encoding="utf-8")
    old = read_by(tmp_path / "house", pack, sealed, date(2018, 1, 1), 0)
    assert [(one.measure, one.wanted) for one in old.yardsticks] == [(first.measure, turned)]
    assert plan.yardsticks[0].wanted == first.wanted


def test_a_line_that_several_pages_have_is_no_place(tmp_path: Path) -> None:
    """The lines of a PDF are counted on each page: showing the words of another page would be a lie."""
    lines = [
        {"number": number, "text": f"{page}, {number}", "page": page} for page in (1, 2) for number in (1, 2 + page)
    ]
    edition = Edition(read_pack(write_pack(tmp_path)), {"edition": 0, "kind": "consultation"})
    volume = Volume("plan-a", (edition,), (), {"sha256": "0", "lines": lines})
    assert [volume.words_at(number) for number in (1, 3, 4, None)] == ["", "1, 3", "2, 4", ""]
