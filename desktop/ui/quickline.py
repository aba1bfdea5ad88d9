"""A line under a list in which records are typed one after the other: Tab through it, Enter saves and goes on with the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.editing import ProblemsFound
from desktop.records.register import Kind, Level, Problem
from desktop.ui import fields, look, thaiwrap
from desktop.ui.formfields import FieldBox
from desktop.ui.services import Services
from desktop.ui.words import Retranslated


class QuickLine(Retranslated):
    """`rows` are fields of a register, under each other; those in `keep` stay for the next line. What is refused stays where it was typed."""

    saved = Signal(object)  # the record's id
    dirty_changed = Signal()

    def __init__(
        self,
        book: Book,
        services: Services,
        register: str,
        rows: Sequence[Sequence[str]],
        keep: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._register = book.registers[register]
        self._keep = tuple(keep)
        self._given: Mapping[str, Any] = {}
        self._why = ""
        self._saving = False
        self.dirty = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.boxes: dict[str, FieldBox] = {}
        self.add = QPushButton()
        look.with_icon(self.add, "plus")
        self.add.clicked.connect(lambda _on=False: self.save())
        for names in rows:
            row = QHBoxLayout()
            row.setSpacing(8)
            for name in names:
                row.addLayout(self._field(name, services), int(self._register.field(name).kind is Kind.TEXT))
            column.addLayout(row)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        self.said = QLabel()
        self.said.setWordWrap(True)
        look.play(self.said, "problem")
        self.said.hide()
        column.addWidget(self.said)
        self.retranslate()

    def _field(self, name: str, services: Services) -> QVBoxLayout:
        """A field with its label above it, so that a line of them fits beside a list."""
        box = FieldBox(fields.editor(self._register.field(name), self._book, services.tasks))
        box.label.setWordWrap(False)
        box.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        box.editor.edited.connect(self._edited)
        box.editor.inner.installEventFilter(self)
        self.boxes[name] = box
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(box.label)
        column.addWidget(box)
        column.addStretch(1)
        return column

    def begin(self, given: Mapping[str, Any], **first: Any) -> None:
        """Write lines with these values besides what is typed; `first` are values to begin with where nothing is typed yet."""
        self._given = given
        for name, value in first.items():
            if self.boxes[name].editor.value() is None:
                self.boxes[name].editor.set_value(value)

    def close_for(self, why: str) -> None:
        """Take no lines, and say why; blank: take them again."""
        self._why = why
        for box in self.boxes.values():
            box.editor.setEnabled(not why)
        self.add.setEnabled(not why)
        self._say(why, warning=True)

    def take_focus(self) -> None:
        """Begin typing at the first field that is not kept from line to line."""
        next(box for name, box in self.boxes.items() if name not in self._keep).editor.inner.setFocus()

    def clear(self, *, all_of_it: bool = False) -> None:
        """Blank what is typed, but for what stays from line to line."""
        for name, box in self.boxes.items():
            if all_of_it or name not in self._keep:
                box.editor.set_value(None)
            box.say(())
        self._say("")
        self._set_dirty(False)

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save the line, then go on with `then`."""
        if self._why or self._saving:
            return
        unread = {name: tuple(box.editor.problems()) for name, box in self.boxes.items()}
        if any(problem.level is Level.ERROR for problems in unread.values() for problem in problems):
            self._show([problem for problems in unread.values() for problem in problems])
            return
        draft = self._book.draft(self._register.name, None, **self._given)
        draft.values |= {name: box.editor.value() for name, box in self.boxes.items()}
        self._saving = True

        def done(record: bytes) -> None:
            self._saving = False
            self.clear()
            self.take_focus()
            self.saved.emit(record)
            if then is not None:
                then()

        def failed(error: Refused | Fault) -> bool:
            self._saving = False
            return self._refused(error)

        self._services.tasks.write(self, lambda progress: self._book.save(draft), done, failed, _("Saving…"))

    def retranslate(self) -> None:
        self.add.setText(_("Add the line"))
        for box in self.boxes.values():
            box.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.save()
                return True
            if event.key() == Qt.Key.Key_Escape and self.dirty:
                self.clear()
                return True
        return super().eventFilter(watched, event)

    def _edited(self) -> None:
        self._say("")
        self._set_dirty(True)

    def _refused(self, error: Refused | Fault) -> bool:
        if isinstance(error, ProblemsFound):
            self._show(list(error.problems))
            return True
        if isinstance(error, Refused):
            self._say(str(error))
            if error.field in self.boxes:
                self.boxes[error.field].editor.inner.setFocus()
            return True
        return False

    def _show(self, problems: list[Problem]) -> None:
        for name, box in self.boxes.items():
            box.say(tuple(problem for problem in problems if problem.field == name))
        elsewhere = [problem for problem in problems if problem.field not in self.boxes and problem.level is Level.ERROR]
        self._say("\n".join(_(problem.message).format(**problem.values) for problem in elsewhere))
        wrong = next((name for name in self.boxes if any(each.field == name and each.level is Level.ERROR for each in problems)), None)
        if wrong is not None:
            self.boxes[wrong].editor.inner.setFocus()

    def _say(self, words: str, *, warning: bool = False) -> None:
        look.play(self.said, "hint" if warning else "problem")
        self.said.setText(thaiwrap.shown(words))
        self.said.setVisible(bool(words))

    def _set_dirty(self, dirty: bool) -> None:
        if dirty != self.dirty:
            self.dirty = dirty
            self.dirty_changed.emit()
