"""How what is withheld lies in the records: a text in its cipher; a file as an envelope in its cipher, and its bytes in pieces."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from peelian.core.exempt.commitments import canonical, commitment_of, new_salt
from peelian.core.exempt.files import (
    Envelope,
    File,
    chosen,
    commitment_of_file,
    envelope_of,
    neutral_name,
    opened_envelope,
    pages_of,
    pieces_of,
    sha256_of,
)
from peelian.core.exempt.keys import Key
from peelian.core.exempt.models import ExemptPart, ExemptPiece
from peelian.core.exempt.queries import bound_to, keys, sealed_of
from peelian.core.exempt.sealing import (
    Opened,
    altered,
    decrypt,
    decrypt_piece,
    encrypt,
    encrypt_piece,
    new_data_key,
    unwrap,
)
from peelian.figures.errors import PeelianError

Content = str | File


@dataclass(frozen=True)
class Kept:
    """What a part is kept as: its fields, and of a file its pieces."""

    fields: dict[str, Any]
    pieces: tuple[bytes, ...] = field(default=(), repr=False)


def encrypted(part: ExemptPart, content: Content, key: Key) -> Kept:
    """A text or a file, encrypted for a part. Raises PeelianError for what is not kept."""
    of = bound_to(part)
    if isinstance(content, str):
        plain = canonical(content)
        sealed = encrypt(Opened(new_salt(), plain), of, key)
        told: dict[str, Any] = {"form": "text", "length": len(plain), "pages": None}
        return Kept(told | {"cipher": sealed.cipher, "wrapped": sealed.wrapped, "wrapped_by": sealed.key})
    file, data_key = chosen(content.name, content.content), new_data_key()
    sealed = encrypt(Opened(new_salt(), file.envelope), of, key, data_key)
    cut = list(pieces_of(file.content))
    told = {"form": "file", "length": file.length, "pages": pages_of(file)}
    return Kept(
        told | {"cipher": sealed.cipher, "wrapped": sealed.wrapped, "wrapped_by": sealed.key},
        tuple(encrypt_piece(data_key, piece, of, (number, len(cut))) for number, piece in enumerate(cut, 1)),
    )


def put_pieces(part: ExemptPart, pieces: Sequence[bytes]) -> None:
    """Keep the pieces of a draft instead of those that it had."""
    ExemptPiece.objects.filter(part=part).delete()
    rows = [ExemptPiece(part=part, number=number, cipher=cipher) for number, cipher in enumerate(pieces, 1)]
    ExemptPiece.objects.bulk_create(rows, batch_size=4)


def opened(part: ExemptPart) -> Opened:
    """The text of a part, or the envelope of its file. Raises PeelianError where the key is not here, or it was altered."""
    return decrypt(sealed_of(part), bound_to(part), keys())


def envelope_in(part: ExemptPart) -> tuple[str, Envelope]:
    """The salt, and the envelope of a file. Raises PeelianError as ``opened`` does."""
    found = opened(part)
    try:
        return found.salt, envelope_of(found.text)
    except (ValueError, KeyError, TypeError) as error:
        raise altered() from error


def content_of(part: ExemptPart) -> Iterator[bytes]:
    """The bytes of a file, piece by piece. Raises PeelianError where one was altered or is missing."""
    data_key, of = unwrap(sealed_of(part), bound_to(part), keys()), bound_to(part)
    rows = ExemptPiece.objects.filter(part=part).order_by("number")
    count = rows.count()
    for number, piece in enumerate(rows.iterator(chunk_size=2), 1):
        yield decrypt_piece(data_key, bytes(piece.cipher), of, (number, count))


def file_in(part: ExemptPart) -> File:
    """The file of a part, whole and as it was kept. Raises PeelianError where it is not."""
    _, envelope = envelope_in(part)
    content = b"".join(content_of(part))
    if len(content) != envelope.length or sha256_of(content) != envelope.sha256:
        raise altered()
    return File(envelope.name, envelope.media, content)


def commitment_of_part(part: ExemptPart) -> str:
    """What proves a part: of a text with its salt, or of a file with its own. Raises PeelianError where it cannot be opened."""
    if part.form == "text":
        found = opened(part)
        return commitment_of(found.salt, found.text)
    file_in(part)  # whole, and as its envelope says
    salt, _ = envelope_in(part)
    return commitment_of_file(salt, content_of(part))


def seal_pieces(part: ExemptPart) -> None:
    """From now on the database keeps the pieces as they are."""
    ExemptPiece.objects.filter(part=part).update(sealed=True)


def laid_open(part: ExemptPart) -> dict[str, str]:
    """What a release puts beside the cipher: salt and text, or salt and kind of the file, whose pieces are laid open here.

    Raises PeelianError where it cannot be opened, or is not what was sealed.
    """
    if commitment_of_part(part) != part.commitment:
        raise PeelianError(
            "altered-exempt-part", "It is not the one whose commitment was published.", "Restore it from a backup."
        )
    if part.form == "text":
        found = opened(part)
        return {"text": found.text, "salt": found.salt}
    salt, envelope = envelope_in(part)
    for number, content in enumerate(content_of(part), 1):
        ExemptPiece.objects.filter(part=part, number=number).update(plain=content)
    return {"text": opened_envelope(envelope), "salt": salt}


def released_content(part: ExemptPart) -> Iterator[bytes]:
    """The bytes of a file that was released, piece by piece: no key is needed any more."""
    for piece in ExemptPiece.objects.filter(part=part, plain__isnull=False).order_by("number").iterator(chunk_size=2):
        yield bytes(piece.plain or b"")


def released_file_in(part: ExemptPart) -> File:
    """A file that was released, under a neutral name."""
    told = json.loads(part.text)
    return File(neutral_name(part.pk, told["media"]), told["media"], b"".join(released_content(part)))
