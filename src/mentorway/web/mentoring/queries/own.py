"""One round's people, matchings and relationships, and the person behind a secret address."""

from mentorway.web.mentoring.models import Matching, Person, Place, Relation, Round


def person_of(whole: Round, who: int) -> Person | None:
    """The person of a round with this number in the table."""
    found = whole.people.filter(pk=who).first()
    if found is not None:
        found.round = whole
    return found


def matching_of(whole: Round, number: int) -> Matching | None:
    """The matching of a round with this number within the round."""
    found = whole.matchings.select_related("by", "confirmed_by").filter(number=number).first()
    if found is not None:
        found.round = whole
    return found


def relation_of(whole: Round, which: int) -> Relation | None:
    """The relationship of a round with this number in the table."""
    found = whole.relations.prefetch_related("places__person").filter(pk=which).first()
    if found is not None:
        found.round = whole
    return found


def behind(link: str) -> Person | None:
    """The person whose own pages have this secret; a round in the bin has none."""
    rows = Person.objects.filter(link=link, round__deleted=None)
    return rows.select_related("round__partner", "user").first()


def place_of(person: Person, which: int) -> Place | None:
    """The place of a person in the relationship with this number in the table."""
    rows = person.places.filter(relation=which).select_related("relation")
    found = rows.prefetch_related("relation__places__person").first()
    if found is not None:
        found.person, found.relation.round = person, person.round
    return found
