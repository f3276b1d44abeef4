"""Links of a chain of evidence: what each is, and how it is kept so that it can be read in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import override, pgettext_lazy

from mentorway.web.core.wording import kept as kept_message
from mentorway.web.core.wording import said
from mentorway.wording import Message

KINDS: Final[Mapping[str, str | Promise]] = {
    "questionnaire": pgettext_lazy("link of evidence", "Questions"),
    "translation": pgettext_lazy("link of evidence", "Translations"),
    "study": pgettext_lazy("link of evidence", "Study"),
    "origin": pgettext_lazy("link of evidence", "Where the answers come from"),
    "answers": pgettext_lazy("link of evidence", "Answers"),
    "release": pgettext_lazy("link of evidence", "Open data"),
    "material": pgettext_lazy("link of evidence", "Material"),
    "challenge": pgettext_lazy("link of evidence", "Challenge"),
    "ties": pgettext_lazy("link of evidence", "Ties between partners"),
    "finding": pgettext_lazy("link of evidence", "Finding"),
    "practice": pgettext_lazy("link of evidence", "Good practice"),
    "programme": pgettext_lazy("link of evidence", "Training programme"),
    "pilot": pgettext_lazy("link of evidence", "Pilot"),
    "outcome": pgettext_lazy("link of evidence", "Outcome"),
    "result": pgettext_lazy("link of evidence", "Result"),
    "counted": pgettext_lazy("link of evidence", "What is counted"),
    "claim": pgettext_lazy("link of evidence", "Claim"),
}


@dataclass(frozen=True)
class Link:
    """One link: what it is, its title, a detail, where it is inside and in public, and what broke it.

    ``path`` is for people who may see it inside, ``public`` for everybody; ``words`` keeps sentences among
    these so that they can be said in another language.
    """

    kind: str
    title: str
    detail: str = ""
    path: str | None = None
    public: str | None = None
    broken: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind_in_words(self) -> str:
        """How people call this kind of link."""
        return str(KINDS.get(self.kind, self.kind))


@dataclass(frozen=True)
class Chain:
    """The links of a claim, from the first question to the sentence."""

    links: tuple[Link, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no link is broken, and there is one."""
        return bool(self.links) and not self.breaks

    @property
    def breaks(self) -> tuple[Link, ...]:
        """The links that are broken."""
        return tuple(link for link in self.links if link.broken)


@dataclass(frozen=True)
class Where:
    """Where a link is found: inside by people who may see it, and in public."""

    path: str | None = None
    public: str | None = None


NOWHERE: Final = Where()


def link(
    kind: str,
    title: str | Message,
    detail: str | Message = "",
    where: Where = NOWHERE,
    broken: Message | None = None,
) -> Link:
    """Return a link, said in the language of the reader, with its sentences kept for others."""
    texts = {"title": title, "detail": detail, "broken": broken or ""}
    words = {name: kept_message(text) for name, text in texts.items() if isinstance(text, Message)}
    spoken = {name: said(text) if isinstance(text, Message) else text for name, text in texts.items()}
    return Link(kind, spoken["title"], spoken["detail"], where.path, where.public, spoken["broken"], words)


def kept(chain: Chain) -> list[dict[str, Any]]:
    """Return a chain as a version keeps it."""
    names = ("kind", "title", "detail", "path", "public", "broken", "words")
    return [{name: getattr(one, name) for name in names} for one in chain.links]


def from_kept(links: Sequence[Mapping[str, Any]]) -> Chain:
    """Return a chain as a version kept it, its sentences in the language of the reader."""
    return Chain(tuple(_spoken(Link(**one)) for one in links))


def identity(one: Link) -> tuple[str, str]:
    """Return what tells a link from others, in whatever language it is read or was kept."""
    facts = one.words.get("title")
    if not facts:
        return one.kind, one.title
    with override("en"):
        return one.kind, said(facts)


def marked(chain: Chain, breaks: Sequence[Mapping[str, Any]]) -> Chain:
    """Return a kept chain with the links marked that broke since then, each with what broke it."""
    why = {(one["kind"], one["title"]): said(one) for one in breaks}
    return Chain(tuple(replace(one, broken=why.get(identity(one), one.broken)) for one in chain.links))


def _spoken(one: Link) -> Link:
    words = {name: said(facts) for name, facts in one.words.items()}
    if not words:
        return one
    title, detail = words.get("title", one.title), words.get("detail", one.detail)
    return replace(one, title=title, detail=detail, broken=words.get("broken", one.broken))
