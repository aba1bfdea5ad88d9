"""Adding photos and papers: read and made small in the background, looked over in one dialog, then kept in one deed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.base import dates
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records import pictures
from desktop.records.book import Book
from desktop.records.pictures import Picture, Wanted
from desktop.ui import fields, look, thaiwrap
from desktop.ui.services import Services

_MOST_BYTES = 100 << 20  # held until the dialog is answered
_SIDE = 96  # px


@dataclass(frozen=True, slots=True)
class _Batch:
    """What came of the files: those to be looked over, by file name, and what is wrong with the others."""

    good: list[tuple[str, Picture]]
    bad: list[tuple[str, Refused | Fault]]


def add(
    owner: QWidget, book: Book, services: Services, paths: Sequence[Path], links: Mapping[str, bytes], done: Callable[[], None]
) -> None:
    """Add these files to a record (`links`: which one); `done` once some are kept. What can't be taken in is told in one message and keeps
    nothing else out."""

    def look_over(batch: _Batch) -> None:
        if not batch.good:
            _tell(owner, services, batch)
            return
        dialog = AddDialog(book, services, [picture for _name, picture in batch.good], owner.window())
        if not services.ask.run(dialog):
            return
        wanted, kind = dialog.wanted(), dialog.kind()

        def kept(_records: list[bytes]) -> None:
            done()
            _tell(owner, services, batch)

        def keep(progress: Progress) -> list[bytes]:
            return pictures.keep(book, wanted, links, kind=kind, progress=progress)

        services.tasks.write(owner, keep, kept, words=_("Keeping the pictures…"))

    services.tasks.read(owner, lambda progress: _read(paths, progress), look_over, words=_("Reading the pictures…"))


def _read(paths: Sequence[Path], progress: Progress) -> _Batch:
    batch, held = _Batch([], []), 0
    for number, path in enumerate(paths):
        progress.step(number, len(paths))
        try:
            if held > _MOST_BYTES:
                raise Refused(N_("That is too much at once. Add this file afterwards."), code="too_much_at_once")
            picture = pictures.take_in(pictures.read_file(path))
        except (Refused, Fault) as wrong:
            batch.bad.append((path.name, wrong))
        else:
            held += len(picture.content)
            batch.good.append((path.name, picture))
    return batch


def _tell(owner: QWidget, services: Services, batch: _Batch) -> None:
    if batch.bad:
        count = len(batch.bad)
        words = ngettext("{count} file was not added.", "{count} files were not added.", count).format(count=count)
        services.ask.tell(owner.window(), words, "\n".join(f"{name}: {wrong.text()}" for name, wrong in batch.bad))


class AddDialog(QDialog):
    """What was found in the pictures, before they are kept: day, place, and room for a caption. The place is taken out unless ticked."""

    def __init__(self, book: Book, services: Services, found: Sequence[Picture], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = found
        self.captions: list[QLineEdit] = []
        self.places: list[QCheckBox | None] = []
        self.setWindowTitle(_("Add photos and papers"))
        look.open_at(self, 660, min(640, 240 + 130 * len(found)))
        kind = book.registers[pictures.REGISTER].field("kind")
        self.kind_editor = fields.editor(kind, book, services.tasks)
        head = QHBoxLayout()
        label = QLabel(_("{field} of all:").format(field=_(kind.label)))
        label.setBuddy(self.kind_editor.inner)
        head.addWidget(label)
        head.addWidget(self.kind_editor, 1)
        body = QWidget()
        grid = QGridLayout(body)
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(12)
        for number, picture in enumerate(found):
            grid.addWidget(_shown(picture), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(self._about(picture, number), number, 1)
        grid.setRowStretch(len(found), 1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.ok = QPushButton(ngettext("Add {count} file", "Add {count} files", len(found)).format(count=len(found)))
        look.play(self.ok, "primary")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.ok)
        column = QVBoxLayout(self)
        column.addLayout(head)
        if any(self.places):
            column.addWidget(_warning())
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        self.captions[0].setFocus()

    def kind(self) -> str | None:
        """What all of them are."""
        value: str | None = self.kind_editor.value()
        return value

    def wanted(self) -> list[Wanted]:
        """The pictures with what was answered."""
        return [
            Wanted(picture, caption.text(), place is not None and place.isChecked())
            for picture, caption, place in zip(self._found, self.captions, self.places, strict=True)
        ]

    def _about(self, picture: Picture, number: int) -> QVBoxLayout:
        caption = QLineEdit()
        caption.setMaxLength(400)
        caption.setPlaceholderText(_("What it shows"))
        caption.setAccessibleName(_("Caption of picture {number}").format(number=number + 1))
        self.captions.append(caption)
        day = QLabel(_("Taken on {day}").format(day=dates.show(picture.taken_on, "long")) if picture.taken_on else _("No day in the file"))
        look.play(day, "hint")
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(caption)
        column.addWidget(day)
        self.places.append(None)
        if picture.location is not None:
            place = QCheckBox(_("Keep the place: {place}").format(place=_short(picture.location)))
            self.places[-1] = place
            column.addWidget(place)
        column.addStretch(1)
        return column


def _warning() -> QFrame:
    frame = QFrame()
    look.play(frame, "panel")
    words = QLabel(
        thaiwrap.shown(
            _("Photos below hold the place where they were taken. It is removed unless you tick that it shall be kept with the photo.")
        )
    )
    words.setWordWrap(True)
    row = QHBoxLayout(frame)
    row.addWidget(words)
    return frame


def _short(location: str) -> str:
    """As people read a place: four digits are some ten metres."""
    return ", ".join(f"{float(part):.4f}" for part in location.split(","))


def _shown(picture: Picture) -> QLabel:
    label = QLabel()
    label.setFixedSize(_SIDE, _SIDE)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    ratio = label.devicePixelRatioF()
    pixmap = QPixmap()
    if picture.thumbnail is not None and pixmap.loadFromData(picture.thumbnail):
        side = round(_SIDE * ratio)
        pixmap = pixmap.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        pixmap.setDevicePixelRatio(ratio)
    else:
        pixmap = look.icon("paperclip").pixmap(2 * look.ICON)
    label.setPixmap(pixmap)
    return label
