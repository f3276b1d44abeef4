# Writes agreement.json: Cohen's kappa by irr (z, p) and vcd (errors), Krippendorff's alpha by irr.
# Rscript tests/oracles/agreement.R > tests/oracles/agreement.json
# The first matrix of codes is the example of Krippendorff (2011), Computing Krippendorff's Alpha-Reliability,
# section C; all others are drawn here.
suppressMessages({library(irr); library(vcd); library(jsonlite)})
set.seed(1)
pair <- function(name, first, second, levels) {
  found <- list(name = name, first = first, second = second, levels = levels)
  for (weights in c("unweighted", "equal", "squared")) {
    k <- kappa2(cbind(first, second), weights)
    found[[weights]] <- list(value = k$value, z = k$statistic, p = k$p.value)
  }
  table <- table(factor(first, levels), factor(second, levels))
  found$share <- agree(cbind(first, second))$value / 100
  for (w in c("Equal-Spacing", "Fleiss-Cohen")) {
    k <- Kappa(table, weights = w)
    found[[w]] <- list(value = k$Weighted[["value"]], error = k$Weighted[["ASE"]],
                       low = confint(k)["Weighted", "lwr"], high = confint(k)["Weighted", "upr"])
  }
  found$plain <- list(value = k$Unweighted[["value"]], error = k$Unweighted[["ASE"]],
                      low = confint(k)["Unweighted", "lwr"], high = confint(k)["Unweighted", "upr"])
  found
}
near <- function(n, kinds, right) {
  first <- sample(kinds, n, TRUE)
  second <- ifelse(runif(n) < right, first, pmin(kinds, pmax(1, first + sample(c(-1, 1), n, TRUE))))
  list(first, second)
}
a <- near(200, 5, 0.7); b <- near(40, 3, 0.5); d <- near(60, 2, 0.8)
pairs <- list(pair("five", a[[1]], a[[2]], 1:5), pair("three", b[[1]], b[[2]], 1:3),
              pair("two", d[[1]], d[[2]], 1:2))
many <- function(name, codes) {
  out <- list(name = name, codes = codes)
  for (metric in c("nominal", "ordinal", "interval", "ratio")) out[[metric]] <- kripp.alpha(codes, metric)$value
  out
}
worked <- matrix(c(1, 1, NA, 1, 2, 2, 3, 2, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 1, 2, 3, 4, 4, 4, 4, 4,
                   1, 1, 2, 1, 2, 2, 2, 2, NA, 5, 5, 5, NA, NA, 1, 1, NA, NA, 3, NA), nrow = 4)
drawn <- t(sapply(1:6, function(i) pmax(0, rep(0:9, 4) + sample(-2:2, 40, TRUE))))
drawn[sample(length(drawn), 60)] <- NA
halves <- matrix(round(rexp(3 * 15), 1), nrow = 3)
halves[2, 5] <- NA  # where nothing is missing, irr 0.84.1 is right for two coders only: it counts pairs, not values
cat(toJSON(list(pairs = pairs, codes = list(many("worked", worked), many("drawn", drawn), many("halves", halves)),
                versions = list(irr = as.character(packageVersion("irr")), vcd = as.character(packageVersion("vcd")))),
           digits = NA, na = "null", auto_unbox = TRUE), "\n")
