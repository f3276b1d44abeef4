"""Work on pilots that pages do not wait for: certificates of many people."""

from typing import Any, Final

from django.db import IntegrityError
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from mentorway.web.core import happenings
from mentorway.web.core.tasks import CancelledError, post_letter, progress, repeatable, stoppable, task
from mentorway.web.core.turns import writing
from mentorway.web.core.wording import OUR_FAULT_KEPT, kept
from mentorway.web.pilots.analysis import certificate_letters as letters
from mentorway.web.pilots.analysis.completion import Completion, completions_of
from mentorway.web.pilots.analysis.issuing import Made, Wish, certificates_from, made_for, wishes_of
from mentorway.web.pilots.analysis.signing import Signer, key_that_signs, opened
from mentorway.web.pilots.models import Certificate, IssueRun, Participant, Stage, Terms
from mentorway.web.pilots.queries import certificates as queries
from mentorway.wording import InvalidInputError, Message

AT_ONCE: Final = 20
ATTEMPTS: Final = 3
TAKES_PART_NO_MORE: Final = Message("The person does not take part any more.")
NO_TERMS: Final = Message("What the certificates say is not written down any more. Save it again.")


KEY_DISTRUSTED: Final = gettext_noop("The key that signed it is not trusted any more.")


class NotWantedError(Exception):
    """Somebody cancelled."""


@stoppable
@repeatable
@task()
def issue(pk: int) -> None:
    """Issue the certificates of a run; who has one already is passed over, so that it may start again."""
    row = IssueRun.objects.filter(pk=pk, stage__in=[Stage.WAITING, Stage.RUNNING])
    if not row.update(stage=Stage.RUNNING, done=0, problem=[], heard=timezone.now()):
        return
    run = row.select_related("cohort__partner", "cohort__edition__programme", "by").get()
    try:
        Issuing(run).work()
    except NotWantedError:
        return
    except CancelledError:
        row.update(stage=Stage.CANCELLED, heard=timezone.now())
        raise
    except InvalidInputError as refusal:
        _give_up(row, kept(refusal.message))
    except Exception:
        _give_up(row, OUR_FAULT_KEPT)
        raise


def _give_up(row: QuerySet[IssueRun], message: dict[str, Any]) -> None:
    row.update(stage=Stage.FAILED, problem=[{"who": None, "message": message}], heard=timezone.now())


class Issuing:
    """One run: what it is about, and the key that signs, opened once."""

    def __init__(self, run: IssueRun) -> None:
        self.run = run
        self.row = IssueRun.objects.filter(pk=run.pk, stage=Stage.RUNNING)
        self.cohort = run.cohort
        self.problems: list[dict[str, Any]] = []
        self.signer: Signer | None = None
        self.issued = 0

    def work(self) -> None:
        """Issue everything, some at a time; what is wrong with one keeps nobody else waiting."""
        progress(0)
        terms = queries.terms_of(self.cohort)
        if terms is None:
            raise InvalidInputError(NO_TERMS)
        terms.cohort = self.cohort
        people = {one.pk: one for one in queries.people_of(self.cohort)}
        found, holding = completions_of(self.cohort), self._holding()
        wishes = wishes_of(self.run.wanted)
        for start in range(0, len(wishes), AT_ONCE):
            progress(start / len(wishes))
            some = wishes[start : start + AT_ONCE]
            made = [
                one
                for wish in some
                if wish.who not in holding
                and (one := self._made(people.get(wish.who), found.get(wish.who), terms, wish))
            ]
            self._store(made, len(some))
        with writing():
            if not self.row.update(stage=Stage.DONE, problem=self.problems, heard=timezone.now()):
                raise NotWantedError
            if self.issued:
                happenings.tell("cohort.certificates_issued", self.cohort, issued=self.issued)

    def _made(
        self, person: Participant | None, found: Completion | None, terms: Terms, wish: Wish
    ) -> Made | None:
        if person is None or found is None:
            self._note(wish.who, TAKES_PART_NO_MORE)
            return None
        try:
            return made_for(person, terms, found, wish)
        except InvalidInputError as refusal:
            self._note(wish.who, refusal.message)
            return None

    def _note(self, who: int, message: Message) -> None:
        """Keep what is wrong, and with whom: by number, as a name would outlive its person here."""
        self.problems.append({"who": who, "message": kept(message)})

    def _store(self, made: list[Made], count: int) -> None:
        """Sign and store some certificates; two who draw the same place, or certify at once, draw again."""
        for attempt in range(ATTEMPTS):
            rows = certificates_from(made, self.cohort, self._signer(), self.run.by) if made else []
            try:
                self._keep(rows, count)
            except IntegrityError:
                if attempt == ATTEMPTS - 1:
                    raise
                holding = self._holding()
                made = [one for one in made if one.person.pk not in holding]
            else:
                return

    def _holding(self) -> set[int]:
        """Return who has a certificate that needs none in its place."""
        found = queries.standing_of(self.cohort).items()
        return {who for who, one in found if one.key.distrusted is None}

    def _keep(self, rows: list[Certificate], count: int) -> None:
        with writing():
            if not self.row.update(done=F("done") + count, problem=self.problems, heard=timezone.now()):
                raise NotWantedError
            here = set(
                Participant.objects.select_for_update()
                .filter(pk__in=[one.participant_id for one in rows])
                .taking_part()
                .values_list("pk", flat=True)
            )
            stored = [one for one in rows if one.participant_id in here]
            self._replace(stored)
            Certificate.objects.bulk_create(stored)
            self.issued += len(stored)
            for one in stored:
                if one.participant and one.participant.email and one.participant.wants_letters:
                    post_letter(*letters.of_issuing(one.participant, is_partial=one.is_partial))

    def _replace(self, stored: list[Certificate]) -> None:
        """Take back what a key has signed that is believed no longer; the new one is shown as it was."""
        people = [one.participant_id for one in stored]
        old = Certificate.objects.standing().filter(participant__in=people, key__distrusted__isnull=False)
        shown = {one.participant_id: one for one in old}
        for one in stored:
            if before := shown.get(one.participant_id):
                one.shows_name, one.is_hidden = before.shows_name, before.is_hidden
        old.update(revoked=timezone.now(), revoked_why=KEY_DISTRUSTED, revoked_by=self.run.by)

    def _signer(self) -> Signer:
        """Return who signs; it is opened anew only where another key signs by now."""
        row = key_that_signs()
        if self.signer is None or self.signer.row.pk != row.pk:
            self.signer = opened(row)
        return self.signer
