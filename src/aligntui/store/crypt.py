"""A store that only its passphrase opens: files in the age format, which a standard tool opens too.

The name says it: a store whose file ends in `.age` is encrypted, with the saves in its journal and
the backups. Beside it lies its key, itself encrypted with the passphrase. What is written needs
only the public halves of the key and of the recovery key; what is read needs the secret half,
which this process holds in memory from `unlock` to `lock`, and nobody can promise that Python
wipes it there.
"""

import os
import re
from binascii import a2b_base64
from typing import Any, NamedTuple

from aligntui.store.errors import (
    NotSaved,
    StoreDamaged,
    StoreError,
    StoreSealed,
    WrongPassphrase,
)
from aligntui.store.files import read_whole, write_private

SUFFIX = ".age"
SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - how one begins
"""How a secret key begins, the recovery key too."""
_KEY_LENGTH = 74
"""Characters of a secret key: how it begins, a 1, and 58 in Bech32 (BIP 173)."""
_MAGIC = b"age-encryption.org/v1\n"
_BETWEEN = ("Pd", "Cf", "Cc")
"""Kinds of characters that may stand between the groups of a key: dashes, and unseen ones."""
_SEALED = r".+\.age(?:\.(?:journal|common-g\d|\d+-[0-9a-f]+\.tmp).*)?"
"""How the name of an encrypted store ends, of its journal, and of what became of either."""


class Keys(NamedTuple):
    """What one store is written for, and what opens it; nothing does while it is locked."""

    recipients: tuple[Any, ...]
    identity: Any | None


_held: dict[str, Keys] = {}
"""By the path of the store."""


def sealed(path: str) -> bool:
    """Whether a file is, by its name, an encrypted store or a part of one."""
    name = os.path.basename(path)
    return SUFFIX in name and bool(re.fullmatch(_SEALED, name, re.DOTALL))


def plain(path: str) -> str:
    """The path that a store has, or had, without encryption."""
    return path.removesuffix(SUFFIX)


def identity_of(path: str) -> str:
    """The file that holds the key of an encrypted store."""
    return f"{path}.identity"


def locked(path: str) -> bool:
    """Whether a passphrase is needed before anything of a store can be read."""
    held = _held.get(os.path.realpath(path))
    return sealed(path) and (held is None or held.identity is None)


def unlock(path: str, passphrase: str) -> None:
    """Hold the key of a store from now on; takes a second or two, which is meant.

    `StoreError` for a wrong passphrase, and where the key is not there or no key.
    """
    path = os.path.realpath(path)
    _held[path] = _keys(path, _identity(path, passphrase))
    _no_dump()


def unlock_by_recovery(path: str, key: str) -> None:
    """Hold the recovery key of a store: it reads everything, and writes for itself alone.

    Takes the key as people write it down (see `key_of`); `StoreError` for what is no key.
    """
    found = key_of(key)
    try:
        identity = _age().x25519.Identity.from_str(found)
    except _age().IdentityError as error:
        length = len(found)
        why = "look for a mistyped one" if length == _KEY_LENGTH else f"this one has {length}"
        raise StoreError(
            f"this is no recovery key: one has {_KEY_LENGTH} characters and begins with "
            f"{SECRET}1; {why}"
        ) from error
    _held[os.path.realpath(path)] = Keys((identity.to_public(),), identity)
    _no_dump()


def key_of(typed: str) -> str:
    """The secret key that a text holds, or nothing where it holds none.

    Lines that begin with `#`, as `age-keygen` writes them, are left out; groups, blanks, dashes,
    line ends and lower case don't matter.
    """
    from unicodedata import category, normalize

    lines = (line for line in typed.splitlines() if not line.lstrip().startswith("#"))
    bare = "".join(c for c in "".join(lines) if not c.isspace() and category(c) not in _BETWEEN)
    begin = SECRET.replace("-", "")
    bare = normalize("NFKC", bare).upper()
    return SECRET + bare.removeprefix(begin) if bare.startswith(begin) else ""


def whole_key(key: str) -> bool:
    """Whether a key from `key_of` has all its characters."""
    return len(key) >= _KEY_LENGTH


def lock(path: str) -> None:
    """Forget what reads a store; what is being written goes on."""
    path = os.path.realpath(path)
    if path in _held:
        _held[path] = _held[path]._replace(identity=None)


def made(path: str, passphrase: str) -> str:
    """Make a key for a store, on disk and held, and a recovery key, which is returned only."""
    x25519 = _age().x25519
    identity, recovery = x25519.Identity.generate(), x25519.Identity.generate()
    words = (
        "# The key of an AlignTUI store: without it and its passphrase, only the recovery key\n"
        "# opens the store.\n"
        f"# public key: {identity.to_public()}\n"
        f"# recovery key: {recovery.to_public()}\n"
        f"{identity}\n"
    )
    _keep_identity(path, words, passphrase)
    _held[path] = Keys((identity.to_public(), recovery.to_public()), identity)
    _no_dump()
    return str(recovery)


def change_passphrase(path: str, old: str, new: str) -> None:
    """Encrypt the key anew; the file is as it was until the new one was opened once."""
    path = os.path.realpath(path)
    _keep_identity(path, _identity(path, old), new)


def seal(path: str, data: bytes) -> bytes:
    """Encrypt for the store at `path`; `StoreSealed` where its key was never held."""
    held = _held.get(path)
    if held is None or not held.recipients:
        raise _closed(path)
    found: bytes = _age().encrypt(data, list(held.recipients))
    return found


def opened(path: str, data: bytes) -> bytes:
    """Decrypt a file or a part of one; `path` is for the words of what is raised.

    `StoreSealed` without a key, `StoreDamaged` where no key that is held opens it.
    """
    identities = [keys.identity for keys in _held.values() if keys.identity is not None]
    if not identities:
        raise _closed(path)
    age = _age()
    try:
        found: bytes = age.decrypt(data, identities)
    except age.DecryptError as error:
        raise StoreDamaged(
            f"{path} is damaged, or encrypted with another key; nothing was changed: "
            "'aligntui doctor' lists the good states"
        ) from error
    return found


def needed() -> None:
    """`StoreError` where what encrypts is not installed."""
    _age()


def is_age(data: bytes) -> bool:
    """Whether data is encrypted, by how it begins."""
    return data.startswith(_MAGIC)


def unwrapped(payload: bytes) -> bytes:
    """An encrypted line of a journal as it was meant; `ValueError` where no key opens it."""
    try:
        return opened("", a2b_base64(payload, strict_mode=True))
    except StoreDamaged as error:
        raise ValueError(str(error)) from error


def _keys(path: str, words: str) -> Keys:
    x25519 = _age().x25519
    secret = next((line for line in words.splitlines() if line.startswith(SECRET)), "")
    others = [line.rpartition(" ")[2] for line in words.splitlines() if "recovery key: age" in line]
    try:
        identity = x25519.Identity.from_str(secret)
        recipients = (identity.to_public(), *map(x25519.Recipient.from_str, others))
    except (_age().IdentityError, _age().RecipientError) as error:
        raise StoreError(f"{identity_of(path)} holds no key; put the right file back") from error
    return Keys(recipients, identity)


def _identity(path: str, passphrase: str) -> str:
    name = identity_of(path)
    found = read_whole(name)
    if found is None and not os.path.lexists(path):
        raise StoreError(f"{path} is not there; 'aligntui encrypt' encrypts a store")
    if found is None:
        raise StoreError(
            f"{name} is missing, and with it the key of the store; put it back, or "
            "'aligntui decrypt' takes the recovery key"
        )
    for form in _forms(passphrase):
        try:
            return str(_age().passphrase.decrypt(found[0], form), "utf-8")
        except (_age().DecryptError, UnicodeDecodeError):
            continue
    if not (is_age(found[0]) or found[0].startswith(b"-----BEGIN AGE")):
        raise StoreError(f"{name} holds no key; put the right file back")
    if key_of(passphrase):
        raise WrongPassphrase("this is a recovery key; 'aligntui decrypt' takes it")
    raise WrongPassphrase("wrong passphrase; nothing was changed")


def one_form(passphrase: str) -> str:
    """The form in which a new passphrase is kept: however a keyboard makes a letter or a blank.

    Source: RFC 8265, section 4.2 (OpaqueString): blanks of all kinds are one, then NFC.
    """
    from unicodedata import category, normalize

    return normalize("NFC", "".join(" " if category(c) == "Zs" else c for c in passphrase))


def _forms(passphrase: str) -> tuple[str, ...]:
    """The forms that are tried: older keys were encrypted with what was typed."""
    from unicodedata import normalize

    others = (normalize(form, passphrase) for form in ("NFC", "NFD"))
    return tuple(dict.fromkeys((one_form(passphrase), passphrase, *others)))


def _keep_identity(path: str, words: str, passphrase: str) -> None:
    name = identity_of(path)
    passphrase = one_form(passphrase)
    data = _age().passphrase.encrypt(words.encode("utf-8"), passphrase, armored=True)

    def finish(temporary: str) -> str:
        read = read_whole(temporary)
        if read is None or not _opens(read[0], passphrase, words):
            raise NotSaved("the new key can't be opened as written; nothing was changed")
        os.replace(temporary, name)
        return name

    write_private(name, [data], finish=finish)


def _opens(data: bytes, passphrase: str, words: str) -> bool:
    try:
        return bool(_age().passphrase.decrypt(data, passphrase) == words.encode("utf-8"))
    except _age().DecryptError:
        return False


def _closed(path: str) -> StoreSealed:
    name = f"{path} is" if path else "the store is"
    return StoreSealed(f"{name} encrypted and locked; its passphrase opens it")


def _age() -> Any:
    try:
        import pyrage
    except ImportError as error:
        import shlex
        import sys

        pip = f"{shlex.quote(sys.executable)} -m pip install pyrage"
        raise StoreError(f"an encrypted store needs pyrage; run: {pip}") from error
    return pyrage


def _no_dump() -> None:
    """Whatever becomes of this process, its memory is not written to a file."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
