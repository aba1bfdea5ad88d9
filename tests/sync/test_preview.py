"""What taking a parcel would change, field by field, with nothing changed by asking."""

from __future__ import annotations

from pathlib import Path

from desktop.base.task import Progress
from desktop.sync import preview
from desktop.sync.preview import CHANGED, CONFLICT, NEW
from tests.conftest import Books
from tests.factory import member, person, value
from tests.sync.offices import both_ways, make, meet, tables


def test_a_preview_names_each_field_that_would_change_and_changes_nothing(books: Books, tmp_path: Path) -> None:
    council, region = books("council"), books("region", kind="region", areas=("21",), office="Region East", person="วิชัย ตัวอย่าง")
    meet(council, region, tmp_path / "letters")
    woman, man = person(council, village="Baan Nuea"), person(council)
    seat = member(council, person=woman)
    (tmp_path / "1").mkdir()
    both_ways(council, region, tmp_path / "1")
    with council.write() as deed:
        deed.put("people", woman, {"village": "Baan Tai", "moo": None, "phones": ("0810000777",)})
        deed.put("members", seat, {"person": man})
    with region.write() as deed:
        deed.put("people", woman, {"village": "Baan Klang"})
    child = person(council)
    council.delete("people", [child])
    baby = person(council)
    before = tables(region)
    (found,) = preview.previews(region, [make(council, tmp_path / "2").parent])
    assert tables(region) == before
    lines = {(each.register, each.record, each.field): each for each in found.differences}
    village = lines["people", woman, "village"]
    assert (village.kind, village.ours, village.theirs, village.who) == (CONFLICT, "Baan Klang", "Baan Tai", council.actor.name)
    assert village.when_ms > 0
    assert village.name == region.registers["people"].name_of(region.row("people", woman).values)
    moo = lines["people", woman, "moo"]
    assert (moo.kind, moo.ours, moo.theirs) == (CHANGED, 1, None)
    assert lines["people", woman, "phones"].theirs == ("0810000777",)
    names = [region.registers["people"].name_of(region.row("people", each).values) for each in (woman, man)]
    assert [lines["members", seat, "person"].ours, lines["members", seat, "person"].theirs] == names
    assert lines["people", baby, ""].kind == NEW
    assert found.differences[0] is village, "conflicts come first"
    assert found.taken.records.new == sum(each.kind == NEW for each in found.differences)
    assert found.unlisted == 0


def test_deleting_here_and_editing_there_is_foreseen_as_a_conflict(books: Books, tmp_path: Path) -> None:
    council, region = books("council"), books("region", kind="region", areas=("21",), office="Region East")
    meet(council, region, tmp_path / "letters")
    woman, man = person(council), person(council)
    (tmp_path / "1").mkdir()
    both_ways(council, region, tmp_path / "1")
    council.delete("people", [woman, man])
    with region.write() as deed:
        deed.put("people", woman, {"village": "Baan Klang"})
    (found,) = preview.previews(region, [make(council, tmp_path / "2")])
    kinds = {each.record: (each.kind, each.ours, each.theirs) for each in found.differences if each.field == "~"}
    assert kinds == {woman: (CONFLICT, False, True), man: (CHANGED, False, True)}
    assert found.taken.conflicts == 1
    assert value(region, "people", woman, "village") == "Baan Klang"


def test_of_very_many_new_records_the_rest_is_counted(books: Books, tmp_path: Path) -> None:
    council, region = books("council"), books("region", kind="region", areas=("21",), office="Region East")
    meet(council, region, tmp_path / "letters")
    with council.write() as deed:
        for number in range(preview.MOST_NEW + 7):
            deed.put("people", None, {"first_name": "ก", "last_name": f"ข{number}"})
    found = preview.one(region, make(council, tmp_path / "1"), Progress())
    assert len(found.differences) == preview.MOST_NEW
    assert found.unlisted == 7
