"""Keeps Python alive under PySide6 6.12.0 before Python 3.12.

Seen with the abi3 wheel on Python 3.11: every call into Qt that gives back None (or True, from `emit`) takes one reference to it away,
as if these objects were immortal, which they are only from Python 3.12 on (PEP 683). After some ten thousand calls the process ends with
"Fatal Python error: none_dealloc". So we give them what 3.12 gives them: more references than can ever be taken away.
tests/ui/test_immortal.py counts; when it says that the wheel no longer takes references, this module can go.
"""

from __future__ import annotations

import ctypes
import sys

_ENOUGH = 1 << (40 if sys.maxsize > 2**32 else 28)


def make_immortal() -> None:
    """Once, before the first call into Qt. Does nothing where Python does it itself."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython" or hasattr(sys, "gettotalrefcount"):
        return
    for single in (None, True, False, NotImplemented, Ellipsis):
        # The count is the first word of every object in a release build.
        count = ctypes.c_ssize_t.from_address(id(single))
        if count.value < _ENOUGH // 2:
            count.value += _ENOUGH
