"""The domain: people, the notes kept about them, and queries over both; plain values only."""
