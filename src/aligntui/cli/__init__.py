"""The commands: data goes to stdout, narration to stderr."""
