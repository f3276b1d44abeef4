"""Answers to the statements of the self-assessment are kept, or taken away."""

from collections.abc import Mapping

from mentorway.web.accounts.models import User
from mentorway.web.mentoring.actions.relations import holding
from mentorway.web.mentoring.models import Round, StandardAnswer

Said = tuple[int | None, str]  # how far a statement is met, in percent, and what shows it


def save(whole: Round, user: User, answers: Mapping[str, Said]) -> None:
    """Keep what was answered; who changes nothing stays unnamed, and no percent takes an answer away."""
    with holding(whole) as held:
        known = {one.statement: one for one in held.standards.select_for_update(of=("self",))}
        for key, (percent, evidence) in answers.items():
            row = known.get(key)
            if percent is None:
                if row is not None:
                    row.delete()
            elif row is None or (row.percent, row.evidence) != (percent, evidence):
                row = row or StandardAnswer(round=held, statement=key)
                row.percent, row.evidence, row.by = percent, evidence, user
                row.full_clean(exclude=["by"])
                row.save()
