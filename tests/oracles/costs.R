# Writes costs.json: incremental costs and effects of two arms. Errors by sandwich (people, HC2 of two groups is each
# arm's own variance) and clubSandwich (clusters of one size, CR2); Fieller's ends where the t test of cost less ratio
# times effect reaches its limit, by root finding; net benefit by regression.
# Rscript tests/oracles/costs.R > tests/oracles/costs.json
suppressMessages({library(sandwich); library(clubSandwich); library(jsonlite)})
set.seed(4)
n <- c(60, 48); g <- rep(1:0, n)
effect <- round(rnorm(108, 2 + 0.9 * g, 1.2), 2)
cost <- round(rgamma(108, 4, scale = 60) + 90 * g + 20 * effect, 1)
cluster <- c(rep(1:10, 6), rep(11:18, 6))
ends <- function(v, df) { # v: variance of the difference of a variable
  q <- qt(0.975, df)
  f <- function(R) { y <- cost - R * effect; (mean(y[g == 1]) - mean(y[g == 0]))^2 - q^2 * v(y) }
  r <- (mean(cost[g == 1]) - mean(cost[g == 0])) / (mean(effect[g == 1]) - mean(effect[g == 0]))
  c(r, uniroot(f, c(-5000, r), tol = 1e-12)$root, uniroot(f, c(r, 5000), tol = 1e-12)$root)
}
people <- function(y) vcovHC(lm(y ~ g), "HC2")[2, 2]
groups <- function(y) vcovCR(lm(y ~ g), cluster, "CR2")[2, 2]
nmb <- function(w, v, df) { y <- w * effect - cost; m <- unname(coef(lm(y ~ g))[2]); s <- sqrt(v(y))
  c(m, s, m - qt(0.975, df) * s, m + qt(0.975, df) * s, 2 * pt(-abs(m / s), df)) }
draw <- function() { i <- c(sample(60, 60, TRUE), 60 + sample(48, 48, TRUE))
  c(mean(cost[i[1:60]]) - mean(cost[i[61:108]]), mean(effect[i[1:60]]) - mean(effect[i[61:108]])) }
b <- replicate(20000, draw())
cat(toJSON(list(cost = cost, effect = effect, group = g, cluster = cluster,
  people = list(ratio = ends(people, 106), nmb = nmb(200, people, 106)),
  clusters = list(ratio = ends(groups, 16), nmb = nmb(200, groups, 16)),
  acceptability = sapply(c(50, 100, 150, 200, 300), function(w) mean(w * b[2, ] > b[1, ])),
  percentiles = unname(quantile(b[1, ] / b[2, ], c(0.025, 0.975))),
  errors = sqrt(c(people(cost), people(effect))), versions = list(sandwich = as.character(packageVersion("sandwich")))),
  digits = NA, auto_unbox = TRUE), "\n")
