"""What became of each item of an old plan: the classes, the traps of the field, what a person decides, and what is refused."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from peelian.figures.catalogue import Break
from peelian.figures.errors import PeelianError
from peelian.figures.periods import parse_month
from peelian.plans.succession.comparable import comparable
from peelian.plans.succession.comparing import CLASSES, Comparison, compare
from peelian.plans.succession.deciding import check, decide, from_json, to_json
from peelian.plans.succession.items import Contents, Item, contents_of, contents_of_proposals, read_form

KNIVES = "Produce and carry out a knife crime strategy with schools and families"
REFUGES = "Work with boroughs to improve the supply of refuges and safe homes"
GANGS = "Review how the police fight gangs and what their list of members is for"
COURTS = "Press for London to run the support of witnesses in its courts"
OFFICERS = "Provide at least two dedicated police officers in every ward by December 2017"
CHARTER = "Write a charter for volunteers who visit custody suites at night"


def contents(*texts: str, plan: str = "old", **common: Any) -> Contents:
    """A plan of commitments a, b, c … with these wordings."""
    items = (Item("commitment", "abcdefghij"[at], text, text, **common) for at, text in enumerate(texts))
    return Contents(plan, plan, tuple(items), "2017-04", "2021-03")


def classes(older: Contents, newer: Contents) -> list[tuple[str, tuple[str, ...]]]:
    found = compare(older, newer)
    check(found)
    return [(match.kind, tuple(key.removeprefix("commitment:") for key in match.to)) for match in found.matches]


def one(older: str, newer: str) -> Any:
    """The match of one wording with its successor, among others that are the same in both plans."""
    return compare(contents(older, REFUGES, GANGS), contents(newer, REFUGES, GANGS, plan="new")).matches[0]


def test_a_plan_compared_with_itself_is_carried_forward_whole() -> None:
    plan = contents(KNIVES, REFUGES, GANGS, OFFICERS)
    assert classes(plan, plan) == [("carried-forward", (name,)) for name in "abcd"]


def test_an_item_that_is_gone_is_dropped_and_one_that_nothing_leads_to_is_new() -> None:
    found = compare(contents(KNIVES, REFUGES, GANGS), contents(GANGS, KNIVES, CHARTER, plan="new"))
    assert [match.kind for match in found.matches] == ["carried-forward", "dropped", "carried-forward"]
    assert [item.id for item in found.new] == ["c"]
    assert found.counts() == {
        "carried-forward": 2,
        "reworded": 0,
        "target-changed": 0,
        "merged": 0,
        "split": 0,
        "dropped": 1,
        "new": 1,
    }


def test_other_words_for_the_same_are_reworded_with_their_differences() -> None:
    match = one(KNIVES, "Draw up a knife crime strategy with families and schools, and carry it out")
    assert (match.kind, match.to, match.strength) == ("reworded", ("commitment:a",), None)
    assert ("added", "Draw up") in match.differences
    assert any("words are in both" in said for said in match.evidence)


@pytest.mark.parametrize(
    "newer",
    [
        OFFICERS.replace("two", "three"),
        OFFICERS.replace("2017", "2018"),
        OFFICERS.replace("at least", "up to"),
        OFFICERS.replace(" by December 2017", ""),
        OFFICERS.replace("Provide", "Guarantee").replace("two", "2").replace("by", "from"),
    ],
)
def test_the_same_words_with_another_number_or_date_are_a_changed_target(newer: str) -> None:
    match = one(OFFICERS, newer)
    assert match.kind == "target-changed"
    assert match.evidence[0].startswith("numbers and dates:")


def test_two_and_2_are_the_same_number_and_other_words() -> None:
    assert one(OFFICERS, OFFICERS.replace("two", "2")).kind == "reworded"


def test_fewer_where_more_was_wanted_is_a_changed_target() -> None:
    match = one("More victims of hate crime come forward", "Fewer victims of hate crime come forward")
    assert match.kind == "target-changed"
    assert "higher → lower" in match.evidence[0]


def test_a_weaker_verb_is_reworded_and_flagged() -> None:
    match = one(KNIVES, f"We will consider whether to {KNIVES.lower()}")
    assert (match.kind, match.strength) == ("reworded", "weaker")
    assert any("consider" in note for note in match.notes)


def test_words_of_the_field_do_not_hide_a_successor() -> None:
    match = one("Two dedicated constables for each ward", "Every ward gets two dedicated PCs")
    assert (match.kind, match.to) == ("reworded", ("commitment:a",))


def test_another_theme_is_carried_forward_with_a_note() -> None:
    older = contents(KNIVES, REFUGES, theme="young", theme_title="Young people")
    newer = contents(KNIVES, REFUGES, plan="new", theme="streets", theme_title="Safer streets")
    match = compare(older, newer).matches[0]
    assert match.kind == "carried-forward"
    assert match.notes == ("moved from the theme “Young people” to “Safer streets”",)


def test_a_theme_with_a_new_name_moves_nothing() -> None:
    def plan(theme: str, title: str) -> Contents:
        theme_item = Item("theme", theme, title, f"{title}. Knives and gangs harm the young most of all.")
        items = (theme_item, *contents(KNIVES, GANGS, theme=theme, theme_title=title).items)
        return Contents(theme, theme, items)

    found = compare(plan("young", "Keeping children safe"), plan("youth", "Keeping young people safe"))
    assert [(match.kind, match.notes) for match in found.matches][1:] == [("carried-forward", ())] * 2


def test_another_owner_of_the_same_words_is_reworded_with_a_note() -> None:
    older, newer = contents(KNIVES, GANGS, owner="mopac"), contents(KNIVES, GANGS, plan="new", owner="mps")
    assert [(match.kind, match.notes) for match in compare(older, newer).matches] == [
        ("reworded", ("its owner was mopac and is mps",))
    ] * 2


def test_two_items_in_one_are_merged_and_one_in_two_is_split() -> None:
    both = f"{KNIVES} and {REFUGES[0].lower()}{REFUGES[1:]}"
    assert classes(contents(KNIVES, REFUGES, GANGS), contents(both, GANGS, plan="new")) == [
        ("merged", ("a",)), ("merged", ("a",)), ("carried-forward", ("b",)),
    ]  # fmt: skip
    [first, second] = classes(contents(both, GANGS), contents(KNIVES, REFUGES, GANGS, plan="new"))
    assert (first[0], set(first[1]), second) == ("split", {"a", "b"}, ("carried-forward", ("c",)))


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [("dues", ("2017-12",), ("2018-12",)), ("money", ("GBP 5",), ("GBP 6",)), ("values", ("2 PCs",), ("3 PCs",)),
     ("targets", ("rape FY2017-18 5",), ("rape FY2017-18 6",)), ("measures", ("rape",), ("robbery",)),
     ("wanted", ("rape lower",), ("rape higher",)), ("dues", ("2017-12",), ())],
)  # fmt: skip
def test_a_changed_field_of_a_record_is_a_changed_target(
    field: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    common: dict[str, Any] = {"measures": ("asb-calls",)}
    older, newer = contents(KNIVES, GANGS, **common), contents(KNIVES, GANGS, plan="new", **common)
    older = replace(older, items=(replace(older.items[0], **{field: before}), older.items[1]))
    newer = replace(newer, items=(replace(newer.items[0], **{field: after}), newer.items[1]))
    match, other = compare(older, newer).matches
    assert (match.kind, other.kind) == ("target-changed", "carried-forward")


def test_what_the_newer_plan_says_that_it_gives_up_is_dropped() -> None:
    ending = Item(
        "trade-off",
        "e",
        "The knife crime strategy with schools and families",
        "The knife crime strategy with schools and families",
    )
    found = compare(contents(KNIVES, GANGS), Contents("new", "new", (*contents(GANGS).items, ending)))
    assert (found.matches[0].kind, found.matches[0].to) == ("dropped", ())
    assert "gives this up" in found.matches[0].evidence[0]
    assert found.new == ()


def test_absence_from_a_plan_that_is_known_in_part_drops_nothing() -> None:
    newer = replace(contents(GANGS, plan="new"), known_from="seed-001")
    assert [match.kind for match in compare(contents(KNIVES, GANGS), newer).matches] == ["not-known", "carried-forward"]


@pytest.mark.parametrize(
    ("older", "newer"), [((), ()), ((KNIVES,), ()), ((), (KNIVES,)), (("",), ("",)), (("the",), ("of",))]
)
def test_empty_plans_and_empty_wordings_are_compared(older: tuple[str, ...], newer: tuple[str, ...]) -> None:
    found = compare(contents(*older), contents(*newer, plan="new"))
    assert len(found.matches) == len(older)
    check(found)


def test_items_come_from_a_plan_form_and_from_what_was_read_in(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        "id: p\nyears: {from: '2017-04', to: '2021-03'}\nthemes:\n- id: t\n  title: Theme\n  commitments:\n"
        "  - {id: c, title: Two officers, due: '2017-12', owner: mps, details: [{title: More, value: 2, unit: PCs}],"
        " money: [{amount: 5, currency: GBP}]}\n  objectives:\n  - {id: o, title: Fewer crimes}\n",
        encoding="utf-8",
    )
    read = read_form(path)
    item = read["commitment:c"]
    assert (item.text, item.dues, item.money, item.values, item.owner) == (
        "Two officers. More", ("2017-12",), ("GBP 5",), ("2 PCs",), "mps",
    )  # fmt: skip
    assert [one.key for one in read.items] == ["theme:t", "commitment:c", "objective:o"]
    proposals = [
        {"kind": "commitment", "text": "**Two officers**", "line": 5},
        {"kind": "question", "text": "Why?"},
        {"kind": "commitment", "text": ""},
    ]
    assert [(one.key, one.text, one.line) for one in contents_of_proposals(proposals, "p").items] == [
        ("commitment:item-1", "Two officers", 5)
    ]


def test_fields_that_were_read_in_are_an_items_own() -> None:
    read = [
        {"kind": "theme", "reference": "3", "text": "Young people", "fields": {"id": "young-people"}},
        {"kind": "promise", "text": KNIVES, "fields": {"theme": "young-people", "owner": "mopac"}},
    ]
    theme, promise = contents_of_proposals(read, "p").items
    assert (theme.key, promise.key) == ("theme:young-people", "commitment:item-2")
    assert (promise.theme, promise.owner) == ("young-people", "mopac")


def test_two_items_of_one_id_get_keys_of_their_own() -> None:
    assert [item.key for item in contents_of_proposals([{"id": "a", "text": "One"}, {"id": "a", "text": "Two"}], "p").items] == [
        "commitment:a", "commitment:a-2",
    ]  # fmt: skip


def test_a_file_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- 1\n", encoding="utf-8")
    with pytest.raises(PeelianError, match="is no plan"):
        read_form(tmp_path / "a.yaml")


# What a person decides


@pytest.fixture
def compared() -> Comparison:
    return compare(contents(KNIVES, REFUGES, OFFICERS), contents(KNIVES, OFFICERS, COURTS, CHARTER, plan="new"))


def test_a_decision_stands_beside_the_proposal(compared: Comparison) -> None:
    said = {"class": "reworded", "to": ["commitment:c"], "reason": "Homes are meant"}
    decided = decide(compared, {"commitment:b": said}, by="Ada")
    match = decided.match("commitment:b")
    assert (match.kind, match.to, match.settled, match.leads_to) == ("dropped", (), "reworded", ("commitment:c",))
    assert match.decision is not None
    assert (match.decision.by, match.decision.changed) == ("Ada", True)
    assert [item.id for item in decided.new] == ["d"]


def test_a_proposal_is_confirmed_without_a_reason(compared: Comparison) -> None:
    decision = (
        decide(compared, {"commitment:a": {}, "commitment:b": {"class": "dropped"}}).match("commitment:a").decision
    )
    assert decision is not None
    assert (decision.kind, decision.to, decision.changed) == ("carried-forward", ("commitment:a",), False)


@pytest.mark.parametrize(
    ("decisions", "code"),
    [
        ({"commitment:z": {"class": "dropped"}}, "unknown-item"),
        ({"commitment:b": {"class": "reworded", "to": ["commitment:z"], "reason": "x"}}, "unknown-item"),
        ({"commitment:b": {"class": "lost", "reason": "x"}}, "unknown-class"),
        ({"commitment:b": {"class": "reworded", "to": ["commitment:c"]}}, "no-reason"),
        ({"commitment:b": {"class": "reworded", "reason": "x"}}, "not-one"),
        ({"commitment:b": {"class": "merged", "to": ["commitment:c"], "reason": "x"}}, "merged-alone"),
        ({"commitment:b": {"class": "split", "to": ["commitment:c"], "reason": "x"}}, "split-into-one"),
        ({"commitment:b": {"class": "split", "to": ["commitment:c"] * 2, "reason": "x"}}, "named-twice"),
        ({"commitment:b": {"class": "merged", "to": ["commitment:a"], "reason": "x"}}, "merged-alone"),
        ({"commitment:b": {"class": "dropped", "to": ["commitment:c"], "reason": "x"}}, "dropped-leads-on"),
        ({"commitment:b": {"class": "not-known", "reason": "x"}}, "known"),
        ({"commitment:b": {"why": "x"}}, "unknown-key"),
    ],
)
def test_a_decision_that_breaks_one_class_is_refused_in_words(
    compared: Comparison, decisions: dict[str, Any], code: str
) -> None:
    with pytest.raises(PeelianError) as refused:
        decide(compared, decisions)
    assert refused.value.code == code
    assert refused.value.remedy
    assert all(match.decision is None for match in compared.matches)


def test_a_merger_and_a_split_by_hand_are_taken(compared: Comparison) -> None:
    merged = {"class": "merged", "to": ["commitment:a"], "reason": "Both are in it"}
    decided = decide(compared, {"commitment:a": merged, "commitment:b": merged})
    assert decided.counts()["merged"] == 2
    parts = decide(
        compared, {"commitment:b": {"class": "split", "to": ["commitment:c", "commitment:d"], "reason": "Two now"}}
    )
    assert (parts.counts()["split"], parts.new) == (1, ())


BOTH = f"{KNIVES} and {REFUGES[0].lower()}{REFUGES[1:]}"


def test_of_two_that_are_proposed_as_merged_one_can_be_decided_otherwise_alone() -> None:
    proposed = compare(contents(KNIVES, REFUGES, GANGS), contents(BOTH, GANGS, plan="new"))
    decided = decide(proposed, {"commitment:b": {"class": "dropped", "reason": "No money"}})
    assert [match.settled for match in decided.matches] == ["reworded", "dropped", "carried-forward"]
    assert "a decision took its company elsewhere" in decided.match("commitment:a").evidence
    kept = decide(proposed, {"commitment:a": {}})
    assert [match.settled for match in kept.matches] == ["merged", "merged", "carried-forward"]


def test_what_is_proposed_gives_way_to_what_is_decided_of_another(compared: Comparison) -> None:
    decided = decide(compared, {"commitment:b": {"class": "reworded", "to": ["commitment:a"], "reason": "It is this"}})
    other = decided.match("commitment:a")
    assert (other.kind, other.to, other.confidence) == ("dropped", (), 0.5)
    assert other.evidence == (f"a decision gave “{KNIVES}” to another item",)


def test_a_part_of_a_split_that_is_given_to_another_leaves_one_successor() -> None:
    proposed = compare(contents(BOTH, GANGS), contents(KNIVES, REFUGES, GANGS, plan="new"))
    assert proposed.matches[0].kind == "split"
    decided = decide(proposed, {"commitment:b": {"class": "reworded", "to": ["commitment:b"], "reason": "It is this"}})
    assert (decided.matches[0].kind, decided.matches[0].to) == ("reworded", ("commitment:a",))


def test_two_decisions_never_lead_to_one_item(compared: Comparison) -> None:
    said = {"class": "reworded", "to": ["commitment:c"], "reason": "It is this"}
    with pytest.raises(PeelianError, match="2 old items lead to commitment:c"):
        decide(compared, {"commitment:a": said, "commitment:b": said})


def test_every_old_item_is_in_exactly_one_class(compared: Comparison) -> None:
    with pytest.raises(PeelianError, match="in 2 classes"):
        check(replace(compared, matches=(*compared.matches, compared.matches[0])))
    with pytest.raises(PeelianError, match="in 0 classes"):
        check(replace(compared, matches=compared.matches[1:]))


def test_a_comparison_is_written_to_json_and_read_again(compared: Comparison) -> None:
    decided = decide(
        compared, {"commitment:b": {"class": "reworded", "to": ["commitment:c"], "reason": "Homes are meant"}}
    )
    written = json.loads(json.dumps(to_json(decided)))
    assert to_json(from_json(written)) == written
    assert {match["class"] for match in written["matches"]} <= set(CLASSES)


# Whether figures compare


def knowing(*breaks: Break) -> Any:
    """A catalogue of one measure, robbery, with these breaks."""
    return SimpleNamespace(measures={"robbery": "robbery"}, breaks_of=lambda measure: list(breaks))


def at(month: str, blocks: bool) -> Break:
    return Break("b", parse_month(month), "recording", "Counted anew", "Because.", blocks, "a source")


SPAN = ("2017-04", "2025-03")


def test_the_same_measure_without_a_break_compares() -> None:
    assert comparable(["robbery"], ["robbery"], knowing(), SPAN).sentence() == "comparable"


def test_a_break_that_blocks_does_not_compare_and_one_that_is_marked_is_named() -> None:
    assert comparable(["robbery"], ["robbery"], knowing(at("2019-03", True)), SPAN).sentence() == (
        "not comparable, because robbery: March 2019: Counted anew. Because."
    )
    marked = comparable(["robbery"], ["robbery"], knowing(at("2019-03", False)), SPAN)
    assert (marked.says, marked.because) == ("comparable", ("robbery has a break that is marked: Counted anew",))


@pytest.mark.parametrize("month", ["2017-04", "2025-04"])
def test_a_break_before_or_after_the_plans_says_nothing(month: str) -> None:
    assert comparable(["robbery"], ["robbery"], knowing(at(month, True)), SPAN).says == "comparable"


def test_another_measure_or_another_classification_does_not_compare() -> None:
    assert comparable(["robbery"], ["rape"], knowing(), SPAN).says == "not comparable"
    sets = ({"robbery": "mps-2019"}, {"robbery": "mps-2024"})
    assert comparable(["robbery"], ["robbery"], knowing(), SPAN, sets).because == (
        "robbery was counted in mps-2019 and is in mps-2024",
    )


def test_what_is_not_known_is_left_open() -> None:
    for before, after, catalogue, span in (
        ([], ["robbery"], knowing(), SPAN), (["robbery"], [], knowing(), SPAN), (["robbery"], ["robbery"], None, SPAN),
        (["rape"], ["rape"], knowing(), SPAN), (["robbery"], ["robbery"], knowing(), (None, None)),
    ):  # fmt: skip
        assert comparable(before, after, catalogue, span).says == "cannot tell"


def test_records_and_forms_give_the_same_items() -> None:
    record = SimpleNamespace(
        id="p",
        title="P",
        themes=(
            SimpleNamespace(
                id="t", title="T", commitments=(), objectives=(SimpleNamespace(id="o", title="Fewer crimes"),)
            ),
        ),
    )
    form = {
        "id": "p",
        "title": "P",
        "themes": [{"id": "t", "title": "T", "commitments": [], "objectives": [{"id": "o", "title": "Fewer crimes"}]}],
    }
    assert contents_of(record).items == contents_of(form).items


def test_whatever_two_plans_say_every_old_item_is_in_one_class() -> None:
    words = [
        "knife",
        "crime",
        "two",
        "officers",
        "ward",
        "by",
        "2018",
        "review",
        "not",
        "£5m",
        "*",
        "–",
        "Ünïcode",
        "警察",
        "",
        "\n",
    ]
    for seed in range(150):
        chance = random.Random(seed)

        def plan(name: str, chance: random.Random = chance) -> Contents:
            texts = [" ".join(chance.choices(words, k=chance.randrange(12))) for _ in range(chance.randrange(8))]
            kinds = chance.choices(("theme", "commitment", "objective", "trade-off"), k=len(texts))
            items = (Item(kind, str(at), text, text) for at, (kind, text) in enumerate(zip(kinds, texts, strict=True)))
            return Contents(name, name, tuple(items), known_from=chance.choice(("", "a letter")))

        found = compare(plan("old"), plan("new"))
        check(found)
        assert all(0 <= match.confidence <= 1 for match in found.matches)
        assert to_json(from_json(to_json(found))) == to_json(found)
