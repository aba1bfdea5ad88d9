"""What the program remembers of this user of the PC between two starts. Holds no data of people."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from desktop.base.errors import Fault
from desktop.base.i18n import LANGUAGES, N_

FILE = "settings.json"
_DAMAGED = "settings.damaged.json"
TEXT_SIZES = range(8, 25)


@dataclass(frozen=True, slots=True)
class Settings:
    """The remembered choices; change one with `dataclasses.replace`, then `save`."""

    language: str = "th"
    profile: str = ""  # the book opened last, as its folder
    geometry: str = ""  # place and size of the window, in the window's own words
    text_size: int = 11  # points
    thai_digits: bool = False  # show numbers and dates with ๐-๙


def load(folder: Path) -> Settings:
    """The settings in `folder`; defaults where there are none. Never fails.

    A damaged file is set aside as 'settings.damaged.json'. A single choice that makes no sense falls back alone, and names this
    version does not know are passed over.
    """
    file = folder / FILE
    try:
        stored = json.loads(file.read_text("utf-8"))
    except OSError:  # not there, or not ours to read
        return Settings()
    except (ValueError, RecursionError):
        stored = None
    if not isinstance(stored, dict):
        with contextlib.suppress(OSError):
            os.replace(file, folder / _DAMAGED)
        return Settings()
    known = {field.name: field.default for field in fields(Settings)}
    chosen: dict[str, Any] = {
        name: value for name, value in stored.items() if name in known and type(value) is type(known[name]) and _makes_sense(name, value)
    }
    return Settings(**chosen)


def _makes_sense(name: str, value: object) -> bool:
    if name == "language":
        return value in LANGUAGES
    return name != "text_size" or value in TEXT_SIZES


def save(folder: Path, settings: Settings) -> None:
    """Write the settings to `folder`, whole or not at all; Fault 'settings_not_saved' when the disk refuses."""
    import tempfile  # not before the first window: it takes a while to load

    words = json.dumps(asdict(settings), ensure_ascii=False, indent=2) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".settings-", suffix=".tmp", dir=folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(words)
                out.flush()
                os.fsync(out.fileno())
            os.replace(name, folder / FILE)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        raise Fault(N_("The settings could not be saved. Check the disk; everything else goes on."), code="settings_not_saved") from error
