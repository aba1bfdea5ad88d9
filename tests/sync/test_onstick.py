"""What lies on a stick, and wiping what has arrived."""

from __future__ import annotations

from pathlib import Path

from desktop.base.clock import ScriptedClock
from desktop.sync import exchange, onstick, taking
from desktop.sync.onstick import Lies
from tests.conftest import Books
from tests.factory import person
from tests.sync.offices import meet


def test_the_stick_tells_what_is_for_whom_what_was_taken_and_what_may_be_wiped(books: Books, tmp_path: Path) -> None:
    council, region = books("council"), books("region", kind="region", areas=("21",), office="Region East")
    other = books("other", areas=("210305",), office="Another council")
    meet(council, region, tmp_path / "letters")
    meet(other, region, tmp_path / "letters")
    stick = tmp_path / "stick"
    stick.mkdir()
    person(council)
    person(other, tambon_code="210305")
    (parcel,) = exchange.make(council, stick)
    exchange.make(other, stick)
    (stick / "half.parcel").write_bytes(parcel.file.read_bytes()[:-9])
    assert [each.lies for each in onstick.looked(region, stick)] == [Lies.FOR_US, Lies.FOR_US, Lies.BROKEN]
    assert {each.sender for each in onstick.looked(region, stick)} == {council.office.name, other.office.name, ""}
    mine = {each.file: each for each in onstick.looked(council, stick)}
    assert mine[parcel.file].lies is Lies.OURS
    assert (mine[parcel.file].number, mine[parcel.file].to) == (1, region.office.name)
    assert sorted(each.lies for each in mine.values()) == sorted([Lies.OURS, Lies.OTHERS, Lies.BROKEN])

    back = stick / "back"
    back.mkdir()
    taking.take(region, [stick], receipts=back)
    assert [each.lies for each in onstick.looked(region, stick) if each.file.parent == stick] == [Lies.BROKEN, Lies.TAKEN, Lies.TAKEN]
    assert onstick.wipe(council, stick) == 0, "no receipt was taken yet"
    taking.take(council, [stick])
    copy = stick / "renamed by somebody.parcel"
    copy.write_bytes(parcel.file.read_bytes())
    before = {file.name for file in stick.rglob("*.parcel")}
    assert onstick.wipe(council, stick) == 2
    assert before - {file.name for file in stick.rglob("*.parcel")} == {parcel.file.name, copy.name}
    assert onstick.wipe(council, stick) == 0


def test_a_parcel_that_waits_is_told_as_waiting(books: Books, tmp_path: Path) -> None:
    ahead = ScriptedClock(1_795_300_000_000 + 49 * 3_600_000)
    council, region = books("council", clock=ahead), books("region", kind="region", areas=("21",), office="Region East")
    meet(council, region, tmp_path / "letters")
    person(council)
    stick = tmp_path / "stick"
    stick.mkdir()
    (parcel,) = exchange.make(council, stick)
    assert taking.take(region, [parcel.file])[0].status == "held"
    assert [each.lies for each in onstick.looked(region, stick)] == [Lies.HELD]
