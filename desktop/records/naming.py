"""What records are called whose name is a date, a code or an amount: in words, not as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop.records import kinds
from desktop.records.codes import shipped
from desktop.records.register import Kind, Register

_PLAIN = frozenset({Kind.TEXT, Kind.NOTE})
_DOT = " · "


def worded(register: Register) -> Register:
    """The same register; its records are called by the labels of their name fields unless the room says otherwise."""
    fields = [register.field(name) for name in register.name_fields if register.has(name)]
    if register.called is not None or all(field.kind in _PLAIN for field in fields):
        return register

    def called(values: Mapping[str, Any]) -> str:
        words = [kinds.label(field, values.get(field.name), shipped()) for field in fields]
        return _DOT.join(word for word in words if word)

    return replace(register, called=called)
