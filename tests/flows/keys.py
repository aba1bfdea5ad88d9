"""The program as a person has it: a process with a window, and a keyboard."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Keyboard:
    """Real key presses by xdotool to the window that has the focus."""

    def press(self, *keys: str) -> None:
        """Keys by their X names: 'Tab', 'F9', 'alt+2'."""
        for key in keys:
            subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True)
            time.sleep(0.15)

    def type(self, text: str) -> None:
        """Letters one by one."""
        subprocess.run(["xdotool", "type", "--delay", "20", text], check=True)
        time.sleep(0.3)


@contextmanager
def program(home: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], Keyboard]]:
    """The running program with its data below `home`; killed at the end if it still runs."""
    settings = os.environ | {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    with (
        (home / "stderr.txt").open("wb") as errors,
        subprocess.Popen([sys.executable, "-m", "desktop", *arguments], env=settings, stderr=errors) as running,
    ):
        try:
            wait_for(lambda: focused(running) != "", "the first window")
            yield running, Keyboard()
        finally:
            running.kill()


def focused(running: subprocess.Popen[bytes]) -> str:
    """Title of the window with the focus, '' when it is not the program's."""
    pid = subprocess.run(["xdotool", "getwindowfocus", "getwindowpid"], capture_output=True, text=True, check=False).stdout.strip()
    if pid != str(running.pid):
        return ""
    return titled()


def titled() -> str:
    """Title of the window with the focus, whosever it is."""
    return subprocess.run(["xdotool", "getwindowfocus", "getwindowname"], capture_output=True, text=True, check=False).stdout.strip()


def wait_for(true: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Look again until it is true; AssertionError when it never is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {what}; the focus is on “{titled()}”")
