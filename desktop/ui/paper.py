"""Papers on A4: simple HTML of our own making to a PDF or a printer, in the Thai font. What people typed is escaped by whoever writes it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from desktop.base.errors import Fault
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.sync import media
from desktop.ui import look, thaiwrap
from desktop.ui.services import Services

_MARGIN_MM = 22.0
_DPI = 300
_POINTS = 14.0


def save_pdf(sheets: Sequence[str], path: Path, title: str, progress: Progress | None = None) -> None:
    """Each text on a sheet (or more) of its own. A file that could not be written whole leaves an older one as it was. Fault. Safe on a
    worker's thread."""
    part = path.with_name(path.name + media.PART)
    try:
        part.open("wb").close()  # Qt tells a missing or write-protected place only on its error stream
        writer = QPdfWriter(str(part))
        writer.setTitle(title)
        writer.setCreator(_("Sapha"))
        writer.setResolution(_DPI)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(_margins(), QPageLayout.Unit.Millimeter)
        if not _paint(sheets, writer, progress or Progress()):
            raise Fault(N_("The paper could not be written. Choose another place."), code="paper_not_written")
        del writer
        os.replace(part, path)
    except OSError as failed:
        raise media.fault(failed) from failed
    finally:
        part.unlink(missing_ok=True)


def print_out(sheets: Sequence[str], services: Services, parent: QWidget | None) -> bool:
    """Ask for a printer and print; whether it went off."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # rarely wanted, and not before the first window

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(_margins(), QPageLayout.Unit.Millimeter)
    return services.ask.run(QPrintDialog(printer, parent)) and _paint(sheets, printer, Progress())


def _margins() -> QMarginsF:
    return QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)


def _paint(sheets: Sequence[str], device: QPagedPaintDevice, progress: Progress) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        _draw(sheets, device, painter, progress)
    finally:  # also when it was stopped: Qt wants a painter to end before its paper goes
        ended = painter.end()
    return ended


def _draw(sheets: Sequence[str], device: QPagedPaintDevice, painter: QPainter, progress: Progress) -> None:
    scale = device.logicalDpiX() / 72  # documents are laid out in points
    size = QSizeF(device.pageLayout().paintRectPoints().size())
    for number, sheet in enumerate(sheets):
        progress.step(number, len(sheets))
        if number:
            device.newPage()
        document = QTextDocument()
        font = QFont(look.FAMILY)
        font.setPixelSize(round(_POINTS))
        document.setDefaultFont(font)
        document.setDocumentMargin(0)
        document.setPageSize(size)
        document.setHtml(thaiwrap.shown(sheet))
        for page in range(document.pageCount()):
            if page:
                device.newPage()
            painter.save()
            painter.scale(scale, scale)
            painter.translate(0, -page * size.height())
            document.drawContents(painter)
            painter.restore()
