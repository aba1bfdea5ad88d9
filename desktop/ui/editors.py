"""One widget per kind of field, the plain ones: text, notes, numbers, codes, ticks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from desktop.base.i18n import _
from desktop.records import kinds
from desktop.records.register import Field, Kind, Problem
from desktop.ui.words import Retranslated

if TYPE_CHECKING:
    # The database takes longer to load than the first window to show.
    from desktop.records.book import Book

_WIDTHS = {Kind.INTEGER: 110, Kind.MONEY: 150, Kind.NATIONAL_ID: 210, Kind.HOUSE_CODE: 210}


class Editor(Retranslated):
    """Edits the value of one field. `edited` comes with every change by the user, `left` when the user leaves it."""

    edited = Signal()
    left = Signal()

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.book = book
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(6)
        self._inner: QWidget = self

    def hold(self, widget: QWidget, width: int | None = None) -> None:
        """Make `widget` the one that has the focus and the accessible name."""
        self._inner = widget
        self._line.addWidget(widget, 0 if width else 1)
        if width:
            widget.setFixedWidth(width)
            self._line.addStretch(1)
        self.setFocusProxy(widget)
        widget.installEventFilter(self)

    @property
    def inner(self) -> QWidget:
        """The widget that has the focus."""
        return self._inner

    def value(self) -> Any:
        """The value as it stands; None when blank or not to be read."""
        raise NotImplementedError

    def set_value(self, value: Any, label: str = "") -> None:
        """Show a value; `label` words it where the value can't (a link). Emits nothing."""
        raise NotImplementedError

    def problems(self) -> tuple[Problem, ...]:
        """What keeps the typing from being a value, and doubts about it."""
        return ()

    def set_read_only(self, fixed: bool) -> None:
        """Allow reading only."""
        self._inner.setEnabled(not fixed)

    def retranslate(self) -> None:
        """Word it again; the accessible name follows the label of the field."""
        self._inner.setAccessibleName(_(self.field.label))
        if self.field.help:
            self._inner.setAccessibleDescription(_(self.field.help))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        left = watched is self._inner and event.type() == QEvent.Type.FocusOut
        if (
            left
            and isinstance(event, QFocusEvent)
            and event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        ):
            # After the widget's own handling, so that its text is settled.
            QTimer.singleShot(0, self, self.left.emit)
        return False


class LineEditor(Editor):
    """A line of text that is read by `kinds.parse`: text, numbers, IDs, phones, house codes. IDs are masked while not edited."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(field, book, parent)
        self.edit = QLineEdit()
        self.edit.setMaxLength(400)
        self.hold(self.edit, _WIDTHS.get(field.kind))
        if field.kind in (Kind.INTEGER, Kind.MONEY):
            self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._text = ""
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._settle)
        self.retranslate()

    def value(self) -> Any:
        return self._parsed()[0]

    def problems(self) -> tuple[Problem, ...]:
        return self._parsed()[1]

    def set_value(self, value: Any, label: str = "") -> None:
        self._text = kinds.show(self.field, value, self.book.code_lists)
        self._repaint_text()

    def set_read_only(self, fixed: bool) -> None:
        self.edit.setReadOnly(fixed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.field.kind is Kind.NATIONAL_ID and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            QTimer.singleShot(0, self, self._repaint_text)
        return super().eventFilter(watched, event)

    def _parsed(self) -> kinds.Parsed:
        return kinds.parse(self.field, self._text, self.book.clock.today(), self.book.code_lists)

    def _typed(self, text: str) -> None:
        self._text = text
        self.edited.emit()

    def _settle(self) -> None:
        value, _problems = self._parsed()
        if value is not None:
            self._text = kinds.show(self.field, value, self.book.code_lists)
            self._repaint_text()

    def _repaint_text(self) -> None:
        text = self._text
        if self.field.kind is Kind.NATIONAL_ID and not self.edit.hasFocus():
            value, _problems = self._parsed()
            if value:
                text = self.book.values_label(self.field, value, masked=True)
        if text != self.edit.text():
            with QSignalBlocker(self.edit):
                self.edit.setText(text)
            self.edit.setCursorPosition(len(text) if self.edit.hasFocus() else 0)


class NoteEditor(Editor):
    """Several lines of text; Tab leaves it, Thai wraps at words or, without a breaker, anywhere."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(field, book, parent)
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * 3 + 18)
        self.hold(self.edit)
        self.edit.textChanged.connect(self.edited)
        self.retranslate()

    def value(self) -> Any:
        return kinds.parse(self.field, self.edit.toPlainText(), self.book.clock.today(), self.book.code_lists)[0]

    def set_value(self, value: Any, label: str = "") -> None:
        with QSignalBlocker(self.edit):
            self.edit.setPlainText(value or "")

    def set_read_only(self, fixed: bool) -> None:
        self.edit.setReadOnly(fixed)


class Combo(QComboBox):
    """A combo box that leaves the wheel to the form around it: scrolling must not change a value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Delete clears the choice: quicker than walking up to the blank entry.
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.isEditable() and self.itemData(0) is None:
            self.setCurrentIndex(0)
            self.activated.emit(0)
            return
        super().keyPressEvent(event)


class CodeEditor(Editor):
    """A code of a list; where the list is open, also the user's own words."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(field, book, parent)
        self.combo = Combo()
        self.hold(self.combo)
        self.combo.setEditable(field.open_list)
        line, completer = self.combo.lineEdit(), self.combo.completer()
        if line is not None and completer is not None:
            self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.textEdited.connect(self.edited)
        self.combo.activated.connect(self.edited)
        self.retranslate()

    def value(self) -> Any:
        if not self.field.open_list:
            return self.combo.currentData()
        return kinds.parse(self.field, self.combo.currentText(), self.book.clock.today(), self.book.code_lists)[0]

    def set_value(self, value: Any, label: str = "") -> None:
        with QSignalBlocker(self.combo):
            found = self.combo.findData(value) if value is not None else 0
            if found < 0 and not self.field.open_list:  # a code of a newer list: keep it, show it as it is
                self.combo.addItem(str(value), value)
                found = self.combo.count() - 1
            self.combo.setCurrentIndex(found)
            if found < 0:
                self.combo.setEditText(str(value))

    def retranslate(self) -> None:
        value = self.value() if self.combo.count() else None
        with QSignalBlocker(self.combo):
            self.combo.clear()
            self.combo.addItem("", None)
            for code in self._codes():
                self.combo.addItem(code[1], code[0])
        self.set_value(value)
        super().retranslate()
        line = self.combo.lineEdit()
        if line is not None:
            line.setAccessibleName(_(self.field.label))

    def _codes(self) -> list[tuple[Any, str]]:
        return [(code.code, code.label()) for code in self.book.codes(self.field.code_list)]


class BoolEditor(CodeEditor):
    """Yes, no, or not known."""

    def _codes(self) -> list[tuple[Any, str]]:
        return [(True, _("Yes")), (False, _("No"))]


class TickList(QListWidget):
    """Tick boxes that flow over the width; one stop of the Tab key, arrows and Space inside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def refit(self) -> None:
        """Give every tick the same place, wide enough for the longest label, and be as high as they need."""
        widest = max((self.fontMetrics().horizontalAdvance(self.item(row).text()) for row in range(self.count())), default=40)
        line = self.fontMetrics().lineSpacing() + 6
        across = max(1, (self.viewport().width() - 2) // (widest + 40))
        self.setGridSize(QSize(max(40, (self.viewport().width() - 2) // across), line))
        self.setFixedHeight(-(-self.count() // across) * line + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()


class CodesEditor(Editor):
    """Any of the codes of a list, by ticks."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(field, book, parent)
        self.list = TickList()
        self.hold(self.list)
        self.list.itemChanged.connect(self.edited)
        self._value: tuple[str, ...] = ()
        self.retranslate()

    def value(self) -> Any:
        items = (self.list.item(row) for row in range(self.list.count()))
        ticked = {str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked}
        return tuple(sorted(ticked)) or None

    def set_value(self, value: Any, label: str = "") -> None:
        wanted = set(value or ())
        with QSignalBlocker(self.list):
            known = {self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())}
            for code in sorted(wanted - known):  # of a newer list: never lose it
                self._add(code, code)
            for row in range(self.list.count()):
                item = self.list.item(row)
                ticked = item.data(Qt.ItemDataRole.UserRole) in wanted
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def retranslate(self) -> None:
        value = self.value()
        with QSignalBlocker(self.list):
            self.list.clear()
            for code in self.book.codes(self.field.code_list):
                self._add(code.code, code.label())
        self.set_value(value)
        self.list.refit()
        super().retranslate()

    def _add(self, code: str, label: str) -> None:
        item = QListWidgetItem(label, self.list)
        item.setData(Qt.ItemDataRole.UserRole, code)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(Qt.CheckState.Unchecked)
