"""A region's book on a server by the command line: made, joined by a second officer, used by both."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import postgres
from tests.cli.conftest import Run, made, rows, run
from tests.factory import PASSWORD

__all__ = ["run"]
OFFICE = ("--office", "region", "--name", "ภาค", "--area", "21")


def test_a_book_is_made_on_a_server_and_joined_by_a_new_officer(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = postgres.empty_database()
    first, second = tmp_path / "first", tmp_path / "second"
    begun = run("new", first, *OFFICE, "--store", address)
    assert begun.code == 0, begun.err
    monkeypatch.setenv("SAPHA_NEW_PASSWORD", "อีกรหัสหนึ่งที่ยาว")
    joined = run("join", second, "--store", address, "--person", "สุดา ตัวอย่าง")
    assert (joined.code, joined.json["officer"]) == (0, "สุดา ตัวอย่าง"), joined.err
    assert joined.json["replica"] == begun.json["replica"]
    monkeypatch.setenv("SAPHA_PASSWORD", "อีกรหัสหนึ่งที่ยาว")
    made(run, second, "people", "first_name=ก", "last_name=ข")
    monkeypatch.setenv("SAPHA_PASSWORD", PASSWORD)
    assert [row["first_name"] for row in rows(run, first, "people")] == ["ก"]
    checked = run("check", first)
    assert (checked.code, checked.json["sound"]) == (0, True)
    assert [each["check"] for each in checked.json["found"]] == ["log", "records"]
    postgres.drop_all()


def test_a_councils_book_is_not_put_on_a_server(run: Run, tmp_path: Path) -> None:
    said = run("new", tmp_path / "book", "--office", "council", "--name", "ก", "--area", "210304", "--store", "postgresql://x@y/z")
    assert (said.code, said.error) == (1, "store_region")
    assert not (tmp_path / "book").exists()


def test_what_is_no_address_is_refused_and_leaves_nothing(run: Run, tmp_path: Path) -> None:
    said = run("new", tmp_path / "book", *OFFICE, "--store", "nonsense")
    assert (said.code, said.error) == (1, "store_url")
    assert not (tmp_path / "book").exists()
