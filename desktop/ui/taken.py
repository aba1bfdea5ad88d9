"""What parcels would do, before they are taken; and what became of them after."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.records.book import Book
from desktop.sync.preview import Previewed
from desktop.sync.taking import Taken
from desktop.ui import look, thaiwrap
from desktop.ui.differences import DifferencesPart
from desktop.ui.table import PlainModel, Table

_AHEAD = {"applied": N_("Can be taken"), "already": N_("Taken already"), "held": N_("Must wait"), "refused": N_("Refused")}
_AFTER = {"applied": N_("Taken"), "already": N_("Taken already"), "held": N_("Waits"), "refused": N_("Refused")}


class TakenDialog(QDialog):
    """A table of parcels. `ahead`: a question, accepted by 'Take'; the chosen parcel's differences stand below. Else a report."""

    def __init__(self, book: Book, parcels: Sequence[Taken] = (), ahead: Sequence[Previewed] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ahead = ahead
        self._parcels = parcels = parcels or [each.taken for each in ahead]
        self.setWindowTitle(_("Parcels on the stick") if ahead else _("What was taken"))
        look.open_at(self, 1080, 680 if ahead else 480)
        headings = [
            N_("From"),
            N_("Number"),
            N_("What becomes of it"),
            N_("New"),
            N_("Changed"),
            N_("The same"),
            N_("Waiting"),
            N_("Conflicts"),
            N_("Reason"),
        ]
        words = _AHEAD if ahead else _AFTER
        self.model = PlainModel(headings, self, heed=lambda row: parcels[row].status in ("refused", "held"))
        self.model.right = frozenset({1, 3, 4, 5, 6, 7})
        self.model.show_rows([_line(one, words) for one in parcels])
        self.table = Table()
        self.table.setModel(self.model)
        self.table.fit(widest=320, gives=8)
        self.table.setAccessibleName(self.windowTitle())
        self._reason = QLabel()
        self._reason.setWordWrap(True)
        look.play(self._reason, "warning")
        self.differences = DifferencesPart(book)
        self.differences.setVisible(bool(ahead))
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._explain(now.row()))
        usable = sum(one.status == "applied" for one in parcels)
        title = ngettext("{count} parcel can be taken.", "{count} parcels can be taken.", usable)
        if not ahead:
            title = ngettext("{count} parcel was taken.", "{count} parcels were taken.", usable)
        heading = QLabel(thaiwrap.shown(title.format(count=usable)))
        look.play(heading, "title")
        hint = QLabel(thaiwrap.shown(_("Nothing has been changed yet.") if ahead else _conflicts(parcels)))
        hint.setWordWrap(True)
        hint.setVisible(bool(hint.text()))
        look.play(hint, "hint")
        column = QVBoxLayout(self)
        for widget in (heading, hint):
            column.addWidget(widget)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.differences)
        split.setSizes([200, 320])
        split.setChildrenCollapsible(False)
        column.addWidget(split, 1)
        column.addWidget(self._reason)
        column.addLayout(self._foot(bool(ahead)))
        self.table.selectRow(self._first())
        self.go.setFocus()

    def _first(self) -> int:
        """The parcel to look at first: ahead the one with conflicts, or with something to take; after, one with a reason."""
        parcels = list(enumerate(self._parcels))
        if self._ahead:
            found = [number for number, one in parcels if one.conflicts] or [number for number, one in parcels if one.status == "applied"]
        else:
            found = [number for number, one in parcels if one.reason]
        return found[0] if found else 0

    def _foot(self, ahead: bool) -> QHBoxLayout:
        self.go = QPushButton(_("Take (F9)") if ahead else _("Close"))
        self.go.setShortcut("F9" if ahead else "")
        look.play(self.go, "primary")
        self.go.clicked.connect(self.accept)
        self.go.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        if ahead:
            cancel = QPushButton(_("Cancel"))
            cancel.clicked.connect(self.reject)
            foot.addWidget(cancel)
        foot.addWidget(self.go)
        return foot

    def _explain(self, row: int) -> None:
        """The reason of the chosen parcel in full, which the table may cut; and what it would change."""
        self._reason.setText(thaiwrap.shown(self._parcels[row].reason) if 0 <= row < len(self._parcels) else "")
        self._reason.setVisible(bool(self._reason.text()))
        self.differences.show_parcel(self._ahead[row] if 0 <= row < len(self._ahead) else None)


def _conflicts(parcels: Sequence[Taken]) -> str:
    count = sum(one.conflicts for one in parcels)
    if not count:
        return ""
    return ngettext("{count} conflict is to be decided.", "{count} conflicts are to be decided.", count).format(count=count)


def _line(one: Taken, words: dict[str, str]) -> tuple[str, ...]:
    records = one.records
    figures = (records.new, records.changed, records.same, records.held, one.conflicts)
    return one.sender, str(one.number or ""), _(words[one.status]), *(f"{figure:,}" for figure in figures), one.reason
