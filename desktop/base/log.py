"""The program's log: a small rotating file in which no personal data can land, because no values are ever written.

Of a record only the fixed words of our own modules are kept, never its arguments; of an exception only class, msgid of
Refused and Fault, and the places in the code. Other libraries put values into their words, so of them only name and level.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_

FILE = "sapha.log"
_SIZE = 1_000_000
_KEPT = 3
_OURS = "desktop"


def describe(error: BaseException) -> str:
    """The error without any value it holds: class names and msgids along the chain of causes, then where it was raised."""
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        seen.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    lines = [" <- ".join(_title(each) for each in seen)]
    lines += [f"  {place}" for place in _places(error)]
    return "\n".join(lines)


def _title(error: BaseException) -> str:
    if isinstance(error, Refused | Fault):
        return f"{type(error).__name__} {error.code}: {error.message}"
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _places(error: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        # Module names, not paths: the path of a home folder names its owner.
        yield f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_qualname}"


class _Formatter(logging.Formatter):
    """Writes the template of a message, never the message."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name}"
        ours = record.name == _OURS or record.name.startswith(_OURS + ".")
        if isinstance(record.msg, BaseException):
            line += f" {describe(record.msg)}"
        elif ours and isinstance(record.msg, str):
            line += f" {record.msg}"
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and error is not record.msg:
            line += f"\n{describe(error)}"
        return line


class _Handler(RotatingFileHandler):
    """Keeps quiet when it can't write: a full disk must not stop the work, and the usual complaint prints a record's values."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Do nothing; see the class."""


def setup(folder: Path) -> Path:
    """Log to `folder` (made if missing) from now on, instead of any folder named before; gives the file. Fault when it can't be made.

    Our own modules from INFO, others from WARNING.
    """
    shut()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fault(N_("The folder for the log could not be made."), code="log_folder") from error
    file = folder / FILE
    handler = _Handler(file, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(_Formatter())
    logging.getLogger().addHandler(handler)
    logging.getLogger(_OURS).setLevel(logging.INFO)
    return file


def shut() -> None:
    """Stop logging to a file and close it."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _Handler)]:
        root.removeHandler(handler)
        handler.close()
