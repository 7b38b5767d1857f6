"""Two notebooks about one person that differ only in what is private."""
