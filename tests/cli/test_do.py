"""`sapha-cli do`: a room's deed from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, made, rows


def seat(run: Run, profile: Path, name: str) -> str:
    return made(run, profile, "members", f"first_name={name}", "last_name=ตัวอย่าง", "position=MEMBER", "appointed_on=2024-03-15")


def test_a_deed_is_done_to_a_record_as_in_the_window(run: Run, profile: Path) -> None:
    member = seat(run, profile, "บุญมี")
    said = run("do", profile, "members", "end_seat", member, "on=1/2/2569", "reason=RESIGN", "--codes")
    assert said.code == 0, said.err
    assert said.json["action"] == "end_seat"
    (row,) = said.json["rows"]
    assert (row["id"], row["end_on"], row["end_reason"]) == (member, "2026-02-01", "RESIGN")


def test_several_records_are_done_in_one_deed_or_none(run: Run, profile: Path) -> None:
    first, second = seat(run, profile, "บุญมี"), seat(run, profile, "ทองใบ")
    said = run("do", profile, "members", "end_seat", first, second, "on=1/2/2566", "reason=RESIGN")
    assert (said.code, said.error) == (1, "before_beginning")
    assert {row["end_on"] for row in rows(run, profile, "members")} == {None}
    assert run("do", profile, "members", "end_seat", first, second, "on=1/2/2569", "reason=RESIGN").code == 0
    assert {row["end_on"] for row in rows(run, profile, "members")} == {"2026-02-01"}


def test_people_read_what_was_done(run: Run, profile: Path) -> None:
    member = seat(run, profile, "บุญมี")
    said = run("do", profile, "members", "end_seat", member, "on=1/2/2569", "reason=RESIGN", plain=True)
    assert said.out.splitlines() == ["End the seat: done to 1 record.", member]


def test_what_can_not_be_done_is_refused(run: Run, profile: Path) -> None:
    member, other = seat(run, profile, "บุญมี"), seat(run, profile, "ทองใบ")
    for words, code, error in (
        (("end_seat", member), 1, "problems"),
        (("end_seat", member, "on=ไม่รู้", "reason=RESIGN"), 1, None),
        (("end_seat", member, "colour=red"), 1, "unknown_field"),
        (("replace", member, other, "on=1/2/2569"), 1, "one_at_a_time"),
        (("promote", member), 2, "usage"),
        (("end_seat", "on=1/2/2569"), 2, "usage"),
        (("end_seat", "nonsense", "on=1/2/2569", "reason=RESIGN"), 1, "bad_id"),
    ):
        said = run("do", profile, "members", *words)
        assert said.code == code, words
        assert error is None or said.error == error
    assert "end_seat" in run("do", profile, "members", "promote", member).err
    assert {row["end_on"] for row in rows(run, profile, "members")} == {None}
