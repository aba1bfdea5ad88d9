"""The first page: what waits to be done, and how much there is."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book, Changes
from desktop.sync import exchange, taking
from desktop.ui import look, thaiwrap
from desktop.ui.history import moment
from desktop.ui.page import Page
from desktop.ui.services import Services

_ACROSS = 3


class HomePage(Page):
    """Cards of the registers; lines of what waits, each a button that leads there."""

    name = "home"
    icon = "book-open"

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.services = services
        self._stale = True
        self._heading, self._todo_title = QLabel(), QLabel()
        look.play(self._heading, "title")
        look.play(self._todo_title, "section")
        self._todo = QVBoxLayout()
        self._cards = QGridLayout()
        self._cards.setSpacing(12)
        self._figures: dict[str, QLabel] = {}
        self._buttons: dict[str, QPushButton] = {}
        shown = [register for register in book.registers.values() if not register.parent]
        for number, register in enumerate(shown):
            self._cards.addWidget(self._card(register.name, register.icon), number // _ACROSS, number % _ACROSS)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(10)
        column.addWidget(self._heading)
        column.addLayout(self._cards)
        column.addWidget(self._todo_title)
        column.addLayout(self._todo)
        column.addStretch(1)
        self.retranslate()

    def title(self) -> str:
        return _("Home")

    def can(self, deed: str) -> bool:
        return deed == "refresh"

    def do(self, deed: str) -> None:
        self.refresh()

    def entered(self) -> None:
        self.refresh()  # hand-overs change without a commit in a register
        next(iter(self._buttons.values())).setFocus()

    def changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Count again, in the background."""

        def read(progress: Progress) -> tuple[dict[str, int], list[tuple[str, str]]]:
            return self.book.counts(), self._waiting()

        self.services.tasks.read(self, read, lambda both: self._show(*both))

    def retranslate(self) -> None:
        self._heading.setText(thaiwrap.shown(self.book.office.name))
        self._todo_title.setText(_("To do"))
        for name, button in self._buttons.items():
            title = _(self.book.registers[name].title)
            button.setText(title)
            button.setAccessibleDescription(_("Go to: {page}").format(page=title))
        self.refresh()

    def _waiting(self) -> list[tuple[str, str]]:
        """What waits: (words, page)."""
        waiting = []
        conflicts = len(self.book.conflicts())
        if conflicts:
            words = ngettext("{count} conflict to decide", "{count} conflicts to decide", conflicts)
            waiting.append((words.format(count=conflicts), "conflicts"))
        unsent = exchange.unsent(self.book)
        if unsent:
            words = ngettext("{count} change not handed over yet", "{count} changes not handed over yet", unsent)
            waiting.append((words.format(count=f"{unsent:,}"), "exchange"))
        open_ones = [made for made in exchange.outgoing(self.book) if made.confirmed_ms is None]
        if open_ones:
            words = _("Handed over on {when}, not yet confirmed by {office}")
            waiting.append((words.format(when=moment(open_ones[0].made_ms), office=open_ones[0].to), "exchange"))
        held = len(taking.held(self.book))
        if held:
            words = ngettext("{count} parcel waits for an earlier one", "{count} parcels wait for earlier ones", held)
            waiting.append((words.format(count=held), "exchange"))
        return waiting

    def _card(self, name: str, icon: str) -> QWidget:
        card = QFrame()
        look.play(card, "card")
        figure = QLabel("…")
        look.play(figure, "figure")
        button = QPushButton()
        look.with_icon(button, icon)
        look.play(button, "link")
        button.clicked.connect(lambda: self.page_wanted.emit(name))
        column = QVBoxLayout(card)
        column.addWidget(button)
        column.addWidget(figure)
        self._figures[name], self._buttons[name] = figure, button
        return card

    def _show(self, counts: dict[str, int], waiting: list[tuple[str, str]]) -> None:
        for name, label in self._figures.items():
            label.setText(f"{counts.get(name, 0):,}")
            label.setAccessibleName(f"{_(self.book.registers[name].title)}: {counts.get(name, 0):,}")
        while self._todo.count():
            item = self._todo.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for words, page in waiting:
            self._todo.addWidget(self._line(words, page))
        if not waiting:
            nothing = QLabel(thaiwrap.shown(_("Nothing waits.")))
            look.play(nothing, "hint")
            self._todo.addWidget(nothing)

    def _line(self, words: str, page: str) -> QPushButton:
        button = QPushButton(words)
        look.with_icon(button, "triangle-alert")
        look.play(button, "link")
        button.clicked.connect(lambda: self.page_wanted.emit(page))
        return button
