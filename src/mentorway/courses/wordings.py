"""What is said about the parts of a programme, in whole sentences of the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from mentorway.courses.structure import (
    Area,
    Assessment,
    AssessmentKind,
    Cited,
    Material,
    MaterialKind,
    Outcome,
    Programme,
    Session,
)
from mentorway.language import Words
from mentorway.wording import N_, Message

NOT_MARKED_HERE = Message(
    "The format in which this course travels knows no assignments and no rubrics. "
    "Agree where the work is handed in and who gives feedback."
)
_KINDS = {
    AssessmentKind.QUIZ: N_("Quiz"),
    AssessmentKind.ASSIGNMENT: N_("Assignment"),
    AssessmentKind.OBSERVATION: N_("Observation"),
    AssessmentKind.REFLECTION: N_("Reflection"),
}
_AREAS = {
    Area.RELATIONSHIP: N_("Build good relationships in mentoring"),
    Area.TUTOR: N_("Coordinate with the tutor and support them"),
    Area.PLAN: N_("Plan, negotiate and carry out the learning programme at work"),
    Area.SUPPORT: N_("Support and encourage"),
    Area.FEEDBACK: N_("Follow the learning and give feedback"),
    Area.EVALUATION: N_("Evaluate the process and one's own part in it"),
}
_CITED = {
    "finding": N_("Finding"),
    "practice": N_("Good practice"),
    "network_finding": N_("Finding on the network"),
    "challenge_finding": N_("Finding on challenges"),
    "challenge": N_("Challenge"),
}


def words_of(programme: Programme) -> Words:
    """Return the words of the language in which a programme is written; English where it is not ours.

    >>> words_of(Programme("T", "fi-FI", "", "", ())).language
    'fi'
    """
    return Words.of(programme.language.partition("-")[0].lower())


def duration(words: Words, minutes: int) -> str:
    """Return hours and minutes.

    >>> duration(Words.of("en"), 95), duration(Words.of("en"), 60), duration(Words.of("en"), 20)
    ('1 h 35 min', '1 h', '20 min')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return words.gettext("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return words.gettext("%(hours)d h") % {"hours": hours}
    return words.gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def clock(minutes: int) -> str:
    """Return the time since the start.

    >>> clock(95)
    '1:35'
    """
    return f"{minutes // 60}:{minutes % 60:02}"


def time(words: Words, programme: Programme) -> str:
    """Return how long the programme takes, together and by oneself."""
    together = duration(words, programme.minutes)
    if not programme.own_minutes:
        return words.gettext("%(together)s together.") % {"together": together}
    return words.gettext("%(together)s together and %(alone)s of work by yourself.") % {
        "together": together,
        "alone": duration(words, programme.own_minutes),
    }


def own_work(words: Words, minutes: int) -> str:
    """Return how long people work by themselves."""
    return words.gettext("Work by yourself: %(time)s.") % {"time": duration(words, minutes)}


def outcome(one: Outcome) -> str:
    """Return verb and object.

    >>> outcome(Outcome("o", "listen", "to a colleague"))
    'listen to a colleague'
    """
    return f"{one.verb} {one.object}".strip()


def area(words: Words, one: Area) -> str:
    """Return an area of the competence matrix in words."""
    return words.gettext(_AREAS[one])


def session(words: Words, one: Session) -> str:
    """Return title, length and place of a session."""
    said = (
        words.gettext("%(title)s (%(time)s, online)")
        if one.online
        else words.gettext("%(title)s (%(time)s, in a room)")
    )
    return said % {"title": one.title, "time": duration(words, one.minutes)}


def kind(words: Words, one: Assessment) -> str:
    """Return what an assessment is, and whether it must be done."""
    said = words.gettext("%(kind)s, required") if one.required else words.gettext("%(kind)s, optional")
    return said % {"kind": words.gettext(_KINDS[one.kind])}


def level(words: Words, number: int) -> str:
    """Return the name of a level, from 1."""
    return words.gettext("Level %(number)d") % {"number": number}


def passes(words: Words, one: Assessment) -> str:
    """Return from which level work passes."""
    return words.gettext("It passes when every criterion is at level %(number)d or above.") % {
        "number": one.pass_level + 1
    }


def cited(words: Words, one: Cited) -> str:
    """Return what a module answers: its kind, title and version."""
    named = _CITED.get(one.kind)
    values = {"kind": words.gettext(named) if named else one.kind, "title": one.title, "version": one.version}
    if one.version:
        return words.gettext("%(kind)s: %(title)s (version %(version)s)") % values
    return words.gettext("%(kind)s: %(title)s") % values


def about(words: Words, programme: Programme) -> Iterator[str]:
    """Yield who made the programme, under which licence, which version it is and why it changed."""
    if programme.partner:
        yield words.gettext("Made by %(partner)s.") % {"partner": programme.partner}
    if programme.licence:
        yield words.gettext("Licence: %(licence)s.") % {"licence": programme.licence}
    if programme.changed_because:
        yield words.gettext("Version %(version)s, changed because: %(reason)s") % {
            "version": programme.version,
            "reason": programme.changed_because,
        }
    else:
        yield words.gettext("Version %(version)s.") % {"version": programme.version}


def origin(words: Words, one: Material) -> Iterator[str]:
    """Yield the source and the licence of a material, if they are known."""
    if one.source:
        yield words.gettext("Source: %(source)s") % {"source": one.source}
    if one.licence:
        yield words.gettext("Licence: %(licence)s.") % {"licence": one.licence}


def missing(one: Material) -> Message:
    """Return that a file, or the address of a link, was not at hand."""
    if one.kind is MaterialKind.LINK:
        return Message(
            "“%(title)s” has no address that a browser could open: “%(address)s”. "
            "It needs one that begins with https://.",
            {"title": one.title, "address": one.address},
        )
    return Message(
        "The file “%(name)s” was not at hand when this was made. Ask who made the programme for it; "
        "its fingerprint (SHA-256) is “%(sha256)s”.",
        {"name": one.address or one.title, "sha256": one.sha256},
    )


def numbered(words: Words, number: int, title: str) -> str:
    """Return the title of a module with its number."""
    return words.gettext("Module %(number)d: %(title)s") % {"number": number, "title": title}
