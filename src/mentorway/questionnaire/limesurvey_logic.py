"""Relevance as LimeSurvey writes it → XPath."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<word>\d+X\d+X\w+|[A-Za-z_]\w*)(?:\.(?:NAOK|value|code))?|"""
    r"""(?P<number>\d+(?:\.\d+)?)|"""
    r"""(?P<sign>==|!=|<=|>=|&&|\|\||[<>()!]))"""
)
SIGNS: Final = {
    "==": "=", "eq": "=", "!=": "!=", "ne": "!=", "<": "<", "lt": "<", "<=": "<=", "le": "<=", ">": ">",
    "gt": ">", ">=": ">=", "ge": ">=", "&&": "and", "||": "or", "!": "not",
}  # fmt: skip


class Logic:
    """Relevance that compares answers with values, as XPath; anything else is not understood."""

    def __init__(self, expression: str, variables: Mapping[str, tuple[str, str]]) -> None:
        self.variables = variables
        self.tokens: list[tuple[str, str]] = []
        self.place = 0
        at = 0
        expression = expression.strip()
        while at < len(expression) and len(self.tokens) < 500:  # noqa: PLR2004 - longer ones are for people
            match = TOKEN.match(expression, at)
            if match is None or match.end() == at:
                break
            kind = str(match.lastgroup)
            self.tokens.append((kind, SIGNS.get(match[kind], match[kind])))
            at = match.end()
        self.whole = at == len(expression)

    def translated(self) -> str | None:
        """Return the expression in XPath, or None."""
        try:
            found = self._either()
        except (LookupError, RecursionError):
            return None
        return found if self.whole and self.place == len(self.tokens) else None

    def _next(self) -> tuple[str, str]:
        self.place += 1
        return self.tokens[self.place - 1]

    def _sees(self, text: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place] in (("sign", text), ("word", text))

    def _either(self) -> str:
        return self._chain("or", lambda: self._chain("and", self._one))

    def _chain(self, word: str, inner: Callable[[], str]) -> str:
        parts = [inner()]
        while self._sees(word):
            self.place += 1
            parts.append(inner())
        return f" {word} ".join(parts) if len(parts) == 1 or word == "and" else f"({' or '.join(parts)})"

    def _one(self) -> str:
        if self._sees("not"):
            self.place += 1
            return f"not({self._one()})"
        if self._sees("("):
            self.place += 1
            found = self._either()
            self._expect(")")
            return found
        return self._comparison()

    def _expect(self, text: str) -> None:
        if not self._sees(text):
            raise LookupError(text)
        self.place += 1

    def _comparison(self) -> str:
        kind, word = self._next()
        if (kind, word) == ("word", "is_empty"):
            self._expect("(")
            name, value = self.variables[self._next()[1]]
            self._expect(")")
            return f"not(selected(${{{name}}}, '{value}'))" if value else f"${{{name}}} = ''"
        name, value = self.variables[word]
        _, sign = self._next()
        other, text = self._next()
        if sign not in ("=", "!=", "<", "<=", ">", ">=") or other not in ("text", "number"):
            raise LookupError(sign)
        if not value:
            return f"${{{name}}} {sign} {text if other == 'number' else quoted(text[1:-1])}"
        if sign not in ("=", "!=") or text[1:-1] not in ("Y", ""):
            raise LookupError(text)
        chosen = f"selected(${{{name}}}, '{value}')"
        return chosen if (sign == "=") == (text[1:-1] == "Y") else f"not({chosen})"


def quoted(text: str) -> str:
    """Return a text between quotes that XPath takes."""
    return f'"{text}"' if "'" in text else f"'{text}'"
