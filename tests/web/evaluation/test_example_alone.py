"""Without a programme to evaluate: apart from the tests for which the example is loaded once."""

import pytest
from tests.conftest import make_member, make_partner

from mentorway.web.evaluation import example
from mentorway.web.evaluation.models import Evaluation


@pytest.mark.django_db
def test_without_the_example_programme_there_is_none():
    partner = make_partner()
    make_member(partner)
    example.load(partner)
    assert not Evaluation.objects.exists()
