"""A bug leaves a file without personal data, and the next start offers it."""

from __future__ import annotations

import datetime as dt
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion

REPORT = "crash.txt"


def redacted(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The report: versions, the kind of error and where it arose. Not its message: that may quote what was typed."""
    lines = [
        f"when: {dt.datetime.now().isoformat(timespec='seconds')}",
        f"python: {platform.python_version()}  qt: {qVersion()}  system: {platform.system()} {platform.release()}",
    ]
    seen: set[int] = set()
    while True:
        seen.add(id(error))
        lines.append(f"error: {kind.__module__}.{kind.__qualname__}")
        for frame in traceback.extract_tb(trace):
            parts = Path(frame.filename).parts
            inside = "/".join(parts[parts.index("desktop") :]) if "desktop" in parts else Path(frame.filename).name
            lines.append(f"  {inside}:{frame.lineno} in {frame.name}")
        cause = error.__cause__ or error.__context__
        if cause is None or id(cause) in seen:
            return "\n".join(lines) + "\n"
        lines.append("caused by")
        kind, error, trace = type(cause), cause, cause.__traceback__


class Crashes(QObject):
    """Catches what nobody caught, on every thread; writes the report, then tells it once, on the main thread."""

    _caught = Signal(str)

    def __init__(self, folder: Path, tell: Callable[[Path], None]) -> None:
        super().__init__()
        self._folder = folder
        self._tell = tell
        self._told = False
        # An exception in a worker reaches the hook on the worker's thread; nothing may be shown from there.
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the hook of this process and its threads."""
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write the report and have it told. KeyboardInterrupt goes its usual way."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report = redacted(kind, error, trace)
        sys.stderr.write(report)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / REPORT
            path.write_text(report, encoding="utf-8")
        except OSError:
            return
        self._caught.emit(str(path))

    def waiting(self) -> str:
        """The report of an earlier run that nobody has seen, or ''."""
        path = self._folder / REPORT
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def forget(self) -> None:
        """Put the waiting report aside: it was offered."""
        (self._folder / REPORT).unlink(missing_ok=True)

    def _show(self, path: str) -> None:
        if not self._told:  # one box for a cascade of errors
            self._told = True
            self._tell(Path(path))
            self._told = False
