"""Encrypt and decrypt a store with a passphrase, in the age format, which standard tools open.

A store whose file name ends in `.age` is encrypted, with its backups and drafts. Beside it lies
its key, itself encrypted with the passphrase. Writing needs only the public halves of the key and
of the recovery key; reading needs the secret half, which this process holds in memory from
`unlock` to `lock`; Python can't guarantee to wipe it there.
"""

import os
import re
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
"""The prefix of a secret key, and of the recovery key."""
_KEY_LENGTH = 74
"""Characters of a secret key: the prefix, a 1, and 58 in Bech32 (BIP 173)."""
_MAGIC = b"age-encryption.org/v1\n"
_BETWEEN = ("Pd", "Cf", "Cc")
"""Unicode categories allowed between the groups of a key: dashes and invisible characters."""
_SEALED = r".+\.age(?:\.(?:journal|common-g\d|\d+-[0-9a-f]+\.tmp).*)?"
"""The names of an encrypted store, its former journal, its merge bases and temporary files."""


class Keys(NamedTuple):
    """The keys of one store: those it is encrypted for, and its secret key, None while locked."""

    recipients: tuple[Any, ...]
    identity: Any | None


_held: dict[str, Keys] = {}
"""Keys by the real path of their store."""


def sealed(path: str) -> bool:
    """True when a file is, by its name, an encrypted store or a part of one."""
    name = os.path.basename(path)
    return SUFFIX in name and bool(re.fullmatch(_SEALED, name, re.DOTALL))


def plain(path: str) -> str:
    """The path of a store without encryption."""
    return path.removesuffix(SUFFIX)


def identity_of(path: str) -> str:
    """The path of the key of an encrypted store."""
    return f"{path}.identity"


def locked(path: str) -> bool:
    """True when a passphrase is needed to read a store."""
    held = _held.get(os.path.realpath(path))
    return sealed(path) and (held is None or held.identity is None)


def unlock(path: str, passphrase: str) -> None:
    """Hold the key of a store from now on; deliberately slow, about a second or two.

    Raises `StoreError` for a wrong passphrase, and for a missing or invalid key.
    """
    path = os.path.realpath(path)
    _hold(path, _keys(path, _identity(path, passphrase)))


def unlock_by_recovery(path: str, key: str) -> None:
    """Hold the recovery key of a store: it reads everything, and writes only for itself.

    Takes the key as it was typed (see `key_of`); raises `StoreError` if it is none.
    """
    found = key_of(key)
    try:
        identity = age().x25519.Identity.from_str(found)
    except age().IdentityError as error:
        length = len(found)
        why = "look for a mistyped one" if length == _KEY_LENGTH else f"this one has {length}"
        raise StoreError(
            f"this is no recovery key: one has {_KEY_LENGTH} characters and begins with "
            f"{SECRET}1; {why}"
        ) from error
    _hold(os.path.realpath(path), Keys((identity.to_public(),), identity))


def key_of(typed: str) -> str:
    """The secret key in a text, or "" if there is none.

    Skips lines that begin with `#`, as `age-keygen` writes them; groups, blanks, dashes, line
    ends and lower case don't matter.
    """
    from unicodedata import category, normalize

    lines = (line for line in typed.splitlines() if not line.lstrip().startswith("#"))
    bare = "".join(c for c in "".join(lines) if not c.isspace() and category(c) not in _BETWEEN)
    begin = SECRET.replace("-", "")
    bare = normalize("NFKC", bare).upper()
    return SECRET + bare.removeprefix(begin) if bare.startswith(begin) else ""


def whole_key(key: str) -> bool:
    """True when a key from `key_of` is complete."""
    return len(key) >= _KEY_LENGTH


def lock(path: str) -> None:
    """Forget the secret key of a store; it can still be written."""
    path = os.path.realpath(path)
    if path in _held:
        _held[path] = _held[path]._replace(identity=None)


def made(path: str, passphrase: str, known: str = "") -> str:
    """Make a key for a store, on disk and held, and return its recovery key, which is not kept.

    That is a new one, unless one is `known` already.
    """
    x25519 = age().x25519
    identity = x25519.Identity.generate()
    recovery = x25519.Identity.from_str(known) if known else x25519.Identity.generate()
    words = (
        "# The key of an AlignTUI store: without it and its passphrase, only the recovery key\n"
        "# opens the store.\n"
        f"# public key: {identity.to_public()}\n"
        f"# recovery key: {recovery.to_public()}\n"
        f"{identity}\n"
    )
    _keep_identity(path, words, passphrase)
    _hold(path, Keys((identity.to_public(), recovery.to_public()), identity))
    return str(recovery)


def adopt(path: str, other: str) -> None:
    """Give a store the key file, and the held key, of another one or of a backup."""
    found = read_whole(identity_of(other))
    if found is None:
        raise StoreError(f"{identity_of(other)} is gone; nothing was changed")
    write_private(identity_of(path), [found[0]])
    _hold(path, _held[os.path.realpath(other)])


def change_passphrase(path: str, old: str, new: str) -> None:
    """Encrypt the key with a new passphrase; the old file stays until the new one was opened."""
    path = os.path.realpath(path)
    _keep_identity(path, _identity(path, old), new)


def seal(path: str, data: bytes) -> bytes:
    """Encrypt data for the store at `path`; raises `StoreSealed` if its key was never held."""
    held = _held.get(path)
    if held is None or not held.recipients:
        raise _closed(path)
    found: bytes = age().encrypt(data, list(held.recipients))
    return found


def decrypt(path: str, data: bytes) -> bytes:
    """Decrypt a file or a part of one; `path` is for the error messages.

    Raises `StoreSealed` without a key, `StoreDamaged` if no held key fits.
    """
    identities = [keys.identity for keys in _held.values() if keys.identity is not None]
    if not identities:
        raise _closed(path)
    library = age()
    try:
        found: bytes = library.decrypt(data, identities)
    except library.DecryptError as error:
        raise StoreDamaged(
            f"{path} is damaged, or encrypted with another key; nothing was changed: "
            "'aligntui doctor' lists the good states"
        ) from error
    return found


def fits(data: bytes) -> bool:
    """True when a held key is one of those that data is encrypted for, or data is damaged."""
    identities = [keys.identity for keys in _held.values() if keys.identity is not None]
    try:
        return bool(identities) and age().decrypt(data, identities) is not None
    except age().DecryptError as error:
        return "No matching keys" not in str(error)


def is_age(data: bytes) -> bool:
    """True when data is encrypted, by its first bytes."""
    return data.startswith(_MAGIC)


def _keys(path: str, words: str) -> Keys:
    x25519 = age().x25519
    secret = next((line for line in words.splitlines() if line.startswith(SECRET)), "")
    others = [line.rpartition(" ")[2] for line in words.splitlines() if "recovery key: age" in line]
    try:
        identity = x25519.Identity.from_str(secret)
        recipients = (identity.to_public(), *map(x25519.Recipient.from_str, others))
    except (age().IdentityError, age().RecipientError) as error:
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
            return str(age().passphrase.decrypt(found[0], form), "utf-8")
        except (age().DecryptError, UnicodeDecodeError):
            continue
    if not (is_age(found[0]) or found[0].startswith(b"-----BEGIN AGE")):
        raise StoreError(f"{name} holds no key; put the right file back")
    if key_of(passphrase):
        raise WrongPassphrase("this is a recovery key; 'aligntui decrypt' takes it")
    raise WrongPassphrase("wrong passphrase; nothing was changed")


def one_form(passphrase: str) -> str:
    """Normalize a new passphrase, so that keyboards may compose letters and blanks differently.

    Source: RFC 8265, section 4.2 (OpaqueString): any blank becomes a space, then NFC.
    """
    from unicodedata import category, normalize

    return normalize("NFC", "".join(" " if category(c) == "Zs" else c for c in passphrase))


def _forms(passphrase: str) -> tuple[str, ...]:
    """Forms of a passphrase to try: older keys were encrypted without normalizing it."""
    from unicodedata import normalize

    others = (normalize(form, passphrase) for form in ("NFC", "NFD"))
    return tuple(dict.fromkeys((one_form(passphrase), passphrase, *others)))


def _keep_identity(path: str, words: str, passphrase: str) -> None:
    name = identity_of(path)
    passphrase = one_form(passphrase)
    data = age().passphrase.encrypt(words.encode("utf-8"), passphrase, armored=True)

    def finish(temporary: str) -> str:
        read = read_whole(temporary)
        if read is None or not _opens(read[0], passphrase, words):
            raise NotSaved("the new key can't be opened as written; nothing was changed")
        os.replace(temporary, name)
        return name

    write_private(name, [data], finish=finish)


def _opens(data: bytes, passphrase: str, words: str) -> bool:
    try:
        return bool(age().passphrase.decrypt(data, passphrase) == words.encode("utf-8"))
    except age().DecryptError:
        return False


def _closed(path: str) -> StoreSealed:
    name = f"{path} is" if path else "the store is"
    return StoreSealed(f"{name} encrypted and locked; its passphrase opens it")


def age() -> Any:
    """The library for encryption; raises `StoreError` when it is not installed."""
    try:
        import pyrage
    except ImportError as error:
        import shlex
        import sys

        pip = f"{shlex.quote(sys.executable)} -m pip install pyrage"
        raise StoreError(f"an encrypted store needs pyrage; run: {pip}") from error
    return pyrage


def _hold(path: str, keys: Keys) -> None:
    """Hold keys, and forbid core dumps, which would write this process's memory to a file."""
    import resource

    _held[path] = keys
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
