# Writes published_figures.json: figures worked out again from printed numbers, by R's own distributions with uniroot,
# by psych (alpha.ci, r.con, t2d) and by counting; and power of tests of model fit by semTools.
# Rscript tests/oracles/published_figures.R > tests/oracles/published_figures.json
suppressMessages({library(psych); library(semTools); library(jsonlite)})

rmsea <- function(chi, df, n, groups = 1) {
  ncp <- function(share) {
    below <- function(l) pchisq(chi, df, l) - share
    if (below(0) <= 0) 0 else uniroot(below, c(0, 10 * chi + 100), tol = 1e-12)$root
  }
  at <- function(l, people) sqrt(l / df / people * groups)
  lapply(list(all = n, less = n - groups), function(people) list(
    value = at(max(chi - df, 0), people), low = at(ncp(0.95), people), high = at(ncp(0.05), people)))
}
models <- list(c(663.20, 284, 283, 1), c(840.62, 284, 283, 1), c(20.1, 24, 120, 1), c(412.7, 150, 900, 4), c(61.3, 27, 357, 1))
fit <- lapply(models, function(m) list(given = m, found = rmsea(m[1], m[2], m[3], m[4])))

p <- list(
  chi_square = list(list(3.84, 1, pchisq(3.84, 1, lower.tail = FALSE)), list(663.20, 284, pchisq(663.20, 284, lower.tail = FALSE))),
  t = list(list(2.20, 28, 2 * pt(-2.20, 28)), list(-0.31, 37.4, 2 * pt(-0.31, 37.4))),
  f = list(list(4.15, 2, 87, pf(4.15, 2, 87, lower.tail = FALSE))),
  z = list(list(-1.96, 2 * pnorm(-1.96)), list(0.4, 2 * pnorm(-0.4))))

feldt <- lapply(list(c(.84, 3, 403), c(.92, 9, 403), c(.66, 4, 50)), function(x) {
  found <- alpha.ci(x[1], n.obs = x[3], n.var = x[2])
  list(given = x, low = found$lower.ci, high = found$upper.ci)
})
correlations <- lapply(list(c(.5, 50), c(-.23, 283), c(.92, 12)), function(x) {
  list(given = x, interval = as.numeric(r.con(x[1], x[2])))
})
mean_r <- lapply(list(c(.30, 9), c(.55, 3), c(-.05, 4)), function(x) {
  R <- matrix(x[1], x[2], x[2]); diag(R) <- 1
  list(given = x, alpha = x[2] / (x[2] - 1) * (1 - sum(diag(R)) / sum(R)))
})
d <- list(
  t = list(list(2.83, 64, 64, t2d(2.83, n1 = 64, n2 = 64)), list(1.2, 10, 35, t2d(1.2, n1 = 10, n2 = 35))),
  means = (4.75 - 5.71) / sqrt((138 * 1.38^2 + 143 * 0.91^2) / 281))

grim <- do.call(rbind, lapply(c(7, 20, 28, 63), function(n) {
  possible <- unique(round(seq(0, 7 * n) / n + 1e-9, 2))  # halves up, and down below
  possible <- unique(c(possible, round(seq(0, 7 * n) / n - 1e-9, 2)))
  data.frame(n = n, mean = sprintf("%.2f", seq(1, 7, 0.13)), possible = round(seq(1, 7, 0.13), 2) %in% possible)
}))

close_fit <- lapply(list(c(.05, .08, 284, 283, 1), c(.05, .08, 27, 200, 1), c(.05, .01, 27, 350, 1), c(.05, .08, 54, 400, 2)), function(x)
  list(given = x, power = findRMSEApower(x[1], x[2], df = x[3], n = x[4], alpha = .05, group = x[5])))
close_people <- lapply(list(c(.05, .08, 27), c(.05, .08, 284), c(.05, .01, 30)), function(x)
  list(given = x, people = findRMSEAsamplesize(x[1], x[2], df = x[3], power = .8, alpha = .05)))
nested <- lapply(list(c(.06, .05, 22, 20, 200), c(.08, .05, 24, 20, 300)), function(x)
  list(given = x, power = findRMSEApowernested(rmsea1A = x[1], rmsea1B = x[2], dfA = x[3], dfB = x[4], n = x[5], alpha = .05)))

cat(toJSON(list(
  R = R.version.string, psych = as.character(packageVersion("psych")), semTools = as.character(packageVersion("semTools")),
  fit = fit, p = p, feldt = feldt, correlations = correlations, mean_r = mean_r, d = d, grim = grim,
  close_fit = close_fit, close_people = close_people, nested = nested), auto_unbox = TRUE, digits = NA, pretty = TRUE))
