"""What one person writes in two windows at once: told apart without keeping every version."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentorway.web.core.merging import Snapshot, texts


@dataclass
class Written:
    """A row that counts no changes, known by the mark of what stands in it."""

    revision: int


@dataclass
class Version:
    """What was written when a window was opened, or what is stored now."""

    number: int
    fields: Mapping[str, str]
    by: Any = None
    at: Any = None


def marked(fields: Mapping[str, Any]) -> int:
    """Return a number that another text would not have."""
    said = json.dumps(texts(fields), sort_keys=True)
    return int(hashlib.sha256(said.encode()).hexdigest()[:12], 16)


def based(fields: Mapping[str, Any]) -> str:
    """Return what a window carries along, so that what was written there can be put together later."""
    return json.dumps(texts(fields), ensure_ascii=False)


def versions(base: str, began: int, stored: Mapping[str, Any], now: int) -> list[Snapshot]:
    """Return what a window began with, and what is stored now, as `merging` asks for them."""
    try:
        read = json.loads(base or "{}")
    except ValueError:
        read = {}
    known = {str(name): str(text) for name, text in read.items()} if isinstance(read, dict) else {}
    return [Version(began, known), Version(now, texts(stored))]
