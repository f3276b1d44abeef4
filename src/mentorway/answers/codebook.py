"""The codebook: which columns are items, of which scale, how they are coded."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mentorway.answers import plaintext, workbook
from mentorway.answers.limits import MEGABYTE, Limits, unturned
from mentorway.wording import InvalidInputError, Message, listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LIMITS = Limits(bytes=5 * MEGABYTE, unzipped=20 * MEGABYTE, rows=2_000, columns=100)
COLUMNS = ("item", "scale", "text", "reverse", "low", "high", "missing", "note")
NEEDED = ("item", "scale", "low", "high")
TRANSLATED = re.compile(r"text_[a-z]{2,3}")
YES = {"1", "yes", "y", "true", "x", "r", "-", "taip", "jā", "ja", "kyllä"}
NO = {"", "0", "no", "n", "false", "+", "ne", "nē", "nej", "ei"}
FARTHEST = 30_000
FARTHEST_MISSING = 999_999
WIDEST = 100


@dataclass(frozen=True)
class Item:
    """One question: the column it stands in, its scale, its wording and its coding."""

    name: str
    scale: str
    text: str
    reverse: bool
    low: int
    high: int
    missing: frozenset[int] = frozenset()
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Codebook:
    """All items, with the title of the questionnaire and where it comes from.

    >>> item = Item("E1", "Extraversion", "I am the life of the party.", reverse=False, low=1, high=5)
    >>> Codebook((item,)).scales()["Extraversion"][0].name
    'E1'
    """

    items: tuple[Item, ...]
    title: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a codebook that contradicts itself."""
        _refuse_contradictions(self.items)

    def scales(self) -> dict[str, tuple[Item, ...]]:
        """Return the items of each scale, in the order of the codebook."""
        found: dict[str, tuple[Item, ...]] = {}
        for item in self.items:
            found[item.scale] = (*found.get(item.scale, ()), item)
        return found

    def to_json(self) -> str:
        """Return the codebook as JSON, the same for the same codebook."""
        items = [
            {**asdict(item), "missing": sorted(item.missing), "texts": dict(sorted(item.texts.items()))}
            for item in _plain_texts(self.items)
        ]
        return json.dumps({"title": self.title, "source": self.source, "items": items}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Codebook:
        """Return the codebook that `to_json` wrote, or one written by hand.

        >>> Codebook.from_json(Codebook((), "Empty").to_json()).title
        Traceback (most recent call last):
        ...
        mentorway.wording.InvalidInputError: The codebook has no items.
        """
        try:
            facts = json.loads(text)
            rows = [_cells_of(item) for item in facts["items"]]
            title, source = (unturned(str(facts.get(key, ""))) for key in ("title", "source"))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise InvalidInputError(
                Message(
                    "The codebook is not JSON of the form needed: an object with “title”, “source” "
                    "and “items”, "
                    "each item an object with “item”, “scale”, “text”, “reverse”, “low”, “high” and "
                    "“missing”."
                )
            ) from error
        _refuse_columns(sorted({name for row in rows for name in row}))
        items = tuple(_item(row, number) for number, row in enumerate(rows, start=1))
        return cls(items, title, source)


def read_codebook(path: Path) -> Codebook:
    r"""Read a codebook.

    Parameters
    ----------
    path : Path
        A .csv, .tsv, .txt, .xlsx or .json file. Columns: item, scale, low and high; and, if wanted, text,
        text_lt (and other languages), reverse, missing (codes divided by ;) and note. Lines before the header
        that begin with # may say ``# title: …`` and ``# source: …``.

    Returns
    -------
    Codebook
        The items in the order of the file.

    Raises
    ------
    InvalidInputError
        The file cannot be read, or the codebook contradicts itself.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "codebook.csv"
    >>> text = "# title: Trust\nitem,scale,low,high,reverse\nT1,Trust,1,5,no\nT2,Trust,1,5,yes\n"
    >>> _ = path.write_text(text)
    >>> book = read_codebook(path)
    >>> book.title, [item.reverse for item in book.items]
    ('Trust', [False, True])
    """
    LIMITS.admit_file(path)
    name = path.name.lower()
    if name.endswith(".json"):
        text = plaintext.to_text(plaintext.read_bytes(path, LIMITS), path.name)
        return Codebook.from_json(text.data.decode("utf-8-sig"))
    if name.endswith(".xlsx"):
        return _from_rows(workbook.open_sheet(path, LIMITS).rows, path.name)
    if name.endswith((".csv", ".tsv", ".tab", ".txt")):
        return _from_rows(_text_rows(path), path.name)
    raise InvalidInputError(
        Message(
            "The kind of the codebook “%(file)s” is not known. Use .csv, .tsv, .txt, .xlsx or .json.",
            {"file": shown(path.name)},
        )
    )


def _text_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = plaintext.to_text(plaintext.read_bytes(path, LIMITS), path.name).data
    lines = text.decode("utf-8").splitlines(keepends=True)
    number = 0
    for number, line in enumerate(lines):
        if line.strip() and not line.lstrip('"').startswith("#"):
            break
        yield number + 1, [line.strip().strip('"').rstrip(",;\t|")]
    rest = "".join(lines[number:])
    if not rest.strip():
        return
    layout = plaintext.layout_of(rest.encode(), path.name)
    yield from enumerate(plaintext.rows_of(rest, layout.delimiter, path.name), start=number + 1)


def _from_rows(rows: Iterator[tuple[int, list[str]]], file: str) -> Codebook:
    facts: dict[str, str] = {}
    header: list[str] = []
    items: list[Item] = []
    for number, row in rows:
        LIMITS.admit_shape(len(items), len(row), file)
        first = row[0].strip() if row else ""
        if not any(cell.strip() for cell in row):
            continue
        if first.startswith("#"):
            key, _, value = first.lstrip("# ").partition(":")
            facts[key.strip().lower()] = unturned(value).strip()
        elif not header:
            header = [cell.strip().lower() for cell in row]
            _refuse_columns(header)
        else:
            items.append(_item(_named(header, row, number), number))
    return Codebook(tuple(items), facts.get("title", ""), facts.get("source", ""))


def _named(header: list[str], row: list[str], number: int) -> dict[str, str]:
    if any(cell.strip() for cell in row[len(header) :]):
        raise InvalidInputError(
            Message(
                "Row %(row)d of the codebook has more cells than the header. "
                "Put texts that hold the delimiter between quotation marks.",
                {"row": number},
            )
        )
    return {name: cell.strip() for name, cell in zip(header, row, strict=False) if name}


def _refuse_columns(header: list[str]) -> None:
    names = [name for name in header if name]
    for name, count in Counter(names).items():
        if count > 1:
            raise InvalidInputError(
                Message("The codebook has the column “%(column)s” more than once.", {"column": shown(name)})
            )
    for name in names:
        if name not in COLUMNS and not TRANSLATED.fullmatch(name):
            close = difflib.get_close_matches(name, COLUMNS, n=1)
            raise InvalidInputError(
                Message(
                    "The codebook has an unknown column “%(column)s”; the nearest known one is “%(near)s”. "
                    "Known columns: %(known)s, and text_lt and such for other languages. "
                    "Put remarks in the column “note”.",
                    {
                        "column": shown(name),
                        "near": close[0] if close else "note",
                        "known": listed(list(COLUMNS)),
                    },
                )
            )
    lacking = [name for name in NEEDED if name not in names]
    if names and lacking:
        raise InvalidInputError(
            Message(
                "The codebook lacks the column %(lacking)s. It has: %(columns)s. "
                "If that looks like one long name, the delimiter was not found: save it as CSV with commas.",
                {"lacking": listed(lacking), "columns": listed(names)},
                plural="The codebook lacks the columns %(lacking)s. It has: %(columns)s. "
                "If that looks like one long name, the delimiter was not found: save it as CSV with commas.",
                count=len(lacking),
            )
        )


def _cells_of(item: Mapping[str, Any]) -> dict[str, str]:
    """Return one item of a JSON codebook as the cells that a table would have."""
    cells = {key: "" if value is None else value for key, value in item.items() if key != "texts"}
    if "name" in cells:
        cells["item"] = cells.pop("name")
    cells |= {f"text_{language}": text for language, text in (item.get("texts") or {}).items()}
    if isinstance(cells.get("missing"), list):
        cells["missing"] = ";".join(str(code) for code in cells["missing"])
    return {key: str(value).strip() for key, value in cells.items()}


def _item(cells: Mapping[str, str], number: int) -> Item:
    name, scale = cells.get("item", ""), cells.get("scale", "")
    for column, value in (("item", name), ("scale", scale)):
        if not value.isprintable():
            raise InvalidInputError(
                Message(
                    "Row %(row)d of the codebook has a sign that cannot be seen in the column “%(column)s”: "
                    "“%(value)s”. Type the name anew.",
                    {"row": number, "column": column, "value": shown(value)},
                )
            )
        if not value or len(value) > WIDEST:
            raise InvalidInputError(
                Message(
                    "Row %(row)d of the codebook needs a name of at most %(most)d letters in the column "
                    "“%(column)s”.",
                    {"row": number, "column": column, "most": WIDEST},
                )
            )
    codes = [code for code in re.split(r"[;,\s]+", cells.get("missing", "")) if code]
    return Item(
        name=name,
        scale=scale,
        text=cells.get("text", "") or name,
        reverse=_yes_or_no(cells.get("reverse", ""), number),
        low=_whole(cells.get("low", ""), "low", number),
        high=_whole(cells.get("high", ""), "high", number),
        missing=frozenset(_whole(code, "missing", number) for code in codes),
        texts={key[5:]: text for key, text in cells.items() if TRANSLATED.fullmatch(key) and text},
    )


def _yes_or_no(text: str, number: int) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise InvalidInputError(
        Message(
            "Row %(row)d of the codebook has “%(value)s” in the column “reverse”. Write yes or no.",
            {"row": number, "value": shown(text)},
        )
    )


def _whole(text: str, column: str, number: int) -> int:
    if re.fullmatch(r"[+-]?[0-9]{1,20}(?:[.,]0{1,6})?", text):
        code, most = int(re.split(r"[.,]", text)[0]), FARTHEST_MISSING if column == "missing" else FARTHEST
        if abs(code) <= most:
            return code
        raise InvalidInputError(
            Message(
                "Row %(row)d of the codebook has %(value)s in the column “%(column)s”, where whole numbers "
                "from %(low)d to %(high)d are possible.",
                {"row": number, "column": column, "value": shown(text), "low": -most, "high": most},
            )
        )
    raise InvalidInputError(
        Message(
            "Row %(row)d of the codebook has “%(value)s” in the column “%(column)s”, where a whole number is "
            "needed. Several missing codes are divided by “;”, as in 0;9.",
            {"row": number, "column": column, "value": shown(text)},
        )
    )


def _plain_texts(items: tuple[Item, ...]) -> Iterator[Item]:
    """Yield the items with plain dictionaries, which `asdict` can copy."""
    for item in items:
        yield Item(**{**item.__dict__, "texts": dict(item.texts)})


def _refuse_contradictions(items: tuple[Item, ...]) -> None:
    if not items:
        raise InvalidInputError(Message("The codebook has no items."))
    for name, count in Counter(item.name for item in items).items():
        if count > 1:
            raise InvalidInputError(
                Message(
                    "The codebook names the item “%(item)s” %(count)d times. Each item belongs to "
                    "one scale, once.",
                    {"item": shown(name), "count": count},
                )
            )
    for item in items:
        _refuse_range(item)
    ranges: dict[str, Item] = {}
    for item in items:
        first = ranges.setdefault(item.scale, item)
        if (first.low, first.high) != (item.low, item.high):
            raise InvalidInputError(
                Message(
                    "In the scale “%(scale)s”, %(first)s goes from %(low)d to %(high)d and %(item)s from "
                    "%(other_low)d to %(other_high)d. The items of one scale need the same range: "
                    "correct it, or make two scales.",
                    {
                        "scale": shown(item.scale), "first": shown(first.name), "low": first.low,
                        "high": first.high, "item": shown(item.name), "other_low": item.low,
                        "other_high": item.high,
                    },
                )
            )  # fmt: skip


def _refuse_range(item: Item) -> None:
    if not (-FARTHEST <= item.low < item.high <= FARTHEST and item.high - item.low <= WIDEST):
        raise InvalidInputError(
            Message(
                "Item “%(item)s” goes from %(low)d to %(high)d. The lowest answer must be below the highest, "
                "with at most %(most)d steps between them.",
                {"item": shown(item.name), "low": item.low, "high": item.high, "most": WIDEST},
            )
        )
    inside = sorted(code for code in item.missing if item.low <= code <= item.high)
    if inside:
        raise InvalidInputError(
            Message(
                "Item “%(item)s” has the missing code %(code)d inside its range of %(low)d to "
                "%(high)d, so an answer "
                "and no answer cannot be told apart. Correct the missing code or the range.",
                {"item": shown(item.name), "code": inside[0], "low": item.low, "high": item.high},
            )
        )
