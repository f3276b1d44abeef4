"""Browsers and systems in plain words, read from what a browser says of itself; only two words are kept."""

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The first that is found counts: many browsers claim to be others as well.
BROWSERS: Final = (
    ("edge", re.compile(r"Edg(e|A|iOS)?/")),
    ("opera", re.compile(r"OPR/|Opera")),
    ("samsung", re.compile(r"SamsungBrowser/")),
    ("firefox", re.compile(r"Firefox/|FxiOS/")),
    ("chrome", re.compile(r"Chrome/|CriOS/|Chromium/")),
    ("safari", re.compile(r"Version/[\d.]+.*Safari/")),
)
SYSTEMS: Final = (
    ("iphone", re.compile(r"iPhone|iPod")),
    ("ipad", re.compile(r"iPad")),
    ("android", re.compile(r"Android")),
    ("chromeos", re.compile(r"CrOS")),
    ("windows", re.compile(r"Windows")),
    ("mac", re.compile(r"Macintosh|Mac OS X")),
    ("linux", re.compile(r"Linux|X11")),
)
NAMES: Final[dict[str, str | Promise]] = {
    "edge": "Edge",
    "opera": "Opera",
    "samsung": "Samsung Internet",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
    "iphone": "iPhone",
    "ipad": "iPad",
    "android": "Android",
    "chromeos": "ChromeOS",
    "windows": "Windows",
    "mac": gettext_lazy("a Mac"),
    "linux": "Linux",
}


def device_of(agent: str) -> str:
    """Return browser and system as two words of ours, each «other» where it is none that we know.

    >>> device_of("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
    'firefox linux'
    >>> device_of("curl/8.5")
    'other other'
    """
    found = [
        next((name for name, said in known if said.search(agent[:512])), "other")
        for known in (BROWSERS, SYSTEMS)
    ]
    return " ".join(found)


def in_words(device: str) -> str:
    """Return a device as people call it."""
    browser, _space, system = device.partition(" ")
    if browser in NAMES and system in NAMES:
        return _("%(browser)s on %(system)s") % {"browser": NAMES[browser], "system": NAMES[system]}
    if browser in NAMES or system in NAMES:
        return str(NAMES.get(browser) or NAMES[system])
    return _("A browser that we do not know")
