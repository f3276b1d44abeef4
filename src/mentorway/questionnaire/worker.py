"""The process that reads workbooks and runs pyxform: what happens in it cannot harm the one that asks.

Run: python -m mentorway.questionnaire.worker {read|convert}, with one JSON object on standard input.
"""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import re
import resource
import sys
import warnings
from typing import Any, Final

LONGEST_REASON: Final = 600
QUOTES: Final = "“”‘’"  # pyxform makes them straight, in texts too
HIDDEN: Final = {ord(quote): 0xE000 + place for place, quote in enumerate(QUOTES)}
UNHIDDEN: Final = {place: quote for quote, place in HIDDEN.items()}
ROW = re.compile(r"\[row : (\d+)\]")


def main(task: str) -> int:
    """Do one task, and print its result as JSON: `found`, or the `message` that says why not."""
    asked = json.loads(sys.stdin.buffer.read())
    _limit(asked["limits"])
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    answer = {"read": _read, "convert": _convert}[task](asked)
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


def _limit(limits: dict[str, int]) -> None:
    for kind, most in (
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["unzipped"]),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that cannot limit this
            resource.setrlimit(kind, (most, most))


def _read(asked: dict[str, Any]) -> dict[str, Any]:
    from mentorway.questionnaire.limits import Limits  # noqa: PLC0415 - after the limits are set
    from mentorway.questionnaire.packed import read_packed  # noqa: PLC0415
    from mentorway.wording import InvalidInputError  # noqa: PLC0415

    try:
        workbook = read_packed(base64.b64decode(asked["data"]), Limits(**asked["limits"]))
    except InvalidInputError as error:
        said = error.message
        return {
            "message": {
                "text": said.text, "values": dict(said.values), "plural": said.plural, "count": said.count
            }
        }  # fmt: skip
    return {"found": workbook.to_json()}


def _convert(asked: dict[str, Any]) -> dict[str, Any]:
    from pyxform.errors import PyXFormError  # noqa: PLC0415 - after the limits are set
    from pyxform.xls2xform import convert  # noqa: PLC0415

    try:
        done = convert(asked["sheets"], validate=False, pretty_print=False, form_name=asked["root"])
    except PyXFormError as error:
        row = ROW.search(str(error))
        return {"reason": str(error)[:LONGEST_REASON], "row": int(row[1]) if row else 0}
    except Exception as error:  # noqa: BLE001 - pyxform lets many kinds of exception through
        return {"reason": "", "row": 0, "kind": type(error).__name__}
    return {
        "found": done.xform.translate(UNHIDDEN),
        "warnings": [text[:LONGEST_REASON] for text in done.warnings],
        "itemsets": bool(done.itemsets),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
