"""Which widget edits a field: one per kind."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.records.book import Book
from desktop.records.register import Field, Kind
from desktop.ui.codeedits import BoolEditor, CodeEditor, CodesEditor
from desktop.ui.dateedit import DateEditor
from desktop.ui.echoed import LandEditor, PointEditor
from desktop.ui.editors import Editor, LineEditor, NoteEditor
from desktop.ui.picks import AreaEditor, AreasEditor, LinkEditor
from desktop.ui.tasks import Tasks


def editor(field: Field, book: Book, tasks: Tasks, parent: QWidget | None = None) -> Editor:
    """A new editor for a field."""
    match field.kind:
        case Kind.NOTE:
            return NoteEditor(field, book, parent)
        case Kind.CODE:
            return CodeEditor(field, book, parent)
        case Kind.CODES:
            return CodesEditor(field, book, parent)
        case Kind.BOOL:
            return BoolEditor(field, book, parent)
        case Kind.DATE | Kind.PARTIAL_DATE:
            return DateEditor(field, book, parent)
        case Kind.AREA:
            return AreaEditor(field, book, parent)
        case Kind.AREAS:
            return AreasEditor(field, book, parent)
        case Kind.LINK:
            return LinkEditor(field, book, tasks, parent)
        case Kind.LAND:
            return LandEditor(field, book, parent)
        case Kind.POINT:
            return PointEditor(field, book, parent)
        case Kind.FILE:
            raise ValueError("a file is chosen in its own panel, not in a form")
        case _:  # what is read from one line of text
            return LineEditor(field, book, parent)
