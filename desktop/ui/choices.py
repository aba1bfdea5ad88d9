"""The choices of this PC as screens see them: names and texts, in two files of the user's folder."""

from __future__ import annotations

import contextlib
import json
from dataclasses import fields, replace
from pathlib import Path

from desktop.base import settings as stored
from desktop.base.errors import Fault

_FILE = "screens.json"  # columns, theme: what only the screens know


class Choices:
    """Implements services.Settings. A choice that can't be written is kept until the program ends: no reason to stop anybody."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.settings = stored.load(folder)
        self._more: dict[str, str] = {}
        with contextlib.suppress(OSError, ValueError):
            read = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            self._more = {str(name): str(value) for name, value in read.items()} if isinstance(read, dict) else {}

    def get(self, name: str, default: str = "") -> str:
        """The value, or the default."""
        if any(field.name == name for field in fields(stored.Settings)):
            return str(getattr(self.settings, name))
        return self._more.get(name, default)

    def put(self, name: str, value: str) -> None:
        """Remember it; what is so already is not written again: the start chooses its language anew each time."""
        if self.get(name) == value:
            return
        if not any(field.name == name for field in fields(stored.Settings)):
            self._more[name] = value
            with contextlib.suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                (self._folder / _FILE).write_text(json.dumps(self._more, ensure_ascii=False, indent=2), encoding="utf-8")
            return
        self.settings = replace(self.settings, **{name: type(getattr(self.settings, name))(value)})
        with contextlib.suppress(Fault):
            stored.save(self._folder, self.settings)
