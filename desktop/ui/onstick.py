"""What lies on the chosen stick: each parcel with its sender, number and day, and whether it is for us; wiping what has arrived."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.sync import legs, onstick
from desktop.sync.onstick import Lies, OnStick
from desktop.ui import look, thaiwrap
from desktop.ui.history import moment
from desktop.ui.plugged import Stick, amount
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table
from desktop.ui.words import Retranslated

_LIES = {
    Lies.FOR_US: N_("For us: can be taken"),
    Lies.HELD: N_("Here already; waits for an earlier one"),
    Lies.TAKEN: N_("Taken already"),
    Lies.OURS: N_("Ours; not yet confirmed"),
    Lies.CONFIRMED: N_("Ours; has arrived"),
    Lies.OTHERS: N_("For another office"),
    Lies.BROKEN: N_("Can't be used"),
}
KINDS = {legs.PARCEL: N_("Parcel"), legs.RECEIPT: N_("Receipt"), legs.REFERENCE: N_("Lists of the region")}


class OnStickPart(Retranslated):
    """Follows the stick it is told of; a stick pulled meanwhile shows as empty."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book, self._services = book, services
        self.stick: Stick | None = None
        self.found: list[OnStick] = []
        self._asked = 0
        headings = [N_("From"), N_("Number"), N_("Kind of parcel"), N_("Written on"), N_("File size"), N_("State")]
        self.model = PlainModel(headings, self, heed=lambda row: self.found[row].lies in (Lies.BROKEN, Lies.HELD))
        self.model.right = frozenset({1, 4})
        self.table = Table()
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._explain)
        self._why = QLabel()
        self._why.setWordWrap(True)
        look.play(self._why, "warning")
        self.wipe = QPushButton()
        look.with_icon(self.wipe, "trash-2")
        self.wipe.clicked.connect(self.ask_wipe)
        foot = QHBoxLayout()
        foot.addWidget(self._why, 1)
        foot.addStretch(0)  # where there are no words the button does not fill the line
        foot.addWidget(self.wipe)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.GAP, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.retranslate()

    def show_stick(self, stick: Stick | None, then: Callable[[], None] | None = None) -> None:
        """Look at this stick from now on; `then` is called when it was looked at."""
        self.stick = stick
        self._asked += 1
        asked = self._asked
        if stick is None:
            self._show([])
            return

        def read(progress: Progress) -> list[OnStick]:
            return onstick.looked(self._book, stick.path, progress)

        def done(found: list[OnStick]) -> None:
            if asked == self._asked:
                self._show(found)
                if then is not None:
                    then()

        def failed(_error: Refused | Fault) -> bool:
            if asked == self._asked:
                self._show([])  # pulled: its line goes within two seconds, which says it all
            return True

        self._services.tasks.read(self, read, done, failed)

    def ask_wipe(self) -> None:
        """Offer to remove from the stick what is known to have arrived."""
        stick, count = self.stick, len(onstick.confirmed(self.found))
        if stick is None or not count:
            return
        question = ngettext(
            "Remove {count} parcel that has arrived from the stick?", "Remove {count} parcels that have arrived from the stick?", count
        ).format(count=count)
        more = _("Their office confirmed them with a receipt; nothing is lost. Other files stay. A lost stick then tells nothing.")
        if self._services.ask.sure(self.window(), question, more, _("Remove them")):

            def done(_count: int) -> None:
                self.show_stick(self.stick)

            self._services.tasks.write(
                self, lambda progress: onstick.wipe(self._book, stick.path, progress), done, None, _("Removing from the stick…")
            )

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("On the stick"))
        self._word_empty()
        self._show(self.found)

    def _show(self, found: list[OnStick]) -> None:
        self.found = found
        self.model.show_rows([_line(each) for each in found])
        self.table.fit(widest=300, gives=0)
        count = len(onstick.confirmed(found))
        words = ngettext("Wipe {count} parcel that has arrived…", "Wipe {count} parcels that have arrived…", count)
        self.wipe.setText(words.format(count=count))
        self.wipe.setVisible(bool(count))
        self._word_empty()
        self._explain(QModelIndex(), QModelIndex())
        if found:
            self.table.selectRow(0)

    def _word_empty(self) -> None:
        plugged = _("No parcel lies on this stick. “Hand over to a stick” writes one.")
        self.table.say_when_empty(plugged if self.stick is not None else _("Plug a stick in: what lies on it is listed here."))

    def _explain(self, now: QModelIndex, _before: QModelIndex) -> None:
        self._why.setText(thaiwrap.shown(self.found[now.row()].why) if 0 <= now.row() < len(self.found) else "")
        self._why.setVisible(bool(self._why.text()))


def _line(each: OnStick) -> tuple[str, ...]:
    if each.lies is Lies.BROKEN:
        return each.file.name, "", "", "", amount(each.size), _(_LIES[each.lies])
    sender = each.sender or _("An office not known here")
    if each.lies in (Lies.OURS, Lies.CONFIRMED):
        sender = _("Us, for {office}").format(office=each.to)
    kind = _(KINDS[each.kind]) if each.kind in KINDS else each.kind
    return sender, str(each.number), kind, moment(each.made_ms), amount(each.size), _(_LIES[each.lies])
