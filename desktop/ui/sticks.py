"""The sticks that are plugged in: they appear and go by themselves, named as the PC names them, and one of them is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _
from desktop.ui import look, thaiwrap
from desktop.ui.plugged import Stick, amount
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table
from desktop.ui.words import Retranslated

EVERY_MS = 2_000
_ROWS = 2  # seen at once; more scroll


class StickPicker(Retranslated):
    """A line for each stick; the one plugged in last is chosen. Looks every two seconds while it is seen. `other`, which takes a folder in
    place of a stick, stands where its owner puts it."""

    chosen = Signal(object)  # Stick | None: another one than before

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.sticks: list[Stick] = []
        self._folder: Stick | None = None
        self._now: Stick | None = None
        self._looking = False
        self.model = PlainModel([N_("Stick"), N_("Holds"), N_("Room left"), ""], self)
        self.model.right = frozenset({1, 2})
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        head = self.table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)  # a bar to scroll sideways would cover one of two rows
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self._none = QLabel()
        self._none.setWordWrap(True)
        look.play(self._none, "hint")
        self.other = QPushButton()
        look.with_icon(self.other, "folder-open")
        self.other.clicked.connect(self.choose_folder)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._stack, 1)
        self.setMaximumHeight(look.ROW * (_ROWS + 1) + 2)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self.retranslate()

    @property
    def stick(self) -> Stick | None:
        """The chosen one."""
        return self._now

    def look(self) -> None:
        """Ask once more what is plugged in."""
        if self._looking:
            return  # a drive that is slow to answer is asked one thing at a time
        self._looking = True
        find: Callable[[], list[Stick]] = self._services.sticks

        def failed(_error: object) -> bool:
            self._looking = False
            return False

        self._services.tasks.read(self, lambda progress: find(), self._show, failed)

    def choose_folder(self) -> None:
        """Take a folder in place of a stick."""
        path = self._services.ask.folder(self.window(), _("Choose the stick or folder"))
        if path is not None:
            self._folder = Stick(path, path.name or str(path), None, None, folder=True)
            self._list([stick for stick in self.sticks if not stick.folder and stick.path != path], self._folder)

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("Sticks"))
        self._none.setText(thaiwrap.shown(_("No stick is plugged in. Plug one in: it appears here by itself. Or choose a folder.")))
        self.other.setText(_("Another folder…"))
        self._word()

    # -- the inside

    def _show(self, found: list[Stick]) -> None:
        self._looking = False
        known = {(stick.path, stick.name, stick.size) for stick in self.sticks}
        fresh = [stick for stick in found if (stick.path, stick.name, stick.size) not in known]
        if [*found] == [stick for stick in self.sticks if not stick.folder]:
            return
        self._list(found, fresh[-1] if fresh else None)

    def _list(self, found: list[Stick], wanted: Stick | None) -> None:
        """Show these and the folder; choose `wanted`, else what was chosen before, else the last."""
        self.sticks = [*found, *([self._folder] if self._folder is not None else [])]
        before = self._now
        if wanted is None and before is not None:
            wanted = next((stick for stick in self.sticks if stick.path == before.path), None)
        if wanted is None and self.sticks:
            wanted = self.sticks[-1]
        self._word()
        self._stack.setCurrentIndex(1 if self.sticks else 0)
        if wanted is not None:
            self.table.selectRow(self.sticks.index(wanted))
        self._choose(wanted)

    def _word(self) -> None:
        row = self.table.currentIndex().row()
        self.model.show_rows([self._line(stick) for stick in self.sticks])
        if 0 <= row < len(self.sticks):
            self.table.selectRow(row)

    def _line(self, stick: Stick) -> tuple[str, ...]:
        name = _("Folder: {name}").format(name=stick.name) if stick.folder else stick.name
        return name, amount(stick.size), amount(stick.free), _("Write-protected") if stick.read_only else ""

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if 0 <= now.row() < len(self.sticks):
            self._choose(self.sticks[now.row()])

    def _choose(self, stick: Stick | None) -> None:
        other = (stick.path, stick.name) if stick is not None else None
        same = self._now is not None and other == (self._now.path, self._now.name)
        self._now, was = stick, self._now
        if not same and (was is not None or stick is not None):
            self.chosen.emit(stick)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
