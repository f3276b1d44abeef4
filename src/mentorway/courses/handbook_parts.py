"""The trainer's handbook: everything, with the running clock, the answers and what is covered where."""

from __future__ import annotations

from collections.abc import Iterator

from mentorway.courses import wordings
from mentorway.courses.book_parts import (
    BREAK,
    Part,
    bullets,
    cell,
    front,
    heading,
    label,
    marked,
    material,
    notice,
    outcomes,
    quiet,
    rubric,
    table,
    text,
    together,
)
from mentorway.courses.problems import problems
from mentorway.courses.structure import (
    Assessment,
    Material,
    Module,
    Outcome,
    Programme,
    Question,
    Session,
    Step,
    coverage,
)
from mentorway.language import Words


def handbook_parts(programme: Programme, words: Words) -> Iterator[Part]:
    """Yield the handbook part by part."""
    yield from front(programme, words)
    for number, module in enumerate(programme.modules, 1):
        yield from _module(programme, module, number, words)
    if programme.modules:
        yield from _covered(programme, words)


def _module(programme: Programme, module: Module, number: int, words: Words) -> Iterator[Part]:
    yield BREAK
    yield heading(1, wordings.numbered(words, number, module.title))
    yield marked(module.summary)
    yield from outcomes(module, words)
    if module.own_minutes:
        yield text(wordings.own_work(words, module.own_minutes))
    if module.cites:
        yield label(words.gettext("What this module answers"))
        yield bullets(_with_address(wordings.cited(words, cite), cite.address) for cite in module.cites)
    for session in module.sessions:
        yield from _session(programme, session, words)
    yield from _materials(programme, module, words)
    for assessment in module.assessments:
        yield from _assessment(programme, assessment, words)


def _with_address(said: str, address: str) -> str:
    return f"{said} – {address}" if address else said


def _session(programme: Programme, session: Session, words: Words) -> Iterator[Part]:
    """Yield a session minute by minute, with the time since its start."""
    yield heading(2, wordings.session(words, session))
    materials = {one.key: one for module in programme.modules for one in module.materials}
    heads = [
        words.gettext("Clock"),
        words.pgettext("length", "Minutes"),
        words.gettext("What happens"),
        words.gettext("Method"),
    ]
    start, rows = 0, list[list[str | Part]]()
    for step in session.steps:
        notes = [*_needed(step, materials, words), *_practised(step, programme.outcomes, words)]
        rows.append(
            [wordings.clock(start), str(step.minutes), cell(step.title, step.text, notes), step.method]
        )
        start += step.minutes
    yield table("1 1.25 7.4 2.4", heads, rows)


def _needed(step: Step, materials: dict[str, Material], words: Words) -> Iterator[str]:
    titles = [materials[key].title for key in step.materials if key in materials]
    if titles:
        yield words.gettext("Materials: %(titles)s") % {"titles": "; ".join(titles)}


def _practised(step: Step, known: dict[str, tuple[Module, Outcome]], words: Words) -> Iterator[str]:
    named = [wordings.outcome(known[key][1]) for key in step.outcomes if key in known]
    if named:
        yield words.gettext("Practises: %(outcomes)s") % {"outcomes": "; ".join(named)}


def _materials(programme: Programme, module: Module, words: Words) -> Iterator[Part]:
    if module.materials:
        yield heading(2, words.gettext("Materials"))
    for one in module.materials:
        yield from material(one, programme, words)
        if one.for_trainers:
            yield notice(words.gettext("For trainers only: participants do not get this."))


def _assessment(programme: Programme, one: Assessment, words: Words) -> Iterator[Part]:
    yield heading(2, one.title)
    yield quiet(wordings.kind(words, one))
    yield marked(one.task)
    shown = [
        wordings.outcome(programme.outcomes[key][1]) for key in one.outcomes if key in programme.outcomes
    ]
    if shown:
        yield quiet(words.gettext("Shows: %(outcomes)s") % {"outcomes": "; ".join(shown)})
    for number, question in enumerate(one.questions, 1):
        yield together(_question(question, number, words))
    yield from rubric(one, words)


def _question(one: Question, number: int, words: Words) -> Iterator[Part]:
    yield heading(3, words.gettext("Question %(number)d") % {"number": number})
    yield marked(one.text)
    if not one.choices:
        return
    heads = [words.gettext("Answer"), words.gettext("Right or wrong"), words.gettext("What to say")]
    right, wrong = words.gettext("Right"), words.gettext("Wrong")
    rows: list[list[str | Part]] = [
        [cell("", choice.text), right if choice.right else wrong, cell("", choice.feedback)]
        for choice in one.choices
    ]
    yield table("4 1.6 4", heads, rows)


def _covered(programme: Programme, words: Words) -> Iterator[Part]:
    """Yield where each outcome is practised and assessed, and what is lacking or contradicts itself."""
    yield BREAK
    yield heading(1, words.gettext("What is covered where"))
    heads = [
        words.gettext("Learning outcome"),
        words.gettext("Module"),
        words.gettext("Practised in"),
        words.gettext("Assessed by"),
    ]
    never = words.gettext("Nowhere: a gap")
    rows: list[list[str | Part]] = [
        [
            wordings.outcome(one.outcome),
            one.module,
            "; ".join(one.sessions) or never,
            "; ".join(one.assessments) or never,
        ]
        for one in coverage(programme)
    ]
    if rows:
        yield table("3 2 2.4 2.4", heads, rows)
    else:
        yield notice(words.gettext("No module has a learning outcome yet."))
    yield from _belongs(programme, words)
    found = problems(programme)
    if found:
        yield heading(2, words.gettext("What is still to be settled"))
        yield bullets(words.say(one) for one in found)
    yield quiet(
        words.gettext("Fingerprint of the programme (SHA-256): %(sha256)s") % {"sha256": programme.sha256}
    )


def _belongs(programme: Programme, words: Words) -> Iterator[Part]:
    """Yield, for each outcome, the areas, skills and competences that it belongs to."""
    mapped = [one for _, one in programme.outcomes.values() if one.areas or one.esco or one.emcc]
    if not mapped:
        return
    yield heading(2, words.gettext("Where the outcomes belong"))
    heads = [
        words.gettext("Learning outcome"),
        words.gettext("European competence matrix for mentors"),
        words.gettext("EMCC competences"),
        words.gettext("ESCO skills"),
    ]
    rows: list[list[str | Part]] = [
        [
            wordings.outcome(one),
            "; ".join(wordings.area(words, area) for area in one.areas),
            "; ".join(one.emcc),
            cell("", "", one.esco),
        ]
        for one in mapped
    ]
    yield table("3 2.4 2 3", heads, rows)
