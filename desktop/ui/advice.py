"""What the book says of a record being typed: values suggested for a new one, and warnings that other records give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.editing import Draft
from desktop.records.register import Problem, Register
from desktop.ui.services import Services


class Advice(QObject):
    """Asks in the background; stale answers are dropped. `problems` is what is known of the draft asked about last."""

    told = Signal()
    suggested = Signal(object)  # {field: value} for a new record's fields that nobody typed into

    def __init__(self, book: Book, register: Register, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._register = register
        self._services = services
        self._asked = 0
        self._given: dict[str, Any] = {}
        self._values: dict[str, Any] = {}
        self.problems: Sequence[Problem] = ()

    def begin(self, draft: Draft) -> None:
        """Another draft is edited now; what a new one begins with was suggested already."""
        self.problems = ()
        self._given = dict(draft.suggested)
        self._values = {}
        self._asked += 1
        if draft.id is not None:
            self.ask(draft)

    def ask(self, draft: Draft) -> None:
        """A field was left."""
        name, record, values = self._register.name, draft.id, dict(draft.values)
        new = record is None and self._register.suggest is not None
        if values == self._values or not (new or self._register.warnings is not None):
            return
        self._values = values
        self._asked += 1
        asked = self._asked

        def read(progress: Progress) -> tuple[Sequence[Problem], Mapping[str, Any]]:
            return self._book.warnings(name, record, values), self._book.suggested(name, self._typed(values)) if new else {}

        def done(answer: tuple[Sequence[Problem], Mapping[str, Any]]) -> None:
            if asked != self._asked:
                return
            self.problems = answer[0]
            # Nothing is put where somebody typed, nor where somebody took a suggestion away.
            fresh = {field: value for field, value in answer[1].items() if draft.values[field] == self._given.get(field)}
            self._given |= fresh
            changed = {field: value for field, value in fresh.items() if draft.values[field] != value}
            if changed:
                self.suggested.emit(changed)
            self.told.emit()

        self._services.tasks.read(self, read, done)

    def _typed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Only what people typed: a suggestion must not be the reason of the next one."""
        return {name: None if value is not None and value == self._given.get(name) else value for name, value in values.items()}
