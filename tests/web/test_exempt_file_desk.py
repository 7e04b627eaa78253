"""Files that are to be withheld, at the desk: chosen, kept in memory and then encrypted, replaced, sealed, copied on record."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.urls import get_resolver, reverse

from peelian.audit.models import Event
from peelian.core.exempt.actions import release, seal
from peelian.core.exempt.files import LARGEST
from peelian.core.exempt.models import ExemptPart, ExemptPiece
from peelian.core.exempt.uploads import DOORS
from peelian.core.records import writing
from peelian.figures.house import today
from peelian.scrutiny.meetings import agenda, committees, life
from tests.support.exempt import decided_on, sealed_part
from tests.support.office import Office
from tests.web.test_people_pages import Clerk

SECRET = "Lantern bid one million pounds"
CONTENT = f"{SECRET}\n".encode() * 100_000
"""3 MB: more than Django keeps in memory of its own accord."""


@pytest.fixture(autouse=True)
def in_a_house(settings: Any, tmp_path: Path) -> None:
    settings.PEELIAN_DATA = tmp_path


def chosen(content: bytes = CONTENT, name: str = f"{SECRET}.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/plain")


def told(**more: Any) -> dict[str, Any]:
    return {
        "title": "The bids", "text": "", "decided_by": "Director", "review_on": (today() + dt.timedelta(days=90)).isoformat(),
        "grounds-count": "1", "grounds-0-ground": "foi|43", "grounds-0-reason": "It would tell bidders what others offered.",
        **more,
    }  # fmt: skip


def kept(office: Office, **more: Any) -> ExemptPart:
    """A file that Dora chose, as a draft."""
    decided_on(office)
    Clerk(office, "dora").client.post(add_door(), told(file=chosen(), **more))
    return ExemptPart.objects.get()


def add_door() -> str:
    return reverse("decision-part-add", args=["PCD-1560"])


def test_a_file_is_chosen_and_kept_encrypted_and_nothing_of_it_comes_back(office: Office, tmp_path: Path) -> None:
    part = kept(office)
    assert (part.form, part.length, part.pages) == ("file", len(CONTENT), None)
    page = Clerk(office, "drew").read(f"/office/exempt/{part.pk}")
    assert f"{len(CONTENT):,} bytes" in page and SECRET not in page
    for address in ("/office/exempt", "/office/decisions/PCD-1560", f"{add_door().removesuffix('/add')}/{part.pk}"):
        assert SECRET not in Clerk(office, "dora").read(address), address
    assert not [one for one in tmp_path.rglob("*") if one.is_file() and SECRET.encode() in one.read_bytes()]


def doors(office: Office) -> dict[str, str]:
    """An address of every door that takes such a file."""
    by = office.by("clara")
    panel = committees.found(
        office.organisation("london-assembly-pcc"), "the-panel", title="The Panel", kind="assembly-committee", by=by
    )
    meeting = life.plan(panel, today() + dt.timedelta(days=30), by=by)
    item = agenda.add_item(meeting, "The contract", kind="report", by=by)
    day = ["the-panel", meeting.slug]
    return {
        "decision-part-add": add_door(), "decision-part": reverse("decision-part", args=["PCD-1560", "x"]),
        "meeting-exempt-add": reverse("meeting-exempt-add", args=[*day, "item", item.pk]),
        "meeting-exempt": reverse("meeting-exempt", args=[*day, "x"]),
    }  # fmt: skip


def test_at_no_door_a_large_file_is_written_to_a_disk_before_it_is_encrypted(
    office: Office, monkeypatch: Any, tmp_path: Path
) -> None:
    decided_on(office)
    asked = doors(office)
    assert set(asked) == DOORS
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", lambda *_, **__: pytest.fail("a temporary file"))
    for name, address in asked.items():
        who = "dora" if name.startswith("decision") else "clara"
        answer = Clerk(office, who).client.post(address, told(file=chosen()))
        assert answer.status_code in (302, 404), name
    assert ExemptPart.objects.filter(form="file").count() == 2, "of the decision and of the item"


def test_elsewhere_files_come_in_as_before(office: Office, monkeypatch: Any) -> None:
    seen: list[str] = []
    made = TemporaryFileUploadHandler.new_file
    monkeypatch.setattr(
        TemporaryFileUploadHandler, "new_file", lambda *told, **more: (seen.append("asked"), made(*told, **more))[1]
    )
    address = reverse("exempt-review", args=[sealed_part(office).pk])
    Clerk(office, "drew").client.post(address, {"file": chosen(b"x" * 3_000_000)})
    assert seen == ["asked"], "the guard above would see it"


def test_every_form_that_offers_such_a_file_is_a_door(office: Office) -> None:
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names >= DOORS
    held = {
        str(one.relative_to(one.parents[3])) for one in Path("src/peelian/workspace/views").glob("*.py")
        if "PartForm(" in one.read_text(encoding="utf-8")
    }  # fmt: skip
    assert {Path(one).name for one in held} == {"decision_steps.py", "meeting_exempt.py"}, (
        "name the doors of a new desk"
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"file": chosen(), "text": "Words too."}, "not both"), ({}, "Write the text that is withheld, or choose its file."),
        ({"file": chosen(b"MZ\0\0", "a.exe")}, "This kind of file is not kept here."),
        ({"file": chosen(b"")}, "The file is empty."),
        ({"file": chosen(), "title": ""}, "Choose the file again: nothing of it was kept."),
        ({"file": chosen(), "more": "grounds"}, "Choose the file again: nothing of it was kept."),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_at_its_field(office: Office, more: dict[str, Any], said: str) -> None:
    decided_on(office)
    page = Clerk(office, "dora").client.post(add_door(), told(**more)).content.decode()
    assert said in page and SECRET not in page and not ExemptPart.objects.exists()


def test_of_a_file_that_is_too_large_the_limit_is_said(office: Office) -> None:
    decided_on(office)
    page = Clerk(office, "dora").client.post(add_door(), told(file=chosen(b"x" * (LARGEST + 100)))).content.decode()
    assert "The file has more than 25 MB." in page and "25 MB at most" in page and not ExemptPart.objects.exists()


def test_a_draft_keeps_its_file_until_another_or_a_text_is_given(office: Office) -> None:
    part, dora = kept(office), Clerk(office, "dora").client
    address = f"{add_door().removesuffix('/add')}/{part.pk}"
    assert f"It is a file of {part.length_words}" in dora.get(address).content.decode()
    dora.post(address, told(title="The offers", version=str(part.version)))
    part.refresh_from_db()
    assert (part.title, part.form, part.length) == ("The offers", "file", len(CONTENT))
    dora.post(address, told(file=chosen(b"a,b\n", "b.csv"), version=str(part.version)))
    part.refresh_from_db()
    assert (part.form, part.length, ExemptPiece.objects.count()) == ("file", 4, 1)
    dora.post(address, told(text="Words instead.", version=str(part.version)))
    part.refresh_from_db()
    assert (part.form, ExemptPiece.objects.count()) == ("text", 0)


def test_a_copy_is_on_record_is_stored_nowhere_and_bears_a_neutral_name(office: Office) -> None:
    part, drew = kept(office), Clerk(office, "drew").client
    answer: Any = drew.post(f"/office/exempt/{part.pk}/file")
    assert answer.content == CONTENT and answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="exempt-part-{part.pk}.txt"'
    [event] = Event.objects.filter(action="exempt.copy")
    assert event.actor == office.drew.key and SECRET not in str(event.changes)
    assert drew.get(f"/office/exempt/{part.pk}/file").status_code == 405
    assert "is a file" in drew.post(f"/office/exempt/{part.pk}/read").content.decode()


def test_nobody_else_takes_a_copy(office: Office) -> None:
    part = kept(office)
    for name, status in (("clara", 404), ("chris", 404), ("bob", 403), ("harry", 403), ("ivy", 403)):
        assert Clerk(office, name).client.post(f"/office/exempt/{part.pk}/file").status_code == status, name
    assert not Event.objects.filter(action="exempt.copy").exists()


def test_a_damaged_file_and_a_missing_key_are_said_and_hold_up_nothing_else(office: Office, settings: Any) -> None:
    part, other = kept(office), sealed_part(office, title="The lease")
    drew = Clerk(office, "drew").client
    with writing():
        ExemptPiece.objects.filter(part=part).update(cipher=b"bent")
    assert "is not what was sealed" in drew.post(f"/office/exempt/{part.pk}/file").content.decode()
    assert drew.post(f"/office/exempt/{other.pk}/read").status_code == 200
    assert "The lease" in drew.get("/office/exempt").content.decode()
    settings.PEELIAN_EXEMPT_KEY = ""
    assert "is not here" in drew.post(f"/office/exempt/{part.pk}/file").content.decode()


def test_a_released_file_is_still_to_be_had_at_the_desk(office: Office) -> None:
    part = kept(office)
    seal(part, by=office.by("drew"))
    release(part, by=office.by("drew"), reason="The contract is signed.")
    drew = Clerk(office, "drew").client
    assert "It is released" in drew.get(f"/office/exempt/{part.pk}").content.decode()
    assert drew.post(f"/office/exempt/{part.pk}/file").content == CONTENT


def test_no_report_of_an_error_says_how_a_file_is_called_or_what_is_in_it(
    office: Office, monkeypatch: Any, rf: Any
) -> None:
    from django.utils.module_loading import import_string
    from django.views.debug import get_exception_reporter_class

    request = rf.post(add_door(), told(file=chosen()))
    assert SECRET in request.FILES["file"].name
    assert get_exception_reporter_class(request) is import_string("peelian.config.reporting.Reporter")
    try:
        raise RuntimeError("broken")
    except RuntimeError as error:
        reporter = get_exception_reporter_class(request)(request, RuntimeError, error, error.__traceback__)
    for report in (reporter.get_traceback_text(), reporter.get_traceback_html()):
        assert "FILES" in report and SECRET not in report


def test_a_released_file_is_proved_by_the_command(office: Office, tmp_path: Path, capsys: Any) -> None:
    from argparse import Namespace

    from peelian.cli.exempt import verify_released

    part = kept(office)
    seal(part, by=office.by("drew"))
    release(part, by=office.by("drew"), reason="The contract is signed.")
    part.refresh_from_db()
    file = tmp_path / "taken.txt"
    asked = Namespace(what=str(file), commitment=part.commitment, salt=part.salt, json=False)
    for content, code in ((CONTENT, 0), (CONTENT + b"!", 1)):
        file.write_bytes(content)
        assert (verify_released(asked) == 0) is (code == 0)
    said = capsys.readouterr().out
    assert "It is what was sealed" in said and "FAILED" in said
