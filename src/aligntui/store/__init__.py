"""The store: the only package that knows TinyDB and the data's files."""
