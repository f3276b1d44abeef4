"""Quality rules that many studies use, each with where its threshold comes from."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorway.web.methodology.analysis.methodologies import RULE, Facts

PRESETS: Mapping[str, Mapping[str, str | float | Promise]] = {
    "response": {
        "name": _("Response rate"),
        "threshold": 0.5,
        "rule": _("At least half of the people who were asked have answered, in every country."),
        "consequence": _(
            "Results of that country are shown with a warning, and who did not answer is described."
        ),
        "source": "Baruch & Holtom (2008), Human Relations 61:1139–1160, doi:10.1177/0018726708094863",
    },
    "missing": {
        "name": _("Missing answers"),
        "threshold": 0.05,
        "rule": _("At most 5 % of the answers to the items of a scale are missing."),
        "consequence": _("Missing answers are imputed, and results with and without are shown side by side."),
        "source": (
            "Schafer (1999), Statistical Methods in Medical Research 8:3–15, doi:10.1177/096228029900800102"
        ),
    },
    "size": {
        "name": _("Size of groups"),
        "threshold": 100,
        "rule": _("Every group whose scores are compared has at least 100 people."),
        "consequence": _("The groups are described, not compared."),
        "source": (
            "Meade & Bauer (2007), Structural Equation Modeling 14:611–635, doi:10.1080/10705510701575461"
        ),
    },
    "reliability": {
        "name": _("Reliability"),
        "threshold": 0.7,
        "rule": _("The reliability of a scale is at least 0.70 in every group."),
        "consequence": _("The scale is not used for that group; its items are described one by one."),
        "source": "Nunnally & Bernstein (1994), Psychometric Theory, 3rd ed., McGraw-Hill",
    },
    "invariance": {
        "name": _("Measurement invariance"),
        "threshold": 0.01,
        "rule": _("From one step of invariance to the next, CFI falls by at most 0.010."),
        "consequence": _("Means are not compared between the groups that differ."),
        "source": "Chen (2007), Structural Equation Modeling 14:464–504, doi:10.1080/10705510701301834",
    },
    "agreement": {
        "name": _("Agreement of coders"),
        "threshold": 0.8,
        "rule": _("Krippendorff’s alpha of two coders is at least 0.80."),
        "consequence": _("The codebook is made clearer and the material is coded again."),
        "source": (
            "Krippendorff (2004), Human Communication Research 30:411–433, "
            "doi:10.1111/j.1468-2958.2004.tb00738.x"
        ),
    },
}


def preset(quality: str) -> Facts:
    """Return a rule to begin with, in the reader's language; nothing where there is none."""
    known = PRESETS.get(quality)
    if known is None:
        return {}
    said = {name: str(value) if isinstance(value, Promise) else value for name, value in known.items()}
    return {**dict.fromkeys(RULE, ""), "quality": quality, **said}
