"""A file in which git has left both sides of a merge that it could not finish."""

MARKERS = (b"<<<<<<< ", b">>>>>>> ")


def marked_by_git(data: bytes) -> bool:
    """Whether a file holds the two sides of a merge that git could not finish."""
    return all(data.startswith(mark) or b"\n" + mark in data for mark in MARKERS)


def sides(data: bytes) -> tuple[bytes, bytes]:
    """Both sides of a file with git's markers, ours first."""
    found: tuple[list[bytes], list[bytes]] = ([], [])
    taken: tuple[int, ...] = (0, 1)
    for line in data.splitlines(keepends=True):
        if line.startswith(b"<<<<<<< "):
            taken = (0,)
        elif line.startswith(b"||||||| ") and taken == (0,):
            taken = ()
        elif line.rstrip() == b"=======" and taken in {(0,), ()}:
            taken = (1,)
        elif line.startswith(b">>>>>>> "):
            taken = (0, 1)
        else:
            for side in taken:
                found[side].append(line)
    ours, theirs = (b"".join(side) for side in found)
    return ours, theirs
