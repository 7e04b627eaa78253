"""Encryption of one text, or of one file in pieces: AES-256-GCM under a data key of its own, which is wrapped under a key that is
not in the database.

Both are bound to the record that they belong to: taken to another one they do not open.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from peelian.audit.chain import canonical
from peelian.core.exempt.keys import Key
from peelian.figures.errors import PeelianError

_NONCE = 12


@dataclass(frozen=True)
class Sealed:
    """An encrypted text as it is stored: itself, its data key wrapped, and the name of the key that wraps that."""

    cipher: str
    wrapped: str
    key: str


@dataclass(frozen=True)
class Opened:
    """A text with its salt; neither shows in a traceback."""

    salt: str = field(repr=False)
    text: str = field(repr=False)


def new_data_key() -> bytes:
    """A random data key."""
    return AESGCM.generate_key(bit_length=256)


def encrypt(opened: Opened, of: Sequence[str], key: Key, data_key: bytes | None = None) -> Sealed:
    """Encrypt a text of a record, which ``of`` names. The data key is new each time; of a file its pieces are under the same."""
    data_key = data_key or new_data_key()
    plain = json.dumps([opened.salt, opened.text], ensure_ascii=False).encode()
    return Sealed(_put(data_key, plain, _bound("text", of)), wrap(data_key, of, key), key.id)


def wrap(data_key: bytes, of: Sequence[str], key: Key) -> str:
    """A data key, encrypted."""
    return _put(key.secret, data_key, _bound("key", of))


def unwrap(sealed: Sealed, of: Sequence[str], keys: Sequence[Key]) -> bytes:
    """The data key. Raises PeelianError where the key that wraps it is not here, or what is stored was altered."""
    key = next((key for key in keys if key.id == sealed.key), None)
    if key is None:
        raise PeelianError(
            "no-exempt-key",
            f"The key {sealed.key} that this text is sealed under is not here.",
            "Put it back: into PEELIAN_EXEMPT_KEY, or the file exempt-keys of the house. Without it the text cannot be read.",
            {"key": sealed.key},
        )
    return _take(key.secret, sealed.wrapped, _bound("key", of))


def decrypt(sealed: Sealed, of: Sequence[str], keys: Sequence[Key]) -> Opened:
    """The text. Raises PeelianError as ``unwrap`` does."""
    plain = _take(unwrap(sealed, of, keys), sealed.cipher, _bound("text", of))
    salt, text = json.loads(plain)
    return Opened(salt, text)


def encrypt_piece(data_key: bytes, content: bytes, of: Sequence[str], place: tuple[int, int]) -> bytes:
    """Encrypt a piece of a file. ``place`` is its number, and how many there are: none can be left out, doubled or moved."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(data_key).encrypt(nonce, content, _bound("piece", (*of, *map(str, place))))


def decrypt_piece(data_key: bytes, stored: bytes, of: Sequence[str], place: tuple[int, int]) -> bytes:
    """A piece of a file. Raises PeelianError where what is stored was altered, or is another piece or another record's."""
    try:
        return AESGCM(data_key).decrypt(stored[:_NONCE], stored[_NONCE:], _bound("piece", (*of, *map(str, place))))
    except (InvalidTag, ValueError) as error:
        raise altered() from error


def altered() -> PeelianError:
    """What to say of what does not open."""
    return PeelianError(
        "altered-exempt-part", "What is stored of this is not what was sealed, or is of another record.",
        "Restore the records from a backup. What was published of it still stands.",
    )  # fmt: skip


def _bound(what: str, of: Sequence[str]) -> bytes:
    return bytes(canonical({"what": what, "of": list(of)}))


def _put(key: bytes, plain: bytes, bound: bytes) -> str:
    nonce = secrets.token_bytes(_NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, bound)).decode()


def _take(key: bytes, stored: str, bound: bytes) -> bytes:
    try:
        whole = base64.b64decode(stored, validate=True)
        return AESGCM(key).decrypt(whole[:_NONCE], whole[_NONCE:], bound)
    except (InvalidTag, ValueError) as error:
        raise altered() from error
