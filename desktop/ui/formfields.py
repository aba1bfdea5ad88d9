"""The fields of a form: one box each, by section, in a scroll area."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.register import Field, Kind, Level, Problem
from desktop.ui import fields, look, thaiwrap
from desktop.ui.codeedits import CodeEditor, CodesEditor
from desktop.ui.editors import Editor
from desktop.ui.picks import LinkEditor
from desktop.ui.tasks import Tasks
from desktop.ui.words import Retranslated

_LABELS = 118  # px
_WIDEST = 860  # px: the eye finds no way from a label over a longer line
_NARROWEST = 470  # px: a date with its echo needs so much


class FieldBox(Retranslated):
    """One field in the form: its label (placed by the form), its editor, its problems below; with `helps` its help where there are none."""

    def __init__(self, editor: Editor, *, helps: bool = False) -> None:
        super().__init__()
        self._helps = helps
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
        look.play(self._said, "problem" if worst else "warning" if problems else "hint")
        inner = self.editor.inner
        if (inner.property("problem") or "") != worst:
            inner.setProperty("problem", worst)
            inner.style().unpolish(inner)
            inner.style().polish(inner)
        text = "\n".join(_(problem.message).format(**problem.values) for problem in problems)
        help_words = _(self.editor.field.help)
        below = text or (help_words if self._helps else "")
        self._said.setText(thaiwrap.shown(below))
        self._said.setVisible(bool(below))
        # A screen reader reads the description after the name and value: the problem belongs there.
        self.editor.inner.setAccessibleDescription(text or help_words)

    @property
    def said(self) -> tuple[Problem, ...]:
        """The problems shown now."""
        return self._problems

    def retranslate(self) -> None:
        field = self.editor.field
        self.label.setText(thaiwrap.shown(_(field.label) + ("\u00a0*" if field.required else "")))
        more = [_(field.help)] if field.help else []
        if field.by_deed:
            more.append(_("Changed by its own deed (F11)"))
        if more:
            self.label.setToolTip(thaiwrap.shown("\n".join(more)))
            self.editor.inner.setToolTip(thaiwrap.shown("\n".join(more)))
        self.say(self._problems)


class FormFields(Retranslated):
    """Fields of a register, or what a deed asks. `boxes` by name; knows nothing of drafts. With `helps` the help stands below each field."""

    edited = Signal(object)  # Field
    left = Signal(object)  # Field
    open_wanted = Signal(str, object)  # register, id
    add_wanted = Signal(object, str)  # LinkEditor, what was typed

    def __init__(self, book: Book, shown: Sequence[Field], tasks: Tasks, parent: QWidget | None = None, *, helps: bool = False) -> None:
        super().__init__(parent)
        self._helps = helps
        self.boxes: dict[str, FieldBox] = {}
        self._sections: list[tuple[QLabel, str]] = []
        # Every widget is made where it stays: moving a filled form to another parent has Qt look up the style of all that is in it again.
        self._body = QWidget()
        self._scroll = self._scrolling(self._body)
        self._body.setMaximumWidth(_WIDEST)
        grid = QGridLayout(self._body)
        grid.setContentsMargins(2, 2, 10, 2)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, _LABELS)
        grid.setColumnStretch(1, 1)
        section = ""
        for field in shown:
            if field.kind is Kind.FILE:
                continue  # chosen and shown in a panel of its own
            if field.section not in ("", section):
                section = field.section
                heading = QLabel()
                look.play(heading, "section")
                self._sections.append((heading, section))
                grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            self._add(grid, fields.editor(field, book, tasks))
        grid.setRowStretch(grid.rowCount(), 1)
        self._follow_groups()
        self.retranslate()

    def show_field(self, name: str) -> None:
        """Bring a field into sight and put the cursor there."""
        box = self.boxes.get(name)
        if box is not None:
            box.editor.inner.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(box)

    def begin(self, names: Sequence[str]) -> None:
        """Show the top, the cursor in the first of these fields; where they are all out of sight there, in the very first field."""
        self._scroll.verticalScrollBar().setValue(0)
        first = next(iter([*names, *self.boxes]))
        height = self._scroll.viewport().height()
        box = self.boxes[first] if self.boxes[first].y() < height or not self.isVisible() else next(iter(self.boxes.values()))
        box.editor.inner.setFocus(Qt.FocusReason.TabFocusReason)

    def whole_height(self) -> int:
        """Pixels that all fields need one below the other."""
        return self._body.sizeHint().height()

    def scroll_bar(self) -> QScrollBar:
        """The bar that moves the fields."""
        return self._scroll.verticalScrollBar()

    def retranslate(self) -> None:
        for label, section in self._sections:
            label.setText(_(section))

    def _follow_groups(self) -> None:
        for box in self.boxes.values():
            by = self.boxes.get(box.editor.field.group_by)
            if by is not None and isinstance(by.editor, CodeEditor) and isinstance(box.editor, CodeEditor | CodesEditor):
                by.editor.shown.connect(box.editor.regroup)

    def _scrolling(self, body: QWidget) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setMinimumWidth(_NARROWEST)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        return scroll

    def _add(self, grid: QGridLayout, editor: Editor) -> None:
        box = FieldBox(editor, helps=self._helps)
        field: Field = editor.field
        self.boxes[field.name] = box
        if field.by_deed:
            editor.inner.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # there is nothing to type: the Tab key passes it
        row = grid.rowCount()
        grid.addWidget(box.label, row, 0)
        grid.addWidget(box, row, 1)
        editor.edited.connect(lambda: self.edited.emit(field))
        editor.left.connect(lambda: self.left.emit(field))
        if isinstance(editor, LinkEditor):
            editor.open_wanted.connect(self.open_wanted)
            editor.add_wanted.connect(lambda typed: self.add_wanted.emit(editor, typed))
