"""A council and its region in two windows on one screen, and the stick that goes between them."""

from __future__ import annotations

from pathlib import Path

from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.ui.exchange import ExchangePage
from desktop.ui.plugged import Stick
from tests.factory import AREA, CHEAP, OFFICE
from tests.flows.conftest import PASSWORD
from tests.flows.window import Hands
from tests.sync.offices import meet

REGION = "Region East"


def office(folder: Path, kind: str, name: str, area: str = AREA) -> Book:
    """A new book."""
    areas = (area,) if kind == "council" else (area[:2],)
    book, _code = Book.create(folder, REGISTERS, kind=kind, name=name, areas=areas, person="Somsri", password=PASSWORD, cost=CHEAP)
    return book


def two(tmp_path: Path) -> tuple[Book, Book]:
    """A council and its region that have met; their books, still open."""
    council, region = (office(tmp_path / kind / "book", kind, name) for kind, name in (("council", OFFICE), ("region", REGION)))
    meet(council, region, tmp_path / "letters")
    return council, region


def exchange_page(hands: Hands, stick: Path) -> ExchangePage:
    """To the page of the hand-over, with this stick plugged in."""
    stick.mkdir(exist_ok=True)
    hands.front()
    hands.window.services.sticks = lambda: [Stick(stick, stick.name, 15_600_000_000, 8_000_000_000)]
    hands.go("exchange")
    page = hands.window.pages["exchange"]
    assert isinstance(page, ExchangePage)
    hands.wait(lambda: page.sticks.stick is not None and page.sticks.stick.path == stick, "the stick")
    return page


def hand_over(hands: Hands, stick: Path) -> tuple[str, str]:
    """Write a parcel to the stick; gives what was said before, and after it was read back."""
    page = exchange_page(hands, stick)
    hands.click(page.make)
    hands.dialog("LeavingDialog")
    leaves = hands.see(hands.told)
    hands.accept()
    hands.dialog("WrittenDialog")
    written = hands.see(hands.told)
    hands.accept()
    return leaves, written


def take_in(hands: Hands, stick: Path) -> tuple[str, str]:
    """Take what lies on the stick; gives what was said before anything changed, and after."""
    page = exchange_page(hands, stick)
    hands.click(page.take)
    ahead = hands.dialog("TakenDialog")
    before, said = hands.see(hands.book.counts), hands.see(hands.told)
    assert hands.see(hands.book.counts) == before
    hands.press("F9")
    hands.dialog("TakenDialog", but=ahead)
    after = hands.see(hands.told)
    hands.press("Return")
    hands.wait(lambda: hands.over() != "TakenDialog", "the end of what was taken")
    return said, after


def wipe(hands: Hands) -> None:
    """Say yes to wiping what has arrived off the stick."""
    hands.dialog("QMessageBox")
    hands.press("Tab", "Return")  # it begins at Cancel
    hands.wait(lambda: hands.over() == "", "the end of the question")
