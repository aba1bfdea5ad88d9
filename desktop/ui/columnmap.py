"""A sheet's columns, each with what stands in its first rows and a box that says where it goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.register import Register
from desktop.sheets.mapping import IGNORE, Assigned, Mapping, targets
from desktop.sheets.plan import Source
from desktop.ui import look
from desktop.ui.editors import Combo

_SAMPLES = 4
_LIKELY = 0.75


def _sure(assigned: Assigned) -> str:
    """How sure a guess is, by a sign and in words."""
    if assigned.target == IGNORE:
        return "– " + _("Left out")
    if assigned.confidence >= 1.0:
        return "✓ " + _("Sure")
    percent = f"{assigned.confidence:.0%}"
    return (
        "≈ " + _("Likely ({percent})").format(percent=percent)
        if assigned.confidence >= _LIKELY
        else "? " + _("Please look ({percent})").format(percent=percent)
    )


class ColumnMap(QWidget):
    """Shows a Source; `mapping()` is its mapping with the user's choices."""

    def __init__(self, book: Book, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._targets = targets(book.registers, register.name)
        self._source: Source | None = None
        self.boxes: list[Combo] = []
        self.table = QTableWidget(0, 4)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the boxes in it have it
        self.table.verticalHeader().setVisible(False)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(look.ROW + 6)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def show_source(self, source: Source) -> None:
        """Show the columns of the chosen table and where they go so far."""
        self._source = source
        self.boxes = []
        self.table.setHorizontalHeaderLabels([_("Column in the sheet"), _("Goes to"), _("How sure"), _("First rows")])
        self.table.setRowCount(len(source.mapping.columns))
        for row, assigned in enumerate(source.mapping.columns):
            column = next(each for each in source.table.columns if each.number == assigned.column)
            heading = f"{column.letter}  {assigned.heading}"
            self._write(row, 0, heading)
            cells = (source.table.sheet.cell(number, assigned.column) for number in source.table.rows[:40])
            samples = list(dict.fromkeys(cell.text for cell in cells if not cell.blank))[:_SAMPLES]
            self._write(row, 3, "  ·  ".join(samples))
            self._write(row, 2, _sure(assigned))
            box = Combo()
            for target in self._targets:
                box.addItem(target.label, target.path)
            self._select(box, assigned.target)
            box.setAccessibleName(_("Column {heading} goes to").format(heading=heading))
            box.currentIndexChanged.connect(lambda _index, box=box, row=row: self._chosen(box, row))
            self._tint(box)
            self.boxes.append(box)
            self.table.setCellWidget(row, 1, box)
        self.table.setColumnWidth(0, 250)
        self.table.setColumnWidth(1, 330)
        self.table.setColumnWidth(2, 150)

    def mapping(self) -> Mapping:
        """Where the columns go now."""
        assert self._source is not None
        mapping = self._source.mapping
        for assigned, box in zip(mapping.columns, self.boxes, strict=True):
            if box.currentData() != assigned.target:
                mapping = mapping.with_target(assigned.column, str(box.currentData()))
        return mapping

    def _write(self, row: int, column: int, text: str) -> None:
        item = QTableWidgetItem(text)
        item.setToolTip(text)  # it may be cut
        self.table.setItem(row, column, item)

    def _chosen(self, box: Combo, row: int) -> None:
        """Somebody said so: nothing is surer."""
        self._tint(box)
        item = self.table.item(row, 2)
        if item is not None:
            item.setText("✓ " + _("Your choice") if box.currentData() != IGNORE else "– " + _("Left out"))

    def _select(self, box: Combo, target: str) -> None:
        number = box.findData(target)
        if number < 0:  # a target with a part of its own, such as one tick of a set
            path, _equals, code = target.partition("=")
            label = next((each.label for each in self._targets if each.path == path), path)
            box.addItem(f"{label}: {code}", target)
            number = box.count() - 1
        box.setCurrentIndex(number)

    def _tint(self, box: Combo) -> None:
        # What is left out is quiet, so that the eye finds what is read.
        palette = self.palette()
        role = palette.ColorRole.PlaceholderText if box.currentData() == IGNORE else palette.ColorRole.Text
        for each in (palette.ColorRole.ButtonText, palette.ColorRole.Text):
            palette.setColor(each, self.palette().color(role))
        box.setPalette(palette)
