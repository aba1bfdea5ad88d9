"""What the window knows of every page in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from desktop.records.book import Changes
from desktop.ui.words import Retranslated


class Page(Retranslated):
    """A page of the window. Deeds ('new', 'save', 'delete', 'find' ...) come from the toolbar and the F-keys."""

    state_changed = Signal()  # what `can` says may be different now
    open_wanted = Signal(str, object)  # register, id: show that record on its own page
    page_wanted = Signal(str)  # show that page
    words_changed = Signal(str)  # a sentence for the status bar

    name = ""
    icon = ""
    group = ""  # msgid of the heading it stands under in the navigation

    def title(self) -> str:
        """What the navigation calls it."""
        raise NotImplementedError

    def can(self, deed: str) -> bool:
        """Whether the deed makes sense now."""
        return False

    def do(self, deed: str) -> None:
        """Do it."""

    def leave(self, then: Callable[[], None]) -> None:
        """Go on with `then` when the page can be left: unsaved work is asked about first."""
        then()

    def entered(self) -> None:
        """The page is shown now."""

    def show_record(self, record: bytes, linked: tuple[str, bytes] | None = None) -> None:
        """Open a record of the page's register; `linked` (register, id) brings what hangs on it into sight."""

    def show_search(self, text: str) -> None:
        """Show all records of the page's register that hold this text."""

    def changed(self, changes: Changes) -> None:
        """Something was committed."""
