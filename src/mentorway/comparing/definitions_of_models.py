"""Definitions of the numbers that come from factor models and decide the licence."""

from __future__ import annotations

from typing import Final

from mentorway.comparing.defining import Definition
from mentorway.wording import Message

_CHEN = "Chen (2007), doi:10.1080/10705510701301834"
_HU = "Hu & Bentler (1999), doi:10.1080/10705519909540118"
_MEREDITH = "Meredith (1993), doi:10.1007/BF02294825"

OF_MODELS: Final = (
    Definition(
        "verdict",
        Message("What may be compared"),
        Message("How far two groups may be compared on a scale, decided by how its questions work in both."),
        Message("From three ever tighter models of the pair and what each step costs, against the cut-offs."),
        Message("It does not say that a difference exists or matters; the cut-offs are conventions."),
        f"{_MEREDITH}; {_CHEN}",
        "comparison-licence",
    ),
    Definition(
        "loading",
        Message("Loading"),
        Message("How strongly an item speaks for its scale."),
        Message("Points by which the item rises when the factor rises by one; the first item's is 1."),
        Message("Its size hangs on the units of the first item; it is no correlation."),
        "Jöreskog (1971), doi:10.1007/BF02291366",
        "invariance",
    ),
    Definition(
        "intercept",
        Message("Intercept"),
        Message("What people answer to an item who stand at the zero of the scale."),
        Message("The item's mean, less its loading times the latent mean."),
        Message("Alone it says nothing of a group: only whether it is the same in another one matters."),
        _MEREDITH,
        "invariance",
    ),
    Definition(
        "uniqueness",
        Message("Residual variance"),
        Message("How much of an item's spread its scale does not explain."),
        Message("Variance of the item less that which the factor gives it."),
        Message("It does not say whether that is chance or something else that the item measures."),
        "Jöreskog (1971), doi:10.1007/BF02291366",
        "invariance",
    ),
    Definition(
        "chi_square",
        Message("Chi-square"),
        Message("How far the model's means and covariances lie from those of the answers."),
        Message("Twice the distance of the log-likelihoods of this model and of one without restrictions."),
        Message("With many people every small misfit is sure; with few a large one can stay unseen."),
        "Jöreskog (1971), doi:10.1007/BF02291366",
        "invariance",
    ),
    Definition(
        "scaled_chi_square",
        Message("Scaled chi-square"),
        Message("Chi-square that allows for weights, organisations or answers in few steps."),
        Message("Chi-square divided by a factor from how much independent units differ."),
        Message(
            "It needs many organisations; with fewer than the model has parameters it is not to be trusted."
        ),
        "Yuan & Bentler (2000), doi:10.1111/0081-1750.00078",
        "robust-errors",
    ),
    Definition(
        "df",
        Message("Degrees of freedom"),
        Message("How many facts of the answers the model could have missed."),
        Message("Means, variances and covariances of all groups, less the model's free parameters."),
        Message("More of them do not make a model better."),
        "",
        "invariance",
    ),
    Definition(
        "relative_chi_square",
        Message("Chi-square by degrees of freedom"),
        Message("Chi-square for each degree of freedom: near 1 where the model holds."),
        Message("Chi-square divided by its degrees of freedom."),
        Message("It grows with the number of people, and no cut-off for it has a foundation."),
        "Wheaton and others (1977), doi:10.2307/270754",
        "invariance",
    ),
    Definition(
        "p",
        Message("p"),
        Message("How often chance alone would give a result at least this far from none."),
        Message("From the distribution of the test where nothing differs."),
        Message("It is no probability that nothing differs, and it does not say how large a difference is."),
        "Wasserstein & Lazar (2016), doi:10.1080/00031305.2016.1154108",
        "group-tests",
    ),
    Definition(
        "cfi",
        Message("CFI"),
        Message("How much better the model fits than one in which no item goes with another; 1 is best."),
        Message("One less the misfit of the model, relative to that of uncorrelated items."),
        Message("A high value does not prove the model; another model may fit as well."),
        f"Bentler (1990), doi:10.1037/0033-2909.107.2.238; {_HU}",
        "invariance",
    ),
    Definition(
        "tli",
        Message("TLI"),
        Message("Like CFI, with a price for every parameter; near 1 is good."),
        Message("From chi-square by degrees of freedom of the model and of uncorrelated items."),
        Message("It can lie above 1, and like CFI it proves nothing."),
        "Tucker & Lewis (1973), doi:10.1007/BF02291170",
        "invariance",
    ),
    Definition(
        "rmsea",
        Message("RMSEA"),
        Message("Misfit for each degree of freedom, apart from chance; 0 is best. With a 90 % interval."),
        Message("The root of chi-square less its degrees of freedom, over these and the people."),
        Message("In small models with few people it is high by chance; look at its interval."),
        f"Steiger (1990), doi:10.1207/s15327906mbr2502_4; {_HU}",
        "invariance",
    ),
    Definition(
        "srmr",
        Message("SRMR"),
        Message("How far correlations and means in the model typically lie from those of the answers."),
        Message("The root of the mean squared standardised gap, mean of the groups by size."),
        Message("It has no price for parameters: looser models look better."),
        _HU,
        "invariance",
    ),
    Definition(
        "aic",
        Message("AIC"),
        Message("Of two models of the same answers, the one with the lower value foretells better."),
        Message("Minus twice the log-likelihood, plus twice the free parameters."),
        Message("Alone it says nothing, and answers of other people give another value."),
        "Akaike (1974), doi:10.1109/TAC.1974.1100705",
        "invariance",
    ),
    Definition(
        "bic",
        Message("BIC"),
        Message("Like AIC, with a higher price for parameters the more people there are."),
        Message("Minus twice the log-likelihood, plus free parameters times the logarithm of people."),
        Message("Alone it says nothing, and answers of other people give another value."),
        "Schwarz (1978), doi:10.1214/aos/1176344136",
        "invariance",
    ),
    Definition(
        "delta_chi_square",
        Message("Change of chi-square"),
        Message("What it costs to hold more equal between groups, as a test."),
        Message("Chi-square of the tighter model less that of the looser; scaled where chi-square is."),
        Message(
            "With many people tiny differences between groups are sure; look at the change of CFI as well."
        ),
        "Satorra & Bentler (2001), doi:10.1007/BF02296192",
        "invariance",
    ),
    Definition(
        "delta_cfi",
        Message("Change of CFI"),
        Message("How much worse the model fits once more is held equal; near 0 is good."),
        Message("CFI of the tighter model less that of the looser."),
        Message(
            "The limits come from simulations of certain models; near them the verdict could be another."
        ),
        f"Cheung & Rensvold (2002), doi:10.1207/S15328007SEM0902_5; {_CHEN}",
        "comparison-licence",
    ),
    Definition(
        "delta_rmsea",
        Message("Change of RMSEA"),
        Message("How much worse the model fits for each degree of freedom once more is held equal."),
        Message("RMSEA of the tighter model less that of the looser."),
        Message("In small models it changes much by chance; the test of chi-square then decides."),
        f"{_CHEN}; Rutkowski & Svetina (2014), doi:10.1177/0013164413498257",
        "comparison-licence",
    ),
    Definition(
        "delta_srmr",
        Message("Change of SRMR"),
        Message("How much farther the model lies from the answers once more is held equal."),
        Message("SRMR of the tighter model less that of the looser."),
        Message("It rises with every restriction, also with those that hold."),
        _CHEN,
        "comparison-licence",
    ),
    Definition(
        "score_test",
        Message("Score test"),
        Message("By about how much chi-square would fall if one equality were given up."),
        Message("From slope and curvature of the likelihood at the model in which the equality is held."),
        Message("It says where to look, not why: translation, meaning or chance."),
        "Sörbom (1989), doi:10.1007/BF02294623",
        "score-tests",
    ),
    Definition(
        "expected_change",
        Message("Expected change"),
        Message("How far the parameter of one group would move from the others if it were free."),
        Message("The slope of the likelihood divided by its curvature, in the units of the parameter."),
        Message("It is an approximation, and it moves once other parameters are set free."),
        "Saris, Satorra & Sörbom (1987), doi:10.2307/271030",
        "score-tests",
    ),
    Definition(
        "latent_mean_difference",
        Message("Difference between latent means"),
        Message("How far two groups lie apart on what the items share, in standard deviations."),
        Message(
            "From the model with equal intercepts: second less first, over the pooled spread; 95 % interval."
        ),
        Message("It is no ranking, and where items are set free it rests on the others."),
        "Sörbom (1974), doi:10.1111/j.2044-8317.1974.tb00543.x; Hancock (2001), doi:10.1007/BF02294440",
        "latent-means",
    ),
    Definition(
        "latent_correlation",
        Message("Correlation of two scales"),
        Message("How two scales go together in a group, freed from errors of measurement; from −1 to 1."),
        Message(
            "From the model with equal loadings and a factor for each scale; 95 % interval by Fisher's z."
        ),
        Message("It does not say that one brings about the other."),
        "Steenkamp & Baumgartner (1998), doi:10.1086/209528",
        "latent-correlations",
    ),
    Definition(
        "fiml",
        Message("Everyone with what they answered (FIML)"),
        Message("A way of fitting in which people count who left out some items."),
        Message("Each person's likelihood of the items that they answered, added up over all people."),
        Message("It is right only if who left out what hangs on answers that were given."),
        "Arbuckle (1996); Enders & Bandalos (2001), doi:10.1207/S15328007SEM0803_5",
        "missing-answers",
    ),
    Definition(
        "ordinal",
        Message("Answers as ordered steps (WLSMV)"),
        Message("A way of fitting that takes answers as steps of a hidden scale, not as numbers."),
        Message("Polychoric correlations, weighted least squares and adjusted tests."),
        Message("It asks for many people, and rare answers make it unsteady."),
        "Muthén (1984), doi:10.1007/BF02294210; Asparouhov & Muthén (2010), Mplus technical note",
        "invariance",
    ),
    Definition(
        "sensitivity",
        Message("Other ways of doing it"),
        Message("The same comparison with one choice made otherwise, side by side."),
        Message("Each way fits and judges every pair again; what differs from the plan is named."),
        Message("Agreement of all ways does not prove the result, only that it does not hang on them."),
        "Steegen and others (2016), doi:10.1177/1745691616658637",
        "other-ways",
    ),
)
