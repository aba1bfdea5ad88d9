"""The tab beside a business plan's form: the plan as the canvas it is drawn as, with its three tracks and what a version changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.registers.business_plans.model import BLOCKS, STEPS, TRACKS, changed, way
from desktop.registers.business_plans.service import before
from desktop.ui import look, thaiwrap
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services

# As the canvas is drawn everywhere: row, column, rows, columns, of ten columns.
_PLACES = {
    "key_partners": (0, 0, 2, 2),
    "key_activities": (0, 2, 1, 2),
    "key_resources": (1, 2, 1, 2),
    "value_propositions": (0, 4, 2, 2),
    "customer_relationships": (0, 6, 1, 2),
    "channels": (1, 6, 1, 2),
    "customer_segments": (0, 8, 2, 2),
    "cost_structure": (2, 0, 1, 5),
    "revenue_streams": (2, 5, 1, 5),
}
_TRACKS = {
    "cut": N_("Cut costs (baht a month)"),
    "add": N_("Raise income (baht a month)"),
    "grow": N_("Grow (baht a month)"),
}
_LETTERS = 13  # a block is at least as wide as so many letters: below that Thai is broken in too many lines to be read
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan and the version it was made from, if any."""

    values: Values
    before: Values | None


class Block(QFrame):
    """One field of the canvas: its heading, what it says, and what it said in the version before where that was something else."""

    def __init__(self) -> None:
        super().__init__()
        look.play(self, "card")
        self.heading, self.text, self.mark, self.past = QLabel(), QLabel(), QLabel(), QLabel()
        look.play(self.heading, "section")
        look.play(self.mark, "warning")
        look.play(self.past, "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 8)
        for label in (self.heading, self.mark, self.text, self.past):
            label.setWordWrap(True)
            label.setIndent(0)  # a style sheet's padding would set the heading in by half a letter
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            label.setTextFormat(Qt.TextFormat.PlainText)  # what people write is not markup
            column.addWidget(label)
        column.addStretch(1)

    def say(self, heading: str, text: str, past: str | None, *, compare: bool) -> None:
        """`past` is None where nothing changed; what it said is written out where `compare` is asked for."""
        self.heading.setText(thaiwrap.shown(heading))
        self.text.setText(thaiwrap.shown(text or "–"))
        self.mark.setText(thaiwrap.shown(_("Changed in this version")))
        self.mark.setVisible(past is not None)
        self.past.setText(thaiwrap.shown(_("Before: {text}").format(text=past or "–")))
        self.past.setVisible(past is not None and compare)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)


class CanvasPanel(ReadPanel[Plan]):
    """Nine blocks, below them three tracks; wider than the window it is scrolled, never squeezed."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self.compare = QCheckBox()
        self.compare.toggled.connect(lambda _on: self.show_found(self.found))
        self.blocks = {name: Block() for name in BLOCKS}
        self.tracks = {track: Block() for track in TRACKS}
        grid = QGridLayout()
        grid.setSpacing(6)
        for name, place in _PLACES.items():
            grid.addWidget(self.blocks[name], *place)
        for number in range(10):
            grid.setColumnStretch(number, 1)
        for number in range(3):
            grid.setRowStretch(number, 1)
        below = QHBoxLayout()
        below.setSpacing(6)
        for track in TRACKS:
            below.addWidget(self.tracks[track], 1)
        self._sheet = QWidget()
        whole = QVBoxLayout(self._sheet)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(grid, 1)
        whole.addLayout(below)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self._sheet)
        self.column.addWidget(self.compare)
        self.column.addWidget(self._area, 1)
        self.retranslate()

    def title(self) -> str:
        return _("Canvas")

    def read(self, progress: Progress, record: bytes) -> Plan | None:
        with self._book.read() as reader:
            stored = reader.stored("business_plans", record)
            return Plan(stored, before(reader, record)) if stored is not None else None

    def show_found(self, found: Plan | None) -> None:
        self._area.setVisible(found is not None)
        self.compare.setVisible(found is not None and found.before is not None)
        if found is None:
            return
        self.tell(self._called(found))
        # By the letters of now: at 150% a block is as many letters wide as at 100%.
        self._sheet.setMinimumWidth(5 * _LETTERS * self.fontMetrics().horizontalAdvance("ก"))
        fields, old = self._book.registers["business_plans"], found.before
        other = changed(found.values, old) if old is not None else set()
        for name, block in self.blocks.items():
            past = (old[name] or "") if old is not None and name in other else None
            block.say(_(fields.field(name).label), found.values[name] or "", past, compare=self.compare.isChecked())
        for track, block in self.tracks.items():
            moved = old is not None and any(f"{track}_{part}" in other for part in ("what", *STEPS))
            past = self._track(old, track) if old is not None and moved else None
            block.say(_(_TRACKS[track]), self._track(found.values, track), past, compare=self.compare.isChecked())

    def retranslate(self) -> None:
        self.compare.setText(_("Show what the version before said"))
        super().retranslate()

    # -- the inside

    def _called(self, found: Plan) -> str:
        values = found.values
        words = [values["title"] or "", _("Version {number}").format(number=values["version"] or 1)]
        words.append(self._book.code_lists.label("business_plan_status", values["status"] or ""))
        if found.before is not None:
            words.append(_("made from version {number}").format(number=found.before["version"] or 1))
        return " · ".join(word for word in words if word)

    def _track(self, values: Values, track: str) -> str:
        words = _("Baseline {baseline} · target {target} · actual {actual}")
        lines = [values[f"{track}_what"] or "", words.format(**{step: self.amount(values[f"{track}_{step}"]) for step in STEPS})]
        gone = way(values, track)
        if gone is not None:
            lines.append(_("{percent}% of the way to the target").format(percent=gone))
        return "\n".join(line for line in lines if line)


PARTS = RoomParts(tabs=(CanvasPanel,))
