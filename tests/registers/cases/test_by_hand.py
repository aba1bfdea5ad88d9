"""What may not be typed is refused from the command line too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, made, profile, run
from tests.conftest import Books
from tests.registers.cases.walking import at

_FIXTURES = (profile, run)


@pytest.mark.parametrize("field", ["status=C60", "rank=1", "score=99", "approved=20000", "closed_on=2026-01-01"])
def test_a_state_is_not_typed_on_the_command_line(run: Run, profile: Path, field: str) -> None:
    home = made(run, profile, "households", "house_no=12")
    record = made(run, profile, "cases", f"household={home}", "problem=หลังคารั่ว")
    said = run("set", profile, "cases", record, field)
    assert said.code != 0
    assert said.error == "by_deed"


def test_a_settled_case_is_not_rewritten_on_the_command_line(run: Run, books: Books) -> None:
    book = books()
    record = at(book, "C90")
    book.close()
    said = run("set", book.folder, "cases", record.hex(), "problem=อื่น")
    assert said.error == "locked"
