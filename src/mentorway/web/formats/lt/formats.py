"""A day is not cut in two at the end of a line, thousands stand apart; everything else as Django has it."""

DATE_FORMAT = "Y\u00a0\\m. E\u00a0j\u00a0\\d."
DATETIME_FORMAT = "Y\u00a0\\m. E\u00a0j\u00a0\\d., H:i"
MONTH_DAY_FORMAT = "E\u00a0j\u00a0\\d."
THOUSAND_SEPARATOR = "\u00a0"  # after a point, 1.093 would be read as a little more than one
