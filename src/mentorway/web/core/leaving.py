"""Letters that people can stop with one press, from the letter itself or from the program that reads it."""


def headers_for(address: str) -> dict[str, str]:
    """Return what lets a mail program offer to leave by one press (RFC 2369, RFC 8058).

    >>> headers_for("https://example.org/leave/")["List-Unsubscribe"]
    '<https://example.org/leave/>'
    """
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
