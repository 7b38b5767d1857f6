"""What the store says when it can't do as asked; each message is one line that says what to do."""


class StoreError(Exception):
    """The store can't do what was asked; nothing was changed."""


class StoreDamaged(StoreError):  # noqa: N818 - named by what happened
    """The files can't be trusted as they are; nothing was written."""


class StoreLocked(StoreError):  # noqa: N818
    """Another process holds the store and did not let go in time."""


class StoreReadOnly(StoreError):  # noqa: N818
    """The store can be read but not written."""


class NotSaved(StoreError):  # noqa: N818
    """The disk refused (full, failing, gone); the store is as it was before the save."""


class StaleError(StoreError):
    """The record on disk is not the one that was edited."""


class StoreSealed(StoreError):  # noqa: N818
    """The store is encrypted, and its key is not at hand."""


class WrongPassphrase(StoreError):  # noqa: N818
    """The passphrase is not the one of the store; nothing was changed."""
