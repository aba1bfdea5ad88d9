"""The records behind a number of the report, whose they are, and the way to each of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _
from desktop.records.book import Book
from desktop.reports import behind
from desktop.reports.behind import Behind, Named
from desktop.ui import look, thaiwrap
from desktop.ui.figuretables import worded
from desktop.ui.history import moment
from desktop.ui.table import PAGE, Lazy, PlainModel, Table

_STATES = {behind.CHANGED: N_("changed since"), behind.GONE: N_("gone since")}


class BehindDialog(QDialog):
    """Lists them; Enter opens one: `open_wanted` (register, id), and the list closes. `frozen` words the round they were counted in, blank:
    they are counted now."""

    open_wanted = Signal(str, object)

    def __init__(self, book: Book, found: Behind, called: str, frozen: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._found = found
        self._frozen = frozen
        self._page: tuple[int, list[Named]] = (-1, [])
        self.setWindowTitle(_("Behind the figure"))
        self.resize(900, 560)
        heading = QLabel(thaiwrap.shown(called))
        look.play(heading, "section")
        sums = _("{count} records, {sum} in all").format(count=f"{len(found.entries):,}", sum=worded(found.value))
        hint = QLabel(thaiwrap.shown(" · ".join(filter(None, (frozen, sums)))))
        look.play(hint, "hint")
        for label in (heading, hint):
            label.setWordWrap(True)
        headings = [N_("Name"), N_("Kind"), N_("Council"), N_("Adds")]
        self._came = any(entry.council in found.arrived for entry in found.entries)
        headings += [N_("Last parcel")] if self._came else []
        headings += [N_("Since then")] if frozen else []
        self.model = PlainModel(headings, self, heed=self._heed if frozen else None)
        self.model.right = frozenset({3})
        self.model.show_rows(Lazy(len(found.entries), self._line))
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(f"{called} {hint.text()}")
        self.table.activated.connect(self._activated)
        self.go = QPushButton(_("Open (Enter)"))
        look.play(self.go, "primary")
        self.go.setAutoDefault(False)
        self.go.clicked.connect(lambda: self._activated(self.table.currentIndex()))
        close = QPushButton(_("Close (Esc)"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        QShortcut(QKeySequence("F9"), self).activated.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.go)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(heading)
        column.addWidget(hint)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.table.fit()
        self.table.selectRow(0)
        self.table.setFocus()

    def _activated(self, index: QModelIndex) -> None:
        if index.isValid() and self._named(index.row()).state != behind.GONE:
            entry = self._found.entries[index.row()]
            self.accept()
            self.open_wanted.emit(entry.register, entry.id)

    def _line(self, number: int) -> tuple[str, ...]:
        entry, one = self._found.entries[number], self._named(number)
        line = [one.name or _("(gone)"), _(self._book.registers[entry.register].singular), one.office, worded(entry.amount)]
        if self._came:
            came = self._found.arrived.get(entry.council)
            line.append(_("No. {number}, {when}").format(number=came.number, when=moment(came.at_ms)) if came is not None else "")
        if self._frozen:
            line.append(_(_STATES.get(one.state, "")))
        return tuple(line)

    def _heed(self, number: int) -> bool:
        return bool(self._named(number).state)

    def _named(self, number: int) -> Named:
        page = number // PAGE
        if self._page[0] != page:
            self._page = page, behind.named(self._book, self._found.entries[page * PAGE : (page + 1) * PAGE])
        return self._page[1][number % PAGE]
