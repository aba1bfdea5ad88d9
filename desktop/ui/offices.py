"""The offices known here: how the hand-over stands with each, and the PCs they use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book, Changes
from desktop.sync import cockpit, councils, keys, renewal
from desktop.sync.councils import Line
from desktop.sync.keys import KnownPc
from desktop.ui import look, thaiwrap
from desktop.ui.history import moment
from desktop.ui.page import Page
from desktop.ui.services import Services
from desktop.ui.standings import StandingsPart
from desktop.ui.table import PlainModel, Table

_PC_STATES = {"self": N_("This PC"), "admitted": N_("In use"), "revoked": N_("Taken out of use")}
_PC_STATES |= {"next": N_("This PC's next key: used once the others know it"), "retired": N_("Replaced by a newer key")}


class OfficesPage(Page):
    """A line for each office, those to see to first; on a second tab all PCs. A region takes a lost PC out of use here."""

    name = "offices"
    icon = "landmark"

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.services = services
        self.found: list[Line] = []
        self.pcs: list[KnownPc] = []
        self._heading, self._hint, self._pcs_hint = QLabel(), QLabel(), QLabel()
        for label, role in ((self._heading, "title"), (self._hint, "hint"), (self._pcs_hint, "hint")):
            look.play(label, role)
            label.setWordWrap(True)
        self.standing = StandingsPart(book, services)
        self.model, self.table = self.standing.model, self.standing.table
        self.pc_model = PlainModel([N_("Key"), N_("Office"), N_("State"), N_("Known since")], self)
        self.pc_table = Table()
        self.pc_table.setModel(self.pc_model)
        self.pc_table.selectionModel().currentRowChanged.connect(self._chosen)
        self.revoke = QPushButton()
        look.with_icon(self.revoke, "circle-x")
        self.revoke.clicked.connect(self.take_out_of_use)
        self.revoke.setVisible(book.office.kind == "region")
        self.renew = QPushButton()
        look.with_icon(self.renew, "key-round")
        self.renew.clicked.connect(self.renew_key)
        foot = QHBoxLayout()
        foot.addWidget(self.renew)
        foot.addWidget(self.revoke)
        foot.addStretch(1)
        pcs = QWidget()
        below = QVBoxLayout(pcs)
        below.setContentsMargins(0, look.GAP, 0, 0)
        below.addWidget(self._pcs_hint)
        below.addWidget(self.pc_table, 1)
        below.addLayout(foot)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.standing, "")
        self.tabs.addTab(pcs, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        for widget in (self._heading, self._hint):
            column.addWidget(widget)
        column.addWidget(self.tabs, 1)
        self.retranslate()

    def title(self) -> str:
        return _("Offices and keys")

    def can(self, deed: str) -> bool:
        return deed in ("refresh", "find")

    def do(self, deed: str) -> None:
        if deed == "find":
            self.tabs.setCurrentWidget(self.standing)
            self.standing.search.setFocus()
        else:
            self.refresh()

    def entered(self) -> None:
        self.refresh()
        (self.table if self.tabs.currentWidget() is self.standing else self.pc_table).setFocus()

    def changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read how it stands."""

        def read(progress: Progress) -> tuple[list[Line], list[KnownPc]]:
            return councils.lines(self.book), keys.known(self.book)

        self.services.tasks.read(self, read, lambda both: self._show(*both))

    def take_out_of_use(self) -> None:
        """Ask, and take the chosen PC's key out of use."""
        row = self.pc_table.currentIndex().row()
        if not 0 <= row < len(self.pcs):
            return
        pc = self.pcs[row]
        question = _("Take this PC of {office} out of use?").format(office=pc.office)
        more = _(
            "Nothing it makes is taken any more. What it made before stands. This can't be undone: the PC joins again with a new book."
        )
        if self.services.ask.sure(self.window(), question, more, _("Take out of use"), danger=True):
            self.services.tasks.write(self, lambda progress: keys.revoke(self.book, pc.fingerprint), lambda _pc: self.refresh())

    def renew_key(self) -> None:
        """Ask, and make a new key for this PC."""
        question = _("Make a new key for this PC?")
        more = _(
            "Do this when somebody who should not may have had this PC's book, or when another person takes it over. "
            "The next parcels tell the other offices; the new key is used when they have answered, and what the old one signs later is refused."
        )
        if self.services.ask.sure(self.window(), question, more, _("Make a new key")):
            self.services.tasks.write(self, lambda progress: renewal.renew(self.book), lambda _key: self.refresh())

    def retranslate(self) -> None:
        for number, words in enumerate((_("Offices"), _("PCs and their keys"))):
            self.tabs.setTabText(number, words)
        self._pcs_hint.setText(
            thaiwrap.shown(_("Each PC signs its parcels with a key of its own. Of a PC that is lost, its key is taken out of use."))
        )
        self.pc_table.setAccessibleName(_("PCs and their keys"))
        self.revoke.setText(_("Take out of use…"))
        self.renew.setText(_("New key for this PC…"))
        self._show(self.found, self.pcs)
        if self.isVisible():
            self.refresh()

    # -- the inside

    def _show(self, found: Sequence[Line], pcs: Sequence[KnownPc]) -> None:
        self.found, self.pcs = list(found), list(pcs)
        heard = sum(each.standing.days is not None and each.standing.days <= cockpit.LATE_DAYS for each in found)
        self._heading.setText(self.title())
        words = ngettext(
            "{heard} of {count} office was heard of in the last {days} days.",
            "{heard} of {count} offices were heard of in the last {days} days.",
            len(found),
        ).format(heard=heard, count=len(found), days=cockpit.LATE_DAYS)
        self._hint.setText(
            thaiwrap.shown(
                words if found else _("No other office is known yet. Invite one, or accept the invitation of the regional office.")
            )
        )
        self.standing.show_lines(found)
        self.pc_model.show_rows([(pc.fingerprint, pc.office, _(_PC_STATES[pc.status]), moment(pc.since_ms)) for pc in pcs])
        self.pc_table.fit(widest=320)
        self._chosen(self.pc_table.currentIndex(), QModelIndex())

    def _chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = now.row()
        self.revoke.setEnabled(0 <= row < len(self.pcs) and self.pcs[row].status == "admitted")
