"""Sets up .venv from the hash-pinned lists: ``python3 scripts/setup.py [--dev | --engines]``. Over at once when nothing changed.

Runs on the bare machine's Python, so only the standard library is used here.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LISTS = ROOT / "requirements"


def main() -> int:
    """Set up, and say in one line what failed and what to do."""
    if sys.version_info < (3, 11):
        return fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 …")
    names = ("engines.txt", "dev.txt", "runtime.txt")  # each list holds those after it
    place = 0 if "--engines" in sys.argv else 1 if "--dev" in sys.argv else 2
    wanted = LISTS / names[place]
    if any(stamp(LISTS / name).is_file() for name in names[: place + 1]):
        return 0
    began = time.time()
    try:
        install(wanted)
    except (OSError, subprocess.CalledProcessError) as error:
        return fail(
            f"{error}. On Debian the package python3-venv may be missing; the package registries must be reachable."
        )
    stamp(wanted).touch()
    print(f"setup: .venv ready in {time.time() - began:.1f} s")
    return 0


def stamp(wanted: Path) -> Path:
    """A file that is there when exactly this list, project file and Python are installed."""
    parts = [wanted.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), str(ROOT).encode()]
    return VENV / f".installed-{hashlib.sha256(b''.join(parts)).hexdigest()[:16]}"


def install(wanted: Path) -> None:
    """Make the environment and install the list, by uv where it can be had, else by pip."""
    if not PYTHON.is_file():
        run(sys.executable, "-m", "venv", str(VENV))
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = [str(PYTHON), "-m", "uv", "pip", "install", "--quiet", "--python", str(PYTHON)]
    if not (quietly(*pip, "--require-hashes", "-r", str(LISTS / "setup.txt")) and quietly(*uv, *hashed(wanted))):
        print("setup: uv cannot be used here; pip takes about a minute longer")
        uv = pip
        run(*pip, *hashed(wanted))
    run(*uv, "--no-deps", "--editable", str(ROOT))


def hashed(wanted: Path) -> list[str]:
    """The arguments that install a list and nothing but what its hashes name."""
    return ["--require-hashes", "-r", str(wanted)]


def quietly(*command: str) -> bool:
    """Whether a command that may fail went well."""
    return (
        subprocess.run(command, check=False, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        == 0
    )


def run(*command: str) -> None:
    """Run a command; raise where it fails."""
    subprocess.run(command, check=True, cwd=ROOT)


def fail(text: str) -> int:
    """Say what went wrong."""
    print(f"setup: {text}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
