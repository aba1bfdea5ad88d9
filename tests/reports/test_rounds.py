"""A report frozen under a name: the same numbers, the same file and the same records behind each number, whatever comes later."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import openpyxl
import pytest

from desktop.base import i18n
from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.records import pairs
from desktop.records.book import Book
from desktop.reports import behind, rounds, workbook
from desktop.reports.figures import TOTALS, Figures, figures
from desktop.sync import exchange, taking
from tests.conftest import Books
from tests.factory import case, household, person, project
from tests.sync.offices import meet


def everything(book: Book) -> Figures:
    """The report with all that is behind it."""
    return figures(book, kept=lambda _cell: True)


def adds_up(found: Figures) -> int:
    """Every number is what its records add up to; gives how many numbers have any."""
    told = 0
    for each in behind.all_of(found):
        assert sum(part.amount for part in each.parts) == each.value, each.cell
        told += bool(each.parts)
    return told


def test_a_number_added_up_by_the_store_is_the_one_added_up_of_its_records(book: Book) -> None:
    first = person(book)
    book.answer("people", first, person(book), pairs.SAME, "test")
    home = household(book, head=first)
    case(book, household=home, needs=("HOUSING", "HEALTH"))
    case(book, household=home, needs=("HOUSING",))
    done = project(book, title="ก", areas=("210304", "220101"), budget=Decimal(45_000))
    project(book, title="ข", areas=("210304",), status="CANCELLED")
    with book.write() as deed:
        deed.put("budget_lines", None, {"project": done, "item": "ก", "requested": Decimal("120.50")}, within=True)
        deed.put("budget_lines", None, {"project": done, "item": "ข", "requested": Decimal("79.50")}, within=True)
    found = everything(book)
    assert found == figures(book)
    assert adds_up(found) > 40
    assert (found.people, found.households, found.requested, found.areas, found.provinces) == (1, 1, Decimal(200), 2, 2)
    needs = next(line for line in found.by_need if line.key == "HOUSING")
    assert (needs.cases, [part.id for part in needs.behind["households"]]) == (2, [home])


def test_what_is_behind_a_number_is_named_with_its_council(book: Book) -> None:
    project(book, title="ซ่อมบ้าน", budget=Decimal(45_000))
    project(book, title="ขุดสระ", budget=Decimal(5_000))
    found = behind.live(book, (TOTALS, "", "budget"))
    assert (found.value, [entry.amount for entry in found.entries]) == (50_000, [45_000, 5_000])
    assert [(one.name, one.office, one.state) for one in behind.named(book, found.entries)] == [
        ("ซ่อมบ้าน", book.office.name, ""),
        ("ขุดสระ", book.office.name, ""),
    ]
    work = behind.live(book, ("projects", behind.ALL, "Budget (baht)"))
    assert (work.value, len(work.entries)) == (50_000, 2)
    with pytest.raises(Refused) as caught:
        behind.live(book, ("projects", "NOBODY", "Projects"))
    assert caught.value.code == "no_figure"


def test_a_frozen_round_keeps_its_numbers_its_file_and_its_records_although_parcels_come(books: Books) -> None:
    council, region = books("council"), books("region", kind="region", areas=("21",), office="ภาค")
    meet(council, region, council.folder.parent / "letters")
    changed, gone, kept = (project(council, title=title, budget=Decimal(45_000)) for title in ("ก", "ข", "ค"))
    bring(council, region, "1")
    frozen = rounds.freeze(region, " รอบ 2/2566 ", "ส่งผู้ว่าฯ")
    before, content = everything(region), rounds.file(region, frozen.uid)
    assert (frozen.name, frozen.note, frozen.since, before.budget) == ("รอบ 2/2566", "ส่งผู้ว่าฯ", 0, Decimal(135_000))

    with council.write() as deed:
        deed.put("projects", changed, {"budget": Decimal(1)})
    council.delete("projects", [gone])
    project(council, title="ง", budget=Decimal(7))
    bring(council, region, "2")
    assert figures(region).budget == 45_008

    assert rounds.numbers(region, frozen.uid) == before
    assert rounds.file(region, frozen.uid) == content
    assert rounds.save(region, frozen.uid, region.folder / "again.xlsx") == hashlib.sha256(content).hexdigest()
    assert (region.folder / "again.xlsx").read_bytes() == content
    (listed,) = rounds.listed(region)
    assert (listed.digest, listed.who, listed.since > 0) == (frozen.digest, region.actor.name, True)
    found = rounds.look_behind(region, frozen.uid, (TOTALS, "", "budget"))
    assert (found.value, [entry.amount for entry in found.entries]) == (135_000, [45_000] * 3)
    assert {entry.council for entry in found.entries} == {council.office.uid}
    assert found.arrived[council.office.uid].number == 1
    told = {entry.id: one for entry, one in zip(found.entries, behind.named(region, found.entries), strict=True)}
    assert {uid: (one.name, one.state) for uid, one in told.items()} == {changed: ("ก", "changed"), gone: ("", "gone"), kept: ("ค", "")}


def bring(council: Book, region: Book, stick: str) -> None:
    folder = council.folder.parent / f"stick-{stick}"
    folder.mkdir()
    exchange.make(council, folder)
    assert {one.status for one in taking.take(region, [folder])} == {"applied"}


def test_every_number_of_a_round_opens_the_records_that_the_report_had(book: Book) -> None:
    home = household(book, head=person(book))
    case(book, household=home, needs=("HOUSING",))
    project(book, budget=Decimal("0.50"))
    frozen = rounds.freeze(book, "1")
    for each in behind.all_of(everything(book)):
        found = rounds.look_behind(book, frozen.uid, each.cell)
        assert sorted((entry.register, entry.id, entry.amount) for entry in found.entries) == sorted(each.parts), each.cell
        assert found.value == each.value


def test_a_round_outlives_the_night(books: Books) -> None:
    book = books()
    project(book, budget=Decimal(1))
    frozen = rounds.freeze(book, "1", fiscal_year=2569)
    content = rounds.file(book, frozen.uid)
    book = books.again(book)
    assert rounds.named(book, "1") == frozen
    assert rounds.file(book, frozen.uid) == content


def test_a_workbook_is_written_alike_at_any_time_and_says_which_round_it_is(book: Book, clock: ScriptedClock) -> None:
    project(book, budget=Decimal(1))
    found = figures(book)
    first = workbook.render(found, book.code_lists, "รอบ 1")
    clock.ms += 40 * 86_400_000
    assert workbook.render(found, book.code_lists, "รอบ 1") == first
    workbook.write(book.folder / "a.xlsx", first)
    assert "รอบ 1" in openpyxl.load_workbook(book.folder / "a.xlsx").worksheets[0]["A1"].value


def test_the_other_language_s_file_is_written_once_too(book: Book) -> None:
    frozen = rounds.freeze(book, "1")
    english = rounds.file(book, frozen.uid)
    i18n.use("th")
    thai = rounds.file(book, frozen.uid)
    assert thai not in (english, b"")
    assert rounds.file(book, frozen.uid) == thai


def test_a_round_is_never_changed_and_a_deleted_one_is_gone(book: Book) -> None:
    frozen = rounds.freeze(book, "รอบ 1")
    for name, code in ((" รอบ  1", "round_exists"), (" ", "name_blank"), ("ก" * 61, "name_long")):
        with pytest.raises(Refused) as caught:
            rounds.freeze(book, name)
        assert caught.value.code == code
    rounds.forget(book, frozen.uid)
    assert rounds.listed(book) == []
    with pytest.raises(Refused) as caught:
        rounds.numbers(book, frozen.uid)
    assert caught.value.code == "no_round"
