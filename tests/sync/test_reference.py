"""What the region keeps for all: code lists and strategies reach every council, its other PCs too, and nobody else writes them."""

from __future__ import annotations

from pathlib import Path

from desktop.base.ids import reference_scope
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sync import exchange, taking
from tests.conftest import Books
from tests.factory import person, put
from tests.sync.offices import answer, both_ways, make, meet, send, take


def strategy(region: Book, name: str) -> bytes:
    return put(region, "strategies", {"name": name, "level": "REGION"})


def names(book: Book) -> list[str]:
    return [row.values["name"] for row in book.rows("strategies", book.ids(ListQuery("strategies"))) if row is not None]


def hear(council: Book, region: Book, stick: Path) -> list[str]:
    """A council's parcel to its region and all that comes back; the kinds of what was taken."""
    back = stick / f"back-{len(list(stick.iterdir()))}"
    back.mkdir()
    taking.take(region, [make(council, stick)], receipts=back)
    kinds = [taking.show(file).kind for file in sorted(back.glob("*.parcel"))]
    assert {one.status for one in taking.take(council, [back])} == {"applied"}
    return kinds


def test_strategies_and_code_lists_come_with_the_receipt_and_once_only(council: Book, region: Book, stick: Path) -> None:
    strategy(region, "บ้านมั่นคงทั้งภาค")
    put(region, "codes", {"list": "quality_of_life", "code": "QD1", "label_th": "มิติรายได้"})
    assert hear(council, region, stick) == ["receipt", "reference"]
    assert names(council) == ["บ้านมั่นคงทั้งภาค"]
    assert council.code_lists.label("quality_of_life", "QD1", "th") == "มิติรายได้"
    assert hear(council, region, stick) == ["receipt"]  # the council's next parcel said that it has them
    assert exchange.unsent(region) == 0
    assert {one.status for one in exchange.outgoing(region) if one.kind == "reference"} == {"confirmed"}


def test_a_change_of_the_region_reaches_the_council_and_its_link_stays(council: Book, region: Book, stick: Path) -> None:
    kept = strategy(region, "เดิม")
    hear(council, region, stick)
    plan = put(council, "plans", {"title": "แผนตำบล"})
    item = put(council, "plan_items", {"plan": plan, "title": "ซ่อมบ้าน", "strategy": kept})
    with region.write() as deed:
        deed.put("strategies", kept, {"name": "ใหม่"})
    hear(council, region, stick)
    assert names(council) == ["ใหม่"]
    assert council.row("plan_items", item).values["strategy.name"] == "ใหม่"
    assert region.row("plan_items", item).values["strategy.name"] == "ใหม่"


def test_one_change_of_reference_data_counts_once_however_many_councils_lack_it(
    council: Book, region: Book, books: Books, tmp_path: Path
) -> None:
    other = books("council-2", office="สภาองค์กรชุมชนตำบลกร่ำ", areas=("210301",))
    meet(other, region, tmp_path / "letters-2")
    strategy(region, "ทั้งภาค")
    assert exchange.unsent(region) == 1
    made = exchange.make(region, tmp_path)
    assert sorted(one.kind for one in made) == ["receipt", "receipt", "reference", "reference"]
    assert len({one.file for one in made}) == 4
    for book in (council, other):
        assert {one.status for one in taking.take(book, [tmp_path])} == {"applied"}  # each takes only what is for it
        assert names(book) == ["ทั้งภาค"]


def test_the_second_pc_has_reference_data_from_the_first(council: Book, region: Book, books: Books, stick: Path, tmp_path: Path) -> None:
    strategy(region, "ทั้งภาค")
    hear(council, region, stick)
    second = books("second", office="ชั่วคราว", areas=("210304",))
    meet(second, council, tmp_path / "letters-2")
    made = exchange.make(council, stick)
    assert [one.kind for one in made] == ["parcel", "reference"]
    taking.take(second, [one.file for one in made])
    assert names(second) == ["ทั้งภาค"]
    answered = exchange.make(second, stick)
    assert {one.status for one in taking.take(council, [one.file for one in answered])} == {"applied"}
    assert [one.kind for one in exchange.make(council, stick)] == ["parcel"]


def test_what_the_region_keeps_for_itself_does_not_leave_it(council: Book, region: Book, stick: Path) -> None:
    own = person(region)
    strategy(region, "ทั้งภาค")
    hear(council, region, stick)
    assert own not in council.ids(ListQuery("people"))


def test_a_council_can_write_neither_reference_data_nor_the_lists_of_others(council: Book, region: Book, stick: Path) -> None:
    """A tampered program might try: what the region keeps for all is rejected from anybody's own scope, and counted."""
    with council.store.write(council.actor) as work:
        work.insert("codes", {"list": "quality_of_life", "code": "QD1", "label_th": "ปลอม"})
    result = send(council, region, stick)
    assert (result.records.total, result.records.rejected) == (1, 1)
    assert region.code_lists.label("quality_of_life", "QD1", "th") != "ปลอม"
    with council.store.write(council.actor) as work:
        work.insert("codes", {"list": "quality_of_life", "code": "QD2", "label_th": "ปลอม"}, council=reference_scope(region.office.uid))
    person(council)
    both_ways(council, region, stick)
    assert region.code_lists.label("quality_of_life", "QD2", "th") != "ปลอม"


def test_a_lost_parcel_of_reference_data_is_made_good_by_the_next(council: Book, region: Book, stick: Path, tmp_path: Path) -> None:
    strategy(region, "หนึ่ง")
    answer(region, make(council, stick), tmp_path / "lost")  # never carried back
    strategy(region, "สอง")
    hear(council, region, stick)
    assert names(council) == ["สอง", "หนึ่ง"]


def test_reference_data_is_refused_from_a_stranger_and_for_another_council(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    other = books("council-2", office="สภาองค์กรชุมชนตำบลกร่ำ", areas=("210301",))
    meet(other, region, tmp_path / "letters-2")
    strategy(region, "ทั้งภาค")
    by_reader = {one.to: one.file for one in exchange.make(region, stick) if one.kind == "reference"}
    theirs = next(file for to, file in by_reader.items() if other.office.name in to)
    assert take(council, theirs).code == "parcel_other_office"
