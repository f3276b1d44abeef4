import hashlib
from importlib.resources import files

import pytest
from tests.credentials.making import made

from mentorway.credentials.documents import CREDENTIALS, OPEN_BADGES, PINNED, canonical, context
from mentorway.wording import InvalidInputError

ODD = {"@nest", "@graph", "@included", "@reverse"}


@pytest.mark.parametrize("address", PINNED)
def test_the_vocabularies_are_those_that_were_pinned(address):
    name, sha256 = PINNED[address]
    content = (files("mentorway.credentials") / "contexts" / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == sha256
    assert context(address)


def test_another_vocabulary_is_never_fetched():
    with pytest.raises(InvalidInputError, match="not known here"):
        context("https://example.org/context")


def scopes(found):
    """Yield every set of terms that hold together."""
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, dict):
            yield one
            for term in one.values():
                if isinstance(term, dict) and "@context" in term:
                    yield from scopes(term["@context"])


@pytest.mark.parametrize("address", PINNED)
def test_no_vocabulary_has_two_names_for_one_term_or_names_that_hide(address):
    """`canonical` counts on it: who reads by names reads what was signed."""
    sets = list(scopes(context(address)["@context"]))
    assert len(sets) > 5
    for terms in sets:
        named = [
            term["@id"] if isinstance(term, dict) else term
            for name, term in terms.items()
            if not name.startswith("@")
            and (isinstance(term, str) or (isinstance(term, dict) and "@id" in term))
        ]
        assert len(named) == len(set(named))
        assert not ODD & set(named)


def test_order_does_not_change_the_canonical_form():
    document = {"@context": [CREDENTIALS, OPEN_BADGES], "id": "urn:a", "name": "Ona", "description": "b"}
    turned = dict(reversed(document.items()))
    assert canonical(document) == canonical(turned)


def test_every_word_of_a_badge_is_in_what_is_signed():
    document = {name: value for name, value in made(learner="Läufer Ж", grade="9").items() if name != "proof"}
    signed = canonical(document).decode()
    for word in ("Läufer Ж", "Mentorystė darbe", "Tęstinės studijos", "Grade: 9", "studies@example.org"):
        assert word in signed
