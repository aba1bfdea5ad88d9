"""Small pictures in lists and grids: read in the background when they are painted, kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop.base.errors import Fault, Refused
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.ui import look
from desktop.ui.tasks import Tasks

NAME = Qt.ItemDataRole.UserRole  # of a model: the name of the picture in a cell, or None
_KEPT = 200
_AT_ONCE = 40  # the newest wishes: what was scrolled past meanwhile is not read


class Thumbnails(QObject):
    """Pixmaps at most `side` px wide and high, by the name of their file."""

    arrived = Signal()

    def __init__(self, book: Book, tasks: Tasks, side: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.side = side
        self._book = book
        self._tasks = tasks
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._reading = False

    def pixmap(self, name: str) -> QPixmap | None:
        """The picture, or None: it is not read yet (`arrived` comes when it is), or is not to be had."""
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        if name not in self._wanted:
            self._wanted[name] = None
            self._start()
        return None

    def is_missing(self, name: str) -> bool:
        """Whether it was looked for in vain: not on this PC, or damaged."""
        return name in self._kept and self._kept[name] is None

    def forget_missing(self) -> None:
        """Look again for what was not to be had."""
        for name in [name for name, kept in self._kept.items() if kept is None]:
            del self._kept[name]

    def _start(self) -> None:
        if not self._reading:
            self._reading = True
            QTimer.singleShot(0, self, self._read)  # after the painting, when all its wishes are known

    def _read(self) -> None:
        names = list(self._wanted)[-_AT_ONCE:]
        self._wanted.clear()
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        book, side = self._book, round(self.side * ratio)

        def read(progress: Progress) -> list[QImage | None]:
            return [_small(book, name, side) for name in names]

        def done(images: Sequence[QImage | None]) -> None:
            self._reading = False
            for name, image in zip(names, images, strict=True):
                self._kept[name] = _pixmap(image, ratio) if image is not None else None
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            self.arrived.emit()
            if self._wanted:
                self._start()

        self._tasks.read(self, read, done)


def _small(book: Book, name: str, side: int) -> QImage | None:
    try:
        image = QImage.fromData(book.attachments.get(name))
    except (Refused, Fault):
        return None
    if image.isNull():
        return None
    if max(image.width(), image.height()) <= side:
        return image
    return image.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _pixmap(image: QImage, ratio: float) -> QPixmap:
    made = QPixmap.fromImage(image)
    made.setDevicePixelRatio(ratio)
    return made


def paint(painter: QPainter, rect: QRect, thumbnails: Thumbnails, name: str | None, without: str = "paperclip") -> None:
    """The picture in the middle of `rect`; a drawing where there is none: `without` for a paper, an empty frame until it is read."""
    pixmap = thumbnails.pixmap(name) if name else None
    if pixmap is not None:
        size = pixmap.deviceIndependentSize().toSize().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(rect.topLeft(), size.boundedTo(pixmap.deviceIndependentSize().toSize()))
        place.moveCenter(rect.center())
        painter.drawPixmap(place, pixmap)
    elif name is None or thumbnails.is_missing(name):
        side = min(rect.width(), rect.height(), 2 * look.ICON)
        place = QRect(0, 0, side, side)
        place.moveCenter(rect.center())
        look.icon(without if name is None else "image").paint(painter, place)


class ThumbnailDelegate(QStyledItemDelegate):
    """Paints cells whose model tells the NAME of a picture."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = thumbnails

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        name = index.data(NAME)
        if name:
            paint(painter, option.rect.adjusted(2, 2, -2, -2), self.thumbnails, name)
