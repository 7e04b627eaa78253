"""A process of its own that counts the pages of a PDF file on its standard input: ``python pages.py``. The file lies on no disk.

It prints the number, or nothing where the file cannot be opened. Nothing of Peelian is imported, because starting must be quick.
"""

from __future__ import annotations

import sys

MEMORY, SECONDS = 3 << 29, 20
"""Bytes of address space, and seconds of computing."""


def main() -> int:
    """Count."""
    try:
        import resource
    except ImportError:  # not on Windows
        pass
    else:
        for kind, most in (
            (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0),
        ):  # fmt: skip
            resource.setrlimit(kind, (most, most))
    content = sys.stdin.buffer.read()
    try:
        import pypdfium2

        with pypdfium2.PdfDocument(content) as document:
            sys.stdout.write(str(len(document)))
    except Exception:  # whatever a parser says of a broken file: how many pages it has is not known
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
