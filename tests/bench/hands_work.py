"""Works with projects, activities and a long cash book as fast as a machine can: `python -m tests.bench.hands_work BOOK WORD...`."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject

from desktop.app import book_window
from desktop.records.query import ListQuery
from desktop.registers.cash_books.screen import BookPanel
from desktop.ui.window import MainWindow
from tests.bench.hands import milliseconds, opened, saved, screen_of, search, until
from tests.bench.measure import resident_mb


class _Paints(QObject):
    """Counts how often a widget was painted."""

    times = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


def page(window: MainWindow) -> float:
    """From choosing the tab of a long cash book to all its months' lines painted."""
    book = window.book
    window.show_page("cash_books")
    screen = screen_of(window, "cash_books")
    until(lambda: bool(screen.list.model.ids) and not window.services.tasks.busy)
    rows = [row for row in book.rows("cash_books", book.ids(ListQuery("cash_books"))) if row is not None]
    long = next(row.id for row in rows if row.values["name"] == "สมุด 0")
    count = len(book.ids(ListQuery("cash_lines", parent=long))) + 2

    def one() -> float:
        screen.show_record(long)
        until(lambda: not window.services.tasks.busy)
        panel = next(tab for tab in screen.pane.own if isinstance(tab, BookPanel))
        screen.pane.tabs.setCurrentWidget(panel)
        until(lambda: not window.services.tasks.busy)
        panel.month.setCurrentIndex(0)
        panel.lines.show_rows([])
        paints = _Paints()
        panel.table.viewport().installEventFilter(paints)
        until(lambda: not window.services.tasks.busy)

        def open_it() -> None:
            before = paints.times
            panel.refresh()
            until(lambda: panel.lines.rowCount() == count and paints.times > before)

        return milliseconds(open_it)

    return statistics.median(one() for _run in range(5))


def main(folder: Path, words: list[str]) -> None:
    """Print the figures as JSON; memory last, with every list opened."""
    window = book_window(folder, "p")
    until(window.isVisible)
    found = {
        "search": search(window, words, "activities"),
        "open": opened(window),
        "save": saved(window, "projects", "coordinator"),
        "page": page(window),
        "memory": resident_mb(),
    }
    sys.stdout.write(json.dumps(found) + "\n")
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
