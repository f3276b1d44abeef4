# Reference numbers for correlations of factors: R with lavaan. Writes latent_correlations.json beside itself.
# Run: Rscript tests/oracles/latent_correlations.R
suppressMessages({library(lavaan); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1]))
model <- "visual =~ x1 + x2 + x3
          textual =~ x4 + x5 + x6
          speed =~ x7 + x8 + x9"
fit <- cfa(model, HolzingerSwineford1939, group = "school", group.equal = "loadings", meanstructure = TRUE,
           information = "expected")
table <- standardizedSolution(fit, type = "std.lv", se = TRUE)
schools <- lavInspect(fit, "group.label")
rows <- subset(table, op == "~~" & lhs != rhs & lhs %in% c("visual", "textual", "speed"))
alone <- lapply(seq_len(nrow(rows)), function(i) with(rows[i, ], list(
  group = schools[group], factor = lhs, other = rhs, value = est.std, error = se)))

# Differences of correlations by the delta method on lavaan's own covariance of the estimates.
labelled <- parTable(fit); v <- lavInspect(fit, "vcov")
at <- function(a, b, g) labelled$free[labelled$op == "~~" & labelled$group == g &
  ((labelled$lhs == a & labelled$rhs == b) | (labelled$lhs == b & labelled$rhs == a))]
estimates <- coef(fit)
apart <- list()
for (pair in list(c("visual", "textual"), c("visual", "speed"), c("textual", "speed"))) {
  gradient <- numeric(length(estimates)); r <- numeric(2)
  for (g in 1:2) {
    ab <- at(pair[1], pair[2], g); aa <- at(pair[1], pair[1], g); bb <- at(pair[2], pair[2], g)
    r[g] <- estimates[ab] / sqrt(estimates[aa] * estimates[bb])
    s <- c(-1, 1)[g]
    gradient[ab] <- s / sqrt(estimates[aa] * estimates[bb])
    gradient[aa] <- -s * r[g] / (2 * estimates[aa]); gradient[bb] <- -s * r[g] / (2 * estimates[bb])
  }
  apart[[length(apart) + 1]] <- list(factor = pair[1], other = pair[2], difference = r[2] - r[1],
                                     error = sqrt(drop(gradient %*% v %*% gradient)))
}
moments <- lavInspect(fit, "sampstat")
groups <- lapply(seq_along(schools), function(g) list(name = schools[g], n = lavInspect(fit, "nobs")[g],
  mean = as.vector(moments[[g]]$mean), covariance = unclass(moments[[g]]$cov)))
write_json(list(groups = groups, alone = alone, apart = apart,
                software = list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))),
           file.path(here, "latent_correlations.json"), digits = NA, auto_unbox = TRUE, pretty = TRUE)
