"""The command line as a program calls it: arguments in, exit code and one JSON object out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from desktop.base import paths
from tests.conftest import Books
from tests.factory import PASSWORD


@dataclass(frozen=True)
class Said:
    """What one run said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def error(self) -> str:
        """The code of its refusal."""
        return str(self.json["error"]["code"])


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Carry out a command with --json, unless `plain`."""
    monkeypatch.setenv("SAPHA_PASSWORD", PASSWORD)
    monkeypatch.setattr(paths, "user_folder", lambda: tmp_path / "home")

    def go(*words: object, plain: bool = False, language: str = "en") -> Said:
        arguments = [str(word) for word in words] + ([] if plain else ["--json"]) + ["--language", language]
        code = cli.main(arguments)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return go


@pytest.fixture
def profile(books: Books) -> Path:
    """The folder of an empty council's book."""
    return closed(books, "council")


def closed(books: Books, name: str, **facts: Any) -> Path:
    """A new book, closed so that the command line may open it."""
    book = books(name, **facts)
    book.close()
    return book.folder


def made(run: Run, profile: Path, register: str, *fields: str) -> str:
    """A record made by the command line; gives its id."""
    said = run("set", profile, register, "new", *fields)
    assert said.code == 0, said.err
    return str(said.json["id"])


def rows(run: Run, profile: Path, register: str, *more: str) -> Sequence[dict[str, Any]]:
    """All rows of a register."""
    found: list[dict[str, Any]] = run("list", profile, register, "--limit", "0", *more).json["rows"]
    return found
