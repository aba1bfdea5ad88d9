"""same: the queue of people who may be there twice, answers, and merging by `do`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, made, rows
from tests.factory import national_id


def twice(run: Run, profile: Path, number: int) -> list[str]:
    typed = (f"first_name=บุญมี{number}", "last_name=ใจดี", f"national_id={national_id(number)}", f"birth_date=19{number}-05-01")
    return [made(run, profile, "people", *typed) for _each in range(2)]


def test_the_queue_is_listed_and_answered(run: Run, profile: Path) -> None:
    first, second = twice(run, profile, 41), twice(run, profile, 57)
    told = run("same", profile).json
    assert told["total"] == 2 and {frozenset(pair["ids"]) for pair in told["pairs"]} == {frozenset(first), frozenset(second)}
    assert told["pairs"][0]["sure"] and told["pairs"][0]["one_council"] and told["pairs"][0]["for"][0] == "same national ID"
    assert len(run("same", profile, "--limit", "1").json["pairs"]) == 1
    told = run("same", profile, "--of", *reversed(first), "--answer", "not_same").json
    assert told["answered"] == "not_same" and [set(pair["ids"]) for pair in told["pairs"]] == [set(second)]
    assert run("same", profile, "--afresh").json["total"] == 1
    assert run("same", profile, "--of", *first, "--answer", "later").error == "no_pair"
    assert run("same", profile, "--answer", "later").code == 2


def test_two_are_merged_and_taken_apart_by_deeds(run: Run, profile: Path) -> None:
    one, other = twice(run, profile, 41)
    assert run("do", profile, "people", "merge", one, other, f"stays={other}").code == 0
    assert [row["id"] for row in rows(run, profile, "people")] == [other]
    assert run("same", profile).json["total"] == 0
    (merged,) = rows(run, profile, "merges")
    assert run("do", profile, "merges", "unmerge", merged["id"]).code == 0
    assert {row["id"] for row in rows(run, profile, "people")} == {one, other}
    assert run("same", profile).json["total"] == 1


def test_the_queue_reads_well(run: Run, profile: Path) -> None:
    twice(run, profile, 41)
    assert "1 pairs wait for an answer" in run("same", profile, plain=True).out
