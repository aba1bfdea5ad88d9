"""The one holder of the catalogue. Words are looked up when shown, never at import, so the language can change while running."""

from __future__ import annotations

import gettext as _gettext
import io
from functools import lru_cache
from pathlib import Path

from desktop.base import paths

LANGUAGES = {"th": "ไทย", "en": "English"}
DOMAIN = "desktop"

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def _load(folder: Path) -> _gettext.NullTranslations:
    """The compiled catalogue; compiled in memory from the .po when the .mo is missing or older (a fresh source tree)."""
    po, mo = folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"
    if mo.exists() and (not po.exists() or mo.stat().st_mtime >= po.stat().st_mtime):
        with mo.open("rb") as compiled:
            return _gettext.GNUTranslations(compiled)
    if not po.exists():
        return _gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    out = io.BytesIO()
    with po.open("rb") as source:
        write_mo(out, read_po(source))
    out.seek(0)
    return _gettext.GNUTranslations(out)


def use(language: str) -> None:
    """Speak `language` from now on ('th', 'en', 'qps'); an unknown one falls back to the msgids, which are English."""
    global _catalogue, _language
    _catalogue = _load(paths.translations() / language / "LC_MESSAGES")
    _language = language


def language() -> str:
    """The language in use."""
    return _language


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue.gettext(message) if message else ""


@lru_cache(maxsize=4)
def _other(language: str) -> _gettext.NullTranslations:
    return _load(paths.translations() / language / "LC_MESSAGES")


def in_language(message: str, language: str) -> str:
    """The message in a language that need not be the one in use: for papers and sheets that carry two."""
    return _other(language).gettext(message) if message else ""


def N_(message: str) -> str:
    """Mark a msgid for the catalogue; look it up with `_` when it is shown."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """The message for `count` things."""
    return _catalogue.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """The message in a context, where English has one word and Thai two."""
    return _catalogue.pgettext(context, message)
