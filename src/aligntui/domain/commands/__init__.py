"""Commands: requests as data, each of which returns the next person or refuses."""
