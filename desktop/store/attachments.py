"""Photos and papers beside the book: immutable files below `files/`, each sealed with a key of the book and called by what is in it."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import nacl.exceptions
from nacl import bindings

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.store.lasting import make_folder, sync_folder

FOLDER = "files"
MAX_BYTES = 30 << 20  # of one file: it is sealed and opened in one piece
NAME_HEX = 64

# A file is MAGIC, a nonce, the sealed name and the sealed content. The name comes first so that what lies there can be told without
# opening every picture.
_MAGIC = b"SAPHA-FILE-1\n"
_NONCE = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
_TAG = bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES
_HEAD = len(_MAGIC) + _NONCE + NAME_HEX // 2 + _TAG
_NEW = "new-"  # begins the name of what is not finished, followed by the process that writes it

_DISK = N_("The disk refused to write. Nothing was changed.")
_FULL = N_("The disk is full. Free some space and try again; nothing was changed.")


def name_of(content: bytes) -> str:
    """What records call this content, in every office alike: its SHA-256, as any system's own tools print it."""
    return hashlib.sha256(content).hexdigest()


class Attachments:
    """The files of one book. Nothing is written to disk in the clear, the same content is kept once, and a name on disk tells nobody which
    known picture is there. May be used from any thread; only one program has a book open."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """`folder` and `key` are the book's."""
        self.folder = folder / FOLDER
        self._content_key = _subkey(key, b"sapha-file-text1")
        self._head_key = _subkey(key, b"sapha-file-head1")
        self._disk_key = _subkey(key, b"sapha-file-disk1")
        self._part = f"{_NEW}{os.getpid()}-"
        with contextlib.suppress(OSError):  # one left over harms nobody
            for half in self.folder.glob(_NEW + "*"):
                if not half.name.startswith(self._part):  # after a power cut; ours are being written at this moment
                    half.unlink()

    def put(self, content: bytes) -> str:
        """Keep this; gives its name. It lasts through a power cut once this returns. A damaged file of the same content is mended.
        Refused 'file_too_large'; Fault 'disk_full', 'disk_io'."""
        if len(content) > MAX_BYTES:
            raise Refused(N_("The file is too large: at most {most} MB."), code="file_too_large", most=MAX_BYTES >> 20)
        name = name_of(content)
        if not self._sound(name):
            self._write(self._path(name), self._sealed(name, content))
        return name

    def get(self, name: str) -> bytes:
        """The content of that name, checked. Refused 'file_missing' where it is not on this PC; Fault 'file_damaged', 'file_unreadable'."""
        try:
            raw = self._path(name).read_bytes()
        except FileNotFoundError as missing:
            raise Refused(
                N_(
                    "The file itself is not on this PC. It is at the office that added it, or was left behind when the book's folder was moved."
                ),
                code="file_missing",
            ) from missing
        except OSError as failed:
            raise Fault(N_("The picture or paper can't be read. Check the disk."), code="file_unreadable") from failed
        content = self._opened(name, raw)
        if content is None:
            raise Fault(
                N_("The file of this picture or paper is damaged. Add the original again, or put the folder 'files' back from a copy."),
                code="file_damaged",
            )
        return content

    def has(self, name: str) -> bool:
        """Whether a file of that name is on this PC; not whether it is sound."""
        return self._path(name).is_file()

    def size(self, name: str) -> int:
        """Bytes of its content; 0 where it is not on this PC."""
        try:
            return max(0, self._path(name).stat().st_size - _HEAD - _TAG)
        except OSError:
            return 0

    def names(self) -> Iterator[str]:
        """The names of all that lies here, in no order. What was not sealed with this book's key is passed over."""
        for path in self.folder.glob("??/*"):
            with path.open("rb") as file:
                raw = file.read(_HEAD)
            name = self._named(raw)
            if name is not None and self._path(name) == path:
                yield name

    # -- within

    def _path(self, name: str) -> Path:
        try:
            content_hash = bytes.fromhex(name)
        except ValueError:
            content_hash = b""
        if content_hash.hex() != name or len(name) != NAME_HEX:
            # Names come from other offices too, and part of one goes into a path.
            raise Refused(N_("This is not the name of a picture or paper."), code="bad_file_name")
        # Keyed: who holds a picture must not be able to find out from the folder alone whether it is kept here.
        keyed = hashlib.blake2b(content_hash, key=self._disk_key, digest_size=20).hexdigest()
        return self.folder / keyed[:2] / keyed

    def _sealed(self, name: str, content: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        hashed = bytes.fromhex(name)
        head = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(hashed, _MAGIC, nonce, self._head_key)
        return _MAGIC + nonce + head + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(content, hashed, nonce, self._content_key)

    def _opened(self, name: str, raw: bytes) -> bytes | None:
        """The content, or None where the file is not what was written."""
        if self._named(raw) != name:
            return None
        try:
            content = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(raw[_HEAD:], bytes.fromhex(name), _nonce(raw), self._content_key)
        except nacl.exceptions.CryptoError:
            return None
        return content if name_of(content) == name else None

    def _named(self, raw: bytes) -> str | None:
        if len(raw) < _HEAD or not raw.startswith(_MAGIC):
            return None
        head = raw[len(_MAGIC) + _NONCE : _HEAD]
        try:
            return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(head, _MAGIC, _nonce(raw), self._head_key).hex()
        except nacl.exceptions.CryptoError:
            return None

    def _sound(self, name: str) -> bool:
        try:
            self.get(name)
        except (Refused, Fault):
            return False
        return True

    def _write(self, path: Path, sealed: bytes) -> None:
        """Whole or not at all, even when the power fails."""
        part = self.folder / (self._part + os.urandom(8).hex())
        try:
            make_folder(path.parent)
            with open(part, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
            sync_folder(path.parent)
            sync_folder(self.folder)
        except OSError as failed:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            full = failed.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            raise Fault(_FULL if full else _DISK, code="disk_full" if full else "disk_io") from failed


def _subkey(key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose: none tells another or the book's own."""
    return hashlib.blake2b(b"", key=key, digest_size=32, person=purpose).digest()


def _nonce(raw: bytes) -> bytes:
    return raw[len(_MAGIC) : len(_MAGIC) + _NONCE]
