"""What every command on a book begins with: the password, the book, the register."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.cli.output import WrongUsage

if TYPE_CHECKING:
    from desktop.records.book import Book
    from desktop.records.register import Register

PASSWORD = "SAPHA_PASSWORD"  # noqa: S105 - the name of the variable, not what it holds


NEW_PASSWORD = "SAPHA_NEW_PASSWORD"  # noqa: S105


def password(*, twice: bool = False, name: str = PASSWORD) -> str:
    """From the environment, else typed on the terminal; Refused where there is neither."""
    given = os.environ.get(name, "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise Refused(
            N_("No password was given. Put it into the environment variable {name}, or run this in a terminal."),
            code="no_password",
            name=name,
        )
    typed = getpass.getpass(_("Password: ") if name == PASSWORD else _("The new officer's password: "))
    if twice and getpass.getpass(_("The same password again: ")) != typed:
        raise Refused(N_("The two passwords differ. Try again."), code="passwords_differ")
    return typed


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Book]:
    """The book in the folder PROFILE, closed in the end."""
    from desktop.records.book import Book
    from desktop.registers import REGISTERS
    from desktop.sync.absorbing import absorb

    folder = Path(options.profile)
    if not (folder / "book.db").exists() and not (folder / "vault.json").exists():
        raise Refused(N_("There is no book in this folder."), code="book_missing", field="profile")
    book = Book.open(folder, REGISTERS, password())
    try:
        absorb(book)
        yield book
    finally:
        book.close()


def register_of(book: Book, name: str) -> Register:
    """The register of that name; WrongUsage names those there are."""
    if name not in book.registers:
        raise WrongUsage(_("There is no register “{name}”. There are: {all}.").format(name=name, all=", ".join(book.registers)))
    return book.registers[name]
