"""Conflicts: fields that two offices set without knowing of each other, side by side; decided with the keyboard alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book, Changes
from desktop.records.conflicts import Conflict, Head
from desktop.ui import look, thaiwrap
from desktop.ui.history import moment, value_words
from desktop.ui.page import Page
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table
from desktop.ui.words import Retranslated

_ABREAST = 3  # values beside each other


class ConflictsPage(Page):
    """The queue and the question. Keys 1-9 choose a value, Enter opens the record; the next question follows by itself."""

    name = "conflicts"
    icon = "git-merge"

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.services = services
        self.conflicts: list[Conflict] = []
        self._stale = True
        self._heading, self._hint = QLabel(), QLabel()
        look.play(self._heading, "title")
        look.play(self._hint, "hint")
        self._hint.setWordWrap(True)
        self.model = PlainModel([N_("Record"), N_("Field"), N_("Values")], self)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._ask)
        self.table.activated.connect(self._open)
        self.question = Question(book)
        self.question.decided.connect(self.decide)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.question)
        split.setSizes([300, 300])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._heading)
        column.addWidget(self._hint)
        column.addWidget(split, 1)
        for number in range(9):
            key = QShortcut(QKeySequence(str(number + 1)), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(lambda number=number: self.question.choose(number))
        self.retranslate()

    def title(self) -> str:
        return _("Conflicts")

    def can(self, deed: str) -> bool:
        return deed == "refresh" or (deed == "open" and bool(self.conflicts))

    def do(self, deed: str) -> None:
        if deed == "refresh":
            self.refresh()
        elif deed == "open":
            self._open(self.table.currentIndex())

    def entered(self) -> None:
        if self._stale:
            self.refresh()
        self.table.setFocus()

    def changed(self, changes: Changes) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read the queue again."""
        self._stale = False

        def read(progress: Progress) -> tuple[list[Conflict], list[tuple[str, str, str]]]:
            found = self.book.conflicts()
            return found, [self._line(conflict) for conflict in found]

        self.services.tasks.read(self, read, lambda both: self._show(*both))

    def decide(self, conflict: Conflict, value: Any) -> None:
        """Settle one; the decision travels with the next hand-over."""

        def done(_result: None) -> None:
            self.words_changed.emit(_("Decided. The decision travels with the next hand-over."))

        self.services.tasks.write(self, lambda progress: self.book.resolve(conflict.id, value), done)

    def retranslate(self) -> None:
        self._heading.setText(_("Conflicts"))
        self._hint.setText(
            thaiwrap.shown(
                _(
                    "Two offices wrote different things into the same field. Choose what is right: keys 1, 2 … or a click. "
                    "Enter opens the record."
                )
            )
        )
        self.table.setAccessibleName(_("Conflicts"))
        self.table.say_when_empty(_("Nothing waits for a decision. What two offices write differently into one field is asked here."))
        self.refresh()

    def _line(self, conflict: Conflict) -> tuple[str, str, str]:
        register = self.book.registers[conflict.register]
        row = self.book.rows(conflict.register, [conflict.record])[0]
        name = register.name_of(row.values) if row is not None else _("(gone)")
        values = " / ".join(dict.fromkeys(worded(self.book, conflict, head.value) for head in conflict.values))
        return f"{_(register.singular)}: {name}", field_words(self.book, conflict), values

    def _show(self, found: list[Conflict], lines: list[tuple[str, str, str]]) -> None:
        row = max(0, self.table.currentIndex().row())
        self.conflicts = found
        self.model.show_rows(lines)
        self.table.fit(widest=420)
        self._hint.setVisible(bool(found))
        self.question.setVisible(bool(found))
        count = ngettext("{count} conflict", "{count} conflicts", len(found)).format(count=len(found))
        self._heading.setText(_("Conflicts") + f" – {count}" if found else _("No conflicts"))
        if found:
            self.table.selectRow(min(row, len(found) - 1))
        else:
            self.question.show_conflict(None)
        self.state_changed.emit()

    def _ask(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.question.show_conflict(self.conflicts[now.row()] if now.isValid() else None)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            conflict = self.conflicts[index.row()]
            self.open_wanted.emit(conflict.register, conflict.record)


def field_words(book: Book, conflict: Conflict) -> str:
    """What the conflict is about."""
    register = book.registers[conflict.register]
    if not register.has(conflict.field):
        return _("Deleted or kept")
    label = _(register.field(conflict.field).label)
    if conflict.element:
        return f"{label}: {value_words(book, register, conflict.field, '+' + conflict.element)[2:]}"
    return label


def worded(book: Book, conflict: Conflict, value: Any) -> str:
    """One of the values in words."""
    register = book.registers[conflict.register]
    if not register.has(conflict.field):
        return _("Delete it") if value else _("Keep it")
    if conflict.element:
        return _("Ticked") if value else _("Not ticked")
    return value_words(book, register, conflict.field, value) if value is not None else _("(blank)")


class Question(Retranslated):
    """The values of one conflict side by side, each on a card with who wrote it and when."""

    decided = Signal(object, object)  # conflict, value

    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._conflict: Conflict | None = None
        self.buttons: list[QPushButton] = []
        self._title = QLabel()
        look.play(self._title, "section")
        self._scroll = QScrollArea()  # three or more long values on a small screen
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._title)
        column.addWidget(self._scroll, 1)

    def show_conflict(self, conflict: Conflict | None) -> None:
        """Ask about this one; None asks nothing."""
        self._conflict = conflict
        self.buttons = []
        self._title.setText(field_words(self._book, conflict) if conflict is not None else "")
        cards = QWidget()
        grid = QGridLayout(cards)
        grid.setContentsMargins(0, 0, 0, 0)
        offices = self._book.offices() if conflict is not None else {}
        for number, head in enumerate(conflict.values if conflict is not None else ()):
            office = offices.get(head.office)
            card = self._card(number, head, office.name if office else "")
            grid.addWidget(card, number // _ABREAST, number % _ABREAST, Qt.AlignmentFlag.AlignTop)
        self._scroll.setWidget(cards)

    def choose(self, number: int) -> None:
        """Decide for the value of that number."""
        if self._conflict is not None and number < len(self._conflict.values):
            self.decided.emit(self._conflict, self._conflict.values[number].value)

    def retranslate(self) -> None:
        self._scroll.setAccessibleName(_("Side by side"))
        self.show_conflict(self._conflict)

    def _card(self, number: int, head: Head, office: str) -> QWidget:
        assert self._conflict is not None
        card = QFrame()
        look.play(card, "card")
        value = QLabel(thaiwrap.shown(worded(self._book, self._conflict, head.value)))
        look.play(value, "title")
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        when = moment(head.when_ms) if head.when_ms else ""
        parts = ((head.who, office), (when, _("Shown in the list now") if head.shown else ""))
        about = QLabel(thaiwrap.shown("\n".join(" · ".join(part for part in line if part) for line in parts)))
        about.setWordWrap(True)
        look.play(about, "hint")
        button = QPushButton(_("This is right ({key})").format(key=number + 1))
        button.setAccessibleDescription(value.text())
        button.clicked.connect(lambda: self.choose(number))
        self.buttons.append(button)
        first = QHBoxLayout()
        first.addWidget(value, 1)
        first.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(card)
        column.addLayout(first)
        column.addWidget(about)
        return card
