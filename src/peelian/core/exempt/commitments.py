"""What is published when a text is sealed, and proves later that what is released is the same. Pure; nothing secret stays here.

A released text is a file: its first line is the salt, the rest is the text. The commitment is the SHA-256 of exactly that file, so
that anybody can check it with ``sha256sum``. The salt is 256 random bits that nobody knows before: without it a short text could be
guessed from its hash.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata

from peelian.core.exempt.records import Stub
from peelian.figures.errors import PeelianError

PREFIX = "sha256:"
SALT = re.compile(r"[0-9a-f]{64}")
COMMITMENT = re.compile(r"sha256:[0-9a-f]{64}")
LONGEST = 2_000_000
"""Characters of one exempt part; a longer one is several."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def new_salt() -> str:
    """256 random bits, as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def canonical(text: str) -> str:
    """The one form of a text: composed letters (NFC), lines that end in LF, none empty before the first or after the last.

    Raises PeelianError, which never repeats the text, for an empty one, one that is too long, and one with control characters.
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
    if not plain.strip():
        raise PeelianError("no-text", "There is no text to withhold.", "Write it, or leave the exempt part out.")
    if len(plain) > LONGEST:
        raise PeelianError(
            "long-text", f"The text has {len(plain):,} characters; {LONGEST:,} are kept.", "Make two parts of it."
        )
    if found := _CONTROL.search(plain):
        raise PeelianError(
            "control-character",
            f"Character {found.start() + 1:,} is a control character (U+{ord(found[0]):04X}).",
            "Take it out: paste the text without formatting.",
        )
    return plain


def released_file(salt: str, text: str) -> bytes:
    """The file that is given out when a text is released."""
    return f"{salt}\n{text}\n".encode()


def commitment_of(salt: str, text: str) -> str:
    """``sha256:…`` of the file that would be released."""
    return PREFIX + hashlib.sha256(released_file(salt, text)).hexdigest()


def verify(stub: Stub, text: str) -> bool:
    """Whether a released text, with the salt of its stub, is the one that was sealed."""
    if not SALT.fullmatch(stub.salt):
        return False
    return hmac.compare_digest(commitment_of(stub.salt, canonical(text)), stub.commitment)


def verify_file(content: bytes, commitment: str) -> bool:
    """Whether a released file is the one whose commitment was published. Raises PeelianError for what is no commitment."""
    if not COMMITMENT.fullmatch(commitment):
        raise PeelianError(
            "no-commitment",
            f"{commitment[:80]!r} is no commitment.",
            "It is sha256: and 64 hexadecimal digits, as the register of exempt parts prints it.",
        )
    return hmac.compare_digest(PREFIX + hashlib.sha256(content).hexdigest(), commitment)
