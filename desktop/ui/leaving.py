"""The question before a hand-over: what leaves the office, to whom, and which personal fields are among it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.records.book import Book
from desktop.sync.leaving import Foreseen, Leaving
from desktop.sync.purposes import Purpose
from desktop.ui import look, thaiwrap
from desktop.ui.answerrow import answer_row
from desktop.ui.table import PlainModel, Table

_PURPOSES = {
    Purpose.FULL: N_("Everything, for help and referral"),
    Purpose.WORK: N_("Nothing sensitive: no health, no national ID, no photos"),
    Purpose.FIGURES: N_("For counting only: no names, addresses or phones"),
}
_MEANS = {
    Purpose.FULL: N_("The regional office sees each person as this office does."),
    Purpose.WORK: N_("Names and addresses go. What is sensitive stays here, and goes if you choose everything later."),
    Purpose.FIGURES: N_(
        "The regional office can count people and households by kind and area, and can find nobody. Choose everything later to send the rest."
    ),
}
_MOST = 5  # offices named; a region has a hundred


class LeavingDialog(QDialog):
    """A table of what goes; accepted by 'Choose the stick', or by 'Write to' the one of that name: `stick`. A council may choose another
    purpose: then `chosen` is called, and shows anew."""

    def __init__(
        self, book: Book, found: Foreseen, chosen: Callable[[Purpose], None], parent: QWidget | None = None, stick: str = ""
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._chosen = chosen
        self.setWindowTitle(_("What leaves the office"))
        look.open_at(self, 760, 520)
        self._heading, self._hint, self._means = QLabel(), QLabel(), QLabel()
        look.play(self._heading, "section")
        look.play(self._hint, "hint")
        look.play(self._means, "hint")
        self._hint.setText(
            thaiwrap.shown(
                _("The parcel is encrypted: only these offices can open it. Personal fields that go with it stand at the right.")
            )
        )
        self.purpose = QComboBox()
        for purpose, words in _PURPOSES.items():
            self.purpose.addItem(_(words), purpose)
        asked = QLabel(_("&What goes to the regional office"))
        asked.setBuddy(self.purpose)
        line = QHBoxLayout()
        line.addWidget(asked)
        line.addWidget(self.purpose, 1)
        for widget in (asked, self.purpose, self._means):
            widget.setVisible(book.office.kind == "council")
        self.model = PlainModel([N_("Register"), N_("Records"), N_("Personal and sensitive fields")], self)
        self.model.right = frozenset({1})
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.windowTitle())
        where = _("Write to {stick} (F9)").format(stick=stick) if stick else _("Choose the stick… (F9)")
        buttons, self.go = answer_row(self, where)
        column = QVBoxLayout(self)
        self._heading.setWordWrap(True)
        column.addWidget(self._heading)
        column.addLayout(line)
        for widget in (self._means, self._hint):
            widget.setWordWrap(True)
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(buttons)
        self.show_found(found)
        self.purpose.currentIndexChanged.connect(self._choose)
        self.go.setFocus()

    def show_found(self, found: Foreseen) -> None:
        """Show this, for the purpose that it was foreseen for."""
        count = found.records
        words = ngettext("{count} record has changes for {offices}.", "{count} records have changes for {offices}.", count)
        nothing = _("Nothing is new for {offices}. A parcel made now only says what has arrived here.")
        offices = ", ".join(found.to[:_MOST]) + (" …" if len(found.to) > _MOST else "")
        self._heading.setText(thaiwrap.shown((words if count else nothing).format(count=f"{count:,}", offices=offices)))
        with QSignalBlocker(self.purpose):
            self.purpose.setCurrentIndex(list(_PURPOSES).index(found.purpose))
        self._means.setText(thaiwrap.shown(_(_MEANS[found.purpose])))
        self.model.show_rows([self._line(each) for each in found.registers])
        self.table.fit(widest=420, gives=2)
        self.go.setEnabled(True)

    def _choose(self, index: int) -> None:
        self.go.setEnabled(False)  # until what goes for it is shown
        self._chosen(list(_PURPOSES)[index])

    def _line(self, each: Leaving) -> tuple[str, str, str]:
        spec = self._book.registers[each.register]
        fields = ", ".join(f"{_(spec.field(name).label)} ({number:,})" for name, number in each.sensitive.items())
        return _(spec.title), f"{each.records:,}", fields or "–"
