"""Two wordings of one promise: what differs word by word, in numbers and dates, and in how much they promise."""

from __future__ import annotations

import pytest

from peelian.plans.succession.facts import changed_facts, facts
from peelian.plans.succession.tables import SYNONYMS
from peelian.plans.succession.wording import change_of_strength, direction, stem, terms
from peelian.reading.wordings import differences, plain, same_words


def said(text: str) -> list[str]:
    return [str(fact) for fact in facts(text)]


def test_differences_are_runs_of_words_kept_removed_and_added() -> None:
    assert differences("Publish a knife crime strategy in the spring", "Publish and fund a knife crime strategy") == (
        ("kept", "Publish"), ("added", "and fund"), ("kept", "a knife crime strategy"), ("removed", "in the spring"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("Fewer repeat victims", "**Fewer repeat victims.**"),
        ("- Review the Met's approach", "Review the Met’s approach"),
        ("A plan – for all", "a plan, for all"),
        ("End the targets<sup>7</sup>", "End the targets"),
        ("Hold 32,000 officers", "Hold 32000 officers"),
        ("See [the report](https://example.org/a)", "See the report"),
    ],
)
def test_markdown_punctuation_case_and_footnotes_make_no_difference(older: str, newer: str) -> None:
    assert same_words(older, newer)
    assert [part for part, _ in differences(older, newer)] == ["kept"]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2 officers", "3 officers"),
        ("by May 2017", "by May 2018"),
        ("£3.4m", "£34m"),
        ("30%", "30"),
        ("2017/18", "2017/19"),
        ("1.5", "15"),
    ],
)
def test_a_number_or_a_date_always_makes_one(older: str, newer: str) -> None:
    assert not same_words(older, newer)
    assert {part for part, _ in differences(older, newer)} >= {"removed", "added"}


def test_a_superscript_ending_stays_and_a_footnote_mark_goes() -> None:
    assert plain("a 21<sup>st</sup> century force<sup>12</sup>") == "a 21st century force"


def test_numbers_money_per_cents_and_dates_have_one_notation() -> None:
    assert said("a minimum of two officers") == said("at least 2 officers") == ["at least 2"]
    assert said("£72 million") == said("£72m") == said("£72,000,000") == ["£72,000,000"]
    assert said("30 per cent") == said("30%") == ["30 per cent"]
    assert said("by December 2017") == said("by the end of December 2017") == ["by December 2017"]
    assert said("from 2018/19") == said("from 2018-19") == ["from 2018/19"]
    assert said("by 30 September 2022") == ["by 2022-09-30"]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("at least two officers", "up to two officers"),
        ("by December 2017", "from December 2017"),
        ("more than 10 schools", "at least 10 schools"),
        ("two constables and one PCSO", "two constables and two PCSOs"),
        ("£3.4m", "$3.4m"),
        ("85 per cent", "85 places"),
    ],
)
def test_a_changed_bound_or_kind_is_a_changed_number(older: str, newer: str) -> None:
    assert changed_facts(older, newer) != ((), ())


def test_one_is_no_number_because_it_mostly_counts_nothing() -> None:
    assert said("one of the ways in which no one is left") == []


@pytest.mark.parametrize(
    ("older", "newer", "flag"),
    [
        ("We will publish the figures", "We will consider publishing the figures", "weaker"),
        ("Publish the figures", "Explore publishing the figures", "weaker"),
        ("Review the service", "We may review the service", "weaker"),
        ("Press for more powers", "Take more powers", "stronger"),
        ("Two officers in every ward", "Guarantee two officers in every ward", "stronger"),
        ("We will close the unit", "We will not close the unit", "weaker"),
        ("Publish the figures", "Publish the numbers", None),
    ],
)
def test_a_weaker_or_stronger_verb_is_flagged(older: str, newer: str, flag: str | None) -> None:
    found, why = change_of_strength(older, newer)
    assert found == flag
    assert bool(why) == bool(flag)


def test_words_of_rising_and_falling_give_a_direction() -> None:
    assert (direction("Reduce knife crime"), direction("More reports"), direction("Hold it")) == (
        "lower",
        "higher",
        None,
    )


def test_words_of_the_field_that_mean_one_thing_are_one() -> None:
    assert terms("PCs for each ward") == terms("police constables, each ward") == terms("officers, all wards")
    assert terms("domestic violence") == terms("domestic abuse")
    assert terms("young people") != terms("older people")


def test_endings_are_taken_off_words_and_never_off_numbers() -> None:
    assert stem("publishing") == stem("publishes") == stem("publish")
    assert stem("2017") == "2017"


def test_no_phrase_of_the_table_of_synonyms_stands_in_two_rows() -> None:
    phrases = [phrase for row in SYNONYMS for phrase in row]
    assert sorted(phrases) == sorted(set(phrases))
