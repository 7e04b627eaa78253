"""A house with records of its own, on SQLite or on a real PostgreSQL server, that ``peelian`` is run on in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent

PACK = "city-of-london"


@dataclass
class Installation:
    """A house and where its records are."""

    root: Path
    database: str = ""
    """An address, or nothing for the file in the house."""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this office is started with."""
        return {
            "PATH": os.environ.get("PATH", ""), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "LC_ALL": "C.UTF-8",
            "DJANGO_SETTINGS_MODULE": "peelian.config.settings", "PEELIAN_DATA": str(self.root), "PEELIAN_PACK": PACK,
            "PEELIAN_DATABASE": self.database, **self.settings,
        }  # fmt: skip

    def start(self, *command: str | Path, **rest: Any) -> subprocess.Popen[str]:
        """Start a Python module with arguments."""
        return subprocess.Popen(
            [sys.executable, "-m", *map(str, command)], env=self.environment, text=True, cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **rest,
        )  # fmt: skip

    def start_lines(self, text: str, *arguments: str | Path, **rest: Any) -> subprocess.Popen[str]:
        """Start some lines with the records open."""
        return subprocess.Popen(
            [sys.executable, "-c", f"import django; django.setup()\n{text}", *map(str, arguments)], env=self.environment,
            text=True, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **rest,
        )  # fmt: skip

    def run(self, *command: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run ``peelian``; it must end with that code."""
        answer = subprocess.run(
            [sys.executable, "-m", "peelian.cli", *map(str, command)], env=self.environment, text=True, cwd=ROOT,
            capture_output=True, check=False,
        )  # fmt: skip
        assert answer.returncode == code, (command, answer.returncode, answer.stdout, answer.stderr)
        assert "Traceback" not in answer.stderr, answer.stderr
        return answer

    def json(self, *command: str | Path, code: int = 0) -> Any:
        """Run ``peelian … --json`` and read the answer."""
        return json.loads(self.run(*command, "--json", code=code).stdout)

    def python(self, text: str) -> str:
        """Run some lines with the records open; returns what they print."""
        lines = f"import django; django.setup()\n{text}"
        answer = subprocess.run(
            [sys.executable, "-c", lines], env=self.environment, text=True, cwd=ROOT, capture_output=True, check=False
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.strip()


def new_database(server: str, name: str, template: str = "template1") -> str:
    """Make an empty database on a server, or a copy of another; returns its address."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    return with_name(server, name)


def with_name(server: str, name: str) -> str:
    """The address of a database on a server."""
    head, _, tail = server.partition("://")
    place, _, rest = tail.partition("/")
    _, mark, query = rest.partition("?")
    return f"{head}://{place}/{name}{mark}{query}"
