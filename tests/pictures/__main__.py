"""Takes all pictures, or those whose name holds --only."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.ui import look, thaiwrap, words
from tests.pictures import across, handover, rooms, start
from tests.pictures.books import two_offices
from tests.pictures.camera import Camera
from tests.pictures.tour import Tour

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("start", "rooms", "across", "excel", "handover")
SIZES = (("th", "1"), ("th", "1.5"), ("en", "1"), ("en", "1.5"))


def walk(tour: Tour) -> None:
    """Everything, from the first start to the region's report; or the part asked for."""
    if "start" in tour.parts:
        start.first_start(tour)
        start.of_a_region(tour)
    council, region = two_offices(tour.folder)
    window = tour.window(council)
    if "rooms" in tour.parts:
        rooms.people(tour, window)
        rooms.registers(tour, window, 20)
        rooms.deeds(tour, window)
        rooms.lists(tour, window)
        rooms.photos(tour, window)
    if "excel" in tour.parts:
        across.excel(tour, window)
    if "across" in tour.parts:
        across.across(tour, window, 80)
        across.narrow_and_dark(tour, window)
    if "handover" in tour.parts:
        handover.made_ready(council, region, tour.folder / "back")
        handover.at_council(tour, window)
        handover.asked_at_council(tour, window)
        handover.small(tour, window)
    window.close()
    at_region = tour.window(region)
    for number, name in enumerate(("home", "people", "cases", "councils", "exchange", "report"), start=50):
        at_region.show_page(name)
        tour.take(f"{number}-region-{name}", at_region)
    if "across" in tour.parts:
        across.report(tour, at_region)
    if "handover" in tour.parts:
        handover.at_region(tour, at_region)
    at_region.close()
    tour.camera.tasks.finish()


def take(language: str, scale: str, out: Path, only: str, parts: Sequence[str]) -> int:
    """All pictures of one language and scale; says which of Qt's words had no translation."""
    thaiwrap.preload()
    app = QApplication([])
    look.dress(app, "light")
    bridge = words.speak(app, language)
    with tempfile.TemporaryDirectory(prefix="sapha-pictures-") as folder:
        walk(Tour(app, Camera(out, f"{language}-{scale}", only), Path(folder), parts))
    for context, missed in sorted(bridge.missed):
        sys.stderr.write(f"not translated: {context}: {missed!r}\n")
    return 0


def main() -> int:
    """Take all pictures, each language and scale in a program of its own: Qt takes its scale once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "pictures")
    parser.add_argument("--one", nargs=2, metavar=("LANGUAGE", "SCALE"))
    parser.add_argument("--only", default="", help="take only pictures whose name holds this")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="walk through these parts only")
    parser.add_argument("--sizes", nargs="+", default=[f"{language}-{scale}" for language, scale in SIZES], help="such as th-1.5")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.one:
        return take(options.one[0], options.one[1], options.out, options.only, options.parts)
    failed = 0
    screen = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
    for language, scale in (size.split("-") for size in options.sizes):
        command = [sys.executable, "-m", "tests.pictures", "--out", str(options.out), "--one", language, scale, "--only", options.only]
        command += ["--parts", *options.parts]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | {"QT_SCALE_FACTOR": scale} | screen, check=False)
        failed += done.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
