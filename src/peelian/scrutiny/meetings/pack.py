"""The committees and meetings of a pack: ``scrutiny/committees.yaml``, and in ``scrutiny/meetings/`` one file for each meeting."""

from __future__ import annotations

from pathlib import Path

from peelian.figures.packfile import PackError
from peelian.plans.entry import Entry, read_list, read_mapping
from peelian.scrutiny import topics
from peelian.scrutiny.meetings import reports, touched
from peelian.scrutiny.meetings.form import read_actions, read_committees, read_meeting
from peelian.scrutiny.meetings.records import ActionPoint, Committee, Meeting

FOLDER = "scrutiny"


def read_pack(pack: Path) -> tuple[tuple[Committee, ...], tuple[Meeting, ...], tuple[ActionPoint, ...]]:
    """Committees, meetings and actions of a pack, each in the order of its files; none where it has no such file.

    Raises PackError for the first thing that cannot be right.
    """
    listed = pack / FOLDER / "committees.yaml"
    files = sorted((pack / FOLDER / "meetings").glob("*.yaml"))
    if not listed.is_file():
        if files:
            raise PackError(listed, 0, "is missing, and there are meetings.", "Add the committees that meet.")
        return (), (), ()
    committees = read_committees(read_list(listed))
    for entry in read_list(listed):
        topics.check_entry(entry, pack)
    ids = [one.id for one in committees]
    meetings: dict[str, Meeting] = {}
    actions: dict[str, ActionPoint] = {}
    for path in files:
        entry = read_mapping(path)
        meeting = read_meeting(entry, ids)
        if meeting.id in meetings:
            entry.fail("id", f"meeting {meeting.id} stands in two files.", "Keep one of the two.")
        own = read_actions(entry.entries("actions"), meeting)
        _check_names(entry, pack, meeting)
        for place, action in enumerate(own):
            if action.id in actions:
                entry.child("actions", place).fail("id", f"action {action.id} stands twice.", "Give each its own id.")
        meetings[meeting.id] = meeting
        actions |= {one.id: one for one in own}
    return committees, tuple(meetings.values()), tuple(actions.values())


def _check_names(entry: Entry, pack: Path, meeting: Meeting) -> None:
    """Refuse an item, a paper or an action that names what the pack does not know. Raises PackError."""
    for item in entry.entries("items"):
        touched.check_entry(item, pack)
        topics.check_entry(item, pack)
        for paper in item.entries("papers"):
            reports.check_entry(paper, pack, meeting.on)
    for action in entry.entries("actions"):
        touched.check_entry(action, pack)
