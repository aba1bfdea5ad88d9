"""The records of one register that hang on another record by one link: heading, count, sum and a small table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.editing import Draft
from desktop.records.register import Kind, Related
from desktop.ui import deleting, look
from desktop.ui.actions import DeedsButton, begin
from desktop.ui.formdialog import FormDialog
from desktop.ui.services import Services
from desktop.ui.table import RegisterModel, Table
from desktop.ui.words import Retranslated

_ROWS = 6  # shown at once in a group; more scroll
_HEAD = 38  # px, the heading of a table and its frame
_ADD, _OPEN, _GO, _DELETE, _DEEDS = "add", "open", "go", "delete", "deeds"
_KEYS = {
    Qt.Key.Key_Insert: _ADD,
    Qt.Key.Key_F4: _ADD,
    Qt.Key.Key_F2: _OPEN,
    Qt.Key.Key_Delete: _DELETE,
    Qt.Key.Key_F8: _DELETE,
    Qt.Key.Key_F11: _DEEDS,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a group shows: ids in order, and sums by column."""

    ids: list[bytes]
    sums: dict[str, Decimal]


class Group(Retranslated):
    """The records of one register that point here by one link: heading, count, sum, a small table. One line high when there are none."""

    open_wanted = Signal(str, object)
    changed = Signal()  # something was added, edited or deleted here

    def __init__(self, book: Book, related: Related, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self.related = related
        self.register = book.registers[related.register]
        self._by_hand = deleting.refusal(book, self.register) is None
        link = self.register.field(related.link)
        self._addable = self._by_hand and not link.by_deed
        self._same = link.label if link.register == related.register else ""  # beside others of its own kind the link says which these are
        self._record: bytes | None = None
        self._sums: dict[str, Decimal] = {}
        through = {lookup.name for lookup in self.register.lookups if lookup.link == related.link}  # the same in every row
        columns = [name for name in self.register.columns if name != related.link and name not in through]
        self.model = RegisterModel(book, self.register, columns or self.register.columns, self)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.pad(self.model.number_columns())
        self.table.activated.connect(self.open)
        self._heading, self._sum = QLabel(), QLabel()
        look.play(self._heading, "section")
        look.play(self._sum, "hint")
        self._buttons = {
            _ADD: self._button("plus", self.add),
            _OPEN: self._button("pencil" if self._by_hand else "eye", self.open),
            _GO: self._button("forward", self.go),
            _DELETE: self._button("trash-2", self.delete),
        }
        self._buttons[_ADD].setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(self._heading)
        line.addSpacing(look.GAP)
        line.addWidget(self._sum)
        line.addStretch(1)
        for name in (_OPEN, _GO, _DELETE, _ADD):
            line.addWidget(self._buttons[name])
        # A child has no page of its own: what can be done with it is offered here.
        self.deeds = DeedsButton(book, self.register, self.chosen, self._do)
        line.addWidget(self.deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.table)
        self.retranslate()

    def show_found(self, record: bytes, found: Found) -> None:
        """Show what was read of this record."""
        chosen = self.chosen()
        self._record, self._sums = record, found.sums
        self.model.show_ids(found.ids)
        self.table.fit()
        self._fit()
        if found.ids:
            self.select(chosen[0] if chosen and chosen[0] in found.ids else found.ids[0])
        self._refresh()

    def count(self) -> int:
        """How many there are."""
        return len(self.model.ids)

    def chosen(self) -> list[bytes]:
        """Ids of the chosen rows."""
        numbers = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.ids[number] for number in numbers]

    def select(self, record: bytes) -> None:
        """Choose this record's row, when it is shown."""
        number = self.model.number(record)
        if number is not None:
            self.table.selectRow(number)

    def add(self) -> None:
        """Add one, its link filled in."""
        if self._record is not None and self._addable:
            self._edit(self._book.draft(self.register.name, None, **{self.related.link: self._record}))

    def open(self) -> None:
        """Edit the chosen one, or look at it where nothing is edited by hand."""
        chosen = self.chosen()
        if chosen:
            self._edit(self._book.draft(self.register.name, chosen[0]))

    def go(self) -> None:
        """Show the chosen one on its own page."""
        chosen = self.chosen()
        if chosen and not self.register.parent:
            self.open_wanted.emit(self.register.name, chosen[0])

    def delete(self) -> None:
        """Delete the chosen ones."""
        chosen = self.chosen()
        if chosen and self._by_hand:
            deleting.delete(self, self._book, self._services, self.register, chosen, self.changed.emit)

    def retranslate(self) -> None:
        title = _(self.register.title)
        self.table.setAccessibleName(title)
        open_words = _("Edit") if self._by_hand else _("Open")
        for name, words in ((_ADD, _("Add")), (_OPEN, open_words), (_GO, _("Show on its own page")), (_DELETE, _("Delete"))):
            key = next((key for key, deed in _KEYS.items() if deed == name), None)
            button = self._buttons[name]
            button.setText(words)
            button.setToolTip(f"{words} ({Qt.Key(key).name.removeprefix('Key_')})" if key is not None else words)
            button.setAccessibleName(f"{words}: {title}")
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.model.columnCount() - 1))
        self.model.reread()
        self._refresh()

    # -- the inside

    def _button(self, icon: str, slot: object) -> QToolButton:
        button = QToolButton()
        look.with_icon(button, icon)
        button.clicked.connect(slot)
        return button

    def _do(self, name: str) -> None:
        begin(self, self._book, self._services, self.register, name, self.chosen(), lambda _said: self.changed.emit())

    def _edit(self, draft: Draft) -> None:
        dialog = FormDialog(self._book, self.register, self._services, draft, self.window(), held=(self.related.link,))
        if self._services.ask.run(dialog):
            self.changed.emit()
        self.table.setFocus()

    def _refresh(self) -> None:
        count = self.count()
        title = _(self.register.title)
        if self._same:
            title = _("{register}: {field}").format(register=title, field=_(self._same))
        self._heading.setText(_("{register} ({count})").format(register=title, count=count) if count else title)
        look.play(self._heading, "section" if count else "hint")
        self.table.setVisible(bool(count))
        self._sum.setText(" · ".join(self._sum_words()) if count else "")
        self._buttons[_ADD].setVisible(self._addable)
        self.deeds.setVisible(bool(count) and bool(self.register.parent) and bool(self.register.actions))
        self._buttons[_OPEN].setVisible(bool(count))
        self._buttons[_GO].setVisible(bool(count) and not self.register.parent and self.register.group != "")
        self._buttons[_DELETE].setVisible(bool(count) and self._by_hand)

    def _fit(self) -> None:
        """As high as its rows need, up to some, and the bar below them where columns are out of sight."""
        bar = self.table.horizontalScrollBar()
        wide = self.table.horizontalHeader().length() > self.width() - 2 * self.table.frameWidth()
        height = _HEAD + min(_ROWS, max(1, self.count())) * look.ROW
        self.table.setFixedHeight(height + (bar.sizeHint().height() if wide else 0))

    def _sum_words(self) -> list[str]:
        fields = {name: self._book.registers.described(self.register, name) for name, total in self._sums.items() if total}
        return [
            _("{field}: {sum} baht").format(field=_(field.label), sum=self._book.values_label(field, self._sums[name]))
            for name, field in fields.items()
            if field.kind is Kind.MONEY
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        # The window has these keys too, for the record on the page: here they are about what hangs on it.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._deed(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deed = self._deed(event)
        if deed:
            {_ADD: self.add, _OPEN: self.open, _DELETE: self.delete, _DEEDS: self._open_deeds}[deed]()
        else:
            super().keyPressEvent(event)

    def _open_deeds(self) -> None:
        look.open_menu(self.deeds)

    def _deed(self, event: QKeyEvent) -> str:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        deed = _KEYS.get(Qt.Key(event.key()), "") if plain else ""
        return "" if deed == _DEEDS and self.deeds.isHidden() else deed
