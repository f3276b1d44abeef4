"""The cache of the installation, which forgets attempts that a clock counted before it jumped back."""

import time
from typing import Any, Final

from django.core.cache.backends.db import DatabaseCache

ATTEMPTS: Final = "allauth:rl:"  # how allauth names what it counts: moments, the newest first
LEEWAY: Final = 60  # seconds by which the clocks of two computers may differ


class Cache(DatabaseCache):
    """Keeps what allauth counts from locking people out when the clock is set back an hour."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = super().get(key, default, version)
        if not key.startswith(ATTEMPTS) or not isinstance(found, list):
            return found
        latest = time.time() + LEEWAY
        return [one for one in found if isinstance(one, int | float) and one <= latest]
