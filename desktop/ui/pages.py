"""Which pages the window has, in the order of the navigation."""

from __future__ import annotations

from desktop.records.book import Book
from desktop.ui import excel
from desktop.ui.conflicts import ConflictsPage
from desktop.ui.exchange import ExchangePage
from desktop.ui.home import HomePage
from desktop.ui.page import Page
from desktop.ui.report import ReportPage
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from desktop.ui.settings import SettingsPage


def pages(book: Book, services: Services) -> list[Page]:
    """Every page for this office: the registers that stand on their own between what goes across them."""
    registers = [RegisterScreen(book, register, services) for register in book.registers.values() if not register.parent]
    for screen in registers:
        screen.sheet_wanted.connect(lambda deed, screen=screen: (excel.take_in if deed == "import" else excel.take_out)(screen))
    return [
        HomePage(book, services),
        *registers,
        ExchangePage(book, services),
        ConflictsPage(book, services),
        ReportPage(book, services),
        SettingsPage(services),
    ]
