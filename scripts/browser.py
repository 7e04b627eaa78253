"""Finds or installs the Chromium of the browser tests and prints its path: ``.venv/bin/python scripts/browser.py``.

CHROMIUM=path if it is set; else one on the PATH; else Debian's package, as root; else Playwright's own. Says on standard
error which it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Print the path, or fail with what to do."""
    for name, find in (
        ("CHROMIUM", told),
        ("the PATH", installed),
        ("Debian's package", debian),
        ("Playwright", playwright),
    ):
        path = find()
        if path:
            print(f"browser: {path} (from {name})", file=sys.stderr)
            print(path)
            return 0
    print("browser: no Chromium could be had. Install one and set CHROMIUM=path.", file=sys.stderr)
    return 1


def told() -> str | None:
    """The browser that the environment names. A wrong name is an error, not a reason to take another."""
    path = os.environ.get("CHROMIUM")
    if path and not os.access(path, os.X_OK):
        sys.exit(f"browser: CHROMIUM={path} cannot be run.")
    return path or None


def installed() -> str | None:
    """Debian's and most other systems' names for it."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def debian() -> str | None:
    """Install Debian's package, where we may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"],
    ):
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return installed()


def playwright() -> str | None:
    """Let Playwright fetch its own build."""
    done = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], check=False, stdout=subprocess.DEVNULL
    )
    if done.returncode != 0:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        path = Path(driver.chromium.executable_path)
    return str(path) if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
