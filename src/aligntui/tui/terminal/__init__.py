"""Where the app meets the terminal: input, output, signals, crashes.

Every private name of Textual that is used stands in this folder, each with its reason and with what
happens without it. `tests/tui/test_private_names.py` counts them.
"""
