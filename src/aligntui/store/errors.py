"""Errors of the store; each message is one line that says what to do."""


class StoreError(Exception):
    """The request can't be carried out; nothing was changed."""


class StoreDamaged(StoreError):  # noqa: N818 - named by what happened
    """The files can't be trusted as they are; nothing was written."""


class StoreLocked(StoreError):  # noqa: N818
    """Another process held the lock for too long."""


class StoreReadOnly(StoreError):  # noqa: N818
    """The store can be read but not written."""


class NotSaved(StoreError):  # noqa: N818
    """The disk refused (full, failing, gone); the store is as it was before the save."""


class StaleError(StoreError):
    """The record on disk is not the one that was edited."""


class StoreSealed(StoreError):  # noqa: N818
    """The store is encrypted, and its key is not held."""


class WrongPassphrase(StoreError):  # noqa: N818
    """The passphrase does not open the store; nothing was changed."""
