"""The application's signals: what changed in the book, the language, the settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Signals(QObject):
    """One object shared by all screens. Safe to emit from any thread: the slots run in the main one."""

    changed = Signal(object)  # records.book.Changes, after the commit
    language_changed = Signal(str)
    settings_changed = Signal()
    pairs_found = Signal()  # the queue of records that may be the same was brought up to date
