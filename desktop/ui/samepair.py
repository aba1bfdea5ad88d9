"""Two records side by side, what speaks for and against their being one, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.records import pairs
from desktop.records.book import Book
from desktop.records.depends import dependents
from desktop.records.matchwords import worded
from desktop.records.pairs import Pair
from desktop.records.register import Field, Register, Row
from desktop.ui import look, thaiwrap
from desktop.ui.history import value_words
from desktop.ui.words import Retranslated

_MARK = "≠"


@dataclass(frozen=True)
class Both:
    """A pair with both records as they stand, whose they are, and how many fields are filled."""

    pair: Pair
    rows: tuple[Row, Row]
    names: tuple[str, str]
    councils: tuple[str, str]
    filled: tuple[int, int]

    @property
    def ids(self) -> tuple[bytes, bytes]:
        """Of the left one and the right one."""
        return self.rows[0].id, self.rows[1].id

    @property
    def one_council(self) -> bool:
        """Whether they can be merged; records of two councils stay where they are."""
        return self.rows[0].council == self.rows[1].council

    def speaks_for(self) -> list[str]:
        """What speaks for it, in words."""
        return worded(self.pair.reasons)[0]


def read_both(book: Book, found: Sequence[Pair]) -> list[Both]:
    """The records of pairs; on a worker's thread."""
    offices = book.offices()
    made = []
    for register in dict.fromkeys(pair.register for pair in found):
        here = [pair for pair in found if pair.register == register]
        wanted = list(dict.fromkeys(record for pair in here for record in (pair.a, pair.b)))
        rows = dict(zip(wanted, book.rows(register, wanted), strict=True))
        spec = book.registers[register]
        for pair in here:
            left, right = rows[pair.a], rows[pair.b]
            if left is None or right is None:
                continue
            filled = [sum(row.values.get(field.name) is not None for field in spec.fields) for row in (left, right)]
            owners = [offices[row.council].name if row.council in offices else "" for row in (left, right)]
            names = (spec.name_of(left.values), spec.name_of(right.values))
            made.append(Both(pair, (left, right), names, (owners[0], owners[1]), (filled[0], filled[1])))
    order = {(pair.a, pair.b): number for number, pair in enumerate(found)}
    return sorted(made, key=lambda both: order[both.pair.a, both.pair.b])


class SamePair(Retranslated):
    """One pair and its question. `same` on two of one council asks which one stays first: `turn`, then `confirm`, or `back`."""

    answered = Signal(object, str)  # Both, one of the answers of records.pairs
    merged = Signal(object, object)  # Both, id of which stays
    choosing_changed = Signal(bool)

    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self.both: Both | None = None
        self.stays = 0  # 0 the left one, 1 the right one
        self.choosing = False
        self.reasons, self.advice = QLabel(), QLabel()
        for label in (self.reasons, self.advice):
            label.setWordWrap(True)
        look.play(self.advice, "hint")
        self.hangs: list[dict[str, int]] = [{}, {}]  # how many records of each register hang on the left one and the right one
        self.lines: list[tuple[str, str, str, bool]] = []  # label, left, right, whether they differ
        self._grid_home = QScrollArea()
        self._grid_home.setWidgetResizable(True)
        self._grid_home.setFrameShape(QScrollArea.Shape.NoFrame)
        self._grid_home.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the arrow keys scroll it on a small screen
        self.buttons = [QPushButton() for _each in range(3)]
        self.merge_button, self.turn_button = QPushButton(), QPushButton()
        look.play(self.merge_button, "primary")
        presses = (self.same, self.not_same, self.later, self.confirm, self.turn)
        for button, press in zip((*self.buttons, self.merge_button, self.turn_button), presses, strict=True):
            button.clicked.connect(press)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keys, stay = QHBoxLayout(), QHBoxLayout()
        for button in self.buttons:
            keys.addWidget(button)
        keys.addStretch(1)
        stay.addWidget(self.merge_button)
        stay.addWidget(self.turn_button)
        stay.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.reasons)
        column.addWidget(self._grid_home, 1)
        column.addWidget(self.advice)
        column.addLayout(keys)
        column.addLayout(stay)
        self.retranslate()

    def show_pair(self, both: Both | None) -> None:
        """Ask about this one; None asks nothing."""
        changed = both is None or self.both is None or both.ids != self.both.ids
        self.both = both
        if changed:
            self.hangs = [self._hanging(both.pair.register, record) for record in both.ids] if both is not None else [{}, {}]
            self.stays = self._fuller(both) if both is not None else 0
            self._choose(on=False)
        self._paint()

    def same(self) -> None:
        """They are one: of two councils that is the answer; of one council it is asked which one stays."""
        if self.both is None:
            return
        if self.choosing:
            self.confirm()
        elif self.both.one_council:
            self._choose(on=True)
        else:
            self.answered.emit(self.both, pairs.SAME)

    def not_same(self) -> None:
        """They are two."""
        if self.both is not None:
            self.answered.emit(self.both, pairs.NOT_SAME)

    def later(self) -> None:
        """Ask again at the end."""
        if self.both is not None:
            self.answered.emit(self.both, pairs.LATER)

    def turn(self) -> None:
        """The other one stays."""
        self.stays = 1 - self.stays
        self._paint()

    def back(self) -> None:
        """Not merged after all."""
        self._choose(on=False)

    def confirm(self) -> None:
        """Merge them."""
        if self.both is not None and self.choosing:
            both, stays = self.both, self.both.ids[self.stays]
            self._choose(on=False)
            self.merged.emit(both, stays)

    def retranslate(self) -> None:
        self._grid_home.setAccessibleName(_("Side by side"))
        for button, words in zip(self.buttons, (_("The same (1)"), _("Not the same (2)"), _("Later (3)")), strict=True):
            button.setText(words)
        self.merge_button.setText(_("Merge (Enter)"))
        self.turn_button.setText(_("The other one stays (Tab)"))
        self._paint()

    def _choose(self, *, on: bool) -> None:
        self.choosing = on
        self.choosing_changed.emit(on)
        self._paint()

    def _paint(self) -> None:
        both = self.both
        for button in self.buttons:
            button.setVisible(both is not None and not self.choosing)
        for button in (self.merge_button, self.turn_button):
            button.setVisible(self.choosing)
        self.lines = []
        if both is None:
            self.reasons.clear()
            self.advice.clear()
            self._fill([])
            return
        speaks_for, against = worded(both.pair.reasons)
        told = [_("For it: {reasons}").format(reasons=", ".join(speaks_for))] if speaks_for else []
        told += [_("Against it: {reasons}").format(reasons=", ".join(against))] if against else []
        self.reasons.setText(thaiwrap.shown("\n".join(told)))
        self.advice.setText(thaiwrap.shown(self._advice(both)))
        self._fill(self._compared(both))

    def _advice(self, both: Both) -> str:
        if self.choosing:
            return _(
                "“{name}” on the {side} stays, the other one goes into the bin; all that belongs to either belongs to it. Enter merges."
            ).format(name=both.names[self.stays], side=(_("left"), _("right"))[self.stays])
        if not both.one_council:
            return _("Of two councils: nothing is moved. “The same” only counts them once in the region's figures.")
        if both.pair.sure:
            return _("Very likely the same.")
        return _("Perhaps the same: please compare.")

    def _compared(self, both: Both) -> list[tuple[str, str, str, bool]]:
        register = self._book.registers[both.pair.register]
        lines = [(_("Council"), *both.councils, not both.one_council)] if any(both.councils) else []
        for field in register.fields:
            left, right = (row.values.get(field.name) for row in both.rows)
            if left is None and right is None:
                continue
            differs = left != right
            words = [self._words(register, field, value, plain=differs) if value is not None else "" for value in (left, right)]
            lines.append((_(field.label), words[0], words[1], differs))
        for name in dict.fromkeys(name for hangs in self.hangs for name in hangs):
            counts = [str(hangs.get(name, 0)) for hangs in self.hangs]
            lines.append((_(self._book.registers[name].title), counts[0], counts[1], False))
        return lines

    def _hanging(self, register: str, record: bytes) -> dict[str, int]:
        with self._book.read() as reader:
            groups = dependents(reader, self._book.registers, register, [record]).groups
        found: dict[str, int] = {}
        for group in groups:  # children and others of one register are two groups
            found[group.register] = found.get(group.register, 0) + group.count
        return found

    def _fuller(self, both: Both) -> int:
        """Which has more filled fields, and of equals more that hangs on it: that one is proposed to stay."""
        left, right = ((filled, sum(hangs.values())) for filled, hangs in zip(both.filled, self.hangs, strict=True))
        return 1 if right > left else 0

    def _words(self, register: Register, field: Field, value: Any, *, plain: bool) -> str:
        """Two numbers that differ are shown whole: with most of their digits hidden nobody could compare them."""
        if plain and field.name == register.identity.exact:
            return self._book.values_label(field, value)
        return value_words(self._book, register, field.name, value)

    def _fill(self, lines: list[tuple[str, str, str, bool]]) -> None:
        self.lines = lines
        inside = QWidget()
        grid = QGridLayout(inside)
        for part, stretch in enumerate((2, 3, 3)):
            grid.setColumnStretch(part, stretch)
        if self.both is not None:
            for side in (0, 1):
                head = QLabel(thaiwrap.shown(self.both.names[side] + (" – " + _("stays") if self.choosing and side == self.stays else "")))
                look.play(head, "section")
                head.setWordWrap(True)
                grid.addWidget(head, 0, side + 1)
        for number, (label, left, right, differs) in enumerate(lines, 1):
            about = QLabel(thaiwrap.shown(f"{_MARK} {label}" if differs else label))
            about.setWordWrap(True)
            look.play(about, "warning" if differs else "hint")
            grid.addWidget(about, number, 0, Qt.AlignmentFlag.AlignTop)
            for side, words in enumerate((left, right), 1):
                value = QLabel(thaiwrap.shown(words or "–"))
                value.setWordWrap(True)
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                if differs:
                    look.play(value, "warning")
                grid.addWidget(value, number, side, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(lines) + 1, 1)
        self._grid_home.setWidget(inside)
