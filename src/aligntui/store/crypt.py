"""A store that only its passphrase opens: files in the age format, which a standard tool opens too.

The name says it: a store whose file ends in `.age` is encrypted, with the saves in its journal and
the backups. Beside it lies its key, itself encrypted with the passphrase. What is written needs
only the public halves of the key and of the recovery key; what is read needs the secret half,
which this process holds in memory from `unlock` to `lock`, and nobody can promise that Python
wipes it there.
"""

import os
import re
from binascii import a2b_base64, b2a_base64
from typing import Any, NamedTuple

from aligntui.store.errors import StoreDamaged, StoreError, StoreSealed, WrongPassphrase
from aligntui.store.files import read_whole, replace_whole

SUFFIX = ".age"
SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - how one begins
"""How a secret key begins, the recovery key too."""
_MAGIC = b"age-encryption.org/v1\n"
_SEALED = r".+\.age(?:\.(?:journal|common-g\d).*)?"
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
    """Hold the recovery key of a store: it reads everything, and writes for itself alone."""
    try:
        identity = _age().x25519.Identity.from_str(key.strip())
    except _age().IdentityError as error:
        raise StoreError("this is no recovery key; it begins with AGE-SECRET-KEY-1") from error
    _held[os.path.realpath(path)] = Keys((identity.to_public(),), identity)
    _no_dump()


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
            "'aligntui doctor' finds what is good"
        ) from error
    return found


def needed() -> None:
    """`StoreError` where what encrypts is not installed."""
    _age()


def is_age(data: bytes) -> bool:
    """Whether data is encrypted, by how it begins."""
    return data.startswith(_MAGIC)


def wrapped(path: str, payload: bytes) -> bytes:
    """A line of the journal of the store at `path` as it is written."""
    return b2a_base64(seal(path, payload), newline=False) if sealed(path) else payload


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
        raise StoreError(f"{identity_of(path)} holds no key; put the right file there") from error
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
    try:
        return str(_age().passphrase.decrypt(found[0], passphrase), "utf-8")
    except (_age().DecryptError, UnicodeDecodeError) as error:
        if not (is_age(found[0]) or found[0].startswith(b"-----BEGIN AGE")):
            raise StoreError(f"{name} holds no key; put the right file there") from error
        raise WrongPassphrase("the passphrase does not fit; nothing was changed") from error


def _keep_identity(path: str, words: str, passphrase: str) -> None:
    name = identity_of(path)
    data = _age().passphrase.encrypt(words.encode("utf-8"), passphrase, armored=True)
    if _age().passphrase.decrypt(data, passphrase) != words.encode("utf-8"):
        raise StoreError("the key could not be encrypted; nothing was changed")
    replace_whole(name, [data])


def _closed(path: str) -> StoreSealed:
    name = f"{path} is" if path else "the store is"
    return StoreSealed(f"{name} encrypted and locked; its passphrase opens it")


def _age() -> Any:
    try:
        import pyrage
    except ImportError as error:
        raise StoreError(
            "the store is encrypted, which needs pyrage; run: pip install 'aligntui[crypt]'"
        ) from error
    return pyrage


def _no_dump() -> None:
    """Whatever becomes of this process, its memory is not written to a file."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
