"""Work beside the window."""

from __future__ import annotations

import sys
import threading
from functools import partial
from types import TracebackType

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.errors import Fault, Refused
from desktop.base.task import Progress
from desktop.ui.services import Services
from desktop.ui.tasks import PATIENCE_MS, Waiting
from tests.ui.hands import Answers, settle


def test_a_task_runs_on_another_thread_and_its_news_comes_on_this_one(services: Services, qtbot: QtBot) -> None:
    owner, news = QObject(), []
    services.tasks.write(owner, lambda progress: threading.get_ident(), lambda ran: news.append((ran, threading.get_ident())))
    settle(qtbot, services)
    assert news[0][0] != news[0][1] == threading.get_ident()


def test_writing_tasks_run_one_after_another_in_order(services: Services, qtbot: QtBot) -> None:
    owner, order = QObject(), []

    def task(number: int, progress: Progress) -> None:
        QThread.msleep(5 - number)
        order.append(number)

    for number in range(5):
        services.tasks.write(owner, partial(task, number))
    settle(qtbot, services)
    assert order == [0, 1, 2, 3, 4]


def test_a_refusal_is_explained_unless_the_screen_deals_with_it(services: Services, qtbot: QtBot, answers: Answers) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    dealt: list[str] = []

    def refuse(progress: Progress) -> None:
        raise Refused("No.", code="no")

    services.tasks.write(owner, refuse)
    settle(qtbot, services)

    def deal(error: Refused | Fault) -> bool:
        dealt.append(error.code)
        return True

    services.tasks.write(owner, refuse, None, deal)
    settle(qtbot, services)
    assert [error.code for error in answers.failures] == ["no"]
    assert dealt == ["no"]


def test_a_bug_goes_to_the_crash_report_on_the_main_thread(services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[tuple[type[BaseException], int]] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        caught.append((kind, threading.get_ident()))

    monkeypatch.setattr(sys, "excepthook", hook)
    services.tasks.read(QObject(), lambda progress: 1 // 0, lambda _none: None)
    owner = QObject()
    services.tasks.read(owner, lambda progress: 1 // 0, lambda _none: None)
    settle(qtbot, services)
    assert caught == [(ZeroDivisionError, threading.get_ident())] * 2


def test_a_long_task_shows_how_far_it_is_and_can_be_stopped(services: Services, qtbot: QtBot, qapp: QApplication) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    ended: list[str] = []
    go_on = threading.Event()

    def long(progress: Progress) -> None:
        progress.step(3, 10, "rows")
        while not go_on.wait(0.01):
            progress.check()

    services.tasks.write(owner, long, lambda _none: ended.append("done"), lambda _error: True, "Working…")
    assert not owner.findChildren(Waiting)[0].isVisible()
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in owner.findChildren(Waiting)))
    dialog = owner.findChildren(Waiting)[0]
    bar = dialog.findChild(QProgressBar)
    assert bar is not None
    qtbot.waitUntil(lambda: bar.value() == 3)
    dialog.reject()
    settle(qtbot, services)
    assert ended == []


def test_news_for_a_widget_that_is_gone_is_dropped(services: Services, qtbot: QtBot, qapp: QApplication) -> None:
    owner = QObject()
    news: list[object] = []
    gate = threading.Event()
    services.tasks.read(owner, lambda progress: gate.wait(5), news.append)
    owner.deleteLater()
    qapp.sendPostedEvents(owner, 52)  # DeferredDelete
    gate.set()
    settle(qtbot, services)
    assert news == []


def test_what_waited_stays_away_from_the_dialog_that_comes_next(services: Services, qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    over: list[QWidget] = []

    def ask_next(_done: None) -> None:
        dialog = QDialog(owner)
        qtbot.addWidget(dialog)

        def look() -> None:
            over.extend(each for each in QApplication.topLevelWidgets() if isinstance(each, Waiting) and each.isVisible())
            dialog.accept()

        QTimer.singleShot(PATIENCE_MS * 2, look)
        dialog.exec()

    services.tasks.read(owner, lambda progress: None, ask_next, words="Looking…")
    settle(qtbot, services)
    assert not over


def test_a_task_whose_window_is_gone_ends_quietly_though_it_had_words(services: Services, qtbot: QtBot, qapp: QApplication) -> None:
    owner = QWidget()
    gate = threading.Event()
    services.tasks.write(owner, lambda progress: gate.wait(5), words="Working…")
    owner.deleteLater()
    qapp.sendPostedEvents(owner, 52)  # DeferredDelete
    gate.set()
    settle(qtbot, services)
    assert not services.tasks.busy
