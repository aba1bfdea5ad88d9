"""Which pages the window has, in the order of the navigation."""

from __future__ import annotations

from desktop.records.book import Book
from desktop.ui.page import Page
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services


def pages(book: Book, services: Services) -> list[Page]:
    """Every page for this office: the registers that stand on their own, then what goes across them."""
    return [RegisterScreen(book, register, services) for register in book.registers.values() if not register.parent]
