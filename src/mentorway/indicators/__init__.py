"""Formulas of indicators: read, checked with their units, computed, and said in words.

>>> formula = parse("sum(cost) ÷ count(trust)")
>>> quantities = {"cost": Given("EUR", is_column=True), "trust": Given("points", is_column=True)}
>>> [str(problem) for problem in check(formula, quantities, "h")]
['The formula gives “EUR per person”, but the stated unit is “h”.']
>>> check(formula, quantities, "EUR per person")
()
>>> result = evaluate(formula, quantities, {"cost": [120, 60], "trust": [4, 5]}, unit="EUR per person")
>>> result.value
90.0
"""

from mentorway.indicators.checking import Given, check
from mentorway.indicators.computing import Result, evaluate
from mentorway.indicators.formulas import FUNCTIONS, MOST_LETTERS, Formula, parse
from mentorway.indicators.reading import mathml, spoken
from mentorway.indicators.units import Unit, read_unit

__all__ = [
    "FUNCTIONS",
    "MOST_LETTERS",
    "Formula",
    "Given",
    "Result",
    "Unit",
    "check",
    "evaluate",
    "mathml",
    "parse",
    "read_unit",
    "spoken",
]
