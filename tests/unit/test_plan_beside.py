"""What stands beside a plan's themes, in a file of its own or in the plan's: read whole, or refused with file, line and remedy."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from peelian.figures.packfile import PackError
from peelian.plans.further import KEYS
from peelian.plans.pack import forms_of, read_content, read_entry, read_pack
from peelian.plans.records import (
    HEADS,
    PROGRAMME_KINDS,
    SUBJECTS,
    Aim,
    Content,
    Finding,
    Pilot,
    Plan,
    Programme,
    Publication,
    Review,
    Sentence,
    TradeOff,
)

BODIES = "- {id: mayor, name: The Mayor's office, short: Mayor, kind: policing-body}\n"

PLAN = """\
id: plan-a
title: A plan
status: draft
document: paper-1
first_line: 10
last_line: 99
years: {from: '2017-04', to: '2021-03'}
owner: mayor
area: E23000001
themes:
- id: safety
  title: Safety
  line: 20
  about: Safer streets.
  commitments:
  - {id: more-officers, title: More, line: 21, owner: mayor, partners: [], due: null, due_line: null, measures: []}
  objectives:
  - id: fewer-crimes
    title: Fewer crimes
    line: 40
    subjects: [policing, reduction]
    commitments: [more-officers]
    no_source: null
"""

BESIDE = """\
contents:
- head: reporting
  text: They meet.
  line: 30
summary:
- id: for-you
  text: You get an officer.
  about: [more-officers, safety, an-aim, no-date]
  where: E09000001
trade_offs:
- id: fewer-buildings
  title: Fewer buildings
  of: more-officers
  why: Money is short.
  line: 31
reviews:
- id: an-inquiry
  title: An inquiry
  body: A judge
  expected: '2018-01'
  expected_words: next year
  touches: [fewer-crimes]
  line: 32
pilots:
- id: an-aim
  title: With an aim
  commitment: more-officers
  where: One borough
  starts: '2017-05'
  ends: '2018-05'
  aims:
  - text: Fewer crimes there
    measure: crimes
    wanted: lower
  line: 33
- id: no-aim
  title: Without
  where: Nowhere
  starts: null
  ends: null
  aims: []
programmes:
- id: cameras
  title: Cameras
  kind: system
  owner: mayor
  promise: Better evidence.
  due: '2017-09'
  due_words: soon
  commitments: [more-officers]
  measures: [crimes]
  line: 500
  document: paper-2
publications:
- id: no-date
  title: A report
  by: mayor
  due: null
  due_words: in due course
  every: year
  commitment: more-officers
  line: 34
findings:
- id: a-failing
  title: Too slow
  body: An inspector
  owner: mayor
  due: '2017-12'
  line: 35
"""

YARDSTICKS = """\
- objective: fewer-crimes
  measure: crimes
  wanted: lower
  baseline: null
  targets: []
  tolerance: null
  band: null
  rule: null
  why: A count of crimes.
  yearly: true
  targets_due: '2022-09'
  with_people: true
  set_with: A meeting
"""

FILES = {"bodies": BODIES, "plan": PLAN, "plan-beside": BESIDE, "yardsticks": YARDSTICKS}


def write_pack(folder: Path, files: dict[str, str]) -> Path:
    (folder / "measures").mkdir()
    (folder / "measures" / "crimes.yaml").write_text("", encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, files: dict[str, str]) -> Plan:
    plan = read_pack(write_pack(folder, files))
    assert plan is not None
    return plan


def test_every_record_is_read_with_all_that_it_says(tmp_path: Path) -> None:
    plan = read(tmp_path, FILES)
    mayor = plan.owner
    assert plan.contents == (Content("reporting", "They meet.", 30),)
    assert plan.contents[0].id == "reporting"
    about = ("more-officers", "safety", "an-aim", "no-date")
    assert plan.summary == (Sentence("for-you", "You get an officer.", about, "E09000001"),)
    assert plan.trade_offs == (TradeOff("fewer-buildings", "Fewer buildings", "more-officers", "Money is short.", 31),)
    assert plan.reviews == (
        Review("an-inquiry", "An inquiry", "A judge", "2018-01", "next year", ("fewer-crimes",), 32),
    )
    aim = Aim("Fewer crimes there", "crimes", "lower")
    assert plan.pilots == (
        Pilot("an-aim", "With an aim", "more-officers", "One borough", "2017-05", "2018-05", (aim,), 33),
        Pilot("no-aim", "Without", None, "Nowhere", None, None, (), None),
    )
    assert plan.programmes == (
        Programme("cameras", "Cameras", "system", mayor, "Better evidence.", "2017-09", "soon",
                  ("more-officers",), ("crimes",), 500, "paper-2"),
    )  # fmt: skip
    assert plan.publications == (
        Publication("no-date", "A report", mayor, None, "in due course", "year", "more-officers", 34),
    )
    assert plan.findings == (Finding("a-failing", "Too slow", "An inspector", mayor, "2017-12", None, 35, None),)


def test_an_objective_says_what_the_law_has_it_be_about(tmp_path: Path) -> None:
    assert read(tmp_path, FILES).objective("fewer-crimes").subjects == ("policing", "reduction")


def test_a_yardstick_says_which_targets_are_asked_for(tmp_path: Path) -> None:
    (yardstick,) = read(tmp_path, FILES).yardsticks
    asked = (yardstick.yearly, yardstick.targets_due, yardstick.with_people, yardstick.set_with)
    assert asked == (True, "2022-09", True, "A meeting")


def test_a_yardstick_that_asks_for_nothing_has_none_of_it(tmp_path: Path) -> None:
    plain = YARDSTICKS[: YARDSTICKS.index("  yearly")]
    (yardstick,) = read(tmp_path, {**FILES, "yardsticks": plain}).yardsticks
    asked = (yardstick.yearly, yardstick.targets_due, yardstick.with_people, yardstick.set_with)
    assert asked == (False, None, False, None)


def test_one_file_or_two_make_the_same_plan(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one = read(tmp_path / "one", {"bodies": BODIES, "plan": PLAN + BESIDE, "yardsticks": YARDSTICKS})
    two = read(tmp_path / "two", FILES)
    assert one == two
    assert read_entry(tmp_path / "one").data == read_entry(tmp_path / "two").data


def test_the_keys_may_be_divided_between_the_two_files(tmp_path: Path) -> None:
    cut = BESIDE.index("findings:")
    plan = read(tmp_path, {**FILES, "plan": PLAN + BESIDE[cut:], "plan-beside": BESIDE[:cut]})
    assert [one.id for one in plan.findings] == ["a-failing"]
    assert [one.id for one in plan.publications] == ["no-date"]


def test_a_plan_needs_nothing_beside_its_themes(tmp_path: Path) -> None:
    plan = read(tmp_path, {name: text for name, text in FILES.items() if name != "plan-beside"})
    assert (plan.contents, plan.summary, plan.findings) == ((), (), ())


BAD = {
    # name: (file, what stands there, its replacement with `# here` on the line to be named, part of the message)
    "unknown head": ("plan-beside", "head: reporting", "head: weather  # here", "head 'weather' is not known"),
    "head without text": (
        "plan-beside",
        "- head: reporting\n  text: They meet.\n",
        "- head: reporting  # here\n",
        "lacks text",
    ),
    "unknown key of a head": (
        "plan-beside",
        "- head: reporting",
        "- due: soon  # here\n  head: reporting",
        "has unknown due",
    ),
    "line that is no number": ("plan-beside", "line: 30", "line: many  # here", "no whole number"),
    "line outside the plan": ("plan-beside", "line: 34", "line: 340  # here", "line 340 lies outside the plan"),
    "line of another document that is not named": (
        "plan-beside",
        "  line: 500\n  document: paper-2",
        "  line: 500  # here",
        "lies outside the plan",
    ),
    "sentence about nothing known": (
        "plan-beside",
        "an-aim, no-date]",
        "peace]  # here",
        "no item of this plan peace",
    ),
    "sentence about something twice": ("plan-beside", "an-aim, no-date]", "safety]  # here", "stands twice"),
    "sentence about no list": (
        "plan-beside",
        "about: [more-officers, safety, an-aim, no-date]",
        "about: safety  # here",
        "about is no list",
    ),
    "sentence without words": ("plan-beside", "text: You get an officer.", "text: ''  # here", "no text"),
    "sentence for a place that is no text": ("plan-beside", "where: E09000001", "where: 9  # here", "no text"),
    "malformed id": ("plan-beside", "id: for-you", "id: For You  # here", "malformed"),
    "id used twice": ("plan-beside", "id: no-aim", "id: an-aim  # here", "used twice"),
    "trade-off of nothing known": ("plan-beside", "of: more-officers", "of: peace  # here", "no item of this plan"),
    "trade-off without a reason": (
        "plan-beside",
        "- id: fewer-buildings\n  title: Fewer buildings\n  of: more-officers\n  why: Money is short.",
        "- id: fewer-buildings  # here\n  title: Fewer buildings\n  of: more-officers",
        "lacks why",
    ),
    "review with a vague month": ("plan-beside", "expected: '2018-01'", "expected: 2018  # here", "no month"),
    "review that touches nothing known": ("plan-beside", "[fewer-crimes]", "[peace]  # here", "no item of this plan"),
    "review of nobody": ("plan-beside", "body: A judge", "body: null  # here", "no text"),
    "pilot of nothing known": (
        "plan-beside",
        "  commitment: more-officers\n  where: One",
        "  commitment: peace  # here\n  where: One",
        "no item of this plan peace",
    ),
    "pilot that starts some day": ("plan-beside", "starts: '2017-05'", "starts: soon  # here", "no month"),
    "pilot that ends some day": ("plan-beside", "ends: '2018-05'", "ends: never  # here", "no month"),
    "pilot nowhere": ("plan-beside", "where: Nowhere", "where: ''  # here", "no text"),
    "pilot that is silent on aims": (
        "plan-beside",
        "- id: no-aim\n  title: Without\n  where: Nowhere\n  starts: null\n  ends: null\n  aims: []",
        "- id: no-aim  # here\n  title: Without\n  where: Nowhere\n  starts: null\n  ends: null",
        "lacks aims",
    ),
    "aims that are no list": ("plan-beside", "  aims: []", "  aims: peace  # here", "aims is no list"),
    "aim that is no mapping": ("plan-beside", "  aims: []", "  aims:\n  - peace  # here", "no mapping"),
    "aim without words": (
        "plan-beside",
        "  - text: Fewer crimes there\n    measure: crimes",
        "  - measure: crimes  # here",
        "lacks text",
    ),
    "aim seen by an unknown measure": ("plan-beside", "measure: crimes", "measure: peace  # here", "no measure peace"),
    "aim in an unknown direction": ("plan-beside", "wanted: lower", "wanted: down  # here", "wanted 'down'"),
    "programme of an unknown kind": ("plan-beside", "kind: system", "kind: dream  # here", "kind 'dream'"),
    "programme of nobody known": (
        "plan-beside",
        "kind: system\n  owner: mayor",
        "kind: system\n  owner: army  # here",
        "no body army",
    ),
    "programme without a promise": ("plan-beside", "promise: Better evidence.", "promise: ''  # here", "no text"),
    "programme due some day": ("plan-beside", "due: '2017-09'", "due: soon  # here", "no month"),
    "programme of no commitment known": (
        "plan-beside",
        "commitments: [more-officers]",
        "commitments: [peace]  # here",
        "no commitment of this plan peace",
    ),
    "programme with an unknown measure": ("plan-beside", "[crimes]", "[peace]  # here", "no measure peace"),
    "programme of a document that is no text": ("plan-beside", "document: paper-2", "document: 2  # here", "no text"),
    "publication by nobody known": ("plan-beside", "by: mayor", "by: army  # here", "no body army"),
    "publication due some day": (
        "plan-beside",
        "due: null\n  due_words: in",
        "due: soon  # here\n  due_words: in",
        "keep a vaguer date in due_words",
    ),
    "publication at an unknown beat": ("plan-beside", "every: year", "every: moon  # here", "every 'moon'"),
    "publication of nothing known": (
        "plan-beside",
        "every: year\n  commitment: more-officers",
        "every: year\n  commitment: peace  # here",
        "no item of this plan peace",
    ),
    "finding for nobody known": (
        "plan-beside",
        "body: An inspector\n  owner: mayor",
        "body: An inspector\n  owner: army  # here",
        "no body army",
    ),
    "finding due some day": ("plan-beside", "due: '2017-12'", "due: soon  # here", "no month"),
    "finding without a word on when": (
        "plan-beside",
        "- id: a-failing\n  title: Too slow\n  body: An inspector\n  owner: mayor\n  due: '2017-12'",
        "- id: a-failing  # here\n  title: Too slow\n  body: An inspector\n  owner: mayor",
        "lacks due",
    ),
    "items that are no list": (
        "plan-beside",
        BESIDE[BESIDE.index("findings:") :],
        "findings: none  # here\n",
        "findings is no list",
    ),
    "item that is no mapping": (
        "plan-beside",
        BESIDE[BESIDE.index("findings:") :],
        "findings:\n- slow  # here\n",
        "no mapping",
    ),
    "file that is no mapping": ("plan-beside", BESIDE, "- slow  # here\n", "is no mapping of names to values"),
    "file that is no YAML": ("plan-beside", "summary:\n", "summary: ]  # here\n", "plan-beside.yaml"),
    "objective about nothing in the law": (
        "plan",
        "subjects: [policing, reduction]",
        "subjects: [weather]  # here",
        "no subject of objectives weather",
    ),
    "yearly that is no answer": ("yardsticks", "yearly: true", "yearly: often  # here", "neither true nor false"),
    "targets due some day": ("yardsticks", "targets_due: '2022-09'", "targets_due: soon  # here", "no month"),
    "with people that is no answer": ("yardsticks", "with_people: true", "with_people: 1  # here", "neither true"),
    "set with nothing": ("yardsticks", "set_with: A meeting", "set_with: ''  # here", "no text"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_entry_is_refused_with_file_line_and_remedy(tmp_path: Path, name: str) -> None:
    file, old, new, message = BAD[name]
    assert FILES[file].count(old) == 1, f"{old!r} does not stand exactly once in {file}.yaml"
    bad = FILES[file].replace(old, new)
    pack = write_pack(tmp_path, {**FILES, file: bad})
    with pytest.raises(PackError) as caught:
        read_pack(pack)
    error = caught.value
    assert message in f"{error.message} {error.remedy}"
    assert error.remedy.endswith(".")
    assert error.where["file"] == str(pack / f"{file}.yaml")
    assert str(error.where["line"]) in error.message
    marked = [number for number, line in enumerate(bad.splitlines(), start=1) if "# here" in line]
    assert [error.where["line"]] == marked


def test_a_key_in_both_files_is_refused_at_the_one_beside(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, {**FILES, "plan": PLAN + "findings: []\n"})
    line = BESIDE.splitlines().index("findings:") + 1
    with pytest.raises(
        PackError, match=rf"plan-beside\.yaml, line {line}: findings stands in plan\.yaml too"
    ) as caught:
        read_pack(pack)
    assert caught.value.remedy == "Keep it in one of the two files."


def test_the_beside_of_a_plan_may_not_hold_its_themes(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, {**FILES, "plan-beside": BESIDE + "themes: []\n"})
    with pytest.raises(PackError, match="has unknown themes"):
        read_pack(pack)


@pytest.mark.parametrize("alone", ["plan-beside", "yardsticks"])
def test_what_goes_with_a_plan_is_refused_without_one(tmp_path: Path, alone: str) -> None:
    pack = write_pack(tmp_path, {alone: FILES[alone]})
    with pytest.raises(PackError, match=rf"{alone}\.yaml, line 1: has no plan to read") as caught:
        read_pack(pack)
    assert caught.value.remedy == f"Add plan.yaml, or take {alone}.yaml out."


RECORDS = (Content, Sentence, TradeOff, Review, Pilot, Programme, Publication, Finding)


def test_the_reference_explains_every_key_head_subject_and_kind() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "plan-form.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    for word, meaning in (*HEADS.items(), *SUBJECTS.items()):
        assert f"| `{word}` | {meaning} |" in page
    for key, record in zip(KEYS, RECORDS, strict=True):
        assert [field.name for field in fields(record) if f"`{field.name}`" not in rows[key]] == [], key
    assert [field.name for field in fields(Aim) if f"`{field.name}`" not in rows["pilots"]] == []
    assert [kind for kind in PROGRAMME_KINDS if kind not in rows["programmes"]] == []


def test_no_two_items_share_a_name_and_no_head_stands_twice(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, FILES)
    form = forms_of(pack)[0]
    taken = form["themes"][0]["id"]
    for changed, said in (
        ({"trade_offs": [{"id": taken, "title": "Less", "of": taken, "why": "So.", "line": None}]}, f"id {taken} is used twice"),
        ({"contents": [{"head": "grants", "text": "One."}, {"head": "grants", "text": "Two."}]}, "grants is set out twice"),
        ({"programmes": [{"id": "p", "title": "P", "kind": "review", "owner": form["owner"], "promise": "It.", "due": None,
                          "commitments": [taken]}]}, f"there is no commitment of this plan {taken}"),
    ):  # fmt: skip
        with pytest.raises(PackError, match=said):
            read_content(form | changed, pack, "The plan")
