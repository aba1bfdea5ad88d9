"""Pictures of every screen, in both languages and two scales, to be looked at: `make pictures` puts them into out/pictures.

Run on a screen with a window manager (.ci/screen), else it draws offscreen. Everybody in the pictures is invented.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (("th", "1"), ("th", "1.5"), ("en", "1"), ("en", "1.5"))
PASSWORD = "three words together 9"
MEMBERS_SHEET = ROOT / "tests" / "data" / "messy" / "01_members_merged_header.xlsx"


def main() -> int:
    """Take all pictures, each language and scale in a program of its own: Qt takes its scale once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "pictures")
    parser.add_argument("--one", nargs=2, metavar=("LANGUAGE", "SCALE"))
    parser.add_argument("--only", default="", help="take only pictures whose name holds this")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.one:
        return take(options.one[0], options.one[1], options.out, options.only)
    failed = 0
    for language, scale in SIZES:
        screen = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, str(Path(__file__)), "--out", str(options.out), "--one", language, scale, "--only", options.only]
        done = subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": scale, "PYTHONPATH": str(ROOT)} | screen, check=False)
        failed += done.returncode != 0
    return 1 if failed else 0


def take(language: str, scale: str, out: Path, only: str) -> int:
    """All pictures of one language and scale."""
    from desktop.ui import thaiwrap

    thaiwrap.preload()
    from PySide6.QtWidgets import QApplication, QWidget

    from desktop.ui import look, words

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look.dress(app, "light")
    bridge = words.speak(app, language)

    def save(name: str, widget: QWidget, popup: QWidget | None = None) -> None:
        if only in name:
            picture = widget.grab()
            if popup is not None:
                from PySide6.QtCore import QPoint
                from PySide6.QtGui import QPainter

                painter = QPainter(picture)
                painter.drawPixmap(popup.mapToGlobal(QPoint()) - widget.mapToGlobal(QPoint()), popup.grab())
                painter.end()
            picture.save(str(out / f"{name}-{language}-{scale}.png"))

    with tempfile.TemporaryDirectory(prefix="sapha-pictures-") as folder:
        _Tour(app, language, Path(folder), save).walk()
    for context, missed in sorted(bridge.missed):
        print(f"not translated: {context}: {missed!r}", file=sys.stderr)
    return 0


class _Tour:
    """Walks through the program, taking pictures."""

    def __init__(self, app: object, language: str, folder: Path, save: Callable[..., None]) -> None:
        from PySide6.QtWidgets import QApplication

        from desktop.ui import look, words
        from desktop.ui.ask import Ask
        from desktop.ui.choices import Choices
        from desktop.ui.services import Services
        from desktop.ui.tasks import Tasks

        assert isinstance(app, QApplication)
        self.app = app
        self.folder = folder
        self.save = save
        self.dress = lambda theme: look.dress(app, theme)
        ask = Ask()
        self.tasks = Tasks(ask)
        choices = Choices(folder)
        self.services = Services(ask, self.tasks, choices, lambda wanted: words.speak(app, wanted) and None)

    def rest(self, ms: int = 60) -> None:
        """Let the program work until it has nothing to do, and paint."""
        from PySide6.QtCore import QEventLoop, QTimer

        while True:
            loop = QEventLoop()
            QTimer.singleShot(ms, loop.quit)
            loop.exec()
            if not self.tasks.busy:
                return

    def walk(self) -> None:
        """Everything, from the first start to the report."""
        self.first_start()
        council, region = self.books()
        self.council(council)
        self.region(region)
        self.tasks.finish()
        council.close()
        region.close()

    def first_start(self) -> None:
        """The guide and the password."""
        from desktop.registers import REGISTERS
        from desktop.records.book import Book
        from desktop.store.keys import KdfCost
        from desktop.ui.first import FirstStart, Founding
        from desktop.ui.unlock import Unlock

        def found(wish: Founding) -> tuple[Book, str]:
            return Book.create(
                self.folder / "first",
                REGISTERS,
                kind=wish.kind,
                name=wish.name,
                areas=wish.areas,
                person=wish.person,
                password=wish.password,
                cost=KdfCost(1, 8 << 20),
            )

        guide = FirstStart(self.services, found, lambda: found(Founding("council", "x", ("210304",), "x", PASSWORD))[0])
        guide.show()
        self.rest()
        self.save("01-first-welcome", guide)
        guide.show_page(guide.office)
        guide.office.area.set_codes(["210304"])
        guide.office.area.edited.emit()
        self.rest()
        self.save("02-first-office", guide)
        guide.show_page(guide.person)
        guide.person.name.setText("กตัญญู ปั๊มน้ำ")
        guide.person.new.first.edit.setText(PASSWORD)
        guide.person.new.again.edit.setText(PASSWORD)
        self.rest()
        self.save("03-first-person", guide)
        guide.make()
        self.rest()
        self.save("04-first-code", guide)
        guide.accept()
        if guide.book is not None:
            guide.book.close()
        unlock = Unlock(
            self.services, "สภาองค์กรชุมชนตำบลเนินฆ้อ", lambda password: Book.open(self.folder / "first", REGISTERS, password), lambda c, p: found
        )  # type: ignore[arg-type,return-value]
        unlock.show()
        unlock.body.password.edit.setText("ผิด")
        unlock.try_password()
        self.rest()
        self.save("05-unlock", unlock)
        unlock.close()

    def books(self) -> tuple[object, object]:
        """A council and its region that know each other, with one conflict waiting at the council."""
        raise NotImplementedError
