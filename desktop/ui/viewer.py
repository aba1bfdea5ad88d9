"""One picture as large as the window, the others of the same record an arrow away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPaintEvent, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base import dates
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records import pictures
from desktop.records.book import Book
from desktop.records.register import Row
from desktop.ui import look, thaiwrap
from desktop.ui.services import Services

_PAPER = N_("This is a PDF: Sapha does not show it. Save a copy and open it with another program.")


class _Canvas(QWidget):
    """A picture as large as it fits, never larger than it is; or words in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.pixmap = QPixmap()
        self.words = ""
        self.setMinimumSize(320, 240)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_image(self, image: QImage | None, words: str = "") -> None:
        """Show this instead."""
        self.pixmap = QPixmap.fromImage(image) if image is not None else QPixmap()
        self.words = words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.pixmap.isNull():
            painter.setPen(self.palette().text().color())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(40, 0, -40, 0), int(flags), thaiwrap.shown(self.words))
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.pixmap.size()
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter.drawPixmap(place, self.pixmap)


class Viewer(QDialog):
    """Shows pictures of `rows`, beginning with number `at`. Left and Right turn the pages, Esc closes."""

    def __init__(self, book: Book, services: Services, rows: Sequence[Row], at: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._rows = rows
        self._asked = 0
        self.at = at
        self.setWindowTitle(_("Photos and papers"))
        look.open_at(self, *self._fitting())
        self.canvas = _Canvas()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._place = QLabel()
        look.play(self._place, "hint")
        self._back = self._button(_("Previous"), "chevron-left", lambda: self.turn(-1))
        self._on = self._button(_("Next"), "chevron-right", lambda: self.turn(1))
        save = self._button(_("Save a copy…"), "file-down", lambda: save_copy(self, book, services, self.row))
        close = self._button(_("Close (Esc)"), "", self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._words, 1)
        foot.addWidget(self._place)
        for button in (self._back, self._on, save, close):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self.canvas, 1)
        column.addLayout(foot)
        # Shortcuts and not key presses: on a button that has the focus an arrow would go to the next button.
        for keys, by in (("Left", -1), ("PgUp", -1), ("Right", 1), ("PgDown", 1), ("Home", -len(rows)), ("End", len(rows))):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda by=by: self.turn(by))
        self.canvas.setFocus()
        self._show()

    @property
    def row(self) -> Row:
        """The record of the picture shown."""
        return self._rows[self.at]

    def turn(self, by: int) -> None:
        """Show another, as far as there is one."""
        wanted = min(max(self.at + by, 0), len(self._rows) - 1)
        if wanted != self.at:
            self.at = wanted
            self._show()

    # -- the inside

    def _fitting(self) -> tuple[int, int]:
        parent = self.parentWidget()
        size = parent.window().size() * 0.95 if parent is not None else QSize(1000, 760)
        return size.width(), size.height()

    def _button(self, words: str, icon: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        if icon:
            look.with_icon(button, icon)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False: slot())
        return button

    def _show(self) -> None:
        row, self._asked = self.row, self._asked + 1
        asked = self._asked
        title = self._book.registers[pictures.REGISTER].name_of(row.values)
        taken = row.values.get("taken_on")
        self._words.setText(thaiwrap.shown(" · ".join(part for part in (title, dates.show(taken, "long") if taken else "") if part)))
        self._place.setText(_("{number} of {count}").format(number=self.at + 1, count=len(self._rows)))
        self._back.setEnabled(self.at > 0)
        self._on.setEnabled(self.at < len(self._rows) - 1)
        self.canvas.setAccessibleName(title)
        if row.values["media_type"] == pictures.PDF:
            self.canvas.show_image(None, _(_PAPER))
            return
        self.canvas.show_image(None)

        def read(progress: Progress) -> QImage:
            return QImage.fromData(pictures.picture_bytes(self._book, row))

        def done(image: QImage) -> None:
            if asked == self._asked:
                self.canvas.show_image(image)

        def failed(error: Refused | Fault) -> bool:
            if asked == self._asked:
                self.canvas.show_image(None, error.text())
            return True

        self._services.tasks.read(self, read, done, failed)


def save_copy(owner: QWidget, book: Book, services: Services, row: Row) -> None:
    """Save a picture or paper outside the book, after saying what that means."""
    if not services.ask.sure(
        owner,
        _("Save a copy outside the book?"),
        _("The copy is not encrypted: whoever has the file can see it. Delete it when it is no longer needed."),
        _("Save a copy…"),
    ):
        return
    suffix = pictures.SUFFIXES.get(row.values["media_type"], "")
    kinds = f"PDF (*{suffix})" if suffix == ".pdf" else _("Pictures") + f" (*{suffix})"
    path = services.ask.save_file(owner, _("Save a copy"), kinds, pictures.file_name(row))
    if path is not None:
        services.tasks.read(owner, lambda progress: pictures.save_copy(book, row, path), lambda _done: None, words=_("Saving…"))
