"""A cohort's certificates: signed, set as PDF, and verified.

Run: python -m benchmarks.credentials
The mark is 1,000 certificates, each signed and set as PDF, in less than 60 s on two cores. Two processes
take one half each; their processor time, shared by two, is judged, as wall time depends on neighbours too.
The peer in the same run is the floor under any such program: as many pages with one number on them by the
same typesetter.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import time
from concurrent.futures import ProcessPoolExecutor

import typst

from mentorway.credentials.badges import Place, issued
from mentorway.credentials.certificate import Sheet, certificates
from mentorway.credentials.keys import SigningKey
from mentorway.credentials.microcredential import Attained, Issuer, MicroCredential, Participation
from mentorway.credentials.verifying import Trust, Verdict, checked

CERTIFICATES = 1000
MOST_SECONDS = 60.0
PROCESSES = 2
KEY = SigningKey.of_seed(bytes(range(32)))
AT = dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)
LANGUAGES = ("en", "lt", "lv", "sv", "fi")


def credential(number: int) -> MicroCredential:
    """Return the certificate of one person."""
    return MicroCredential(
        f"Žydrūnė Šķēle-Äström {number}",
        "Mentoring at work",
        Issuer("Continuing Studies", "LT", "https://example.org"),
        AT.date(),
        tuple(Attained(f"do the thing number {place} of a mentor with a colleague") for place in range(6)),
        12,
        "Observed conversation with feedback",
        Participation.BLENDED,
        "Reviewed by two partners",
    )


def address(number: int) -> str:
    """Return where a certificate can be checked."""
    return f"https://mentorway.example.org/certificates/{number:08x}"


def half(numbers: range) -> tuple[list[str], list[bytes]]:
    """Sign and set some certificates."""
    made = [credential(number) for number in numbers]
    badges = [
        json.dumps(issued(one, Place(address(number)), KEY, at=AT))
        for number, one in zip(numbers, made, strict=True)
    ]
    sheets = [
        Sheet(one, address(number), LANGUAGES[number % 5]) for number, one in zip(numbers, made, strict=True)
    ]
    return badges, certificates(sheets)


def floor(count: int) -> float:
    """Return how long as many empty pages take."""
    started = time.perf_counter()
    compiler = typst.Compiler(ignore_system_fonts=True)
    for number in range(count):
        compiler.compile(b"#set page(flipped: true)\n#sys.inputs.n", sys_inputs={"n": str(number)})
    return time.perf_counter() - started


def main() -> None:
    """Measure, and end with an error if the mark is missed."""
    halves = [range(start, CERTIFICATES, PROCESSES) for start in range(PROCESSES)]
    started = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = list(pool.map(half, halves))
    wall = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (used.ru_utime + used.ru_stime) / PROCESSES
    badges = [one for some, _ in found for one in some]
    sheets = [one for _, some in found for one in some]
    trust = Trust({KEY.did_key: [KEY.multikey]}, {})
    started = time.perf_counter()
    verdicts = {checked(one, trust, now=AT).verdict for one in badges[:200]}
    each = (time.perf_counter() - started) / 200
    size = sum(map(len, sheets)) / len(sheets)
    badge_size = sum(map(len, badges)) / len(badges)
    print(f"{len(sheets)} certificates signed and set: {seconds:.1f} s on {PROCESSES} cores")
    print(f"by the clock, on this machine as busy as it is: {wall:.1f} s")
    print(f"one PDF {size / 1024:.0f} KiB, one badge {badge_size / 1024:.1f} KiB")
    print(f"one badge verified: {each * 1000:.1f} ms")
    print(f"floor, {CERTIFICATES} empty pages in one process: {floor(CERTIFICATES):.1f} s")
    if verdicts != {Verdict.GOOD} or len(set(sheets)) != CERTIFICATES:
        raise SystemExit("A certificate is wrong.")
    if seconds > MOST_SECONDS:
        raise SystemExit(f"More than {MOST_SECONDS:.0f} s.")


if __name__ == "__main__":
    main()
