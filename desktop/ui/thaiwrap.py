"""Thai word wrap on the screen: libthai for Qt where it can be had, zero-width spaces in labels where not.

Qt breaks Thai at words only when it finds libthai at run time; without it a wrapped label shows one clipped line.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path

from PySide6.QtCore import QTextBoundaryFinder

from desktop.base import paths, thai

_LIBRARIES = {
    "linux": ("libdatrie.so.1", "libthai.so.0"),
    "darwin": ("libdatrie.1.dylib", "libthai.0.dylib"),
    "win32": ("thai.dll",),
}


def _shipped() -> Path | None:
    try:
        folder = paths.resource("thai")
    except FileNotFoundError:
        return None
    return folder if folder.is_dir() else None


def preload() -> None:
    """Load libthai so that Qt finds it; call before QApplication is made. Quiet where there is none: `wraps()` tells."""
    folder = _shipped()
    if folder is not None:
        os.environ["LIBTHAI_DICTDIR"] = str(folder)
        if sys.platform == "win32":  # a C library of Windows keeps its own copy of the environment
            ctypes.CDLL("msvcrt")["_putenv"](f"LIBTHAI_DICTDIR={folder}".encode("mbcs"))
    for name in _LIBRARIES.get(sys.platform, ()):
        shipped = folder / name if folder is not None else None
        try:
            ctypes.CDLL(str(shipped) if shipped is not None and shipped.exists() else name, ctypes.RTLD_GLOBAL)
        except OSError:
            return


@cache
def wraps() -> bool:
    """Whether Qt breaks Thai at words here: the first break of 'ภาษาไทย' is at 4 with libthai, at its end without."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, "ภาษาไทย")
    return finder.toNextBoundary() == 4


def shown(text: str) -> str:
    """`text` as a wrapping label or tooltip should be given it. For the screen only, never to be stored."""
    return text if wraps() else thai.wrap(text)
