"""The warning while typing that this person may already be here."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.editing import Draft
from desktop.records.register import Register
from desktop.records.same import Candidate
from desktop.ui import look, thaiwrap
from desktop.ui.picks import called
from desktop.ui.services import Services

_PAUSE_MS = 300
_MOST = 3


class Duplicates(QFrame):
    """Looks for the same thing a moment after an identifying field was edited; never stands in the way of going on."""

    open_wanted = Signal(str, object)

    def __init__(self, book: Book, register: Register, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._register = register
        self._services = services
        self._draft: Draft | None = None
        self._asked = 0
        self.answered: set[bytes] = set()  # "not the same", said before the record had an id
        self.candidates: list[Candidate] = []
        identity = register.identity
        keys = {name for key in (*identity.keys, *identity.near) for name in key}
        self._fields = {identity.exact, identity.birth, identity.apart, *identity.name, *keys} - {""}
        look.play(self, "panel")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 6, 10, 6)
        self._column.setSpacing(2)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.look_now)
        self.hide()

    def clear(self) -> None:
        """Forget; another record is edited now."""
        self._asked += 1
        self._pause.stop()
        self.answered = set()
        self._show([])

    def consider(self, draft: Draft, field: str) -> None:
        """A field was edited."""
        if field in self._fields:
            self._draft = draft
            self._pause.start()

    def look_now(self) -> None:
        """Look without waiting for a pause in typing."""
        self._pause.stop()
        draft = self._draft
        if draft is None:
            return
        self._asked += 1
        asked, values, record, name = self._asked, dict(draft.values), draft.id, self._register.name

        def find(progress: Progress) -> list[Candidate]:
            return self._book.same(name, values, record)

        self._services.tasks.read(self, find, lambda found: self._show(found) if asked == self._asked else None)

    def _show(self, found: list[Candidate]) -> None:
        self.candidates = [candidate for candidate in found if candidate.row.id not in self.answered][:_MOST]
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self.candidates:
            title = QLabel(thaiwrap.shown(_("This may already be here:")))
            look.play(title, "section")
            self._column.addWidget(title)
        for candidate in self.candidates:
            self._column.addWidget(self._line(candidate))
        self.setVisible(bool(self.candidates))

    def _line(self, candidate: Candidate) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        words = QLabel(thaiwrap.shown(f"{called(self._book, self._register, candidate.row)}\n({', '.join(candidate.reasons)})"))
        words.setWordWrap(True)
        row.addWidget(words, 1)
        other = candidate.row.id
        for text, slot in (
            (_("Open it"), lambda: self.open_wanted.emit(self._register.name, other)),
            (_("Not the same"), lambda: self._different(other)),
        ):
            button = QPushButton(text)
            button.setAccessibleDescription(words.text())
            button.clicked.connect(slot)
            row.addWidget(button)
        return line

    def _different(self, other: bytes) -> None:
        draft, name = self._draft, self._register.name
        self.answered.add(other)
        self._show(self.candidates)
        if draft is not None and draft.id is not None:
            record = draft.id
            self._services.tasks.write(self, lambda progress: self._book.not_same(name, record, other))
