"""Rules about the house, checked by the house. Each was broken once to see it fail."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT, needed

PACKAGE = ROOT / "src" / "peelian"
ORDER = ("figures", "reading", "audit", "core", "plans", "performance", "consultations", "decisions", "funding", "localities",
         "scrutiny", "correspondence", "ui", "documents", "workspace", "public", "api", "config", "cli")  # fmt: skip
"""A room may import those before it, never one after it (DESIGN 4)."""

MODULE_LINES, FUNCTION_LINES, ROOT_ENTRIES, MODULE_P90 = 500, 60, 20, 300
LONG_FUNCTIONS: dict[str, str] = {}
"""Functions over the ceiling, each with its reason. None yet."""


def tracked() -> list[Path]:
    """Every file that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_imports_go_one_way() -> None:
    wrong = []
    for path, tree in modules():
        here = room(path)
        if here == "__init__":
            continue
        assert here in ORDER, f"{path} is a room that DESIGN does not have"
        for name in imports(tree):
            parts = name.split(".")
            if parts[0] == "peelian" and len(parts) > 1 and ORDER.index(parts[1]) > ORDER.index(here):
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    # the command starts the server, and nothing imports the command
    assert wrong == []


def test_figures_reading_and_clocks_know_nothing_of_django() -> None:
    wrong = [
        str(path)
        for path, tree in modules()
        if room(path) in ("figures", "reading") or path.is_relative_to(PACKAGE / "core" / "clocks")
        for name in imports(tree)
        if name.split(".")[0] == "django"
    ]
    assert wrong == []


def test_modules_and_functions_keep_their_size() -> None:
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path, _ in modules()}
    assert {str(path): count for path, count in lines.items() if count > MODULE_LINES} == {}
    assert sorted(lines.values())[int(len(lines) * 0.9)] <= MODULE_P90
    long = {}
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                name = f"{path.relative_to(PACKAGE)}:{node.name}"
                if size > FUNCTION_LINES and name not in LONG_FUNCTIONS:
                    long[name] = size
    assert long == {}


def test_public_functions_of_rules_and_figures_say_what_they_do() -> None:
    silent = []
    for path, tree in modules():
        if not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        if room(path) not in ("figures", "reading", "plans") and path.name not in (
            "rules.py",
            "actions.py",
            "queries.py",
        ):
            continue
        if path.name in ("models.py", "apps.py") or "migrations" in path.parts:
            continue  # what a record is stands in its class; the rest is as Django has it
        public = [
            node
            for holder in (tree, *(node for node in tree.body if isinstance(node, ast.ClassDef)))
            for node in holder.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        silent += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}" for node in public if not ast.get_docstring(node)
        ]
    assert silent == []


def test_the_root_fits_on_one_screen() -> None:
    entries = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert len(entries) <= ROOT_ENTRIES, sorted(entries)


def test_nothing_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(
        r"(?<![\w.])/(work|root|farm)/[\w.]|registry\.npmjs|pypi\.org/simple|files\.pythonhosted|/opt/pypi"
    )
    wrong = []
    for path in tracked():
        if path == Path(__file__) or path.suffix in (".png", ".woff2"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if forbidden.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number}")
    assert wrong == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    wrong = []
    for path in tracked():
        if path.suffix in (".py", ".html", ".scss", ".js", ".yaml") and path != Path(__file__):
            lines = path.read_text(encoding="utf-8").splitlines()
            wrong += [
                f"{path.relative_to(ROOT)}:{number}" for number, line in enumerate(lines, start=1) if words.search(line)
            ]
    assert wrong == []


def test_every_dependency_has_its_reason() -> None:
    bare = []
    for path in sorted((ROOT / "requirements").glob("*.in")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")) and "#" not in line:
                bare.append(f"{path.name}: {line}")
    assert bare == []


def test_locked_lists_are_of_their_sources() -> None:
    for path in sorted((ROOT / "requirements").glob("*.in")):
        locked = path.with_suffix(".txt").read_text(encoding="utf-8")
        for line in path.read_text(encoding="utf-8").splitlines():
            name = re.match(r"[A-Za-z0-9_.-]+", line.split("[")[0])
            if name and not line.startswith(("#", "-r")):
                assert re.search(rf"^{re.escape(name[0].lower())}==", locked, re.MULTILINE), (
                    f"{name[0]} is not locked; run make lock"
                )
        assert "--hash=sha256:" in locked


def test_each_list_holds_those_before_it() -> None:
    """Set-up takes a longer list for a shorter one, and no test runs on other versions than the product."""
    pins = [
        set(re.findall(r"^\S+==\S+", (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("runtime", "dev", "engines")
    ]
    assert sorted(pins[0] - pins[1]) == []
    assert sorted(pins[1] - pins[2]) == []


def test_nothing_third_party_is_committed() -> None:
    folders, endings = {"vendor", "node_modules"}, (".woff2", ".min.js", ".min.css")
    paths = [path.relative_to(ROOT) for path in tracked()]
    assert [str(path) for path in paths if folders & set(path.parts) or path.name.endswith(endings)] == []


def test_documents_point_at_files_that_are_there() -> None:
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
    code = re.compile(r"`((?:src|tests|docs|scripts|benchmarks|requirements)/[\w./-]+)`")
    wrong = []
    for path in tracked():
        if path.suffix != ".md":
            continue
        text = path.read_text(encoding="utf-8")
        for target in link.findall(text):
            if not (path.parent / target).exists():
                wrong.append(f"{path.relative_to(ROOT)} -> {target}")
        for target in code.findall(text):
            if not (ROOT / target.split("::")[0]).exists():
                wrong.append(f"{path.relative_to(ROOT)} -> {target}")
    assert wrong == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
    for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        assert path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:4])}. "), path.name


RUN = 12
_WORD = re.compile(r"[a-z0-9£%']+")


def test_no_sentence_of_the_documents_is_in_the_repository(seeds: Path) -> None:
    """Facts are taken from the documents, never their sentences: no run of twelve words is the same."""
    known: set[tuple[str, ...]] = set()
    for path in seeds.glob("*.txt"):
        words = _WORD.findall(path.read_text(encoding="utf-8").casefold())
        known.update(tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1))
    assert len(known) > 10_000
    wrong = []
    for path in tracked():
        if path.suffix not in (".py", ".md", ".yaml", ".html", ".csv", ".txt") or path.parent.name == "requirements":
            continue
        words = _WORD.findall(path.read_text(encoding="utf-8").casefold())
        hits = [
            words[place : place + RUN]
            for place in range(len(words) - RUN + 1)
            if tuple(words[place : place + RUN]) in known
        ]
        wrong += [f"{path.relative_to(ROOT)}: {' '.join(hit)}" for hit in hits[:1]]
    assert wrong == []


def test_required_data_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEELIAN_REQUIRE", "all")
    with pytest.raises(BaseException, match="is required here"):
        needed("data")
    monkeypatch.delenv("PEELIAN_REQUIRE")
    with pytest.raises(BaseException, match="data is away"):
        needed("data is away")


def test_no_test_reaches_another_machine() -> None:
    import socket

    with socket.socket() as outside, pytest.raises(RuntimeError, match="a test tried to reach"):
        outside.connect(("192.0.2.1", 80))
