"""Files that are withheld: kept in encrypted pieces, sealed with a public hash and length, released byte by byte as they were."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from typing import Any

import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.exempt import DECIDERS, GROUNDS, WRITERS, decided_on
from tests.support.office import Office

from peelian.audit.models import Event
from peelian.core.acting import NotAllowed
from peelian.core.exempt import actions, files, holding
from peelian.core.exempt.files import File
from peelian.core.exempt.models import ExemptPart, ExemptPiece
from peelian.core.exempt.queries import stub_of
from peelian.core.records import writing
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import today

pytestmark = pytest.mark.django_db
SECRET = b"Lantern bid one million pounds."
NAME = "Lantern's bid of a million.pdf"


def pdf(pages: int = 3, size: int = 0) -> bytes:
    """A PDF file of some pages, with what is secret in its metadata, made larger by bytes that do not pack."""
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    made.docinfo["/Title"] = pikepdf.String(SECRET.decode())
    if size:
        import random

        made.Root.Filling = made.make_stream(random.Random(1).randbytes(size))
    made.save(out, deterministic_id=True)
    return out.getvalue()


def packed(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as held:
        for name, text in members.items():
            held.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


@pytest.fixture(autouse=True)
def house(office: Office, tmp_path: Any, settings: Any) -> None:
    settings.PEELIAN_DATA, settings.PEELIAN_EXEMPT_KEY = tmp_path, ""


def drafted(office: Office, content: bytes, name: str = NAME, **more: Any) -> ExemptPart:
    decided_on(office)
    return actions.keep(
        "decision:PCD-1560", office.organisation("mopac"), "The bids", File(name, "", content), [GROUNDS["mopac"]], "Director",
        today() + dt.timedelta(days=180), more.get("release_on"), by=office.by(WRITERS["mopac"]),
    )  # fmt: skip


def sealed(office: Office, content: bytes, **more: Any) -> ExemptPart:
    part = drafted(office, content, **more)
    actions.seal(part, by=office.by(DECIDERS["mopac"]))
    part.refresh_from_db()
    return part


def everything() -> str:
    """Everything that the database holds, as text and as bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [
                repr(bytes(one) if isinstance(one, memoryview) else one) for row in cursor.fetchall() for one in row
            ]
    return "\n".join(found)


def test_a_file_is_cut_in_encrypted_pieces_and_comes_back_byte_by_byte(office: Office) -> None:
    content = pdf(size=2_500_000)
    part = drafted(office, content)
    pieces = ExemptPiece.objects.filter(part=part)
    assert (part.form, part.length, part.pages, pieces.count()) == ("file", len(content), 3, 3)
    found = actions.copy(part, by=office.by("drew"))
    assert (found.content, found.name, found.media) == (content, NAME, files.PDF)
    assert len({bytes(one.cipher)[:12] for one in pieces}) == 3, "each piece has a nonce of its own"


def test_neither_its_bytes_nor_its_name_nor_its_kind_stand_anywhere_in_the_clear(office: Office) -> None:
    part = sealed(office, b"%PDF-1.4\n" + SECRET)
    actions.copy(part, by=office.by("drew"))
    said = everything()
    assert "Lantern" not in said and "million" not in said and "application/pdf" not in said
    told = [one.changes for one in Event.objects.filter(subject=part.key)]
    assert told and "Lantern" not in str(told) and "million" not in str(told)
    assert "Lantern" not in repr(holding.file_in(part)) and "bid" not in repr(holding.file_in(part))


def test_length_pages_and_hash_are_public_at_sealing_and_the_rest_at_its_release(office: Office) -> None:
    content = pdf()
    part = sealed(office, content)
    stub = stub_of(part)
    assert (stub.form, stub.length, stub.pages, stub.media, stub.sha256, stub.salt) == (
        "file",
        len(content),
        3,
        "",
        "",
        "",
    )
    actions.release(part, by=office.by("drew"), reason="The contract is signed.")
    part.refresh_from_db()
    out = stub_of(part)
    whole = hashlib.sha256(out.salt.encode() + b"\n" + content).hexdigest()
    assert out.commitment == stub.commitment == f"sha256:{whole}"
    assert (out.media, out.sha256) == (files.PDF, hashlib.sha256(content).hexdigest())
    assert b"".join(holding.released_content(part)) == content
    assert "Lantern's" not in part.text, "its name is not released with it"


def test_a_released_file_needs_no_key(office: Office, settings: Any) -> None:
    part = sealed(office, pdf())
    actions.release(part, by=office.by("drew"), reason="The contract is signed.")
    (settings.PEELIAN_DATA / "exempt-keys").unlink()
    part.refresh_from_db()
    assert actions.copy(part, by=office.by("drew")).name == f"exempt-part-{part.pk}.pdf"


def test_without_its_key_it_is_neither_copied_nor_released_and_says_so(office: Office, settings: Any) -> None:
    part = sealed(office, pdf())
    (settings.PEELIAN_DATA / "exempt-keys").unlink()
    for act in (actions.copy, actions.release):
        with pytest.raises(PeelianError, match="is not here"):
            act(part, by=office.by("drew"), reason="x")
    part.refresh_from_db()
    assert part.state == "sealed"


def harm(part: ExemptPart, how: str) -> None:
    """Bend what lies in the table of a draft, as somebody with the database might."""
    with writing():
        first, second = ExemptPiece.objects.filter(part=part).order_by("number")[:2]
        if how == "a byte":
            ExemptPiece.objects.filter(pk=first.pk).update(cipher=bytes(first.cipher)[:-1] + b"\0")
        elif how == "a piece is gone":
            second.delete()
        else:
            ExemptPiece.objects.filter(pk=first.pk).update(cipher=bytes(second.cipher))


@pytest.mark.parametrize("how", ["a byte", "a piece is gone", "a piece twice"])
def test_what_was_altered_is_said_and_holds_up_nothing_else(office: Office, how: str) -> None:
    bad, good = drafted(office, pdf(size=1_500_000)), sealed(office, pdf(1))
    harm(bad, how)
    for act in (actions.copy, actions.seal):
        with pytest.raises(PeelianError, match="not what was sealed"):
            act(bad, by=office.by("drew"))
    assert actions.copy(good, by=office.by("drew")).content == pdf(1)


def test_the_database_keeps_what_was_sealed(office: Office) -> None:
    part = sealed(office, pdf())
    for change in ("UPDATE core_exemptpiece SET cipher = plain", "DELETE FROM core_exemptpiece",
                   "UPDATE core_exemptpart SET pages = 1", "UPDATE core_exemptpart SET form = 'text'",
                   "UPDATE core_exemptpart SET title = 'x'", "DELETE FROM core_exemptpart",
                   "UPDATE core_exemptpiece SET sealed = NOT sealed"):  # fmt: skip
        with (
            pytest.raises(DatabaseError, match="what was sealed stays"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
    actions.release(part, by=office.by("drew"), reason="The contract is signed.")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_exemptpiece SET plain = cipher")


def test_a_draft_is_replaced_by_another_file_or_a_text_and_taken_away_whole(office: Office) -> None:
    part, by = drafted(office, pdf(size=1_500_000)), office.by("dora")
    actions.rewrite(part, text=File("b.csv", "", b"a,b\n1,2\n"), by=by)
    assert (part.form, part.length, part.pages, ExemptPiece.objects.count()) == ("file", 8, None, 1)
    actions.rewrite(part, text="Words instead.", by=by)
    assert (part.form, part.length, ExemptPiece.objects.count()) == ("text", 14, 0)
    assert actions.read(part, by=by) == "Words instead."
    actions.rewrite(part, text=File("c.pdf", "", pdf()), by=by)
    actions.rewrite(part, title="Another title", by=by)
    assert (part.form, part.title) == ("file", "Another title")
    actions.remove(part, by=by)
    assert ExemptPiece.objects.count() == 0


def test_four_eyes_and_roles_are_those_of_a_text(office: Office) -> None:
    part = drafted(office, pdf())
    with pytest.raises((NotAllowed, WrongStep)):
        actions.seal(part, by=office.by("dora"))
    for name in ("bob", "harry", "ivy", "clara", "esther"):
        with pytest.raises(NotAllowed):
            actions.copy(part, by=office.by(name))
    with pytest.raises(PeelianError, match="is a file"):
        actions.read(part, by=office.by("drew"))


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("a.pdf", pdf(1), files.PDF), ("scan.PNG", b"\x89PNG\r\n\x1a\nx", "image/png"), ("x", b"\xff\xd8\xffx", "image/jpeg"),
        ("s.tif", b"II*\x00x", "image/tiff"), ("s.tif", b"MM\x00*x", "image/tiff"),
        ("p.xlsx", packed(xl__workbook_xml="x"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("p.docx", packed(word__document_xml="x"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("p.ods", packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
         "application/vnd.oasis.opendocument.spreadsheet"),
        ("p.csv", "a,£\n".encode(), "text/csv"), ("p.CSV", "a,£\n".encode("cp1252"), "text/csv"), ("p", b"words", "text/plain"),
        ("p.pdf", b"words", "text/plain"), ("p.zip", packed(a="x"), None), ("p.exe", b"MZ\0\0", None),
        ("p.doc", b"\xd0\xcf\x11\xe0\0", None),
        ("p.zip", b"PK\x03\x04broken", None), ("p.jar", packed(mimetype="application/java"), None),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_the_content(name: str, content: bytes, media: str | None) -> None:
    if media is None:
        with pytest.raises(PeelianError, match="not kept here") as refused:
            files.chosen(name, content)
        assert name not in f"{refused.value.message} {refused.value.remedy}"
    else:
        assert files.chosen(name, content).media == media


def test_an_empty_or_a_large_file_is_refused_and_the_limit_is_said() -> None:
    with pytest.raises(PeelianError, match="empty"):
        files.chosen("a.txt", b"")
    with pytest.raises(PeelianError, match="more than 25 MB"):
        files.chosen("a.txt", b"a" * (files.LARGEST + 1))
    assert files.chosen("a.txt", b"a" * files.LARGEST).length == files.LARGEST


def test_pages_of_a_broken_pdf_are_not_known_and_it_is_kept_all_the_same(office: Office) -> None:
    part = drafted(office, b"%PDF-1.4 broken")
    assert (part.pages, part.length) == (None, 15)


def test_counting_pages_and_keeping_writes_nothing_to_a_disk(office: Office, tmp_path: Any, monkeypatch: Any) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert drafted(office, pdf()).pages == 3
    assert not [path.name for path in tmp_path.rglob("*") if path.name not in ("exempt-keys", ".exempt-keys.lock")]


def test_a_rotation_of_keys_leaves_the_pieces_as_they_are(office: Office) -> None:
    from django.conf import settings

    from peelian.core.acting import COMMAND
    from peelian.core.exempt.keys import new_key, put_first

    part = sealed(office, pdf())
    before = [bytes(one.cipher) for one in ExemptPiece.objects.all()]
    put_first(settings.PEELIAN_DATA, new_key())
    assert actions.wrap_again(by=COMMAND) == 1
    assert [bytes(one.cipher) for one in ExemptPiece.objects.all()] == before
    part.refresh_from_db()
    assert actions.copy(part, by=office.by("drew")).content == pdf()


def test_the_clock_releases_a_file(office: Office) -> None:
    part = sealed(office, pdf(), release_on=today() + dt.timedelta(days=3))
    done, said = actions.release_due(dt.datetime.now(dt.UTC) + dt.timedelta(days=4))
    part.refresh_from_db()
    assert (done, said, part.state) == (1, [], "released")


def test_a_piece_goes_into_a_backup_and_back_as_it_is(office: Office) -> None:
    import json

    from peelian.core.backups import records

    sealed(office, pdf())
    piece = ExemptPiece.objects.get()
    row = records._values({one.attname: one for one in piece._meta.concrete_fields}, json.dumps(records._plain(piece)))
    assert (bytes(row["cipher"]), row["plain"], row["sealed"]) == (bytes(piece.cipher), None, True)
    assert records._at_once(ExemptPiece) < records._at_once(ExemptPart)
