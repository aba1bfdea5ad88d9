"""Three families of failure: Refused (the user can mend it), Fault (disk, stick, lock), everything else is a bug."""

from __future__ import annotations

from typing import Any

from desktop.base.i18n import _


class _Worded(Exception):
    """An error that carries its sentence as a msgid and values, so that it is worded when shown, in the language then in use."""

    def __init__(self, message: str, *, code: str = "", field: str | None = None, **values: Any) -> None:
        """`message` is a msgid marked with N_; `code` a stable English word for programs; `field` the field to mend."""
        super().__init__(message)
        self.message = message
        self.code = code or type(self).__name__.lower()
        self.field = field
        self.values = values

    def text(self) -> str:
        """The sentence in the language in use."""
        return _(self.message).format(**self.values) if self.values else _(self.message)

    def __str__(self) -> str:
        # The msgid only: values may hold personal data, and str() is what ends up in logs.
        return f"{self.code}: {self.message}"


class Refused(_Worded):
    """The user's input or file can't be taken as it is; the sentence says what to do. Nothing was changed."""


class Fault(_Worded):
    """The disk, stick or lock failed; old data is whole and the next try may work."""


class Cancelled(Exception):
    """The user stopped a task; nothing half-written remains."""
