"""People who may be there twice: the queue of pairs and the question about each, answered with the keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records import matching, pairs
from desktop.records.book import Book, Changes
from desktop.ui import look, thaiwrap
from desktop.ui.page import Page
from desktop.ui.samepair import Both, SamePair, read_both
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table

_ORIGIN = "samequeue"
_SHOWN = 200  # pairs in the list; more follow as these are answered


class SameQueuePage(Page):
    """1 the same, 2 not the same, 3 later; Enter opens the record. The next pair follows by itself. The same, in one council: Tab says which
    of the two stays, Enter merges them."""

    name = "same"
    icon = "users"

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.services = services
        self.pairs: list[Both] = []
        self.waiting = 0
        self._stale = True
        self._heading, self._hint = QLabel(), QLabel()
        look.play(self._heading, "title")
        look.play(self._hint, "hint")
        self._hint.setWordWrap(True)
        self.model = PlainModel([N_("One"), N_("The other"), N_("What speaks for it")], self)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._ask)
        self.table.activated.connect(self._entered_on)
        self.question = SamePair(book)
        self.question.answered.connect(self.answer)
        self.question.merged.connect(self.merge)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.question)
        split.setSizes([340, 660])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._heading)
        column.addWidget(self._hint)
        column.addWidget(split, 1)
        for key, press in (("1", self.question.same), ("2", self.question.not_same), ("3", self.question.later)):
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(press)
        # Only while it is asked which one stays: else Tab goes on to the next part as everywhere, and Escape is the window's.
        self._choosing = [
            QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut) for key in ("Tab", "Esc")
        ]
        for shortcut, press in zip(self._choosing, (self.question.turn, self.question.back), strict=True):
            shortcut.setEnabled(False)
            shortcut.activated.connect(press)
        self.question.choosing_changed.connect(self._listen)
        self.retranslate()

    def title(self) -> str:
        return _("There twice?")

    def can(self, deed: str) -> bool:
        return deed == "refresh" or (deed == "open" and bool(self.pairs))

    def do(self, deed: str) -> None:
        if deed == "refresh":
            self.refresh()
        elif deed == "open":
            self._open()

    def entered(self) -> None:
        if self._stale:
            self.refresh()
        self.table.setFocus()

    def changed(self, changes: Changes) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Look at what was written since the last time, then read the queue again."""
        self._stale = False

        def read(progress: Progress) -> tuple[list[Both], int]:
            matching.catch_up(self.book.store, self.book.registers, progress)
            with self.book.read() as reader:
                found = pairs.listed(reader, self.book.registers, _SHOWN)
                return read_both(self.book, found), pairs.count(reader, self.book.registers)

        self.services.tasks.write(self, read, lambda both: self._show(*both), words=_("Looking for people who are there twice…"))

    def answer(self, both: Both, said: str) -> None:
        """Settle one, or put it off."""
        words = {
            pairs.SAME: N_("The same. Each council keeps its record; they are counted once."),
            pairs.NOT_SAME: N_("Not the same. Nobody is asked about these two again."),
            pairs.LATER: N_("Asked again when all others are answered."),
        }

        def done(_result: None) -> None:
            self.words_changed.emit(_(words[said]))

        pair = both.pair
        self._next(both)
        self.services.tasks.write(self, lambda progress: self.book.answer(pair.register, pair.a, pair.b, said, _ORIGIN), done, self._failed)

    def merge(self, both: Both, stays: bytes) -> None:
        """Make one of the two, with all that belongs to either."""
        pair = both.pair
        gone = pair.b if stays == pair.a else pair.a

        def done(_result: None) -> None:
            self.words_changed.emit(_("Merged. Undo takes it back; later, “Un-merge” among the merged records does."))

        def write(progress: Progress) -> None:
            self.book.do(pair.register, "merge", [stays, gone], {"stays": stays}, _ORIGIN)

        self._next(both)
        self.services.tasks.write(self, write, done, self._failed)

    def retranslate(self) -> None:
        self._hint.setText(
            thaiwrap.shown(_("Is this one person? 1 the same, 2 not the same, 3 later. Enter opens the record. The answer can be undone."))
        )
        self.table.setAccessibleName(self.title())
        self.table.say_when_empty(_("Nobody has to be asked about. After each import and each parcel taken Sapha looks again by itself."))
        self._show(self.pairs, self.waiting)
        if self.isVisible():
            self.refresh()

    def _show(self, found: list[Both], waiting: int) -> None:
        row = max(0, self.table.currentIndex().row())
        self.pairs, self.waiting = found, waiting
        self.model.show_rows([(both.names[0], both.names[1], ", ".join(both.speaks_for())) for both in found])
        self.table.fit(gives=2)
        count = ngettext("{count} pair", "{count} pairs", waiting).format(count=f"{waiting:,}")
        self._heading.setText(f"{self.title()} – {count}" if found else _("Nobody seems to be there twice"))
        if found:
            self.table.selectRow(min(row, len(found) - 1))
        else:
            self.question.show_pair(None)
        self._hint.setVisible(bool(found))
        self.state_changed.emit()

    def _next(self, answered: Both) -> None:
        """On to the next pair at once: in a region of a million people the queue takes a second to be read again."""
        self._show([both for both in self.pairs if both.ids != answered.ids], self.waiting - 1)

    def _failed(self, error: Refused | Fault) -> bool:
        self.refresh()  # it waits for an answer still
        return False

    def _ask(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.question.show_pair(self.pairs[now.row()] if now.isValid() and now.row() < len(self.pairs) else None)

    def _listen(self, on: bool) -> None:
        for shortcut in self._choosing:
            shortcut.setEnabled(on)

    def _entered_on(self, index: QModelIndex) -> None:
        """Enter, or a double click: merges where it is asked which one stays, else opens."""
        if self.question.choosing:
            self.question.confirm()
        elif index.isValid():
            self._open()

    def _open(self) -> None:
        both = self.question.both
        if both is not None:
            self.open_wanted.emit(both.pair.register, both.ids[self.question.stays])
