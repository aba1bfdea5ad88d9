"""The scorecard tab of a council: every item of the table with its points and what shows them, by group, the sum as it grows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from desktop.base import dates, thai
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.codes import Code
from desktop.records.query import ListQuery
from desktop.records.register import Level, Row
from desktop.registers.councils import service
from desktop.ui import fields, look, thaiwrap
from desktop.ui.ask import Unsaved
from desktop.ui.editors import Combo
from desktop.ui.room import RecordTab, RoomParts
from desktop.ui.services import Services

_FACTS = ("assessed_on", "assessor", "note")
Answers = dict[str, tuple[int | None, str | None]]


@dataclass(frozen=True)
class Card:
    """A scorecard as it is kept; a new one has no row."""

    row: Row | None
    answers: Answers


class Points(QSpinBox):
    """Points for one item; the lowest value stands for "not judged". The wheel scrolls the page and changes nothing."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.setRange(-1, most)
        self.setSpecialValueText("–")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(76)

    def points(self) -> int | None:
        """The points; None where not judged."""
        return self.value() if self.value() >= 0 else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Sheet(QWidget):
    """The items in a grid: words, points, of how many, evidence."""

    edited = Signal()

    def __init__(self, items: list[Code], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[str, tuple[Points, QLineEdit]] = {}
        self.highest = sum(int(item.amount or 0) for item in items)
        grid = QGridLayout(self)
        grid.setContentsMargins(2, 2, 10, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(3, 2)
        group = ""
        for item in items:
            if item.group and item.group != group:
                group = item.group
                heading = QLabel(thaiwrap.shown(group))
                look.play(heading, "section")
                grid.addWidget(heading, grid.rowCount(), 0, 1, 4)
            self._add(grid, item)
        grid.setRowStretch(grid.rowCount(), 1)

    def answers(self) -> Answers:
        """What is entered, by item."""
        return {code: (box.points(), thai.clean(line.text()) or None) for code, (box, line) in self.lines.items()}

    def show_answers(self, answers: Answers) -> None:
        """Enter these."""
        for code, (box, line) in self.lines.items():
            points, evidence = answers.get(code, (None, None))
            with QSignalBlocker(box), QSignalBlocker(line):
                box.setValue(-1 if points is None else points)
                line.setText(evidence or "")

    def _add(self, grid: QGridLayout, item: Code) -> None:
        words, most = QLabel(thaiwrap.shown(item.label())), int(item.amount or 0)
        words.setWordWrap(True)
        box, line = Points(most), QLineEdit()
        words.setBuddy(box)
        box.setAccessibleName(item.label())
        line.setPlaceholderText(_("Evidence"))
        line.setAccessibleName(_("Evidence: {item}").format(item=item.label()))
        box.valueChanged.connect(self.edited)
        line.textEdited.connect(self.edited)
        row = grid.rowCount()
        grid.addWidget(words, row, 0)
        grid.addWidget(box, row, 1)
        grid.addWidget(QLabel(_("of {most}").format(most=most)), row, 2)
        grid.addWidget(line, row, 3)
        self.lines[item.code] = (box, line)


class ScorecardTab(RecordTab):
    """One scorecard at a time, the newest first; saved whole by one deed, which sums it up."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._record: bytes | None = None
        self._cards: list[Row] = []
        self._card = Card(None, {})
        self._codes: list[str] = []
        self._started: tuple[dict[str, Any], Answers] = ({}, {})
        self._asked = 0
        self._build()
        self._show_card()
        self.retranslate()

    # -- the tab

    def title(self) -> str:
        return _("Strength scorecard")

    def show_record(self, record: bytes | None) -> None:
        if record != self._record:
            self._record = record
            self._card = Card(None, {})
            self._show_card()
        self.refresh()

    def refresh(self) -> None:
        record, chosen = self._record, self._card.row.id if self._card.row is not None else None
        self.body.setEnabled(record is not None)
        self.words.setText(
            "" if record is not None else thaiwrap.shown(_("Save the council first; then its scorecards are filled in here."))
        )
        self.words.setVisible(record is None)
        if record is None or self.dirty:
            return
        self._read(record, chosen)

    @property
    def dirty(self) -> bool:
        return (self._facts(), self.sheet.answers()) != self._started

    def save(self) -> None:
        self._save(lambda: None)

    def leave(self, then: Callable[[], None]) -> None:
        if not self.dirty:
            then()
            return
        match self._services.ask.unsaved(self.window()):
            case Unsaved.SAVE:
                self._save(then)
            case Unsaved.DROP:
                self._show_card()
                then()
            case Unsaved.STAY:
                pass

    def retranslate(self) -> None:
        self._keep.setText(_("Save (F9)"))
        self._new.setText(_("New scorecard"))
        self.cards.setAccessibleName(_("Strength scorecards"))
        for name, label in self._labels.items():
            label.setText(_(self._editors[name].field.label))
        facts, answers = self._facts(), self.sheet.answers()
        self._lay(again=True)
        self._show_card()
        self._enter(facts, answers)
        self._sum()
        self._list_cards()

    # -- the inside

    def _build(self) -> None:
        register = self._book.registers["scorecards"]
        self.words, self.total = QLabel(), QLabel()
        look.play(self.words, "hint")
        look.play(self.total, "section")
        self.cards = Combo()
        self.cards.activated.connect(self._choose)
        self._new, self._keep = QPushButton(), QPushButton()
        look.with_icon(self._new, "plus")
        look.play(self._keep, "primary")
        look.with_icon(self._keep, "save")
        self._new.clicked.connect(lambda _on=False: self.leave(self.begin))
        self._keep.clicked.connect(lambda _on=False: self.save())
        self._editors = {name: fields.editor(register.field(name), self._book, self._services.tasks) for name in _FACTS}
        self._labels = {name: QLabel() for name in _FACTS}
        form = QGridLayout()
        form.setColumnStretch(1, 1)
        for row, (name, editor) in enumerate(self._editors.items()):
            self._labels[name].setBuddy(editor.inner)
            form.addWidget(self._labels[name], row, 0)
            form.addWidget(editor, row, 1)
            editor.edited.connect(self._edited)
        self.sheet = Sheet([])
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top, foot = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.cards, 1)
        top.addWidget(self._new)
        foot.addWidget(self.total, 1)
        foot.addWidget(self._keep)
        self.body = QWidget()
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(top)
        inner.addLayout(form)
        inner.addWidget(self._area, 1)
        inner.addLayout(foot)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(self.body, 1)
        self._lay(again=True)

    def begin(self) -> None:
        """An empty scorecard, of today."""
        self._card = Card(None, {})
        self._show_card()
        self._list_cards()

    def _read(self, council: bytes, chosen: bytes | None) -> None:
        self._asked += 1
        asked = self._asked

        def read(progress: Progress) -> tuple[list[Row], Card]:
            query = ListQuery("scorecards", parent=council, sort="assessed_on", descending=True)
            rows = [row for row in self._book.rows("scorecards", self._book.ids(query)) if row is not None]
            row = next((row for row in rows if row.id == chosen), rows[0] if rows else None)
            with self._book.read() as reader:
                return rows, Card(row, service.answers_of(reader, row.id) if row is not None else {})

        def done(found: tuple[list[Row], Card]) -> None:
            if asked == self._asked and not self.dirty:
                self._cards, self._card = found
                self._show_card()
                self._list_cards()

        self._services.tasks.read(self, read, done)

    def _choose(self, number: int) -> None:
        record = self.cards.itemData(number)
        council = self._record
        if council is None or (self._card.row is not None and record == self._card.row.id):
            return
        if record is None:
            self.leave(self.begin)
        else:
            self.leave(lambda: self._read(council, record))
        self._list_cards()  # staying, the box must not name the other

    def _list_cards(self) -> None:
        self.cards.clear()
        if self._card.row is None:
            self.cards.addItem(_("New scorecard"), None)
        for row in self._cards:
            total = "" if row.values["total"] is None else _("{total} of {highest} points").format(**row.values)
            self.cards.addItem(" · ".join(filter(None, (dates.show(row.values["assessed_on"] or ""), total))), row.id)
        if self._card.row is not None:
            self.cards.setCurrentIndex(max(0, self.cards.findData(self._card.row.id)))

    def _show_card(self) -> None:
        row = self._card.row
        stored = row.values if row is not None else dict.fromkeys(_FACTS) | {"assessed_on": self._book.clock.today().isoformat()}
        self._enter({name: stored[name] for name in _FACTS}, self._card.answers)
        self._started = (self._facts(), self.sheet.answers())
        self._sum()

    def _enter(self, facts: Mapping[str, Any], answers: Answers) -> None:
        for name, editor in self._editors.items():
            editor.set_value(facts[name])
        self._lay()
        self.sheet.show_answers(answers)

    def _lay(self, *, again: bool = False) -> None:
        """Lay out the items of the card's year, and those it answers though they are no longer asked."""
        day = self._editors["assessed_on"].value() or self._book.clock.today().isoformat()
        asked = service.items(self._book.code_lists, day)
        known = {item.code for item in asked}
        old = [self._book.code_lists.get(service.ITEMS, code) for code in self._card.answers if code not in known]
        asked += [item for item in old if item is not None]
        if not again and [item.code for item in asked] == self._codes:
            return
        self._codes = [item.code for item in asked]
        self.sheet = Sheet(asked)
        self.sheet.edited.connect(self._edited)
        self._area.setWidget(self.sheet)

    def _edited(self) -> None:
        answers = self.sheet.answers()
        before = self.sheet
        self._lay()
        if self.sheet is not before:
            self.sheet.show_answers(answers)
        self._sum()
        self.state_changed.emit()

    def _sum(self) -> None:
        points = sum(points or 0 for points, _evidence in self.sheet.answers().values())
        self.total.setText(thaiwrap.shown(_("{total} of {highest} points").format(total=points, highest=self.sheet.highest)))
        self._keep.setEnabled(self.dirty)

    def _facts(self) -> dict[str, Any]:
        return {name: editor.value() for name, editor in self._editors.items()}

    def _save(self, then: Callable[[], None]) -> None:
        council, facts = self._record, self._facts()
        answers = {code: answer for code, answer in self.sheet.answers().items() if answer != self._started[1].get(code)}
        scorecard = self._card.row.id if self._card.row is not None else None
        wrong = [editor for editor in self._editors.values() if any(p.level is Level.ERROR for p in editor.problems())]
        if council is None or wrong or facts["assessed_on"] is None:
            (wrong[0] if wrong else self._editors["assessed_on"]).inner.setFocus()
            return

        def write(progress: Progress) -> Card:
            with self._book.write("scorecard") as deed:
                made = service.fill(deed, council, scorecard, facts, answers)
            with self._book.read() as reader:
                return Card(self._book.row("scorecards", made), service.answers_of(reader, made))

        def done(card: Card) -> None:
            self._card = card
            self._show_card()
            self.refresh()
            self.state_changed.emit()
            then()

        def failed(error: Refused | Fault) -> bool:
            if error.field in self.sheet.lines:
                self.sheet.lines[error.field][0].setFocus()
            return False

        self._services.tasks.write(self, write, done, failed, _("Saving…"))


PARTS = RoomParts(tabs=(ScorecardTab,))
