"""The vault: `vault.json` beside the book holds the book's key, wrapped once per user by password and once by the printed recovery code.

Nothing in it names a person: a slot shows a user's uid only, the name lies inside the wrap. A new password wraps the same key again; the
book itself is never encrypted anew. Callers hold the book's lock while they write.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import msgspec
import nacl.exceptions
from nacl import bindings, pwhash

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.store import lasting, recovery

NAME = "vault.json"
SECOND = Path("backups", NAME)  # a copy as of now, so that one bad sector does not cost the book
VERSION = 1
KEY_BYTES = 32
NAME_BYTES = 512  # of UTF-8; names are padded to it, so that a wrap's length tells nothing
MAX_FILE = 1 << 20
MAX_SLOTS = 64
MIN_MEMORY, MAX_MEMORY = 1 << 20, 1 << 30
MIN_PASSES, MAX_PASSES = 1, 16

_USER, _RECOVERY = "user", "recovery"
_Hex = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{2})*\Z", max_length=4096)]


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one guess at a password costs: Argon2id passes over `memory` bytes."""

    passes: int = 3
    memory: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The book's key and whose password opened it; `user_uid` is b"" after the recovery code, which is nobody's."""

    key: bytes = field(repr=False)
    user_uid: bytes
    user_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Vault:
    """What anyone may see of a vault: where it lies, who has a password, and whether a recovery code exists."""

    path: Path
    users: tuple[bytes, ...]
    has_recovery: bool


class _Slot(msgspec.Struct, frozen=True):
    """One wrap of the key. `passes` and `memory` are 0 in the recovery slot: 128 random bits need no slow hash."""

    kind: str
    uid: _Hex
    passes: int
    memory: int
    salt: _Hex
    nonce: _Hex
    wrap: _Hex


class _Body(msgspec.Struct, frozen=True):
    check: _Hex  # fingerprint of the key: tells whether a key in hand is this vault's
    slots: list[_Slot]


class _File(msgspec.Struct, frozen=True):
    v: int
    body: _Body
    sum: _Hex  # against bit rot: without it a damaged slot would look like a wrong password


class _Version(msgspec.Struct, frozen=True):
    v: int


# --- deeds -------------------------------------------------------------------------------------------------------------------------


def create_vault(folder: Path, password: str, user_uid: bytes, user_name: str = "", cost: KdfCost = KdfCost()) -> tuple[Vault, bytes, str]:
    """A new key for a new book: the vault, the key, and the recovery code to print (kept nowhere). Refused 'vault_exists'."""
    if (folder / NAME).exists():
        raise Refused(N_("There is already a book in this folder. Choose another folder."), code="vault_exists")
    key, secret = os.urandom(KEY_BYTES), os.urandom(recovery.SECRET_BYTES)
    slots = [_password_slot(key, password, user_uid, user_name, cost), _recovery_slot(key, secret)]
    return _write(folder, _Body(_check(key), slots)), key, recovery.to_code(secret)


def read_vault(folder: Path) -> Vault:
    """What a vault shows without a password. Refused 'vault_missing', 'vault_damaged', 'vault_newer'."""
    return _seen(folder, _read(folder))


def open_vault(folder: Path, password: str) -> Unlocked:
    """The key, by one user's password. Refused 'wrong_password' after the same work: every user's slot is tried, whatever was found."""
    body = _read(folder)
    found = _by_password(body, password)
    if found is None:
        raise Refused(N_("The password is wrong. Check the keyboard's language and Caps Lock."), code="wrong_password", field="password")
    return found


def open_with_recovery(folder: Path, code: str) -> Unlocked:
    """The key, by the printed code. Refused 'recovery_length', 'recovery_typo' (as typed), 'wrong_recovery_code' (of another book)."""
    secret = recovery.from_code(code)
    body = _read(folder)
    opened = [_unwrap(body, slot, _recovery_key(secret, slot)) for slot in body.slots if slot.kind == _RECOVERY]
    found = next((one for one in opened if one is not None), None)
    if found is None:
        raise Refused(
            N_("This recovery code belongs to another book, or was replaced by a newer one. Look for the latest sheet."),
            code="wrong_recovery_code",
            field="code",
        )
    return found


def change_password(folder: Path, old: str, new: str, cost: KdfCost = KdfCost()) -> Unlocked:
    """Wrap the key of whoever's password `old` is with `new`; the key stays. Refused 'wrong_password' and as `add_user`."""
    unlocked = open_vault(folder, old)
    set_password(folder, unlocked, unlocked.user_uid, new, unlocked.user_name, cost)
    return unlocked


def set_password(folder: Path, unlocked: Unlocked, user_uid: bytes, password: str, user_name: str = "", cost: KdfCost = KdfCost()) -> Vault:
    """Give a user a password, new or in place of a forgotten one; whoever holds the key may. Refused 'password_taken', 'password_empty'."""
    body = _own(folder, unlocked)
    others = [slot for slot in body.slots if (slot.kind, slot.uid) != (_USER, user_uid.hex())]
    # One password opens the book and says who it is, so two users can't share one. Not worded as "somebody else's".
    if _by_password(_Body(body.check, others), password) is not None:
        raise Refused(N_("This password can't be used here. Choose another one."), code="password_taken", field="password")
    return _write(folder, _Body(body.check, [*others, _password_slot(unlocked.key, password, user_uid, user_name, cost)]))


def add_user(folder: Path, unlocked: Unlocked, password: str, user_uid: bytes, user_name: str = "", cost: KdfCost = KdfCost()) -> Vault:
    """One more user of the book. Refused 'user_exists', 'password_taken', 'password_empty'."""
    if user_uid in read_vault(folder).users:
        raise Refused(N_("This user already has a password."), code="user_exists")
    return set_password(folder, unlocked, user_uid, password, user_name, cost)


def remove_user(folder: Path, unlocked: Unlocked, user_uid: bytes) -> Vault:
    """Take a user's password away (their records stay). Refused 'last_user'."""
    body = _own(folder, unlocked)
    slots = [slot for slot in body.slots if (slot.kind, slot.uid) != (_USER, user_uid.hex())]
    if not any(slot.kind == _USER for slot in slots):
        raise Refused(N_("This is the only user; without one nobody could open the book."), code="last_user")
    return _write(folder, _Body(body.check, slots))


def renew_recovery(folder: Path, unlocked: Unlocked) -> str:
    """A new recovery code to print; the old sheet stops working."""
    body = _own(folder, unlocked)
    secret = os.urandom(recovery.SECRET_BYTES)
    slots = [slot for slot in body.slots if slot.kind != _RECOVERY]
    _write(folder, _Body(body.check, [*slots, _recovery_slot(unlocked.key, secret)]))
    return recovery.to_code(secret)


# --- slots -------------------------------------------------------------------------------------------------------------------------


def _check(key: bytes) -> str:
    return hashlib.blake2b(key, digest_size=16, person=b"sapha-vaultcheck").hexdigest()


def _own(folder: Path, unlocked: Unlocked) -> _Body:
    body = _read(folder)
    if body.check != _check(unlocked.key):
        raise Refused(N_("The key file belongs to another book."), code="vault_of_another_book")
    return body


def _bound(body_check: str, slot: _Slot) -> bytes:
    """What a wrap is bound to: neither its user nor its cost can be changed, nor can it be moved to another vault."""
    return msgspec.json.encode([VERSION, body_check, slot.kind, slot.uid, slot.passes, slot.memory, slot.salt])


def _wrap(key: bytes, name: str, slot: _Slot, derive: Callable[[_Slot], bytes]) -> _Slot:
    named = name.encode()
    if len(named) > NAME_BYTES:
        raise Refused(N_("The name is too long."), code="name_too_long", field="name")
    nonce = os.urandom(bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    sealed = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
        key + named.ljust(NAME_BYTES, b"\0"), _bound(_check(key), slot), nonce, derive(slot)
    )
    return msgspec.structs.replace(slot, nonce=nonce.hex(), wrap=sealed.hex())


def _unwrap(body: _Body, slot: _Slot, derived: bytes) -> Unlocked | None:
    """What the slot holds, or None when `derived` doesn't open it."""
    try:
        opened = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            bytes.fromhex(slot.wrap), _bound(body.check, slot), bytes.fromhex(slot.nonce), derived
        )
    except nacl.exceptions.CryptoError:
        return None
    key, name = opened[:KEY_BYTES], opened[KEY_BYTES:].rstrip(b"\0").decode()
    return Unlocked(key, bytes.fromhex(slot.uid), name)


def _password_slot(key: bytes, password: str, uid: bytes, name: str, cost: KdfCost) -> _Slot:
    if not password:
        raise Refused(N_("Type a password."), code="password_empty", field="password")
    _within_bounds(cost.passes, cost.memory)
    salt = os.urandom(pwhash.argon2id.SALTBYTES).hex()
    slot = _Slot(_USER, uid.hex(), cost.passes, cost.memory, salt, "", "")
    return _wrap(key, name, slot, lambda made: _password_key(password, made))


def _password_key(password: str, slot: _Slot) -> bytes:
    # NFC and not base.thai.clean: Unicode froze NFC, while a better clean() would one day lock people out
    secret = unicodedata.normalize("NFC", password).encode()
    try:
        return pwhash.argon2id.kdf(KEY_BYTES, secret, bytes.fromhex(slot.salt), opslimit=slot.passes, memlimit=slot.memory)
    except nacl.exceptions.RuntimeError as error:
        raise Fault(N_("This PC has too little free memory to check the password. Close other programs."), code="no_memory") from error


def _by_password(body: _Body, password: str) -> Unlocked | None:
    """Tries every user's slot, also after one has opened: the time taken tells neither whether nor which."""
    opened = [_unwrap(body, slot, _password_key(password, slot)) for slot in body.slots if slot.kind == _USER]
    return next((one for one in opened if one is not None), None)


def _recovery_slot(key: bytes, secret: bytes) -> _Slot:
    slot = _Slot(_RECOVERY, "", 0, 0, os.urandom(16).hex(), "", "")
    return _wrap(key, "", slot, lambda made: _recovery_key(secret, made))


def _recovery_key(secret: bytes, slot: _Slot) -> bytes:
    return hashlib.blake2b(secret, digest_size=KEY_BYTES, salt=bytes.fromhex(slot.salt), person=b"sapha-recovery-1").digest()


# --- the file ----------------------------------------------------------------------------------------------------------------------


def _within_bounds(passes: int, memory: int) -> None:
    if not (MIN_PASSES <= passes <= MAX_PASSES and MIN_MEMORY <= memory <= MAX_MEMORY):
        raise Refused(N_("The key file asks for an absurd amount of work; it is not one that Sapha made."), code="vault_cost")


def _sum(body: _Body) -> str:
    return hashlib.blake2b(msgspec.json.encode(body), digest_size=16, person=b"sapha-vault-sum").hexdigest()


def _damaged() -> Refused:
    return Refused(N_("The key file of this book (vault.json) is damaged. Put it back from a backup."), code="vault_damaged")


def _read(folder: Path) -> _Body:
    """The checked body of the file; every limit is looked at before any work is done for it."""
    try:
        with (folder / NAME).open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise Refused(
            N_("The key file of this book (vault.json) is missing. Put it back beside the book from a backup."), code="vault_missing"
        ) from error
    except OSError as error:
        raise Fault(N_("The key file of this book can't be read. Check the disk."), code="vault_unreadable") from error
    if len(raw) > MAX_FILE:
        raise _damaged()
    try:
        version = msgspec.json.decode(raw, type=_Version).v
        if version > VERSION:
            raise Refused(N_("This book was made by a newer Sapha. Update the program."), code="vault_newer")
        body = msgspec.json.decode(raw, type=_File)
    except (ValueError, RecursionError) as error:  # msgspec's errors and bad UTF-8 are ValueErrors
        raise _damaged() from error
    if version != VERSION or body.sum != _sum(body.body) or not _sound(body.body.slots):
        raise _damaged()
    for slot in body.body.slots:
        if slot.kind == _USER:
            _within_bounds(slot.passes, slot.memory)
    return body.body


def _sound(slots: Iterable[_Slot]) -> bool:
    """Whether all parts of all slots have the lengths the cipher needs."""
    lengths = (pwhash.argon2id.SALTBYTES, bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, KEY_BYTES + NAME_BYTES + 16)
    listed = list(slots)
    return len(listed) <= MAX_SLOTS and all(
        slot.kind in (_USER, _RECOVERY) and tuple(len(part) // 2 for part in (slot.salt, slot.nonce, slot.wrap)) == lengths
        for slot in listed
    )


def _seen(folder: Path, body: _Body) -> Vault:
    users = tuple(bytes.fromhex(slot.uid) for slot in body.slots if slot.kind == _USER)
    return Vault(folder / NAME, users, any(slot.kind == _RECOVERY for slot in body.slots))


def _write(folder: Path, body: _Body) -> Vault:
    """Old file or new file, never half of one, even when the power fails."""
    if len(body.slots) > MAX_SLOTS:
        raise Refused(N_("This book has as many users as it can hold."), code="too_many_users")
    path, temporary = folder / NAME, folder / (NAME + ".new")
    raw = msgspec.json.format(msgspec.json.encode(_File(VERSION, body, _sum(body))), indent=1)
    try:
        lasting.put(path, raw, temporary)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise Fault(
            N_("The key file of this book can't be written. Check the disk; the old one is whole."), code="vault_unwritable"
        ) from error
    if (folder / SECOND).exists():
        keep_second(folder)
    return _seen(folder, body)


def keep_second(folder: Path) -> None:
    """Bring the copy among the backups up to date. Where that fails there is none: the book's own file is whole."""
    second = folder / SECOND
    try:
        _read(folder)
        lasting.put(second, (folder / NAME).read_bytes(), second.with_suffix(".new"))
    except (OSError, Refused, Fault):
        with contextlib.suppress(OSError):
            second.unlink(missing_ok=True)


def put_back(folder: Path, raw: bytes) -> None:
    """Put a whole vault into a folder, as it was written elsewhere. Fault 'vault_unwritable'."""
    try:
        lasting.put(folder / NAME, raw, folder / (NAME + ".new"))
    except OSError as error:
        raise Fault(
            N_("The key file of this book can't be written. Check the disk; the old one is whole."), code="vault_unwritable"
        ) from error


def mend(folder: Path) -> bool:
    """Put the copy in the place of a key file that is missing or damaged (which is kept beside it). Gives whether that was done."""
    try:
        _read(folder)
        return False
    except Refused as told:
        if told.code not in ("vault_missing", "vault_damaged"):
            return False
    try:
        _read((folder / SECOND).parent)
        if (folder / NAME).exists():
            os.replace(folder / NAME, folder / ("damaged-" + NAME))
        lasting.put(folder / NAME, (folder / SECOND).read_bytes(), folder / (NAME + ".new"))
    except (OSError, Refused, Fault):
        return False
    return True
