"""What parcels would change, field by field: our value and the one that comes, by whom and when. Worded when painted, so thousands stay quick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.records.book import Book
from desktop.records.register import Kind
from desktop.sync.preview import CONFLICT, NEW, Difference, Previewed
from desktop.ui import look, thaiwrap
from desktop.ui.history import moment
from desktop.ui.table import Lazy, PlainModel, Table


class DifferencesPart(QWidget):
    """Shows the differences of one parcel at a time; conflicts stand first, in warning colour."""

    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._differences: Sequence[Difference] = ()
        self._hint = QLabel()
        look.play(self._hint, "hint")
        self._hint.setWordWrap(True)
        headings = [N_("Record"), N_("Field"), N_("Here now"), N_("In the parcel"), N_("By whom"), N_("When")]
        self.model = PlainModel(headings, self, heed=lambda row: self._differences[row].kind == CONFLICT)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("What would change"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)

    def show_parcel(self, parcel: Previewed | None) -> None:
        """Show what this one would change."""
        self._differences = parcel.differences if parcel is not None else ()
        self.model.show_rows(Lazy(len(self._differences), self._line))
        self.table.fit(widest=260)
        words = []
        if parcel is not None and parcel.taken.status == "applied":
            new = parcel.taken.records.new
            fields = sum(each.kind != NEW for each in self._differences)
            if new:
                words.append(ngettext("{count} record is new.", "{count} records are new.", new).format(count=f"{new:,}"))
            if fields:
                words.append(ngettext("{count} field would change.", "{count} fields would change.", fields).format(count=f"{fields:,}"))
            if parcel.unlisted:
                more = ngettext("{count} more new record is not listed.", "{count} more new records are not listed.", parcel.unlisted)
                words.append(more.format(count=f"{parcel.unlisted:,}"))
        self._hint.setText(thaiwrap.shown(" ".join(words)))
        self._hint.setVisible(bool(words))
        self.table.say_when_empty(_("Nothing would change."))

    def _line(self, number: int) -> tuple[str, ...]:
        each = self._differences[number]
        register = self._book.registers[each.register]
        name = f"{_(register.singular)}: {each.name}"
        when = moment(each.when_ms) if each.when_ms else ""
        if each.kind == NEW:
            return name, _("A new record"), "", "", each.who, when
        ours, theirs = self._values(each)
        field = _(register.field(each.field).label) if register.has(each.field) else _("Deleted or kept")
        return name, field + (" ⚠" if each.kind == CONFLICT else ""), ours, theirs, each.who, when

    def _values(self, each: Difference) -> tuple[str, str]:
        if not self._book.registers[each.register].has(each.field):
            words = {True: _("Deleted"), False: _("Kept")}
            return words[bool(each.ours)], words[bool(each.theirs)]
        masked = self._words(each, each.ours, masked=True), self._words(each, each.theirs, masked=True)
        if masked[0] != masked[1]:
            return masked
        # What is hidden of two numbers may be all they differ in
        return self._words(each, each.ours, masked=False), self._words(each, each.theirs, masked=False)

    def _words(self, each: Difference, value: Any, *, masked: bool) -> str:
        field = self._book.registers[each.register].field(each.field)
        if value is None or value == ():
            return "–"
        if field.kind is Kind.LINK:
            return str(value)
        return self._book.values_label(field, value, masked=masked).replace("\n", " ") or "–"
