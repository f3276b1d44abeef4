"""What the example says, so that it can be compared with what it said before."""

import datetime as dt
import json
import re
from collections import Counter
from decimal import Decimal

from django.db import models
from tests.web.journey.example import _undone_after, loaded_example  # noqa: F401 - a fixture

from mentorway.web.journey.analysis import rows

# Drawn anew each time, or reckoned from what is: everything else that people wrote is compared.
DRAWN = {
    *("link", "secret", "code", "path", "pseudonym", "previous", "hash", "fingerprint", "number"),
    *("digest", "data_hash", "sha256", "seed", "people_hash", "agreed_to", "position"),
}
PLAIN = (models.CharField, models.TextField, models.BooleanField, models.DateField, models.DecimalField)
RUNS = re.compile(r"[\w-]*[0-9][\w-]*|\b[A-Z]{5}(?:-[A-Z]{5})+\b")  # keys, and codes of certificates


def picture():
    """Return the example without what is drawn anew: how many rows of each table, and what they say."""
    return {table._meta.label: _said(table, keys) for table, keys in rows.look().rows.items()}


def _said(table, keys):
    fields = [one for one in table._meta.concrete_fields if _compared(one)]
    found = table._base_manager.filter(pk__in=keys) if len(keys) < 500 else []
    told = Counter(tuple(_plain(getattr(row, one.name)) for one in fields) for row in found)
    return len(keys), told


def differences(before, after):
    """Return where the example is other than before: table, counts, and the first words that differ."""
    found = []
    for label in sorted(before | after):
        (count, told), (number, said) = before.get(label, (0, Counter())), after.get(label, (0, Counter()))
        if (count, told) != (number, said):
            pairs = zip(sorted(told - said), sorted(said - told), strict=False)
            first = next(
                ((one, two) for pair in pairs for one, two in zip(*pair, strict=True) if one != two), ""
            )
            found.append((label, count, number, *(_from_where_they_differ(*first) if first else ())))
    return found


def _from_where_they_differ(one, two):
    place = next((at for at, pair in enumerate(zip(one, two, strict=False)) if len(set(pair)) > 1), 0)
    return one[max(0, place - 40) : place + 40], two[max(0, place - 40) : place + 40]


def _compared(field):
    if isinstance(field, models.DateTimeField) or field.name in DRAWN:
        return False
    return isinstance(field, (*PLAIN, models.JSONField))


def _plain(value):
    """Return a value as text; numbers and fingerprints within structures change with the keys of rows."""
    text = json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else f"{value}"
    return text if isinstance(value, dt.date | Decimal) else RUNS.sub("#", text)
