"""The parts of the row of filters: a choice, days, something found while typing, a number, and the day on which a record holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from desktop.base.i18n import N_, _
from desktop.records import kinds
from desktop.records.book import Book
from desktop.records.query import BLANK, NOT_BLANK, TODAY, Span
from desktop.records.register import Field, Kind, Level
from desktop.ui import filterwords
from desktop.ui.dateedit import DateEditor
from desktop.ui.editors import Combo
from desktop.ui.finder import Finder, Found, Search
from desktop.ui.words import Retranslated

_FROM_TO, _ON_DAY = "\0from-to", "\0on-day"
_WIDEST = 250  # px
_PAUSE_MS = 300
_NOTHING_TYPED = "-"  # typed into a finder, it offers "not filled in"


class Part(Retranslated):
    """One filter of the row. `changed` comes with every change by the user; `show_value` tells nobody."""

    changed = Signal()

    def __init__(self, label: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(4)

    @property
    def open(self) -> bool:
        """Whether it waits for something to be typed into it, though nothing is filtered yet."""
        return False

    def value(self) -> Any:
        """The value for ListQuery.filters; None where nothing is filtered."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value, or (None) that nothing is filtered."""
        raise NotImplementedError


class _NamedCombo(Combo):
    """Says what it is about before what is chosen in it."""

    def __init__(self) -> None:
        super().__init__()
        self.about = ""

    def fit(self) -> None:
        """Be as wide as what is said needs, up to some; the list below as wide as its entries."""
        text = self._said()
        self.setFixedWidth(min(_WIDEST, self.fontMetrics().horizontalAdvance(text) + 44))
        widest = max((self.fontMetrics().horizontalAdvance(self.itemText(number)) for number in range(self.count())), default=0)
        self.view().setMinimumWidth(widest + 40)
        self.setToolTip(text if self.width() == _WIDEST else "")

    def _said(self) -> str:
        return _("{field}: {value}").format(field=self.about, value=self.currentText())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self._said()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class Choice(Part):
    """One of some entries; a value that is none of them (several codes, of a view) is shown as one more."""

    def __init__(
        self,
        label: Callable[[], str],
        entries: Callable[[], Sequence[tuple[Any, str]]],
        words: Callable[[Any], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, parent)
        self._entries = entries
        self._words = words
        self._value: Any = None
        self.combo = _NamedCombo()
        self.combo.activated.connect(self._chosen)
        self._line.addWidget(self.combo)
        self.setFocusProxy(self.combo)
        self.retranslate()

    def value(self) -> Any:
        return self._value

    def show_value(self, value: Any) -> None:
        self._value = value
        self.retranslate()

    def retranslate(self) -> None:
        entries = list(self._entries())
        if self._value not in [value for value, _label in entries]:
            entries.append((self._value, self._words(self._value)))
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for _value, label in entries:
                self.combo.addItem(label)
            self.combo.setCurrentIndex([value for value, _label in entries].index(self._value))
        self._values = [value for value, _label in entries]
        self.combo.about = self.label()
        self.combo.fit()
        self.combo.setAccessibleName(_("Filter: {field}").format(field=self.label()))

    def _chosen(self, number: int) -> None:
        self._value = self._values[number]
        self.combo.fit()
        self.changed.emit()


class Days(Part):
    """Days by their names ("this month"), or from one day to another."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _(field.label), parent)
        self.choice = Choice(self.label, self._entries, lambda value: filterwords.words(book, field, value))
        self.choice.changed.connect(self._chosen)
        self.start = DateEditor(Field("from", Kind.DATE, N_("First day")), book, echo=False)
        self.end = DateEditor(Field("to", Kind.DATE, N_("Last day")), book, echo=False)
        self._to = QLabel("–")
        for widget in (self.choice, self.start, self._to, self.end):
            self._line.addWidget(widget)
        for editor in (self.start, self.end):
            editor.edited.connect(self._typed)
        self.setFocusProxy(self.choice)
        self.show_value(None)

    @property
    def open(self) -> bool:
        return bool(self.choice.value() == _FROM_TO)

    def value(self) -> Any:
        if self.choice.value() != _FROM_TO:
            return self.choice.value()
        start, end = self.start.value(), self.end.value()
        return Span(start, end) if start or end else None

    def show_value(self, value: Any) -> None:
        span = isinstance(value, Span)
        self.choice.show_value(_FROM_TO if span else value)
        self.start.set_value((value.start or None) if span else None)
        self.end.set_value((value.end or None) if span else None)
        self._show_editors()

    def _entries(self) -> list[tuple[Any, str]]:
        named = [(token, _(title)) for token, title in filterwords.DAYS.items()]
        more = [(_FROM_TO, _("from … to …")), (BLANK, _("Not filled in")), (NOT_BLANK, _("Filled in"))]
        return [(None, _("all")), *named, *more]

    def _show_editors(self) -> None:
        for widget in (self.start, self._to, self.end):
            widget.setVisible(self.open)

    def _chosen(self) -> None:
        self._show_editors()
        if self.open:
            self.start.inner.setFocus()
        self.changed.emit()

    def _typed(self) -> None:
        # A day half written is no day yet: the list waits for it.
        editors = (self.start, self.end)
        if not any(editor.problems() for editor in editors):
            self.changed.emit()


class OnDay(Part):
    """The day on which records have to hold: today, another one, or (blank) the whole history."""

    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("As of"), parent)
        self.choice = Choice(self.label, self._entries, lambda value: "")
        self.choice.changed.connect(self._chosen)
        self.day = DateEditor(Field("on", Kind.DATE, N_("On the day")), book, echo=False)
        self.day.edited.connect(self._typed)
        self._line.addWidget(self.choice)
        self._line.addWidget(self.day)
        self.setFocusProxy(self.choice)
        self.show_value(TODAY)

    def value(self) -> str:
        """As ListQuery.on has it."""
        if self.choice.value() == _ON_DAY:
            return str(self.day.value() or TODAY)
        return str(self.choice.value())

    def show_value(self, value: Any) -> None:
        known = value in (TODAY, "")
        self.choice.show_value(value if known else _ON_DAY)
        self.day.set_value(None if known else value)
        self.day.setVisible(not known)

    def _entries(self) -> list[tuple[Any, str]]:
        return [(TODAY, _("today")), (_ON_DAY, _("the day …")), ("", _("the whole history"))]

    def _chosen(self) -> None:
        on_day = self.choice.value() == _ON_DAY
        self.day.setVisible(on_day)
        if on_day:
            self.day.inner.setFocus()
        self.changed.emit()

    def _typed(self) -> None:
        if not self.day.problems():
            self.changed.emit()


class Sought(Part):
    """An area or a linked record, found by typing a few letters."""

    def __init__(self, field: Field, book: Book, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _(field.label), parent)
        self._field = field
        self._book = book
        self._search = search
        self._value: Any = None
        self.finder = Finder(self._seek)
        self.finder.setClearButtonEnabled(True)
        self.finder.chosen.connect(self._chosen)
        self.finder.textChanged.connect(self._emptied)
        self._line.addWidget(self.finder)
        self.setFocusProxy(self.finder)
        self.retranslate()

    def value(self) -> Any:
        return self._value

    def show_value(self, value: Any) -> None:
        self._value = value
        with QSignalBlocker(self.finder):
            self.finder.setText("" if value is None else filterwords.words(self._book, self._field, value))
        self.finder.setCursorPosition(0)

    def retranslate(self) -> None:
        self.finder.setPlaceholderText(_("{field}: all").format(field=self.label()))
        self.finder.setFixedWidth(min(_WIDEST, self.finder.fontMetrics().horizontalAdvance(self.finder.placeholderText()) + 54))
        self.finder.setAccessibleName(_("Filter: {field}").format(field=self.label()))
        self.finder.setToolTip(_("Type a few letters, or “-” for: not filled in."))
        if self._value is not None:
            self.show_value(self._value)

    def _seek(self, text: str, answer: Callable[[Found], None]) -> None:
        if text == _NOTHING_TYPED:
            answer([(BLANK, _("Not filled in")), (NOT_BLANK, _("Filled in"))])
        else:
            self._search(text, answer)

    def _emptied(self, text: str) -> None:
        if not text and self._value is not None:
            self._chosen(None, "")

    def _chosen(self, value: Any, label: str) -> None:
        self._value = value
        with QSignalBlocker(self.finder):
            self.finder.setText(label)
        self.finder.setCursorPosition(0)
        self.changed.emit()


class Number(Part):
    """A number, or from one to another: 3, 3-5."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _(field.label), parent)
        self._field = Field(field.name, Kind.INTEGER, field.label)
        self._book = book
        self._value: Any = None
        self.edit = QLineEdit()
        self.edit.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._typed)
        self.edit.textEdited.connect(lambda _text: self._pause.start())
        self.edit.textChanged.connect(lambda text: None if text else self._typed())
        self._line.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.retranslate()

    def value(self) -> Any:
        return self._value

    def show_value(self, value: Any) -> None:
        self._value = value
        with QSignalBlocker(self.edit):
            if isinstance(value, Span):
                self.edit.setText("-".join("" if end is None else str(end) for end in (value.start, value.end)))
            else:
                self.edit.setText("" if value is None else filterwords.words(self._book, self._field, value))
        self._mark(wrong=False)

    def retranslate(self) -> None:
        self.edit.setPlaceholderText(_("{field}: all").format(field=self.label()))
        self.edit.setFixedWidth(min(_WIDEST, max(90, self.edit.fontMetrics().horizontalAdvance(self.edit.placeholderText()) + 54)))
        self.edit.setAccessibleName(_("Filter: {field}").format(field=self.label()))
        self.edit.setToolTip(_("{field}: a number, or 3-5 for 3 to 5").format(field=self.label()))

    def _typed(self) -> None:
        self._pause.stop()
        text = self.edit.text().strip()
        start, dash, end = text.replace("–", "-").partition("-")
        ends = [self._read(start), self._read(end)]
        wrong = any(found is _WRONG for found in ends) or (dash != "" and not (start or end))
        self._mark(wrong=wrong)
        value = None if wrong or not text else Span(*ends) if dash else ends[0]
        if value != self._value:
            self._value = value
            self.changed.emit()

    def _read(self, text: str) -> Any:
        value, problems = kinds.parse(self._field, text, self._book.clock.today(), self._book.code_lists)
        return _WRONG if any(problem.level is Level.ERROR for problem in problems) else value

    def _mark(self, *, wrong: bool) -> None:
        self.edit.setProperty("problem", "error" if wrong else "")
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)


_WRONG = object()
