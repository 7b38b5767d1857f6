"""The terminal session, the only package that imports Textual."""
