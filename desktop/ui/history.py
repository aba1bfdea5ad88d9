"""A record's history: who set what, when, on which PC; newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base import dates, times
from desktop.base.areas import areas
from desktop.base.i18n import N_, _, language
from desktop.base.task import Progress
from desktop.records.book import Book, Entry
from desktop.records.register import Field, Kind, Register
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table
from desktop.ui.words import Retranslated

_DEEDS = {"put": N_("set"), "delete": N_("deleted"), "restore": N_("restored"), "resolve": N_("decided")}


def moment(ms: int) -> str:
    """A moment as people read it: date and time of this PC in the language in use, with spaces at which no line breaks."""
    when = dt.datetime.fromtimestamp(ms / 1000)
    return f"{day(ms)} {times.label(f'{when:%H:%M}', language())}".replace(" ", "\u00a0")


def day(ms: int) -> str:
    """The day of it alone."""
    return dates.show(dt.datetime.fromtimestamp(ms / 1000).date()).replace(" ", "\u00a0")


def value_words(book: Book, register: Register, name: str, value: object) -> str:
    """A value of a field in words; links by what the record is called, elements of sets with + or −."""
    if not register.has(name):
        return ""
    field = register.field(name)
    if isinstance(value, str) and field.kind in (Kind.CODES, Kind.AREAS, Kind.PHONES) and value[:1] in "+-":
        sign = "+ " if value[0] == "+" else "− "
        return sign + _element(book, field, value[1:])
    if isinstance(value, bytes) and field.kind is Kind.LINK:
        return link_words(book, field, value)
    return book.values_label(field, value, masked=True) or "–"


def link_words(book: Book, field: Field, record: bytes) -> str:
    """What a linked record is called."""
    target = book.registers[field.register]
    row = book.rows(target.name, [record])[0]
    return target.name_of(row.values) if row is not None else _("(gone)")


def _element(book: Book, field: Field, element: str) -> str:
    if field.kind is Kind.AREAS:
        return areas().full_name(element)
    return book.values_label(field, (element,))


class HistoryView(Retranslated):
    """Reads the history of one record when shown."""

    def __init__(self, book: Book, register: Register, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._register = register
        self._services = services
        self._record: bytes | None = None
        self._model = PlainModel([N_("When"), N_("Field"), N_("Value"), N_("By whom"), N_("Office")], self)
        self.table = Table()
        self.table.setModel(self._model)
        column = QVBoxLayout(self)
        column.addWidget(self.table)
        self.retranslate()

    def show_record(self, record: bytes | None) -> None:
        """Show this record's history; None shows nothing."""
        self._record = record
        if record is None:
            self._model.show_rows([])
            return

        def read(progress: Progress) -> Sequence[Sequence[str]]:
            return [self._line(entry) for entry in self._book.history(self._register.name, record)]

        def done(rows: Sequence[Sequence[str]]) -> None:
            if record == self._record:
                self._model.show_rows(rows)
                self.table.fit(gives=2)

        self._services.tasks.read(self, read, done)

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("History"))
        self.show_record(self._record)

    def _line(self, entry: Entry) -> Sequence[str]:
        field = _(self._register.field(entry.field).label) if self._register.has(entry.field) else _(_DEEDS[entry.op])
        words = value_words(self._book, self._register, entry.field, entry.value)
        if entry.op == "resolve":
            words = _("{value} (decided)").format(value=words)
        return moment(entry.when_ms), field, words, entry.who, entry.office
