"""What a bug leaves behind."""

from __future__ import annotations

import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.ui.crash import REPORT, Crashes, redacted


def blow_up(name: str) -> None:
    raise ValueError(f"cannot save {name}")


def caught(name: str) -> tuple[type[BaseException], BaseException, object]:
    try:
        blow_up(name)
    except ValueError as error:
        return type(error), error, error.__traceback__
    raise AssertionError


def test_the_report_says_where_and_never_what_was_typed() -> None:
    kind, error, trace = caught("กตัญญู ปั๊มน้ำ")
    report = redacted(kind, error, trace)  # type: ignore[arg-type]
    assert "builtins.ValueError" in report
    assert "in blow_up" in report
    assert "กตัญญู" not in report
    assert str(Path.home()) not in report


def test_a_crash_is_written_told_once_and_offered_at_the_next_start(tmp_path: Path, qtbot: QtBot, capsys: object) -> None:
    told: list[Path] = []
    crashes = Crashes(tmp_path, told.append)
    kind, error, trace = caught("x")
    crashes.caught(kind, error, trace)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(told))
    assert told == [tmp_path / REPORT]
    later = Crashes(tmp_path, told.append)
    assert "ValueError" in later.waiting()
    later.forget()
    assert later.waiting() == ""
    assert sys.excepthook is not crashes.caught
