"""The question before a hand-over: what leaves the office, to whom, and which personal fields are among it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.records.book import Book
from desktop.sync.leaving import Foreseen, Leaving
from desktop.ui import look, thaiwrap
from desktop.ui.table import PlainModel, Table

_MOST = 5  # offices named; a region has a hundred


class LeavingDialog(QDialog):
    """A table of what goes; accepted by 'Choose the stick', or by 'Write to' where one is chosen: `stick`, by its name."""

    def __init__(self, book: Book, found: Foreseen, parent: QWidget | None = None, stick: str = "") -> None:
        super().__init__(parent)
        self._book = book
        self.setWindowTitle(_("What leaves the office"))
        self.resize(720, 460)
        count = found.records
        words = ngettext("{count} record has changes for {offices}.", "{count} records have changes for {offices}.", count)
        nothing = _("Nothing is new for {offices}. A parcel made now only says what has arrived here.")
        offices = ", ".join(found.to[:_MOST]) + (" …" if len(found.to) > _MOST else "")
        heading = QLabel(thaiwrap.shown((words if count else nothing).format(count=f"{count:,}", offices=offices)))
        look.play(heading, "section")
        hint = QLabel(
            thaiwrap.shown(
                _("The parcel is encrypted: only these offices can open it. Personal fields that go with it stand at the right.")
            )
        )
        look.play(hint, "hint")
        self.model = PlainModel([N_("Register"), N_("Records"), N_("Personal and sensitive fields")], self)
        self.model.right = frozenset({1})
        self.model.show_rows([self._line(each) for each in found.registers])
        table = Table()
        table.setModel(self.model)
        table.setAccessibleName(self.windowTitle())
        table.fit(widest=420, gives=2)
        buttons = QDialogButtonBox()
        self.go = buttons.addButton(
            _("Write to {stick} (F9)").format(stick=stick) if stick else _("Choose the stick… (F9)"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.go.setShortcut("F9")
        self.go.setDefault(True)
        look.play(self.go, "primary")
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (heading, hint):
            widget.setWordWrap(True)
            column.addWidget(widget)
        column.addWidget(table, 1)
        column.addWidget(buttons)
        self.go.setFocus()

    def _line(self, each: Leaving) -> tuple[str, str, str]:
        spec = self._book.registers[each.register]
        fields = ", ".join(f"{_(spec.field(name).label)} ({number:,})" for name, number in each.sensitive.items())
        return _(spec.title), f"{each.records:,}", fields or "–"
