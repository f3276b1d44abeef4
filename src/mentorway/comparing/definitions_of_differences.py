"""Definitions of the numbers that say how far groups differ."""

from __future__ import annotations

from typing import Final

from mentorway.comparing.defining import Definition
from mentorway.wording import Message

OF_DIFFERENCES: Final = (
    Definition(
        "welch_t",
        Message("Welch's test"),
        Message("Whether the means of two groups differ by more than chance, however the groups spread."),
        Message(
            "The difference over its standard error, with degrees of freedom after Welch and Satterthwaite."
        ),
        Message("It does not say whether the difference is large enough to matter."),
        "Welch (1947), doi:10.1093/biomet/34.1-2.28",
        "group-tests",
    ),
    Definition(
        "welch_f",
        Message("Welch's analysis of variance"),
        Message("Whether the means of several groups differ by more than chance, however the groups spread."),
        Message("Squared distances of the means, each weighted by people over variance."),
        Message("It does not say which groups differ; the pairs do."),
        "Welch (1951), doi:10.1093/biomet/38.3-4.330",
        "group-tests",
    ),
    Definition(
        "eta_squared",
        Message("Eta squared"),
        Message("How much of the spread of scores lies between groups, among these people."),
        Message("Sum of squares between groups over that of all; 90 % interval from the noncentral F."),
        Message("For all people it is too high, the more so the fewer were asked."),
        "Steiger (2004), doi:10.1037/1082-989X.9.2.164",
        "effect-sizes",
    ),
    Definition(
        "omega_squared",
        Message("Omega squared"),
        Message("An estimate of how much of the spread of scores lies between groups, among all people."),
        Message("Like eta squared, less what chance alone gives."),
        Message("It can come out below 0, which stands for nothing. It is not McDonald's omega."),
        "Hays (1963), Statistics for Psychologists; Steiger (2004), doi:10.1037/1082-989X.9.2.164",
        "effect-sizes",
    ),
    Definition(
        "hedges_g",
        Message("Hedges' g"),
        Message("How far two means lie apart, in standard deviations of the people."),
        Message("Second mean less first, over the pooled spread, corrected for few people; 95 % interval."),
        Message("What is large hangs on the matter, not on a table of small, medium and large."),
        "Hedges (1981), doi:10.3102/10769986006002107",
        "effect-sizes",
    ),
    Definition(
        "games_howell",
        Message("Games–Howell interval"),
        Message("Where the differences of all pairs lie, sure for all of them together."),
        Message("The difference and its error with Welch's degrees of freedom, by the studentised range."),
        Message("It is wider than the interval of one pair alone; that is the price of looking at all."),
        "Games & Howell (1976), doi:10.3102/10769986001002113",
        "many-comparisons",
    ),
    Definition(
        "holm",
        Message("p raised for all tests (Holm)"),
        Message("A p that keeps the chance of any false alarm low among all tests of its kind."),
        Message("The smallest p times the number of tests, the next times one less, never falling."),
        Message("A high value does not say that there is no difference."),
        "Holm (1979), Scand J Stat 6:65-70",
        "many-comparisons",
    ),
    Definition(
        "equivalence",
        Message("Equivalence"),
        Message("Whether a difference is surely smaller than what matters."),
        Message("Two one-sided tests against the smallest differences that matter, and a 90 % interval."),
        Message("What matters is said by people before, not found in the answers."),
        "Schuirmann (1987), doi:10.1007/BF01068419; Lakens (2017), doi:10.1177/1948550617697177",
        "equivalence",
    ),
    Definition(
        "power",
        Message("Power"),
        Message("How often a study of this size would see a difference of a given size."),
        Message("From the noncentral distribution of the test, before answers are there."),
        Message("Computed after the study from its own result it says nothing new."),
        "Cohen (1988), doi:10.4324/9780203771587; Hoenig & Heisey (2001), doi:10.1198/000313001300339897",
        "how-many-people",
    ),
)
