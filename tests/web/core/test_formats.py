"""How days and numbers are written where Django's own ways do not suit us."""

import datetime as dt

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format
from django.utils.translation import override


def test_a_day_is_not_cut_in_two_and_thousands_are_no_decimals_in_lithuanian():
    with override("lt"):
        said = date_format(dt.date(2026, 3, 2), "DATE_FORMAT"), intcomma(1093)
    assert said == ("2026\u00a0m. kovo\u00a02\u00a0d.", "1\u00a0093")
