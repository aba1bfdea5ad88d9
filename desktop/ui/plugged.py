"""The sticks plugged in now, as the PC names them, with their size and free room."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from desktop.base.i18n import _
from desktop.sync import drives

_UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Stick:
    """A stick, or a folder in its place. Sizes in bytes; None where nobody can tell."""

    path: Path
    name: str
    size: int | None
    free: int | None
    read_only: bool = False
    folder: bool = False


def plugged() -> list[Stick]:
    """What is plugged in now. Asks the drives themselves: for a worker's thread."""
    found = []
    for path in drives.sticks():
        about = QStorageInfo(str(path))
        if not about.isValid() or not about.isReady() or about.isRoot():
            continue  # a card reader without a card; on a Mac the disk the system is on
        name = about.name() or (path.name or str(path))
        if sys.platform == "win32":
            label = about.name() or _("Stick")
            name = f"{label} ({path.drive})"
        found.append(Stick(path, name, about.bytesTotal(), about.bytesAvailable(), about.isReadOnly()))
    return found


def amount(size: int | None) -> str:
    """Bytes as people count them."""
    if size is None:
        return "–"
    figure, unit = float(size), 0
    while figure >= 1000 and unit < len(_UNITS) - 1:
        figure, unit = figure / 1000, unit + 1
    return f"{figure:,.0f} {_UNITS[unit]}" if unit < 2 or figure >= 100 else f"{figure:,.1f} {_UNITS[unit]}"
