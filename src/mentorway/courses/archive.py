"""An archive that is the same, byte for byte, whenever it is made of the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
READABLE = 0o644 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files, in the order given, all of the same time.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by path inside the archive.

    Returns
    -------
    bytes
        The same for the same files.

    Examples
    --------
    >>> zipped({"a.txt": b"a"}) == zipped({"a.txt": b"a"})
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else the system that it was made on is written down
            entry.external_attr = READABLE
            archive.writestr(entry, content)
    return buffer.getvalue()
