"""The program with passphrases that cost no second: `python -m tests.terminal.quick`."""

import sys

import pyrage

from aligntui.__main__ import main
from tests.store.sealed import quick_decrypt, quick_encrypt

if __name__ == "__main__":
    pyrage.passphrase.encrypt, pyrage.passphrase.decrypt = quick_encrypt, quick_decrypt
    sys.exit(main())
