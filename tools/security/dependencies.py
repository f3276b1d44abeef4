"""Write what the product is made of: each locked package, its version and its licence.

    python tools/security/dependencies.py            # writes docs/security/dependencies.md
    python tools/security/dependencies.py --check    # only says what is wrong

Licences are read from what is installed. A package whose licence is not on the list fails.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
PAGE = ROOT / "docs" / "security" / "dependencies.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)", re.MULTILINE)
ALLOWED = (
    "apache", "bsd", "mit", "isc", "mpl", "mozilla", "lgpl", "lesser general", "psf", "python software",
    "zlib", "unlicense", "cc0", "0bsd", "hpnd", "zpl", "public domain", "bsl", "ncsa",
)  # fmt: skip
FORBIDDEN = re.compile(r"(?i)\b(a?gpl|affero)")
LESSER = re.compile(r"(?i)(lgpl|lesser)")
# Read in the files that the package ships, where its description says nothing
READ_BY_HAND = {"pyxform": "BSD-2-Clause"}
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Package:
    """A package as it is locked."""

    name: str
    version: str
    licence: str

    @property
    def is_allowed(self) -> bool:
        """Whether its licence is one that the product may use."""
        told = self.licence.lower()
        if FORBIDDEN.search(told) and not LESSER.search(told):
            return False
        return any(word in told for word in ALLOWED)


def licence_of(name: str) -> str:
    """Return the licence as the installed package tells it."""
    if name in READ_BY_HAND:
        return READ_BY_HAND[name]
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return UNKNOWN
    expression = told.get("License-Expression")
    if expression:
        return str(expression)
    classes = [
        one.rsplit(" :: ", 1)[-1] for one in told.get_all("Classifier") or () if one.startswith("License ::")
    ]
    first = str(told.get("License") or "").strip().splitlines()
    return "; ".join(one for one in classes if one != "OSI Approved") or (first[0][:60] if first else UNKNOWN)


def locked() -> list[Package]:
    """Return every package of the lock."""
    found = PINNED.findall(LOCK.read_text(encoding="utf-8"))
    return [
        Package(name, version, licence_of(name))
        for name, version in sorted(found, key=lambda one: one[0].lower())
    ]


def page(packages: list[Package]) -> str:
    """Return the page."""
    lines = [
        "# What it is made of",
        "",
        "Made by `tools/security/dependencies.py` from `requirements.lock`: every package of a",
        "running installation, each pinned to a version and to the hashes of its files. Allowed",
        "are licences that let others use, change and pass on the whole (Apache, BSD, MIT, ISC,",
        "MPL, LGPL, PSF and their like); GPL and AGPL are not.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
        *(f"| {one.name} | {one.version} | {one.licence.replace('|', '/')} |" for one in packages),
        "",
        f"{len(packages)} packages.",
    ]
    return "\n".join(lines) + "\n"


def bill(packages: list[Package]) -> str:
    """Return the same as a CycloneDX bill of materials."""
    components = [
        {
            "type": "library",
            "name": one.name,
            "version": one.version,
            "purl": f"pkg:pypi/{one.name.lower()}@{one.version}",
            "licenses": [{"license": {"name": one.licence}}],
        }
        for one in packages
    ]
    return json.dumps(
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components}, indent=1
    )


def main() -> int:
    """Return 1 where a licence is not allowed."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--bill", type=Path, help="write a CycloneDX bill of materials there, too")
    asked = parser.parse_args()
    packages = locked()
    wrong = [one for one in packages if not one.is_allowed]
    for one in wrong:
        print(f"{one.name} {one.version}: {one.licence}")
    if not asked.check:
        PAGE.write_text(page(packages), encoding="utf-8")
    if asked.bill:
        asked.bill.parent.mkdir(parents=True, exist_ok=True)
        asked.bill.write_text(bill(packages), encoding="utf-8")
    print(f"{len(packages)} packages, {len(wrong)} with a licence that is not allowed or not known")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
