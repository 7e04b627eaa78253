"""Rules of meetings against a slow second way: clear days, pages, quorum, what was open when; and the form against itself."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import ROOT
from tests.support.meeting_reference import meeting_life_page

from peelian.core.clocks.calendars import united_kingdom
from peelian.figures.packfile import PackError
from peelian.plans.entry import mapping
from peelian.scrutiny.meetings.form import form_of, read_actions, read_committees, read_meeting
from peelian.scrutiny.meetings.records import (
    ActionPoint,
    Attendance,
    Committee,
    Followed,
    Interest,
    Item,
    Meeting,
    Member,
    Notice,
    Outcome,
    Paper,
    Vote,
)
from peelian.scrutiny.meetings.rules import (
    AGENDA,
    MEETING,
    MINUTES,
    carried,
    clear_days_left,
    due_of,
    in_time,
    lacks_of_minutes,
    notice_by,
    notice_known,
    open_at,
    overdue,
    page_faults,
    quorum_of,
    room_of,
)
from peelian.scrutiny.meetings.voting import faults
from peelian.ui.meeting import MeetingPage

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2027, 12, 31))
CALENDAR = united_kingdom()


def panel(**more: Any) -> Committee:
    told: dict[str, Any] = {
        "id": "panel", "title": "Panel", "kind": "overview-board", "organisation": "havering", "members": (), "quorum": None,
    }  # fmt: skip
    return Committee(**told | more)


def meeting(**more: Any) -> Meeting:
    told: dict[str, Any] = {
        "id": "panel/2026-11-24", "committee": "panel", "title": "Panel", "on": dt.date(2026, 11, 24), "begins": None, "ends": None,
        "place": "", "state": "held",
    }  # fmt: skip
    return Meeting(**told | more)


def item(number: str, *papers: Paper, **more: Any) -> Item:
    return Item(number, f"Item {number}", "report", papers=papers, **more)


def slow_due(on: dt.date, number: int, *, weekends: bool) -> dt.date:
    """Walk back from the meeting, crossing off one clear day after the other; the day before the last one crossed off is due."""
    day, left = on, number
    while left:
        day -= dt.timedelta(days=1)
        if weekends or not CALENDAR.closed(day, "england-and-wales"):
            left -= 1
    day -= dt.timedelta(days=1)
    while not weekends and CALENDAR.closed(day, "england-and-wales"):
        day -= dt.timedelta(days=1)
    return day


class TestClearDays:
    @given(DAYS, st.integers(1, 28), st.booleans())
    def test_the_last_day_for_an_agenda_is_what_walking_back_finds(
        self, on: dt.date, number: int, weekends: bool
    ) -> None:
        found = notice_by(panel(clear_days=number, weekends_count=weekends), on, CALENDAR)
        assert found.due == slow_due(on, number, weekends=weekends)
        assert sum(day.number is not None for day in found.days) == number

    @given(DAYS, st.integers(1, 10), st.integers(0, 40), st.booleans())
    def test_in_time_is_the_same_as_enough_clear_days_between(
        self, on: dt.date, number: int, before: int, weekends: bool
    ) -> None:
        committee, given_on = panel(clear_days=number, weekends_count=weekends), on - dt.timedelta(days=before)
        found = notice_by(committee, on, CALENDAR)
        enough = clear_days_left(committee, given_on, on, CALENDAR) >= number
        assert in_time(found, given_on) == enough

    def test_neither_the_day_of_publication_nor_that_of_the_meeting_is_counted(self) -> None:
        committee, on = panel(), dt.date(2017, 1, 17)
        assert clear_days_left(committee, dt.date(2017, 1, 9), on, CALENDAR) == 5
        assert in_time(notice_by(committee, on, CALENDAR), dt.date(2017, 1, 9))
        assert not in_time(notice_by(committee, on, CALENDAR), dt.date(2017, 1, 10))

    def test_a_moment_is_of_the_day_in_london(self) -> None:
        found = notice_by(panel(), dt.date(2026, 7, 14), CALENDAR)
        assert found.due == dt.date(2026, 7, 6)
        late = dt.datetime(2026, 7, 6, 23, 30, tzinfo=dt.UTC)
        assert not in_time(found, late), "it is half past midnight in London"


def papers(lengths: list[int], kind: str = "main", first: int = 1) -> tuple[list[Item], int]:
    found = []
    for number, length in enumerate(lengths, start=1):
        paper = Paper(f"p{number}", f"Paper {number}", kind, first, first + length - 1)  # type: ignore[arg-type]
        found.append(item(str(number), paper))
        first += length
    return found, first


class TestPages:
    @given(st.lists(st.integers(1, 40), max_size=12))
    def test_papers_that_follow_each_other_have_no_fault(self, lengths: list[int]) -> None:
        assert page_faults(papers(lengths)[0]) == []

    @given(st.lists(st.integers(1, 40), min_size=2, max_size=12), st.data())
    def test_a_paper_left_out_is_one_fault_unless_it_was_the_last(
        self, lengths: list[int], data: st.DataObject
    ) -> None:
        gone = data.draw(st.integers(0, len(lengths) - 2))
        items, _ = papers(lengths)
        del items[gone]
        (fault,) = page_faults(items)
        assert fault.item == str(gone + 2)

    def test_pages_used_twice_are_a_fault(self) -> None:
        twice = [item("1", Paper("a", "A", "main", 1, 6)), item("2", Paper("b", "B", "main", 6, 9))]
        (fault,) = page_faults(twice)
        assert "another paper's already" in fault.what

    def test_supplementary_papers_go_on_after_the_agenda_s_own_wherever_their_items_stand(self) -> None:
        items = [
            item("1", Paper("a", "A", "main", 1, 6), Paper("s", "S", "supplementary", 11, 12)),
            item("2", Paper("b", "B", "main", 7, 10)),
        ]
        assert page_faults(items) == []

    def test_a_late_paper_that_went_out_before_a_supplementary_one_keeps_its_pages(self) -> None:
        items = [
            item("1", Paper("a", "A", "main", 1, 6), Paper("s", "S", "supplementary", 9, 12)),
            item("2", Paper("l", "L", "late", 7, 8)),
        ]
        assert page_faults(items) == []

    def test_a_paper_without_pages_leaves_no_gap(self) -> None:
        assert (
            page_faults(
                [
                    item("1", Paper("a", "A", "main", 1, 2), Paper("t", "T", "tabled")),
                    item("2", Paper("b", "B", "main", 3, 3)),
                ]
            )
            == []
        )


NAMES = ("Ada", "Ben", "Cy", "Di", "Eve")


class TestQuorum:
    @given(
        st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 4), st.integers(0, 4)), unique_by=lambda one: one[0]),
        st.integers(1, 4), st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)),
    )  # fmt: skip
    def test_who_counts_is_found_item_by_item(
        self, there: list[tuple[str, int, int]], needed: int, voteless: set[str], left: set[str]
    ) -> None:
        """Against a walk through every item and every person with the rule spelled out."""
        items = tuple(
            item(
                str(number),
                interests=tuple(Interest(name, "personal", "", True) for name in left) if number == 3 else (),
            )
            for number in range(1, 6)
        )
        attendance = tuple(
            Attendance(name, "present", "", str(min(a, b) + 1), str(max(a, b) + 1)) for name, a, b in there
        )
        members = tuple(Member(name, "co-opted", "", None, None, votes=name not in voteless) for name in NAMES)
        found = quorum_of(meeting(items=items, attendance=attendance), panel(members=members, quorum=needed))
        for number, one in enumerate(found, start=1):
            expected = {
                name for name, a, b in there
                if min(a, b) + 1 <= number <= max(a, b) + 1 and name not in voteless and not (number == 3 and name in left)
            }  # fmt: skip
            assert set(one.present) == expected
            assert one.enough == (len(expected) >= needed if there else None)

    def test_a_witness_is_no_member_and_a_substitute_counts(self) -> None:
        found = quorum_of(
            meeting(items=(item("1"),), attendance=(
                Attendance("Ada", "present"), Attendance("Di", "substitute", "Ben"), Attendance("Wes", "witness"),
                Attendance("Cy", "apologies"),
            )), panel(quorum=2),
        )  # fmt: skip
        assert found[0].present == ("Ada", "Di") and found[0].enough

    def test_an_item_taken_without_one_says_so_and_what_cannot_be_known_is_not_claimed(self) -> None:
        alone = meeting(items=(item("1"),), attendance=(Attendance("Ada", "present"),))
        assert "the item was taken without one" in quorum_of(alone, panel(quorum=2))[0].sentence
        assert "quorum is not known" in quorum_of(alone, panel())[0].sentence
        assert "cannot be told" in quorum_of(meeting(items=(item("1"),)), panel(quorum=2))[0].sentence

    def test_who_holds_no_seat_that_day_and_who_comes_twice_make_no_quorum(self) -> None:
        seats = (
            Member("Ada", "chair", "", None, None), Member("Ben", "member", "", None, dt.date(2026, 11, 23)),
            Member("Coe", "co-opted", "", None, None, votes=False), Member("Sue", "substitute", "", None, None),
        )  # fmt: skip
        held = meeting(items=(item("1"), item("2")), attendance=(
            Attendance("Ada", "present", "", "1", "1"), Attendance("Ada", "present", "", "2", "2"), Attendance("Ben", "present"),
            Attendance("Sue", "substitute", "Coe"), Attendance("Stray", "present"),
        ))  # fmt: skip
        assert [one.present for one in quorum_of(held, panel(members=seats, quorum=1))] == [("Ada",), ("Ada",)]
        assert quorum_of(
            replace(held, attendance=(Attendance("Sue", "substitute", "Ada"),)), panel(members=seats, quorum=1)
        )[0].enough

    def test_where_everybody_left_for_an_interest_it_is_said_that_nobody_was_there(self) -> None:
        held = meeting(
            items=(item("1", interests=(Interest("Ada", "pecuniary", "", True),)),),
            attendance=(Attendance("Ada", "present"),),
        )
        assert quorum_of(held, panel(quorum=1))[0].sentence.startswith(
            "0 voting members were there, 1 are the quorum: the item"
        )

    @pytest.mark.parametrize(
        ("vote", "said"),
        [(Vote(2, 1, 0), True), (Vote(1, 2, 0), False), (Vote(1, 1, 0), False), (Vote(1, 1, 0, "for"), True),
         (Vote(1, 1, 0, "against"), False), (Vote(1, 1, 0, "Ada Ash"), None)],
    )  # fmt: skip
    def test_a_tie_carries_nothing_but_by_the_casting_vote(self, vote: Vote, said: bool | None) -> None:
        assert carried(vote) is said

    def test_an_outcome_other_than_its_vote_is_looked_at(self) -> None:
        def found(kind: Any, *votes: Vote) -> str:
            return " ".join(one.what for one in lacks_of_minutes(meeting(items=(
                item("1", outcome=Outcome(kind), votes=votes),), attendance=(Attendance("Ada", "present"),)), panel()))  # fmt: skip

        other = "its outcome is other than its vote says"
        assert other in found("agreed", Vote(0, 1, 0)) and other in found("not-agreed", Vote(1, 0, 0))
        assert other not in found("agreed", Vote(1, 0, 0)) and other not in found(
            "agreed", Vote(0, 1, 0), Vote(1, 0, 0)
        )

    def test_more_votes_than_voting_members_and_a_casting_vote_without_a_tie_are_found(self) -> None:
        held = meeting(
            items=(item("1", outcome=Outcome("agreed"), votes=(Vote(2, 1, 0), Vote(2, 0, 0, "for"))),),
            attendance=(Attendance("Ada", "present"), Attendance("Ben", "present")),
        )
        said = " ".join(one.what for one in lacks_of_minutes(held, panel(quorum=2)))
        assert "3 votes, and 2 voting members were there" in said and "there was none" in said

    def test_nobody_votes_who_was_not_there_with_a_vote_and_who_presided_alone_has_a_casting_vote(self) -> None:
        seats = (
            Member("Ada", "chair", "", None, None), Member("Ben", "deputy-chair", "", None, None),
            Member("Cy", "member", "", None, None),
            Member("Coe", "co-opted", "", None, None, votes=False), Member("Sue", "substitute", "", None, None),
        )  # fmt: skip
        one, who = panel(members=seats, quorum=1), Vote(1, 0, 0, names=(("Cy", "for"),))

        def found(vote: Vote, *there: Attendance, left: str = "") -> list[str]:
            interests = (Interest(left, "personal", "", True),) if left else ()
            held = meeting(items=(item("1", votes=(vote,), interests=interests),), attendance=there)
            return faults(vote, room_of("1", held, one))

        ada, ben, cy, coe = (Attendance(name, "present") for name in ("Ada", "Ben", "Cy", "Coe"))
        assert found(Vote(99, 0, 0), ada) == ["99 votes, and 1 voting member was there."]
        assert found(Vote(1, 0, 0), coe, Attendance("Sue", "substitute", "Coe")) == [
            "1 vote, and no voting members were there."
        ]
        assert found(Vote(4, 0, 0)) == ["4 votes, and the committee has 3 seats with a vote."]
        assert found(Vote(3, 0, 0)) == [], "who was there is not noted: only the seats can be asked"
        assert found(who, ada) == ["Cy is recorded as voting, and was not there with a vote."]
        assert found(replace(who, names=(("Coe", "for"),))) == [
            "Coe is recorded as voting, and has no seat with a vote."
        ]
        assert found(replace(who, names=(("Sue", "for"),))) == [] and found(who, cy) == [] and found(who) == []
        assert found(who, cy, ada, left="Cy") == ["Cy is recorded as voting, and was not there with a vote."]
        tie = Vote(1, 1, 0, "for")
        assert found(tie, ada, cy) == [] and found(tie, ben, cy) == [] and found(tie) == []
        (alone,) = found(tie, cy, Attendance("Sue", "substitute", "Ada"))
        assert "nobody there is noted to have been" in alone
        assert found(tie, ada, cy, left="Ada")[-1] == alone, "the chair left the room"
        assert found(tie, replace(cy, chaired=True), Attendance("Sue", "substitute", "Ada")) == []

    def test_a_casting_vote_that_was_noted_by_name_once_is_noted_again(self) -> None:
        held = meeting(items=(item("1", outcome=Outcome("agreed"), votes=(Vote(1, 1, 0, "Ada"),)),))
        said = [one.what for one in lacks_of_minutes(held, panel(quorum=2)) if not one.warning]
        assert any("“Ada”, which is neither for nor against. Strike the vote" in one for one in said)


def point(**more: Any) -> ActionPoint:
    told: dict[str, Any] = {
        "id": "panel-2026-11-24-1", "committee": "panel", "meeting": "panel/2026-11-24", "item": "1", "text": "Do it.", "owner": "",
        "due": None,
    }  # fmt: skip
    return ActionPoint(**told | more)


class TestActions:
    def test_an_action_due_at_the_next_meeting_is_due_at_the_first_that_takes_place(self) -> None:
        held = meeting()
        off = meeting(id="panel/2026-12-01", on=dt.date(2026, 12, 1), state="cancelled")
        following = meeting(id="panel/2026-12-08", on=dt.date(2026, 12, 8), state="planned")
        wanted = point(due_meeting="panel/next")
        assert due_of(wanted, [held]) is None
        assert due_of(wanted, [held, off, following]) == dt.date(2026, 12, 8)
        assert not overdue(wanted, [held, off, following], dt.date(2026, 12, 8))
        assert overdue(wanted, [held, off, following], dt.date(2026, 12, 9))

    def test_what_was_due_at_a_meeting_that_was_called_off_is_carried_to_the_next(self) -> None:
        off = meeting(id="panel/2026-12-01", on=dt.date(2026, 12, 1), state="postponed")
        following = meeting(id="panel/2026-12-08", on=dt.date(2026, 12, 8), state="planned")
        assert due_of(point(due_meeting=off.id), [meeting(), off, following]) == dt.date(2026, 12, 8)
        assert due_of(point(due_meeting=off.id), [meeting(), off]) is None

    @given(st.lists(st.tuples(DAYS, st.sampled_from(("open", "done", "dropped"))), max_size=6), DAYS)
    def test_what_was_open_on_a_day_follows_from_the_last_word_before_it(
        self, said: list[tuple[dt.date, Any]], day: dt.date
    ) -> None:
        words = tuple(Followed(on, "said", state) for on, state in sorted(said, key=lambda one: one[0]))
        arisen, at = meeting(on=dt.date(2014, 1, 1)), meeting(id="panel/at", on=day)
        state = "open"
        for word in words:
            if word.on < day:
                state = word.state
        assert bool(open_at([point(followed=words)], [arisen, at], at)) == (state == "open")


class TestTheForm:
    def test_what_is_written_reads_the_same(self) -> None:
        committee = panel(
            quorum=1,
            reply_days=0,
            weekends_count=True,
            members=(Member("Ada", "chair", "Green", None, dt.date(2026, 1, 1), False, "CSP"),),
        )
        held = meeting(
            begins=dt.time(10), items=(item("1a", Paper("a", "A", "late", 1, 2, reason="It was late."), votes=(
                Vote(0, 2, 0, names=(("Ada", "against"), ("Ben", "against"))),
            )),), made=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), extras={"moderngov": "12"},
        )  # fmt: skip
        asked = point(followed=(Followed(dt.date(2026, 12, 1), "Sent.", "open", claimed=True, by="MOPAC"),))
        plain = json.loads(json.dumps({"c": [form_of(committee)], "m": form_of(held), "a": [form_of(asked)]}))
        assert read_committees(mapping(plain, "x").entries("c")) == (committee,)
        assert read_meeting(mapping(plain["m"], "x"), ["panel"]) == held
        assert read_actions(mapping(plain, "x").entries("a")) == (asked,)

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"id": "panel/2026-11-25"}, "is not committee and day"),
            ({"committee": "other"}, "there is no committee other"),
            ({"begins": 1140}, "is no time of day"),
            ({"agenda_out": "2026-11-16"}, "no moment with its zone"),
            ({"state": "over"}, "is not known"),
            ({"items": [{"number": n, "title": "A", "kind": "report"} for n in (1, "1")]}, "stands twice"),
            ({"attendance": [{"name": "Di", "presence": "substitute"}]}, "a substitute for nobody"),
            ({"attendance": [{"name": "Di", "presence": "present", "from_item": 9}]}, "there is no item 9"),
            ({"attendance": [{"name": "Di", "presence": "witness", "chaired": True}]}, "not there as a member"),
            ({"attendance": [{"name": n, "presence": "present", "chaired": True} for n in ("A", "B")]}, "in the chair at once"),
            ({"minutes": {"state": "agreed"}}, "no meeting agreed them"),
            ({"minutes": {"state": "draft", "signed_by": "Ada"}}, "signed by nobody, or by somebody before"),
            ({"surprise": True}, "unknown surprise"),
            ({"notice": {"day": "2026-11-25"}}, "notice was given after the meeting"),
            ({"state": "cancelled", "minutes": {"state": "draft"}}, "minutes of a meeting that is cancelled"),
            ({"minutes": {"state": "agreed", "agreed_at": "x", "agreed_on": "2026-11-24"}}, "agreed at a later meeting"),
            ({"minutes": {"state": "signed", "signed_by": "Ada", "agreed_at": "x", "agreed_on": "2026-12-02",
                          "signed_on": "2026-12-01"}}, "signed before they were agreed"),
            ({"items": [{"number": "1 2", "title": "A", "kind": "report"}]}, "is no number"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_right_is_refused_with_what_to_do(self, change: dict[str, Any], said: str) -> None:
        form = json.loads(json.dumps(form_of(meeting()))) | change
        with pytest.raises(PackError, match=said):
            read_meeting(mapping(form, "x"), ["panel"])

    def test_what_was_said_of_an_action_stands_in_its_order_for_the_last_word_decides(self) -> None:
        form = form_of(
            point(
                followed=(Followed(dt.date(2026, 12, 2), "Done.", "done"), Followed(dt.date(2026, 12, 1), "?", "open"))
            )
        )
        with pytest.raises(PackError, match="said before what stands above it"):
            read_actions(mapping({"a": [form]}, "x").entries("a"))

    def test_of_a_day_beyond_the_calendar_nobody_says_whether_notice_was_in_time(self) -> None:
        assert notice_known(panel(), dt.date(1999, 6, 1), CALENDAR) is None
        old = meeting(id="panel/1999-06-01", on=dt.date(1999, 6, 1), notice=Notice(dt.date(1999, 5, 1), ()))
        assert "cannot be told" in MeetingPage(old, panel(), (), dt.date(2026, 11, 24), CALENDAR).notice_words[0]

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            ({"papers": [{"id": "a", "title": "A", "kind": "main", "first_page": 3, "last_page": 2}]}, "are no range"),
            ({"votes": [{"for": 2, "against": 0, "abstained": 0, "names": {"Ada": "for"}}]}, "the counts say otherwise"),
            ({"outcome": {"kind": "shelved"}}, "is not known"),
        ],
    )  # fmt: skip
    def test_an_item_is_looked_at_as_well(self, entry: dict[str, Any], said: str) -> None:
        form = json.loads(json.dumps(form_of(meeting()))) | {
            "items": [{"number": "1", "title": "A", "kind": "report", **entry}]
        }
        with pytest.raises(PackError, match=said):
            read_meeting(mapping(form, "x"), ["panel"])


def test_the_manual_draws_the_tables_that_the_program_goes_by() -> None:
    page = (ROOT / "docs" / "reference" / "meeting-life.md").read_text(encoding="utf-8")
    assert page == meeting_life_page(), "run .venv/bin/python scripts/reference.py"


def test_every_state_of_a_meeting_has_an_owner_or_an_end() -> None:
    for workflow in (MEETING, AGENDA, MINUTES):
        for state in workflow.states:
            onward = [step for step in workflow.steps if state.id in step.before]
            assert bool(state.waits_for) == bool(onward), state.id
