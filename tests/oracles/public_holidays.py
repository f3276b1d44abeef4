"""Writes public_holidays.json: holidays of four countries by workalendar, which shares no code with ours.

In an environment of its own: `pip install workalendar==17.0.0`, `python tests/oracles/public_holidays.py`.
"""

import json
from importlib.metadata import version
from pathlib import Path

from workalendar.europe import Finland, Latvia, Lithuania, Sweden

YEARS = range(2024, 2029)
found = {
    country: {day.isoformat(): str(name) for year in YEARS for day, name in calendar().holidays(year)}
    for country, calendar in (("FI", Finland), ("SE", Sweden), ("LV", Latvia), ("LT", Lithuania))
}
kept = {"versions": {"workalendar": version("workalendar")}, "holidays": found}
Path(__file__).with_suffix(".json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
