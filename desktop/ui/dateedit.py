"""Buddhist-era dates: typed in any usual way, echoed in full while typing, or picked from a Thai calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QDate, QLocale, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QToolButton, QVBoxLayout, QWidget

from desktop.base import dates
from desktop.base.i18n import _, language
from desktop.records import kinds
from desktop.records.book import Book
from desktop.records.register import Field, Problem
from desktop.ui import look
from desktop.ui.editors import Combo, Editor


class CalendarPopup(QFrame):
    """A month with its name in the language in use and the Buddhist year (Thai) or the common one (English)."""

    picked = Signal(object)  # datetime.date

    def __init__(self, day: dt.date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        look.play(self, "card")
        self._offset = 543 if language() == "th" else 0
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale("th_TH") if self._offset else QLocale("en_GB"))
        self.calendar.setNavigationBarVisible(False)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.setAccessibleName(_("Calendar"))
        self._month = Combo()
        self._month.addItems(dates.month_names(language()))
        self._month.setAccessibleName(_("Month"))
        self._year = QSpinBox()
        self._year.setRange(1850 + self._offset, 2150 + self._offset)
        self._year.setPrefix(_("BE ") if self._offset else "")
        self._year.setAccessibleName(_("Year"))
        back, on = self._arrow("chevron-left", _("Month before")), self._arrow("chevron-right", _("Month after"))
        bar = QHBoxLayout()
        for widget in (back, self._month, self._year, on):
            bar.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addLayout(bar)
        column.addWidget(self.calendar)
        self._shown(self.calendar.yearShown(), self.calendar.monthShown())
        self.calendar.currentPageChanged.connect(self._shown)
        back.clicked.connect(self.calendar.showPreviousMonth)
        on.clicked.connect(self.calendar.showNextMonth)
        self._month.activated.connect(self._turn)
        self._year.valueChanged.connect(self._turn)
        self.calendar.clicked.connect(self._pick)
        self.calendar.activated.connect(self._pick)
        self.calendar.setFocus()

    def _arrow(self, icon: str, name: str) -> QToolButton:
        button = QToolButton()
        look.with_icon(button, icon)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _shown(self, year: int, month: int) -> None:
        with QSignalBlocker(self._month), QSignalBlocker(self._year):
            self._month.setCurrentIndex(month - 1)
            self._year.setValue(year + self._offset)

    def _turn(self) -> None:
        self.calendar.setCurrentPage(self._year.value() - self._offset, self._month.currentIndex() + 1)

    def _pick(self, day: QDate) -> None:
        self.picked.emit(dt.date(day.year(), day.month(), day.day()))
        self.close()


class DateEditor(Editor):
    """A date, or (PARTIAL_DATE) a year or a month and year. What was understood is echoed beside it while typing, unless
    there is no room for it."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None, *, echo: bool = True) -> None:
        super().__init__(field, book, parent)
        self.edit = QLineEdit()
        self.hold(self.edit)
        self.edit.setFixedWidth(150 if echo else 110)
        self._button = QToolButton()
        look.with_icon(self._button, "calendar")
        self._button.clicked.connect(self.pop_up)
        self._echo = QLabel()
        look.play(self._echo, "hint")
        self._line.setStretch(0, 0)
        self._line.addWidget(self._button)
        self._line.addWidget(self._echo, 1)
        self._echo.setHidden(not echo)
        self._value: str | None = None
        self._problems: tuple[Problem, ...] = ()
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._settle)
        self.retranslate()

    def value(self) -> Any:
        return self._value

    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    def set_value(self, value: Any, label: str = "") -> None:
        self._value, self._problems = value, ()
        with QSignalBlocker(self.edit):
            self.edit.setText(kinds.show(self.field, value, self.book.code_lists))
        self._say()

    def set_read_only(self, fixed: bool) -> None:
        self.edit.setReadOnly(fixed)
        self._button.setEnabled(not fixed)

    def pop_up(self) -> None:
        """Open the calendar under the field."""
        day = dt.date.fromisoformat(self._value) if self._value and len(self._value) == 10 else self.book.clock.today()
        popup = CalendarPopup(day, self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.picked.connect(self._picked)
        popup.move(self.mapToGlobal(QPoint(0, self.height())))
        popup.show()

    def retranslate(self) -> None:
        super().retranslate()
        self.edit.setPlaceholderText(_("day/month/year"))
        self._button.setToolTip(_("Open the calendar"))
        self._button.setAccessibleName(_("Open the calendar: {field}").format(field=_(self.field.label)))
        if self._value is not None:  # the year is written BE in Thai, CE in English
            self.set_value(self._value)

    def _picked(self, day: dt.date) -> None:
        self.set_value(day.isoformat())
        self.edit.setFocus()
        self.edited.emit()

    def _typed(self, text: str) -> None:
        self._value, self._problems = kinds.parse(self.field, text, self.book.clock.today(), self.book.code_lists)
        self._say()
        self.edited.emit()

    def _settle(self) -> None:
        if self._value is not None:
            self.set_value(self._value)

    def _say(self) -> None:
        self._echo.setText(dates.show(self._value, "long") if self._value else "")
