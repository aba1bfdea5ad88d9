"""One program at a time per book."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from desktop.base.errors import Fault
from desktop.store.lock import PID, BookLock

HOLD = (
    "import sys, pathlib; from desktop.store.lock import BookLock; lock = BookLock(pathlib.Path(sys.argv[1])); lock.take();"
    " print('held', flush=True); sys.stdin.read()"
)


def holder(folder: Path) -> subprocess.Popen[str]:
    """Another program that holds the book."""
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None and other.stdout.readline() == "held\n"
    return other


def code_of_taking(folder: Path) -> Fault | None:
    try:
        with BookLock(folder):
            return None
    except Fault as error:
        return error


def test_a_second_window_in_the_same_program_is_told_the_book_is_in_use(tmp_path: Path) -> None:
    with BookLock(tmp_path):
        error = code_of_taking(tmp_path)
    assert error is not None and (error.code, error.values["pid"]) == ("book_in_use", os.getpid())
    assert code_of_taking(tmp_path) is None


def test_a_second_program_is_told_which_one_holds_the_book(tmp_path: Path) -> None:
    other = holder(tmp_path)
    try:
        error = code_of_taking(tmp_path)
        assert error is not None and (error.code, error.values["pid"]) == ("book_in_use", other.pid)
        assert str(other.pid) in error.text()
    finally:
        other.communicate()


def test_a_crash_frees_the_book_though_its_files_stay(tmp_path: Path) -> None:
    other = holder(tmp_path)
    other.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    other.communicate()
    assert (tmp_path / PID).exists(), "left behind by the crash"
    assert code_of_taking(tmp_path) is None


def test_a_damaged_number_does_not_hide_that_the_book_is_in_use(tmp_path: Path) -> None:
    with BookLock(tmp_path):
        (tmp_path / PID).write_bytes(b"\xff\xfe")
        error = code_of_taking(tmp_path)
    assert error is not None and error.code == "book_in_use"
    error.text()


def test_a_folder_that_is_gone_is_a_fault_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    error = code_of_taking(tmp_path / "file")
    assert error is not None and error.code == "book_unlockable"


def test_letting_go_twice_is_harmless(tmp_path: Path) -> None:
    lock = BookLock(tmp_path)
    lock.take()
    lock.free()
    lock.free()
    assert code_of_taking(tmp_path) is None
