"""Runs Tasks: one writer thread, a few readers; progress after a moment, cancel, and errors to `ask` or the crash report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.base.errors import Cancelled, Fault, Refused
from desktop.base.i18n import _
from desktop.base.task import Progress, Task
from desktop.ui import thaiwrap
from desktop.ui.ask import Ask

R = TypeVar("R")
PATIENCE_MS = 400  # work shorter than this shows no dialog


class _Line(QObject):
    """Carries a job's news from its thread to the main one."""

    stepped = Signal(int, object, str)
    ended = Signal(object, object)  # result, error


class _Job(QRunnable):
    def __init__(self, task: Task[Any], line: _Line, progress: Progress) -> None:
        super().__init__()
        self.setAutoDelete(False)  # Python keeps it until its news has arrived
        self._task = task
        self._line = line
        self._progress = progress

    def run(self) -> None:
        try:
            self._progress.check()
            result = self._task(self._progress)
        except BaseException as error:  # whatever it is, the main thread decides
            self._line.ended.emit(None, error)
        else:
            self._line.ended.emit(result, None)


class Waiting(QDialog):
    """What a long task is doing, with a way to stop it."""

    def __init__(self, parent: QWidget | None, words: str, progress: Progress) -> None:
        super().__init__(parent)
        self._progress = progress
        self.setWindowTitle(_("Sapha"))
        self.setWindowModality(Qt.WindowModality.WindowModal if parent else Qt.WindowModality.ApplicationModal)
        self.setMinimumWidth(420)
        self._words = QLabel(thaiwrap.shown(words))
        self._words.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(_("Progress"))
        self._stop = QPushButton(_("Stop"))
        self._stop.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        column.addWidget(self._stop, alignment=Qt.AlignmentFlag.AlignRight)

    def step(self, done: int, total: int | None, words: str) -> None:
        """Show how far the task is."""
        self._bar.setRange(0, total or 0)
        self._bar.setValue(done)
        if words and self._stop.isEnabled():
            self._words.setText(thaiwrap.shown(words))

    def reject(self) -> None:
        # The dialog stays until the task has really stopped.
        self._progress.cancel()
        self._stop.setEnabled(False)
        self._words.setText(_("Stopping…"))


class Tasks(QObject):
    """`read` runs beside others, `write` one after another; every callback comes back on the main thread."""

    idle = Signal()

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self._readers = QThreadPool(self)
        self._readers.setMaxThreadCount(2)
        self._writer = QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._running: dict[_Line, _Job] = {}

    @property
    def busy(self) -> bool:
        """Whether any task is running or waiting, or its news has not arrived yet."""
        return bool(self._running)

    def read(self, owner: QObject, task: Task[R], done: Callable[[R], None]) -> Progress:
        """Run a task that only reads. `done` is not called when `owner` is gone by then."""
        return self._start(self._readers, owner, task, done, None, "")

    def write(
        self,
        owner: QObject,
        task: Task[R],
        done: Callable[[R], None] | None = None,
        failed: Callable[[Refused | Fault], bool] | None = None,
        words: str = "",
    ) -> Progress:
        """Run a task that may write. With `words` a dialog shows them after a moment. `failed` returns True when it has dealt
        with the error itself; else `ask` explains it. Cancelled ends quietly, a bug goes to the crash report."""
        return self._start(self._writer, owner, task, done, failed, words)

    def finish(self) -> None:
        """Wait for all tasks; for the end of the program."""
        self._readers.waitForDone()
        self._writer.waitForDone()

    def _start(
        self,
        pool: QThreadPool,
        owner: QObject,
        task: Task[R],
        done: Callable[[R], None] | None,
        failed: Callable[[Refused | Fault], bool] | None,
        words: str,
    ) -> Progress:
        line = _Line()
        progress = Progress(lambda count, total, text: line.stepped.emit(count, total, text))
        waiting = Waiting(owner.window() if isinstance(owner, QWidget) else None, words, progress) if words else None
        if waiting is not None:
            line.stepped.connect(waiting.step)
            patience = QTimer(waiting)
            patience.setSingleShot(True)
            patience.timeout.connect(waiting.show)
            patience.start(PATIENCE_MS)
        line.ended.connect(lambda result, error: self._ended(line, waiting, owner, done, failed, result, error))
        job = _Job(task, line, progress)
        self._running[line] = job
        pool.start(job)
        return progress

    def _ended(
        self,
        line: _Line,
        waiting: Waiting | None,
        owner: QObject,
        done: Callable[[Any], None] | None,
        failed: Callable[[Refused | Fault], bool] | None,
        result: object,
        error: BaseException | None,
    ) -> None:
        if waiting is not None:
            waiting.hide()
            waiting.deleteLater()
        alive = shiboken6.isValid(owner)
        try:
            if error is None:
                if done is not None and alive:
                    done(result)
            elif isinstance(error, Refused | Fault):
                if alive and not (failed is not None and failed(error)):
                    self._ask.failed(owner.window() if isinstance(owner, QWidget) else None, error)
            elif not isinstance(error, Cancelled):
                sys.excepthook(type(error), error, error.__traceback__)
        finally:
            del self._running[line]
            if not self._running:
                self.idle.emit()
