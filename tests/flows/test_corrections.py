"""A correction of the region goes to the council on a stick and its answer comes back, through the real windows of both offices."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.registers.proposals.screen import SideBySide
from desktop.sync import exchange, taking
from tests import postgres
from tests.factory import AREA, CHEAP, OFFICE, person, value
from tests.flows.conftest import PASSWORD
from tests.flows.offices import hand_over, take_in, two, wipe
from tests.flows.window import Hands, play, play_offices
from tests.sync.offices import meet

pytestmark = [pytest.mark.flow, pytest.mark.timeout(240)]
WHY = "ตามบัตรประชาชนยังอยู่บ้านเหนือ"


def office(folder: Path, kind: str, name: str) -> Book:
    """Where the tests run on a server, the region's tables are there."""
    area, on = (AREA, "") if kind == "council" else (AREA[:2], postgres.new_database() if postgres.is_there() else "")
    book, _code = Book.create(folder, REGISTERS, kind=kind, name=name, areas=(area,), person="Somsri", password=PASSWORD, cost=CHEAP, on=on)
    return book


def carry(sender: Path, taker: Path, stick: Path) -> None:
    """All that one office has for the other, while nobody has either book open."""
    stick.mkdir()
    book = Book.open(sender, REGISTERS, PASSWORD)
    exchange.make(book, stick)
    book.close()
    book = Book.open(taker, REGISTERS, PASSWORD)
    assert {one.status for one in taking.take(book, [stick])} == {"applied"}
    book.close()


def opened(hands: Hands, register: str) -> bytes:
    """The first record of a register, opened on its page."""
    hands.go(register)
    hands.wait(lambda: hands.rows_shown() == 1, "the list")
    hands.press("Return")
    (record,) = hands.book.ids(ListQuery(register))
    hands.wait(lambda: hands.screen_shown() == record, "the record")
    return record


def propose(region: Hands, village: str, reason: str) -> None:
    """Type another village for the first person, and say why."""
    opened(region, "people")
    region.to("village")
    region.press("ctrl+a")
    region.type(village)
    region.press("F9")
    region.dialog("ProposeDialog")
    region.type(reason)
    region.accept()
    region.wait(lambda: not region.window.services.tasks.busy, "the end of saving")


@pytest.mark.parametrize("language", ["th"] if postgres.is_there() else ["th", "en"])  # each engine in Thai
def test_a_village_is_corrected_at_the_region_and_the_council_accepts(language: str, tmp_path: Path) -> None:
    homes = {kind: tmp_path / kind / "book" for kind in ("council", "region")}
    books = [office(homes["council"], "council", OFFICE), office(homes["region"], "region", "Region East")]
    council, region = books
    meet(council, region, tmp_path / "letters")
    woman = person(books[0], village="Baan Nuea")
    for book in books:
        book.close()
    carry(homes["council"], homes["region"], tmp_path / "1")

    def correct(hands: Hands) -> None:
        propose(hands, "Baan Tai", "House register")
        hands.wait(lambda: hands.book.counts()["proposals"] == 1, "the proposal")
        assert value(hands.book, "people", woman, "village") == "Baan Nuea"

    play(homes["region"], PASSWORD, language, correct)
    carry(homes["region"], homes["council"], tmp_path / "2")

    def answer(hands: Hands) -> None:
        proposal = opened(hands, "proposals")
        assert value(hands.book, "proposals", proposal, "reason") == "House register"
        hands.deed("Accept")
        hands.asked("the question")
        hands.press("Tab", "Return")  # it begins at Cancel
        hands.wait(lambda: value(hands.book, "proposals", proposal, "status") == "ACCEPTED", "the answer")
        assert value(hands.book, "people", woman, "village") == "Baan Tai"

    play(homes["council"], PASSWORD, language, answer)
    carry(homes["council"], homes["region"], tmp_path / "3")
    book = Book.open(homes["region"], REGISTERS, PASSWORD)
    assert value(book, "people", woman, "village") == "Baan Tai"
    (proposal,) = book.ids(ListQuery("proposals"))
    assert value(book, "proposals", proposal, "status") == "ACCEPTED"
    book.close()


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_correction_is_refused_with_a_reason_and_the_region_reads_it(language: str, tmp_path: Path) -> None:
    books = two(tmp_path)
    council_book, region_book = books
    woman = person(council_book, village="Baan Nuea")
    for book in books:
        book.close()
    carry(council_book.folder, region_book.folder, tmp_path / "1")
    stick = tmp_path / "STICK"

    def day(both: list[Hands]) -> None:
        council, region = both
        region.front()
        propose(region, "Baan Tai", "House register")
        region.wait(lambda: region.book.counts()["proposals"] == 1, "the proposal")
        hand_over(region, stick)

        take_in(council, stick)
        proposal = opened(council, "proposals")
        panel = council.screen().pane.findChild(SideBySide)
        assert isinstance(panel, SideBySide)
        council.tab(1)
        council.wait(lambda: panel.fields.rows == [(_("Village"), "Baan Nuea", "Baan Tai")], "both values side by side")
        council.deed("Keep what we have…")
        council.dialog("ActionDialog")
        council.fill(why=WHY)
        council.accept()
        council.wait(lambda: value(council.book, "proposals", proposal, "status") == "KEPT", "the answer")
        assert value(council.book, "proposals", proposal, "answer") == WHY
        hand_over(council, stick)

        take_in(region, stick)
        wipe(region)
        assert opened(region, "proposals") == proposal
        boxes = region.screen().pane.form.boxes
        region.wait(lambda: boxes["answer"].editor.value() == WHY and boxes["status"].editor.value() == "KEPT", "the answer and its reason")
        rows = region.screen().list.model
        told = region.see(lambda: [rows.index(0, column).data() for column in range(rows.columnCount())])
        assert WHY in told and {"th": "คงไว้ตามเดิม", "en": "Kept as it was"}[language] in told
        for hands in both:
            assert value(hands.book, "people", woman, "village") == "Baan Nuea"

    play_offices([council_book.folder, region_book.folder], PASSWORD, language, day)
