"""Where the program's own files lie: in the source tree, an installed wheel or a frozen folder alike."""

from __future__ import annotations

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _tree(name: str) -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    for root in ([Path(frozen)] if frozen else []) + [_PACKAGE, _PACKAGE.parent]:
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(name)


def resource(*parts: str) -> Path:
    """A file below resources/."""
    return _tree("resources").joinpath(*parts)


def translations() -> Path:
    """The folder of the catalogues: <language>/LC_MESSAGES/desktop.po and .mo."""
    return _tree("translations")


def user_folder() -> Path:
    """Where books, settings and the log lie by default, per user of the PC; not created here."""
    import platformdirs

    return Path(platformdirs.user_data_dir("Sapha", appauthor=False))
