"""One record beside its list: the form, the room's own tabs, what hangs on it, its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.records.book import Book, Changes
from desktop.records.editing import Draft
from desktop.records.register import Register
from desktop.ui.actions import DeedsButton, begin
from desktop.ui.form import Form
from desktop.ui.history import HistoryView
from desktop.ui.related import Linked
from desktop.ui.room import RecordTab, TabFactory
from desktop.ui.services import Services
from desktop.ui.words import Retranslated


class RecordPane(Retranslated):
    """Tabs over one record: form, the room's own, what hangs on it, history. A tab reads when it is looked at, not before."""

    open_wanted = Signal(str, object)
    saved = Signal(object)
    leaving = Signal()
    state_changed = Signal()
    words_changed = Signal(str)

    def __init__(
        self, book: Book, register: Register, services: Services, tabs: Sequence[TabFactory] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._book = book
        self.register = register
        self._services = services
        self._fixed = False
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        # Beside a list there is room for four: a fifth makes all a little shorter, with more they are turned through, each whole.
        many = len(tabs) > 2
        self.tabs.setUsesScrollButtons(many)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone if many else Qt.TextElideMode.ElideRight)
        self.tabs.tabBar().setDrawBase(False)
        # Made where it stays, as in FormFields: the stack of the tabs.
        self.form = Form(book, register, services, self.tabs.findChild(QStackedWidget))
        self.own = [make(book, services) for make in tabs]
        self.linked = Linked(book, register, services) if register.children or register.related else None
        self.history = HistoryView(book, register, services)
        self.deeds = DeedsButton(book, register, self._rows, self._do)
        for page in (self.form, *self._others, self.history):
            self.tabs.addTab(page, "")
        if register.actions:
            self.tabs.setCornerWidget(self.deeds, Qt.Corner.TopRightCorner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.form.saved.connect(self._saved)
        self.form.leaving.connect(self.leaving)
        self.form.state_changed.connect(self.state_changed)
        self.form.open_wanted.connect(self.open_wanted)
        for tab in self._others:
            tab.open_wanted.connect(self.open_wanted)
            tab.title_changed.connect(self.retranslate)
            tab.state_changed.connect(self.state_changed)
        self.tabs.currentChanged.connect(self._tab)
        self.retranslate()

    @property
    def record(self) -> bytes | None:
        """The record shown; None while it is new."""
        return self.form.draft.id if self.form.draft is not None else None

    @property
    def dirty(self) -> bool:
        """Whether anything typed or ticked is not saved."""
        return self.form.dirty or any(tab.dirty for tab in self.own)

    def edit(self, draft: Draft, *, fixed: bool = False) -> None:
        """Show a draft."""
        self._fixed = fixed
        self.form.edit(draft, fixed=fixed)
        self._read_others()

    def save(self) -> None:
        """Save what is not saved."""
        if self.form.dirty:
            self.form.save()
        for tab in self.own:
            if tab.dirty:
                tab.save()

    def leave(self, then: Callable[[], None]) -> None:
        """Go on after unsaved work is dealt with."""
        for tab in reversed(self.own):
            then = _after(tab, then)
        self.form.leave(then)

    def show_linked(self, register: str, record: bytes) -> None:
        """Turn to what hangs on the record, and to this one of it."""
        if self.linked is not None:
            self.linked.choose(register, record)
            if self.tabs.currentWidget() is self.linked:
                self.linked.refresh()
            self.tabs.setCurrentWidget(self.linked)

    def changed(self, changes: Changes) -> None:
        """Records changed somewhere: show a clean form as it stands now; a dirty one learns of it when it is saved."""
        record = self.record
        if record is None:
            return
        if record in changes.of.get(self.register.name, ()) and changes.origin != self.form.origin and not self.form.dirty:
            row = self._book.rows(self.register.name, [record])[0]
            if row is not None:
                self.form.edit(self._book.draft(self.register.name, record), fixed=row.deleted)
        shown = self.tabs.currentWidget()
        if isinstance(shown, RecordTab):
            shown.refresh()
        if self.linked is not None and shown is not self.linked:
            self.linked.show_total(record)
        if shown is self.history:
            self.history.show_record(record)

    def retranslate(self) -> None:
        self.tabs.setTabText(0, _(self.register.singular))
        for tab in self._others:
            self.tabs.setTabText(self.tabs.indexOf(tab), tab.title())
        self.tabs.setTabText(self.tabs.indexOf(self.history), _("History"))
        self._make_room()

    # -- the inside

    def _make_room(self) -> None:
        """No tab is out of sight where shortening the button beside them helps."""
        self.deeds.shorten(False)
        self.deeds.shorten(self.tabs.tabBar().sizeHint().width() + self.deeds.sizeHint().width() > self.width())

    @property
    def _others(self) -> list[RecordTab]:
        return [*self.own, *([self.linked] if self.linked is not None else [])]

    def _saved(self, record: bytes) -> None:
        self._read_others()
        self.saved.emit(record)

    def _read_others(self) -> None:
        self.deeds.setEnabled(self.record is not None and not self._fixed)
        if self.linked is not None and self.tabs.currentWidget() is not self.linked:
            self.linked.show_total(self.record)
        self._tab()

    def _tab(self) -> None:
        shown = self.tabs.currentWidget()
        if isinstance(shown, RecordTab):
            shown.show_record(self.record)
        self.history.show_record(self.record if shown is self.history else None)

    def _rows(self) -> list[bytes]:
        return [self.record] if self.record is not None else []

    def _do(self, name: str) -> None:
        def go() -> None:
            begin(self, self._book, self._services, self.register, name, self._rows(), self.words_changed.emit)

        self.leave(go)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()


def _after(tab: RecordTab, then: Callable[[], None]) -> Callable[[], None]:
    return lambda: tab.leave(then)
