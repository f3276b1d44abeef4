"""Texts as they are searched: without case, accents and punctuation."""

import unicodedata

MOST_TERMS = 10
LONGEST_TERM = 60
LONGEST_QUERY = 2000
# Letters that Unicode takes for letters of their own, and people for a plain one with something through it.
PLAIN = {
    "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ŧ": "t",
    "ŋ": "n", "ı": "i", "ĸ": "k", "ʼ": " ",
}  # fmt: skip
LAST_LETTERS = {"sv": str.maketrans("åäö", "{|}"), "fi": str.maketrans("åäö", "{|}")}


class _Letters(dict[int, str]):
    """What becomes of each letter, found once and remembered."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        kind = unicodedata.category(letter)[0]
        self[code] = PLAIN.get(letter) or ("" if kind == "M" else letter if kind in "LN" else " ")
        return self[code]


_LETTERS = _Letters()


def fold(text: str) -> str:
    """Return the words of ``text`` in small plain letters, one space between two.

    >>> fold("«Ąžuolas» & Öljy-Møller"), fold("STRASSE") == fold("straße")
    ('azuolas oljy moller', True)
    """
    # Decomposing can bring capitals back («™» is «TM»), and small letters can decompose.
    small = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return " ".join(unicodedata.normalize("NFKD", small).translate(_LETTERS).split())


def place_in_alphabet(name: str, language: str) -> str:
    """Return where ``name`` stands in the alphabet: accents fold, except for letters that end the alphabet.

    >>> sorted(["Österrike", "Zypern", "Čekija"], key=lambda name: place_in_alphabet(name, "sv"))
    ['Čekija', 'Zypern', 'Österrike']
    """
    letters = unicodedata.normalize("NFKD", name.casefold().translate(LAST_LETTERS.get(language, {})))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def terms(query: str) -> list[str]:
    """Return the different words of a search, folded.

    >>> terms("Ąžuolas, azuolas  LT")
    ['azuolas', 'lt']
    """
    words = (word[:LONGEST_TERM] for word in fold(query[:LONGEST_QUERY]).split())
    return list(dict.fromkeys(words))[:MOST_TERMS]
