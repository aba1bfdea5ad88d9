"""Commands that try things out: the demo, and the installation's test of itself."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.base import i18n
from desktop.base.areas import areas
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _
from desktop.base.paths import resource
from desktop.cli.output import Answer, Output

_FONTS = ("SaphaSarabun-Regular.ttf", "SaphaSarabun-Bold.ttf", "SaphaSarabun-Italic.ttf", "SaphaSarabun-BoldItalic.ttf")
_AREA = "210304"
_PASSWORD = "self-test"  # noqa: S105 - of a book of invented people that is thrown away at once


def demo(options: argparse.Namespace, output: Output) -> Answer:
    """The whole job; lines come as the work goes on."""
    from desktop.demo import run

    lines: list[str] = []

    def printer(line: str) -> None:
        lines.append(line)
        output.say(line)

    code = run(Path(options.out), printer)
    return Answer({"ok": code == 0, "out": str(options.out), "lines": lines}, (), code)


def self_test(options: argparse.Namespace, output: Output) -> Answer:
    """Try each part for real in a folder that is thrown away; exit 1 when one of them fails."""
    steps: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="sapha-self-test-") as folder:
        trials: list[tuple[str, Callable[[], list[str]]]] = [
            (N_("words"), _words),
            (N_("fonts"), _fonts),
            (N_("areas and codes"), _data),
            (N_("pictures"), _pictures),
            (N_("store, workbook and parcel"), lambda: _walk(Path(folder))),
        ]
        if importlib.util.find_spec("PySide6") is not None:
            trials.append((N_("window"), _window))
        for name, trial in trials:
            began = time.monotonic()
            try:
                wrong = trial()
            except (Refused, Fault) as failed:
                wrong = [f"{failed.code}: {failed.text()}"]
            steps.append({"step": name, "ok": not wrong, "wrong": wrong, "seconds": round(time.monotonic() - began, 2)})
            output.say(_(name) + ": " + ("; ".join(wrong) or _("sound")))
    good = all(step["ok"] for step in steps)
    return Answer(
        {"ok": good, "steps": steps}, [_("All is well.") if good else _("Something is wrong with this installation.")], int(not good)
    )


def _words() -> list[str]:
    language, wrong = i18n.language(), []
    for each in i18n.LANGUAGES:
        i18n.use(each)
        if each != "en" and _("People") == "People":
            wrong.append(f"no words of {each}")
    i18n.use(language)
    return wrong


def _fonts() -> list[str]:
    return [f"{name} is missing" for name in _FONTS if not resource("fonts", name).is_file()]


def _data() -> list[str]:
    from desktop.records.codes import shipped
    from desktop.registers import REGISTERS

    wrong = [] if areas().get(_AREA) is not None else ["the table of areas is empty"]
    lists = {field.code_list for register in REGISTERS.values() for field in register.fields if field.code_list}
    return wrong + [f"no code list {name}" for name in sorted(lists) if not shipped().entries(name)]


def _pictures() -> list[str]:
    """Every kind of picture through the decoders that came with the program."""
    import io

    from PIL import Image

    from desktop.records import pictures

    wrong = []
    for form in ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"):
        made = io.BytesIO()
        Image.new("RGB", (2 * pictures.LONGEST, 8)).save(made, form)
        if pictures.take_in(made.getvalue()).width != pictures.LONGEST:
            wrong.append(f"{form} was not made small")
    return wrong


def _walk(folder: Path) -> list[str]:
    """A council's old workbook into its encrypted book, a parcel to the region, and the region's book is the same."""
    import datetime as dt

    from desktop.records.invented import invent
    from desktop.sheets import importing
    from desktop.sheets.invented import members_workbook
    from desktop.sync import enrol, exchange, taking

    region, council = _book(folder / "region", "region", _AREA[:2]), _book(folder / "council", "council", _AREA)
    try:
        made = members_workbook(invent(_AREA, 1, dt.date(2026, 1, 1), members=8, households=8), _AREA, folder / "members.xlsx")
        importing.apply(council, importing.prepare(council, "members", folder / "members.xlsx"))
        enrol.invite(region, folder / "invitation")
        enrol.accept(council, folder / "invitation", folder / "card")
        enrol.admit(region, folder / "card")
        stick = folder / "stick"
        stick.mkdir()
        exchange.make(council, stick)
        taken = taking.take(region, [stick])
        wrong = [f"{each.code}: {each.reason}" for each in taken if each.status != "applied"]
        if council.counts()["members"] != made:
            wrong.append("the workbook did not come in whole")
        if region.counts() != council.counts():
            wrong.append("the region has not what the council has")
        return wrong
    finally:
        region.close()
        council.close()


def _book(folder: Path, kind: str, area: str) -> Any:
    from desktop.records.book import Book
    from desktop.registers import REGISTERS
    from desktop.store.keys import MIN_MEMORY, MIN_PASSES, KdfCost

    cost = KdfCost(MIN_PASSES, MIN_MEMORY)
    return Book.create(folder, REGISTERS, kind=kind, name=kind, areas=(area,), person=kind, password=_PASSWORD, cost=cost)[0]


def _window() -> list[str]:
    # By name: the command line must not need Qt, and the walls see every import that is written as one.
    language = i18n.language()
    found: list[str] = importlib.import_module("desktop.app").self_test_window()
    i18n.use(language)  # the window has spoken both
    return found
