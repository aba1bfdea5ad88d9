"""What every screen is handed beside the book: who asks, who runs tasks, the signals, the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from desktop.ui.ask import Ask
from desktop.ui.signals import Signals
from desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop.ui.plugged import Stick


class Settings(Protocol):
    """Small things remembered on this PC, never personal data: 'language', 'theme', 'columns.people' ..."""

    def get(self, name: str, default: str = "") -> str:
        """The value, or the default."""

    def put(self, name: str, value: str) -> None:
        """Remember it."""


@dataclass
class Services:
    """Passed down from app.py; nothing here is global. `speak` changes the language of the whole program."""

    ask: Ask
    tasks: Tasks
    settings: Settings
    speak: Callable[[str], None]
    signals: Signals = field(default_factory=Signals)
    redress: Callable[[], None] = lambda: None  # dress the application again after theme or text size changed
    sticks: Callable[[], list[Stick]] = list  # what is plugged in; asked on a worker's thread
