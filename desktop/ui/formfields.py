"""The fields of a form: one box each, by section, in a scroll area."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.register import Field, Level, Problem, Register
from desktop.ui import fields, look, thaiwrap
from desktop.ui.editors import Editor
from desktop.ui.picks import LinkEditor
from desktop.ui.tasks import Tasks
from desktop.ui.words import Retranslated

_LABELS = 118  # px
_NARROWEST = 470  # px: a date with its echo needs so much


class FieldBox(Retranslated):
    """One field in the form: its label (placed by the form), its editor, its problems below."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        self.label = QLabel()
        self.label.setBuddy(editor.inner)
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.label.setContentsMargins(0, 6, 4, 0)
        self._problems: tuple[Problem, ...] = ()
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(editor)
        column.addWidget(self._said)
        self.retranslate()

    def say(self, problems: tuple[Problem, ...]) -> None:
        """Show these problems; none hides the line."""
        self._problems = problems
        worst = "error" if any(problem.level is Level.ERROR for problem in problems) else ""
        look.play(self._said, "problem" if worst else "warning")
        self.editor.inner.setProperty("problem", worst)
        self.editor.inner.style().unpolish(self.editor.inner)
        self.editor.inner.style().polish(self.editor.inner)
        text = "\n".join(_(problem.message).format(**problem.values) for problem in problems)
        self._said.setText(thaiwrap.shown(text))
        self._said.setVisible(bool(text))
        help_words = _(self.editor.field.help) if self.editor.field.help else ""
        # A screen reader reads the description after the name and value: the problem belongs there.
        self.editor.inner.setAccessibleDescription(text or help_words)

    @property
    def said(self) -> tuple[Problem, ...]:
        """The problems shown now."""
        return self._problems

    def retranslate(self) -> None:
        field = self.editor.field
        self.label.setText(thaiwrap.shown(_(field.label) + (" *" if field.required else "")))
        if field.help:
            self.label.setToolTip(thaiwrap.shown(_(field.help)))
            self.editor.inner.setToolTip(thaiwrap.shown(_(field.help)))
        self.say(self._problems)


class FormFields(Retranslated):
    """All fields of a register. `boxes` by name; knows nothing of drafts."""

    edited = Signal(object)  # Field
    left = Signal(object)  # Field
    open_wanted = Signal(str, object)  # register, id
    add_wanted = Signal(object, str)  # LinkEditor, what was typed

    def __init__(self, book: Book, register: Register, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, FieldBox] = {}
        self._sections: list[tuple[QLabel, str]] = []
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(2, 2, 10, 2)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, _LABELS)
        grid.setColumnStretch(1, 1)
        section = ""
        for field in register.fields:
            if field.section not in ("", section):
                section = field.section
                heading = QLabel()
                look.play(heading, "section")
                self._sections.append((heading, section))
                grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            self._add(grid, fields.editor(field, book, tasks))
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setMinimumWidth(_NARROWEST)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self.retranslate()

    def show_field(self, name: str) -> None:
        """Bring a field into sight and put the cursor there."""
        box = self.boxes.get(name)
        if box is not None:
            box.editor.inner.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(box)

    def scroll_bar(self) -> QScrollBar:
        """The bar that moves the fields."""
        return self._scroll.verticalScrollBar()

    def retranslate(self) -> None:
        for label, section in self._sections:
            label.setText(_(section))

    def _add(self, grid: QGridLayout, editor: Editor) -> None:
        box = FieldBox(editor)
        field: Field = editor.field
        self.boxes[field.name] = box
        row = grid.rowCount()
        grid.addWidget(box.label, row, 0)
        grid.addWidget(box, row, 1)
        editor.edited.connect(lambda: self.edited.emit(field))
        editor.left.connect(lambda: self.left.emit(field))
        if isinstance(editor, LinkEditor):
            editor.open_wanted.connect(self.open_wanted)
            editor.add_wanted.connect(lambda typed: self.add_wanted.emit(editor, typed))
