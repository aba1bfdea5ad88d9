"""The tab beside a sheet's form: how all sheets of its set and year came out, by indicator or by place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from desktop.base.areas import areas
from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.registers.indicator_sheets.service import INDICATOR, MOO, PROVINCE, TAMBON, Count, count
from desktop.ui import look, thaiwrap
from desktop.ui.room import RecordTab, RoomParts
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table

_BY = ((INDICATOR, N_("By indicator")), (MOO, N_("By moo")), (TAMBON, N_("By tambon")), (PROVINCE, N_("By province")))
_PASSED, _FAILED, _NOT_ASKED = N_("Passed"), N_("Not passed"), N_("Does not apply")


class CountPanel(RecordTab):
    """Read in the background when it is looked at; nothing is edited here."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._record: bytes | None = None
        self._asked = 0
        self._counted: Sequence[Count] = ()
        self._of = ("", 0)
        self.told = QLabel()
        self.told.setWordWrap(True)
        look.play(self.told, "section")
        self.by = QComboBox()
        for name, _words in _BY:
            self.by.addItem("", name)
        self.by.currentIndexChanged.connect(self.refresh)
        self.model = PlainModel([], self)
        self.model.right = frozenset({1, 2, 3})
        self.table = Table()
        self.table.setModel(self.model)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.told)
        column.addWidget(self.by)
        column.addWidget(self.table, 1)
        self.retranslate()

    def title(self) -> str:
        return _("Counted")

    def show_record(self, record: bytes | None) -> None:
        self._record = record
        self.refresh()

    def refresh(self) -> None:
        self._asked += 1
        asked, record, by = self._asked, self._record, str(self.by.currentData())
        if record is None:
            self._show(("", 0), ())
            return

        def done(found: tuple[tuple[str, int], Sequence[Count]]) -> None:
            if asked == self._asked:
                self._show(*found)

        self._services.tasks.read(self, lambda progress: self._read(progress, record, by), done)

    def retranslate(self) -> None:
        with QSignalBlocker(self.by):
            for number, (_name, words) in enumerate(_BY):
                self.by.setItemText(number, _(words))
        self.by.setAccessibleName(_("Count by"))
        self.table.setAccessibleName(_("Counted"))
        self.title_changed.emit()
        self._show(self._of, self._counted)

    # -- the inside

    def _read(self, progress: Progress, record: bytes, by: str) -> tuple[tuple[str, int], Sequence[Count]]:
        with self._book.read() as reader:
            sheet = reader.stored("indicator_sheets", record)
            if sheet is None or sheet["indicator_set"] is None or sheet["year"] is None:
                return ("", 0), ()
            of = sheet["indicator_set"], sheet["year"]
            return of, count(reader, self._book.code_lists, *of, by)

    def _show(self, of: tuple[str, int], counted: Sequence[Count]) -> None:
        self._of, self._counted = of, counted
        name, year = of
        first = counted[0] if counted else Count(None, 0, 0, 0)
        by = str(self.by.currentData())
        # Every line by indicator adds up to all sheets; by place the lines do so together.
        sheets = sum((first.passed, first.failed, first.not_asked))
        if by != INDICATOR:
            sheets = sum(each.passed + each.failed + each.not_asked for each in counted)
        words = ngettext("{set} {year}: {count} sheet", "{set} {year}: {count} sheets", sheets)
        label = self._book.code_lists.label("indicator_set", name) if name else ""
        self.told.setText(thaiwrap.shown(words.format(set=label, year=year, count=f"{sheets:,}")) if name else "")
        heading = next(words for each, words in _BY if each == by)
        self.model.show_rows(
            [(self._label(by, each.by), *(f"{number:,}" for number in (each.passed, each.failed, each.not_asked))) for each in counted],
            [heading, _PASSED, _FAILED, _NOT_ASKED],
        )
        self.table.fit(widest=420, gives=0)

    def _label(self, by: str, where: Any) -> str:
        if where is None:
            return _("(not filled in)")
        if by == INDICATOR:
            return self._book.code_lists.label("indicator", where)
        return _("Moo {number}").format(number=where) if by == MOO else areas().name(where)


PARTS = RoomParts(tabs=(CountPanel,))
