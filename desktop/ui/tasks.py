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
        except BaseException as error:  # noqa: BLE001  whatever it is, the main thread decides
            self._line.ended.emit(None, error)
        else:
            self._line.ended.emit(result, None)


class Waiting(QDialog):
    """What a long task is doing, with a way to stop it; shows itself after a moment."""

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
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.show)
        self._patience.start(PATIENCE_MS)

    def over(self) -> None:
        """Go away, shown or not yet. What comes next may open a dialog of its own, and until that closes nothing is deleted: the
        patience would run out over it."""
        self._patience.stop()
        self.hide()
        self.deleteLater()

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


class _Run(QObject):
    """One task under way; lives on the main thread, so what the job emits is queued to it."""

    over = Signal(object)

    def __init__(
        self, tasks: Tasks, owner: QObject, done: Callable[[Any], None] | None, failed: Callable[[Refused | Fault], bool] | None
    ) -> None:
        super().__init__(tasks)
        self._owner = owner
        self._done = done
        self._failed = failed
        self._ask = tasks.ask
        self._waiting: Waiting | None = None
        self.line = _Line()
        self.line.stepped.connect(self._stepped, Qt.ConnectionType.QueuedConnection)
        self.line.ended.connect(self._ended, Qt.ConnectionType.QueuedConnection)
        self.progress = Progress(self.line.stepped.emit)

    def wait_with(self, words: str) -> None:
        """Show a dialog with these words if the task takes longer than a moment."""
        self._waiting = Waiting(_window(self._owner), words, self.progress)

    def forget(self) -> None:
        """Tell nobody how it ends; a bug is still reported."""
        self._done = None
        self._failed = lambda _error: True

    def _stepped(self, done: int, total: int | None, words: str) -> None:
        if self._waiting is not None and shiboken6.isValid(self._waiting):
            self._waiting.step(done, total, words)

    def _ended(self, result: object, error: BaseException | None) -> None:
        if self._waiting is not None and shiboken6.isValid(
            self._waiting
        ):  # it is gone with its window when the program was closed meanwhile
            self._waiting.over()
            self._waiting = None
        alive = shiboken6.isValid(self._owner)
        try:
            if error is None:
                if self._done is not None and alive:
                    self._done(result)
            elif isinstance(error, Refused | Fault):
                if alive and not (self._failed is not None and self._failed(error)):
                    self._ask.failed(_window(self._owner), error)
            elif not isinstance(error, Cancelled):
                sys.excepthook(type(error), error, error.__traceback__)
        finally:
            self.over.emit(self)


def _window(owner: QObject) -> QWidget | None:
    return owner.window() if isinstance(owner, QWidget) else None


class Tasks(QObject):
    """`read` runs beside others, `write` one after another; every callback comes back on the main thread."""

    idle = Signal()

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self.ask = ask
        self._readers = QThreadPool(self)
        self._readers.setMaxThreadCount(2)
        self._writer = QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._running: dict[_Run, _Job] = {}

    @property
    def busy(self) -> bool:
        """Whether any task is running or waiting, or its news has not arrived yet."""
        return bool(self._running)

    def read(
        self,
        owner: QObject,
        task: Task[R],
        done: Callable[[R], None],
        failed: Callable[[Refused | Fault], bool] | None = None,
        words: str = "",
    ) -> Progress:
        """Run a task that only reads; `failed` and `words` as for `write`. `done` is not called when `owner` is gone by then."""
        return self._launch(self._readers, _Run(self, owner, done, failed), task, words)

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
        return self._launch(self._writer, _Run(self, owner, done, failed), task, words)

    def finish(self) -> None:
        """Wait for all tasks and drop their news: the window is closing, and the book after it."""
        for run in self._running:
            run.forget()
        self._readers.waitForDone()
        self._writer.waitForDone()

    def _launch(self, pool: QThreadPool, run: _Run, task: Task[R], words: str) -> Progress:
        if words:
            run.wait_with(words)
        job = _Job(task, run.line, run.progress)
        self._running[run] = job
        run.over.connect(self._over)
        pool.start(job)
        return run.progress

    def _over(self, run: _Run) -> None:
        del self._running[run]
        run.deleteLater()
        if not self._running:
            self.idle.emit()
