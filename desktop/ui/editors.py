"""One widget per kind of field, the plain ones: lines of text, numbers, notes; and what all editors share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from desktop.base.i18n import _
from desktop.records import kinds
from desktop.records.register import Field, Kind, Problem
from desktop.ui import look
from desktop.ui.words import Retranslated

if TYPE_CHECKING:
    # The database takes longer to load than the first window to show.
    from desktop.records.book import Book

_WIDTHS = {
    Kind.INTEGER: 110,
    Kind.MONEY: 150,
    Kind.NATIONAL_ID: 210,
    Kind.HOUSE_CODE: 210,
    Kind.TIME: 110,
    Kind.LAND: 150,
    Kind.POINT: 210,
    Kind.NUMBER: 150,
}


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

    keeps_doubtful = False  # typing with a doubt is not put into its usual form: the doubt is about what was typed

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(field, book, parent)
        self.edit = QLineEdit()
        self.edit.setMaxLength(400)
        self.hold(self.edit, _WIDTHS.get(field.kind))
        if field.kind in (Kind.INTEGER, Kind.MONEY, Kind.NUMBER):
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
        value, problems = self._parsed()
        if value is not None and not (problems and self.keeps_doubtful):
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
        look.play(self.edit, "fixed" if fixed else "")


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
