"""Which pages the window has, in the order of the navigation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop.base.i18n import N_
from desktop.records.book import Book
from desktop.records.register import Register
from desktop.ui import excel
from desktop.ui.codelists import CodeListsPage
from desktop.ui.conflicts import ConflictsPage
from desktop.ui.exchange import ExchangePage
from desktop.ui.home import HomePage
from desktop.ui.offices import OfficesPage
from desktop.ui.own import OwnPage
from desktop.ui.page import Page
from desktop.ui.report import ReportPage
from desktop.ui.room import RoomParts
from desktop.ui.samequeue import SameQueuePage
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from desktop.ui.settings import SettingsPage

_OFFICE = N_("The office")
_OWN = "councils"  # a council's office has one record in this register: itself


def pages(book: Book, services: Services, rooms: Mapping[str, RoomParts]) -> list[Page]:
    """Every page for this office: the registers that stand on their own, by group, then what goes across them."""
    across: list[Page] = [
        ExchangePage(book, services),
        OfficesPage(book, services),
        ConflictsPage(book, services),
        SameQueuePage(book, services),
        ReportPage(book, services),
        CodeListsPage(book, services),
        SettingsPage(services),
    ]
    for page in across:
        page.group = _OFFICE
    shown = list(standing(book))
    registers = [_of(book, services, register, rooms.get(register.name, RoomParts())) for register in shown]
    return [HomePage(book, services, shown), *registers, *across]


def standing(book: Book) -> Iterator[Register]:
    """The registers with a page of their own, group by group; what only hangs on other records, or is in no group, has none."""
    shown = [register for register in book.registers.values() if not register.parent and register.group]
    for group in dict.fromkeys(register.group for register in shown):
        yield from (register for register in shown if register.group == group)


def _of(book: Book, services: Services, register: Register, parts: RoomParts) -> Page:
    if parts.page is not None:
        page = parts.page(book, services)
        page.group = register.group
        return page
    if register.name == _OWN and book.office.kind == "council":
        return OwnPage(book, register, services, parts.tabs)
    screen = RegisterScreen(book, register, services, parts.tabs)
    screen.sheet_wanted.connect(lambda deed: (excel.take_in if deed == "import" else excel.take_out)(screen))
    return screen
