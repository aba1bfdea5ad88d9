"""The page of code lists: the lists by name, the entries of one of them; the regional office adds, changes and ends entries."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.base import dates, thai
from desktop.base.i18n import _
from desktop.records.book import KEPT_LISTS, Book, Changes
from desktop.records.codes import Code, values_of
from desktop.records.editing import Draft
from desktop.records.query import ListQuery
from desktop.ui import deleting, listwords, look, thaiwrap
from desktop.ui.codeentry import EntryDialog, HistoryDialog
from desktop.ui.listwords import list_name
from desktop.ui.page import Page
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table
from desktop.ui.words import Retranslated

_NAME = Qt.ItemDataRole.UserRole
_LIST_ROW = 31  # px
_Kept = Mapping[tuple[str, str], bytes]  # records of the register by list and code


class Lists(Retranslated):
    """The lists in the order of their names, and a search that leaves those that hold a text, themselves or in an entry."""

    chosen = Signal()  # another list, or another search
    activated = Signal()  # on to the entries

    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.names = QListWidget()
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self.names.setFocus)
        self.names.currentItemChanged.connect(lambda *_items: self.chosen.emit())
        self.names.itemActivated.connect(lambda _item: self.activated.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.names, 1)
        self.retranslate()

    def shown(self) -> str:
        """The list chosen; blank when the search finds none."""
        row = self.names.currentRow()
        return str(self.names.item(row).data(_NAME)) if row >= 0 else ""

    def term(self) -> str:
        """What is searched for, folded."""
        return thai.fold(self.search.text())

    def begin_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_all(self) -> None:
        """Forget the search; tells nobody."""
        with QSignalBlocker(self.search):
            self.search.clear()

    def fill(self, wanted: str = "") -> None:
        """Show the lists as they are now and choose one, else the one that was chosen; tells nobody."""
        wanted, term, lists = wanted or self.shown(), self.term(), self._book.code_lists
        with QSignalBlocker(self.names):
            self.names.clear()
            for name in sorted(lists.names(), key=lambda name: thai.sort_key(list_name(name))):
                if term and not listwords.found_in(lists, name, term):
                    continue
                item = QListWidgetItem(list_name(name), self.names)
                item.setData(_NAME, name)
                item.setToolTip(item.text())
                item.setSizeHint(QSize(0, _LIST_ROW))
                if name == wanted:
                    self.names.setCurrentItem(item)
            if self.names.currentRow() < 0:
                self.names.setCurrentRow(0)

    def retranslate(self) -> None:
        self.search.setPlaceholderText(_("Find a list or a code (F3)"))
        self.search.setAccessibleName(_("Find a list or a code"))
        self.names.setAccessibleName(_("Code lists"))

    def _narrow(self) -> None:
        self.fill()
        self.chosen.emit()


class CodeListsPage(Page):
    """Stands for the register `codes`, under its name. A council looks at the lists; the regional office keeps them."""

    name = KEPT_LISTS
    icon = "list"

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.services = services
        self.register = book.registers[KEPT_LISTS]
        self.keeps = deleting.refusal(book, self.register) is None
        self.entries: list[Code] = []
        self._of = ""  # the list they are of
        self._kept: _Kept = {}
        self._wanted: tuple[str, str] | None = None  # list and code to choose once they are read
        self._stale = True
        self._build()
        self.retranslate()

    # -- the page

    def title(self) -> str:
        return _("Code lists")

    def can(self, deed: str) -> bool:
        match deed:
            case "find" | "refresh":
                return True
            case "new":
                return self.keeps and bool(self.lists.shown())
            case "open":
                return self.chosen() is not None
        return False

    def do(self, deed: str) -> None:
        match deed:
            case "find":
                self.lists.begin_search()
            case "refresh":
                self.refresh()
            case "new":
                self.add()
            case "open":
                self.edit()

    def entered(self) -> None:
        if self._stale:
            self.refresh()
        self.lists.names.setFocus()

    def changed(self, changes: Changes) -> None:
        if KEPT_LISTS not in changes.of:
            return
        self._stale = True
        if self.isVisible():
            self.refresh()

    def show_record(self, record: bytes, linked: tuple[str, bytes] | None = None) -> None:
        """Choose the entry that this record of the register keeps."""
        values = self.book.row(KEPT_LISTS, record).values
        self._choose(values["list"], values["code"])

    def show_search(self, text: str) -> None:
        self.lists.search.setText(text)

    # -- what it does

    def chosen(self) -> Code | None:
        """The entry the cursor is on."""
        row = self.table.currentIndex().row()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def refresh(self) -> None:
        """Read which entries are kept in the book; the lists themselves are at hand."""
        self._stale = False

        def done(kept: _Kept) -> None:
            self._kept = kept
            self._fill()

        self.services.tasks.read(self, lambda progress: _kept_in(self.book), done)

    def add(self) -> None:
        """Add an entry to the list shown."""
        if self.can("new"):
            self._edit(self.book.draft(KEPT_LISTS, None, list=self.lists.shown()))

    def edit(self) -> None:
        """Change the chosen entry, or look at it where the lists are only read."""
        entry = self.chosen()
        if entry is not None:
            self._edit(self._draft(entry))

    def end(self) -> None:
        """Let the chosen entry end with this year, after asking."""
        entry = self.chosen()
        if entry is None or not self._can_end(entry):
            return
        year = self._year()
        question = _("End “{code} {label}”?").format(code=entry.code, label=entry.label())
        more = _("It can be chosen until the end of {year}, then no more. Records that use it keep it, and it keeps its meaning.")
        if not self.services.ask.sure(self.window(), question, more.format(year=year), _("End it")):
            return
        draft = self._draft(entry)
        draft.values["valid_to"] = year

        def done(_record: bytes) -> None:
            self.words_changed.emit(_("“{code}” ends with {year}.").format(code=entry.code, year=year))
            self._choose(draft.values["list"], entry.code)

        self.services.tasks.write(self, lambda progress: self.book.save(draft), done, words=_("Saving…"))

    def show_history(self) -> None:
        """Show who changed the chosen entry, and when."""
        record = self._record()
        if record is not None:
            self.services.ask.run(HistoryDialog(self.book, self.services, record, self.window()))
            self.table.setFocus()

    def retranslate(self) -> None:
        self._heading.setText(_("Code lists"))
        hint = (
            _("What you add or change here goes to the councils with the next hand-over.")
            if self.keeps
            else _("The regional office keeps these lists. What it changes comes with the hand-over.")
        )
        self._hint.setText(thaiwrap.shown(hint))
        self.add_button.setText(_("Add (F4)"))
        self.edit_button.setText(_("Edit (F2)") if self.keeps else _("Look at it (F2)"))
        self.end_button.setText(_("End it…"))
        self.history_button.setText(_("History"))
        self._fill()

    # -- the inside

    def _build(self) -> None:
        self._heading, self._hint, self._list_title = QLabel(), QLabel(), QLabel()
        look.play(self._heading, "title")
        look.play(self._hint, "hint")
        self._hint.setWordWrap(True)
        look.play(self._list_title, "section")
        self.lists = Lists(self.book)
        self.lists.chosen.connect(self._show_entries)
        self.model = PlainModel([], self)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._refresh_buttons())
        self.table.activated.connect(lambda _index: self.edit())
        self.lists.activated.connect(self.table.setFocus)
        self.add_button, self.edit_button, self.end_button, self.history_button = (QPushButton() for _each in range(4))
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        for button, icon, slot in (
            (self.add_button, "plus", self.add),
            (self.edit_button, "pencil" if self.keeps else "eye", self.edit),
            (self.end_button, "calendar", self.end),
            (self.history_button, "history", self.show_history),
        ):
            look.with_icon(button, icon)
            button.clicked.connect(lambda _on=False, slot=slot: slot())
            head.addWidget(button)
        for button in (self.add_button, self.end_button):
            button.setVisible(self.keeps)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.lists)
        right = QWidget()
        under = QVBoxLayout(right)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self._list_title)
        under.addWidget(self.table, 1)
        split.addWidget(right)
        split.setSizes([260, 740])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(head)
        column.addWidget(self._hint)
        column.addWidget(split, 1)

    def _fill(self) -> None:
        self.lists.fill(self._wanted[0] if self._wanted is not None else "")
        self._show_entries()

    def _show_entries(self) -> None:
        name, before = self.lists.shown(), self.chosen()
        wanted = before.code if before is not None and name == self._of else ""
        code = self._wanted[1] if self._wanted is not None else wanted
        self._of, self._wanted = name, None
        self.entries = self.book.code_lists.entries(name) if name else []
        term = self.lists.term()
        self._list_title.setText(list_name(name) if name else _("No list has this."))
        self.table.setAccessibleName(self._list_title.text())
        told = listwords.told(self.book, name, self.entries)
        self.model.right = told.right
        self.model.show_rows(told.rows, told.headings)
        self.table.fit(gives=2)
        places = [at for at, entry in enumerate(self.entries) if entry.code == code]
        places += [at for at, entry in enumerate(self.entries) if term and listwords.found(entry, term)]
        if self.entries:
            self.table.selectRow(next(iter(places), 0))
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        entry = self.chosen()
        self.add_button.setEnabled(self.can("new"))
        self.edit_button.setEnabled(entry is not None)
        self.end_button.setEnabled(entry is not None and self._can_end(entry))
        self.history_button.setEnabled(self._record() is not None)
        self.state_changed.emit()

    def _choose(self, name: str, code: str) -> None:
        self.lists.show_all()  # the search could hide what is to be seen
        self._wanted = name, code
        self.refresh()

    def _record(self) -> bytes | None:
        entry = self.chosen()
        return self._kept.get((self.lists.shown(), entry.code)) if entry is not None else None

    def _draft(self, entry: Code) -> Draft:
        """The record that keeps an entry; for one that is as shipped a new record that would."""
        record = self._record()
        if record is not None:
            return self.book.draft(KEPT_LISTS, record)
        draft = self.book.draft(KEPT_LISTS, None, **values_of(self.lists.shown(), entry))
        draft.called = self.register.name_of(draft.values)
        return draft

    def _edit(self, draft: Draft) -> None:
        dialog = EntryDialog(self.book, self.services, draft, self.window())
        if self.services.ask.run(dialog) and dialog.record is not None:
            self.words_changed.emit(_("Saved."))
            self.show_record(dialog.record)
        self.table.setFocus()

    def _year(self) -> int:
        return dates.to_be(self.book.clock.today().year)

    def _can_end(self, entry: Code) -> bool:
        year = self._year()
        return self.keeps and (entry.valid_to is None or entry.valid_to > year) and (entry.valid_from is None or entry.valid_from <= year)


def _kept_in(book: Book) -> _Kept:
    rows = book.rows(KEPT_LISTS, book.ids(ListQuery(KEPT_LISTS)))
    # Of two records of one entry, kept by two regional offices, the one that the lists follow too.
    alive = sorted((row for row in rows if row is not None), key=lambda row: row.id)
    return {(row.values["list"], row.values["code"]): row.id for row in alive}
