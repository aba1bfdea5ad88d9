"""Hands and eyes for the screens' tests: typing Thai, waiting for tasks, answering questions, making people."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.errors import Fault, Refused
from desktop.records.book import Book
from desktop.ui.ask import Ask, Unsaved
from desktop.ui.services import Services


class Answers(Ask):
    """Answers in the order given; `asked` keeps the words. A question without an answer fails the test."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: deque[Any] = deque()
        self.dialogs: deque[Callable[[QDialog], bool]] = deque()
        self.failures: list[Refused | Fault] = []

    def will(self, *answers: Any) -> None:
        """Give these answers to the next questions."""
        self.answers.extend(answers)

    def tell(self, parent: QWidget | None, text: str, more: str = "") -> None:
        self.asked.append(text)

    def failed(self, parent: QWidget | None, error: Refused | Fault) -> None:
        self.failures.append(error)

    def sure(self, parent: QWidget | None, question: str, consequence: str, action: str, danger: bool = False) -> bool:
        return bool(self._answer(question))

    def choose(self, parent: QWidget | None, question: str, options: Sequence[str], more: str = "") -> int | None:
        answer: int | None = self._answer(question)
        return answer

    def unsaved(self, parent: QWidget | None) -> Unsaved:
        return Unsaved(self._answer("unsaved"))

    def open_file(self, parent: QWidget | None, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        answer: Path | None = self._answer(title)
        return answer

    def open_files(self, parent: QWidget | None, title: str, kinds: str) -> list[Path]:
        answer: list[Path] = self._answer(title)
        return answer

    def save_file(self, parent: QWidget | None, title: str, kinds: str, name: str) -> Path | None:
        answer: Path | None = self._answer(title)
        return answer

    def folder(self, parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
        answer: Path | None = self._answer(title)
        return answer

    def run(self, dialog: QDialog) -> bool:
        self.asked.append(dialog.windowTitle())
        return self.dialogs.popleft()(dialog)

    def _answer(self, question: str) -> Any:
        self.asked.append(question)
        assert self.answers, f"nobody answers: {question}"
        return self.answers.popleft()


def type_into(widget: QWidget, text: str) -> None:
    """Type as a keyboard would. QTest can't: it aborts the process at a Thai letter."""
    for letter in text:
        key = Qt.Key(ord(letter.upper())) if letter.isascii() and letter.isalnum() else Qt.Key.Key_unknown
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))


def settle(qtbot: QtBot, services: Services) -> None:
    """Wait until no task runs and its news has arrived."""
    qtbot.waitUntil(lambda: not services.tasks.busy)


def person(book: Book, first: str = "แก้ว", last: str = "ใจดี", **more: Any) -> bytes:
    """A person in the book."""
    with book.write() as deed:
        return deed.put("people", None, {"prefix": "นางสาว", "first_name": first, "last_name": last} | more)


def household(book: Book, **more: Any) -> bytes:
    """A household in the book."""
    with book.write() as deed:
        return deed.put("households", None, {"house_no": "12", "moo": 3, "tambon_code": "210304"} | more)
