# ruff: noqa: F811  fixtures of another file are arguments here
"""Topics are those of the pack: another is refused with the nearest, wherever it comes in, and makes no page of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet
from tests.spec.test_meeting_names import meeting, office, pack  # noqa: F401
from tests.support.office import Office

from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.pack import PACKS
from peelian.figures.packfile import PackError
from peelian.plans.entry import mapping
from peelian.scrutiny.ledger.actions import begin_investigation, write_investigation
from peelian.scrutiny.ledger.pack import read_investigations
from peelian.scrutiny.meetings import agenda, committees
from peelian.scrutiny.meetings.form import read_meeting
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord
from peelian.scrutiny.meetings.pack import read_pack
from peelian.scrutiny.meetings.taking_in import take_in_meeting
from peelian.scrutiny.topics import topics_of

database = pytest.mark.django_db
NONE, NEAR = "There is no topic nosuch", r"There is no topic probatoin\. Near it: probation"


def test_topics_are_the_headings_of_the_measures_and_what_the_pack_adds() -> None:
    names = topics_of(PACKS / "london")
    assert names["burglary"] == "Burglary" and names["fire-service"] == "Fire service"
    assert "fire-service" not in topics_of(PACKS / "west-yorkshire"), "each pack has its own"


@database
def test_an_item_and_a_committee_have_topics_of_the_pack(meeting: MeetingRecord, office: Office) -> None:
    by = office.by("clara")
    item = agenda.add_item(meeting, "Knives", kind="report", topics=["violence", "probation"], by=by)
    for topic, said in (("nosuch", NONE), ("probatoin", NEAR)):
        with pytest.raises(PeelianError, match=said):
            agenda.add_item(meeting, "Another", kind="report", topics=[topic], by=by)
        with pytest.raises(PeelianError, match=said):
            agenda.write_item(item, version=item.version, topics=[topic], by=by)
        with pytest.raises(PeelianError, match=said):
            committees.write(meeting.committee, version=meeting.committee.version, topics=[topic], by=by)
        with pytest.raises(PeelianError, match=said):
            committees.found(
                meeting.committee.organisation, "other", title="Other", kind="overview-board", topics=[topic], by=by
            )
    item.refresh_from_db()
    assert item.topics == ["violence", "probation"]


@database
def test_a_topic_that_the_pack_has_dropped_since_stays_where_it_is(meeting: MeetingRecord, office: Office) -> None:
    by = office.by("clara")
    item = agenda.add_item(meeting, "Knives", kind="report", by=by)
    QuerySet(ItemRecord).filter(pk=item.pk).update(topics=["dropped"])
    agenda.write_item(item, version=item.version, topics=["dropped", "violence"], by=by)
    with pytest.raises(PeelianError, match=NONE):
        agenda.write_item(item, version=item.version + 1, topics=["dropped", "nosuch"], by=by)


@database
def test_an_investigation_has_topics_of_the_pack(meeting: MeetingRecord, office: Office, tmp_path: Path) -> None:
    by, house, owner = office.by("clara"), House(tmp_path), meeting.committee.organisation
    told: dict[str, Any] = {"title": "Bail", "terms": "How bail is used."}
    with pytest.raises(PeelianError, match=NONE):
        begin_investigation(owner, "bail", house, topics=["nosuch"], by=by, **told)
    made = begin_investigation(owner, "bail", house, topics=["justice"], by=by, **told)
    with pytest.raises(PeelianError, match=NEAR):
        write_investigation(made, house, version=made.version, topics=["probatoin"], by=by)


@database
def test_a_meeting_that_is_taken_in_has_topics_of_the_pack(
    meeting: MeetingRecord, office: Office, tmp_path: Path
) -> None:
    form = {
        "id": "the-panel/2026-12-01", "committee": "the-panel", "title": "The Panel", "day": "2026-12-01", "state": "planned",
        "items": [{"number": 3, "title": "Knives", "kind": "report", "topics": ["nosuch"]}],
    }  # fmt: skip
    with pytest.raises(PeelianError, match="Item 3: there is no topic nosuch"):
        take_in_meeting(
            read_meeting(mapping(form, "a file"), ["the-panel"]), [], House(tmp_path), by=office.by("clara")
        )
    assert not MeetingRecord.objects.filter(slug="2026-12-01").exists()


@pytest.mark.parametrize(
    ("name", "old", "read"),
    [
        ("meetings/havering-2017-01-17.yaml", "topics: [probation]", read_pack),
        ("committees.yaml", "topics: [policing, violence,", read_pack),
        ("investigations.yaml", "topics: [hate-crime]", read_investigations),
    ],
)
def test_a_file_of_a_pack_names_topics_that_the_pack_has(pack: Path, name: str, old: str, read: Any) -> None:
    path = pack / "scrutiny" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    read(pack)
    path.write_text(text.replace(old, old.replace("[", "[nosuch, ")), encoding="utf-8")
    topics_of.cache_clear()
    with pytest.raises(PackError, match=r"line \d+: there is no topic nosuch"):
        read(pack)
