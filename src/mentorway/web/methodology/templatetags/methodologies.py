"""Formulas and choices of methodologies as people see them."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from mentorway.web.methodology.analysis.methodology_changes import figure, said

register = template.Library()


@register.filter
def drawn_formula(formula: str) -> SafeString:
    """Return the MathML of a formula, in which the library has escaped every text."""
    return mark_safe(formula)  # noqa: S308 - made by mentorway.indicators, never by people


@register.filter
def said_choice(value: str, name: str) -> str:
    """Return what people call a level, an aim, a direction, a quality or an origin."""
    return said(name, value)


@register.filter
def said_figure(value: float | None) -> str:
    """Return a number in full, as readers write it; a dash where there is none."""
    return "–" if value is None else figure(float(value))
