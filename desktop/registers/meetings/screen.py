"""The tabs of a meeting: attendance, ticked by keys or by name and saved a moment later; the cases its resolutions decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.base import thai
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.register import Row
from desktop.registers.meetings import service
from desktop.registers.meetings.service import Attended, Place
from desktop.ui import look, thaiwrap
from desktop.ui.room import RecordTab, RoomParts
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table

PAUSE_MS = 800  # ticks made without a longer pause are one deed
_STATES = ("PRESENT", "LEAVE", "ABSENT", "STAND_IN")
# The digits, and what the same keys type on a Thai keyboard (Kedmanee), so that nobody has to switch: 1 2 3 4.
_KEYS = {key: state for keys, state in zip(("1ๅ๑", "2/๒", "3-๓", "4ภ๔"), _STATES, strict=True) for key in keys}
_HEADINGS = (N_("Name"), N_("Attendance"), N_("Position"), N_("Organization"), N_("Stand-in"))
_STATE_COLUMN, _POSITION_COLUMN = 1, 2
Index = QModelIndex | QPersistentModelIndex


class RollModel(QAbstractTableModel):
    """The attendance list, narrowed to names that hold `search`."""

    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._all: tuple[Place, ...] = ()
        self._search = ""
        self.shown: list[Place] = []

    def show_places(self, places: Sequence[Place]) -> None:
        """Show this list instead."""
        self._all = tuple(places)
        self.narrow(self._search)

    def narrow(self, search: str) -> None:
        """Show only names that hold this."""
        self._search = search
        wanted = thai.fold(search).split()
        self.beginResetModel()
        self.shown = [place for place in self._all if all(word in thai.fold(place.name) for word in wanted)]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(place, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and place.seat is None:
            return QColor(look.colours().quiet)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == _STATE_COLUMN:
            colour = {"PRESENT": look.colours().good, "ABSENT": look.colours().warning}.get(place.state or "")
            return QColor(colour) if colour else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(_HEADINGS):
            return _(_HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, place: Place, column: int) -> str:
        lists = self._book.code_lists
        if column == _POSITION_COLUMN and place.seat is None:
            return _("not on the roll of that day")
        state = lists.label("attendance", place.state) if place.state else "–"
        position = lists.label("position", place.position) if place.position else ""
        return (place.name, state, position, place.sent_by, place.stand_in or "")[column]


class RollTable(Table):
    """The list with its keys: 1 to 4 say it and go on, Space turns through the states, Backspace takes it back."""

    said = Signal(object, bool)  # state or None, whether to go on to the next name
    turned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        state = _KEYS.get(event.text()) if not event.modifiers() & Qt.KeyboardModifier.ControlModifier else None
        if state is not None:
            self.said.emit(state, state != "STAND_IN")
        elif event.key() == Qt.Key.Key_Space:
            self.turned.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self.said.emit(None, False)
        else:
            super().keyPressEvent(event)


class Attendance(RecordTab):
    """Ticks are shown at once and saved after a pause; leaving the tab or the record saves them first."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._record: bytes | None = None
        self._list = Attended((), 0, cancelled=False)
        self._ticks: dict[bytes, tuple[str | None, str | None]] = {}  # not saved yet: state, stand-in
        self._asked = 0
        self._build()
        self.retranslate()

    # -- the tab

    def title(self) -> str:
        return _("Roll call")

    def show_record(self, record: bytes | None) -> None:
        if record != self._record:
            self.save()
            self._record = record
            self._list = Attended((), 0, cancelled=False)
            self.search.clear()
            self._show()
        self.refresh()

    def refresh(self) -> None:
        record = self._record
        if record is None or self._ticks:
            return
        self._asked += 1
        asked = self._asked

        def read(progress: Progress) -> Attended:
            with self._book.read() as reader:
                return service.attended(reader, record)

        def done(found: Attended) -> None:
            if asked == self._asked and not self._ticks:
                self._list = found
                self._show()

        self._services.tasks.read(self, read, done)

    @property
    def dirty(self) -> bool:
        return bool(self._ticks)

    def save(self) -> None:
        self.leave(lambda: None)

    def leave(self, then: Callable[[], None]) -> None:
        self._pause.stop()
        record, ticks = self._record, self._ticks
        if record is None or not ticks:
            then()
            return
        self._ticks = {}
        self._asked += 1  # what is being read now is older than these ticks
        states = {person: state for person, (state, _who) in ticks.items()}
        stand_ins = {person: who for person, (_state, who) in ticks.items()}

        def done(_none: None) -> None:
            self.state_changed.emit()
            then()

        self._services.tasks.write(self, lambda progress: _keep(self._book, record, states, stand_ins), done, self._not_kept)

    def retranslate(self) -> None:
        self.search.setPlaceholderText(_("Name of who is here, then Enter"))
        self.search.setAccessibleName(_("Find a name"))
        self.everybody.setText(_("Everybody came"))
        self.everybody.setToolTip(_("All members of whom nothing is ticked yet are marked as present."))
        self.table.setAccessibleName(_("Attendance"))
        words = [f"{number} {self._book.code_lists.label('attendance', state)}" for number, state in enumerate(_STATES, 1)]
        self._keys.setText(thaiwrap.shown(_("Keys: {states}; Space changes, Backspace takes back").format(states=" · ".join(words))))
        self._stand_in_label.setText(_("Stand-in"))
        self._show()

    # -- the inside

    def _build(self) -> None:
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._came)
        self.everybody = QPushButton()
        look.with_icon(self.everybody, "list-checks")
        self.everybody.clicked.connect(lambda _on=False: self._all_came())
        self.counted, self._keys = QLabel(), QLabel()
        for label in (self.counted, self._keys):
            label.setWordWrap(True)
        look.play(self._keys, "hint")
        self.model = RollModel(self._book, self)
        self.table = RollTable()
        self.table.setModel(self.model)
        self.table.said.connect(self._said)
        self.table.turned.connect(self._turn)
        self.table.activated.connect(lambda _index: self._turn())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _was: self._show_stand_in())
        self._stand_in_label, self.stand_in = QLabel(), QLineEdit()
        self._stand_in_label.setBuddy(self.stand_in)
        self.stand_in.editingFinished.connect(self._stood_in)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.save)
        top, foot = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.everybody)
        foot.addWidget(self._stand_in_label)
        foot.addWidget(self.stand_in, 1)
        column = QVBoxLayout(self)
        column.addWidget(self.counted)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        column.addWidget(self._keys)

    def _show(self) -> None:
        """Show the list as it is with the ticks, on the same name as before."""
        chosen = self._chosen()
        places = [self._ticked(place) for place in self._list.places]
        self.model.show_places(places)
        self.table.fit(sample=60)
        rows = [number for number, place in enumerate(self.model.shown) if chosen and place.person == chosen[0].person]
        self.table.selectRow(rows[0] if rows else 0)
        now = replace(self._list, places=tuple(places))
        can = self._record is not None and not self._list.cancelled
        for widget in (self.search, self.table, self.everybody):
            widget.setEnabled(can and bool(places))
        self.counted.setText(thaiwrap.shown(self._counted(now)))
        look.play(self.counted, "section" if not now.ticked else "good" if now.present >= now.quorum else "warning")
        self._show_stand_in()

    def _counted(self, now: Attended) -> str:
        if self._record is None:
            return _("Save the meeting first; then its attendance is ticked here.")
        if now.cancelled:
            return _("This meeting was cancelled: nobody came.")
        if not now.on_roll:
            return _("Nobody is on the roll of that day. Enter the council members with the day they were appointed.")
        if now.present >= now.quorum:
            words = _("{present} of {members} present, quorum {quorum}: there is a quorum.")
        else:
            words = _("{present} of {members} present, quorum {quorum}: no quorum yet.")
        open_places = sum(place.state is None for place in now.places)
        more = " " + _("{count} not ticked yet.").format(count=open_places) if now.ticked and open_places else ""
        return words.format(present=now.present, members=now.on_roll, quorum=now.quorum) + more

    def _ticked(self, place: Place) -> Place:
        if place.person not in self._ticks:
            return place
        state, who = self._ticks[place.person]
        return replace(place, state=state, stand_in=who)

    def _chosen(self) -> list[Place]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.shown[row] for row in rows if row < len(self.model.shown)]

    def _tick(self, places: Sequence[Place], state: str | None) -> None:
        for place in places:
            self._ticks[place.person] = (state, place.stand_in if state == "STAND_IN" else None)
        self._changed()

    def _changed(self) -> None:
        self._pause.start()
        self._show()
        self.state_changed.emit()

    def _said(self, state: str | None, go_on: bool) -> None:
        chosen = self._chosen()
        if not chosen:
            return
        row = self.table.currentIndex().row()
        self._tick(chosen, state)
        self.table.selectRow(min(row + (go_on and len(chosen) == 1), len(self.model.shown) - 1))

    def _turn(self) -> None:
        for place in self._chosen()[:1]:
            self._tick([place], _STATES[(_STATES.index(place.state) + 1) % len(_STATES)] if place.state else _STATES[0])

    def _came(self) -> None:
        """Enter in the line of names: the first one found is here."""
        if self.search.text().strip() and self.model.shown:
            self._tick(self.model.shown[:1], "PRESENT")
            self.search.clear()

    def _all_came(self) -> None:
        self._tick([place for place in map(self._ticked, self._list.places) if place.state is None], "PRESENT")

    def _narrow(self, search: str) -> None:
        self.model.narrow(search)
        self.table.selectRow(0)

    def _show_stand_in(self) -> None:
        chosen = self._chosen()
        place = chosen[0] if len(chosen) == 1 and chosen[0].state == "STAND_IN" else None
        for widget in (self._stand_in_label, self.stand_in):
            widget.setVisible(place is not None)
        if place is not None and not self.stand_in.hasFocus():
            self.stand_in.setText(place.stand_in or "")

    def _stood_in(self) -> None:
        for place in self._chosen()[:1]:
            who = thai.clean(self.stand_in.text()) or None
            if place.state == "STAND_IN" and who != place.stand_in:
                self._ticks[place.person] = ("STAND_IN", who)
                self._changed()

    def _not_kept(self, error: Refused | Fault) -> bool:
        self.refresh()
        return False


def _keep(book: Book, meeting: bytes, states: Mapping[bytes, str | None], stand_ins: Mapping[bytes, str | None]) -> None:
    with book.write("attendance") as deed:
        service.tick(deed, meeting, states, stand_ins)


class Decided(RecordTab):
    """The cases that a meeting's resolutions decided; Enter opens the case."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._record: bytes | None = None
        self._cases: list[bytes] = []
        self.model = PlainModel([N_("No."), N_("Resolution"), N_("Case"), N_("Status")], self)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.activated.connect(lambda index: self.open_wanted.emit("cases", self._cases[index.row()]))
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        look.play(self._hint, "hint")
        column = QVBoxLayout(self)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)
        self.retranslate()

    def title(self) -> str:
        return _("Cases")

    def show_record(self, record: bytes | None) -> None:
        self._record = record
        self.refresh()

    def refresh(self) -> None:
        record = self._record

        def read(progress: Progress) -> list[tuple[bytes, Sequence[str]]]:
            with self._book.read() as reader:
                found = service.decided(reader, record) if record is not None else []
            resolutions = self._book.rows("resolutions", [resolution for resolution, _case in found])
            cases = self._book.rows("cases", [case for _resolution, case in found])
            return [
                (case.id, self._line(resolution, case)) for resolution, case in zip(resolutions, cases, strict=True) if resolution and case
            ]

        def done(lines: list[tuple[bytes, Sequence[str]]]) -> None:
            if record == self._record:
                self._cases = [case for case, _line in lines]
                self.model.show_rows([line for _case, line in lines])
                self.table.fit()

        self._services.tasks.read(self, read, done)

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.title())
        self._hint.setText(thaiwrap.shown(_("Cases are certified and decided in their own list, by a resolution of this meeting.")))
        self.refresh()

    def _line(self, resolution: Row, case: Row) -> Sequence[str]:
        cases = self._book.registers["cases"]
        state = self._book.values_label(cases.field("status"), case.values["status"])
        text = " ".join((resolution.values["text"] or "").split())
        return str(resolution.values["position"] or ""), text, cases.name_of(case.values), state


PARTS = RoomParts(tabs=(Attendance, Decided))
