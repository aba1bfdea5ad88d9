"""What a room may add to the standard screens: tabs of its own beside the form, or a whole page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal

from desktop.records.book import Book
from desktop.ui.page import Page
from desktop.ui.services import Services
from desktop.ui.words import Retranslated


class RecordTab(Retranslated):
    """A tab over one record. It is told of a record when it is looked at, not before."""

    open_wanted = Signal(str, object)  # register, id: show that record on its own page
    title_changed = Signal()
    state_changed = Signal()  # `dirty` may be different now

    def title(self) -> str:
        """What the tab is called now."""
        raise NotImplementedError

    def show_record(self, record: bytes | None) -> None:
        """Show what belongs to this record; None: it is new and not saved yet."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Something was committed: read again, unless there is unsaved work."""
        raise NotImplementedError

    @property
    def dirty(self) -> bool:
        """Whether there is work that is not saved."""
        return False

    def save(self) -> None:
        """Save (F9)."""

    def leave(self, then: Callable[[], None]) -> None:
        """Go on with `then` when the tab can be left: unsaved work is asked about first."""
        then()


TabFactory = Callable[[Book, Services], RecordTab]
PageFactory = Callable[[Book, Services], Page]


@dataclass(frozen=True)
class RoomParts:
    """`tabs` stand after the form; `page` takes the place of the standard page of the register."""

    tabs: tuple[TabFactory, ...] = ()
    page: PageFactory | None = None
