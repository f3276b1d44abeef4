# Writes frontier.json: one linear programme per unit by lpSolve (lp_solve 5.5, the solver of R's Benchmarking).
# Rscript tests/oracles/frontier.R > tests/oracles/frontier.json
# frontier_pft1981.csv: Program Follow Through, 70 sites, 5 inputs, 3 outputs; Charnes, Cooper & Rhodes (1981),
# Management Science 27:668-697, doi:10.1287/mnsc.27.6.668, as R's deaR carries the published table.
# frontier_tone2001.csv: the example of Tone (2001), Eur J Oper Res 130:498-509,
# doi:10.1016/S0377-2217(99)00407-5, as R's deaR carries it.
suppressMessages({library(lpSolve); library(jsonlite)})
pft <- read.csv("tests/oracles/frontier_pft1981.csv")
tone <- read.csv("tests/oracles/frontier_tone2001.csv")
sums <- list(constant = NULL, variable = "=", decreasing = "<=", increasing = ">=")
answer <- function(way, costs, rows, signs, right) {
  found <- lp(way, costs, rows, signs, right)
  if (found$status != 0) list(value = NA, z = rep(NA, length(costs))) else list(value = found$objval, z = found$solution)
}
radial <- function(x0, y0, x, y, orientation, returns) {
  n <- nrow(x); rows <- if (orientation == "input") rbind(cbind(-x0, t(x)), cbind(0, t(y))) else
    rbind(cbind(0, t(x)), cbind(-y0, t(y)))
  right <- if (orientation == "input") c(0 * x0, y0) else c(x0, 0 * y0)
  signs <- c(rep("<=", length(x0)), rep(">=", length(y0)))
  if (!is.null(sums[[returns]])) {rows <- rbind(rows, c(0, rep(1, n))); signs <- c(signs, sums[[returns]]); right <- c(right, 1)}
  answer(if (orientation == "input") "min" else "max", c(1, rep(0, n)), rows, signs, right)$value
}
# the largest sum of raw slacks at the score
slack <- function(score, x0, y0, x, y, orientation, returns) {
  n <- nrow(x); m <- ncol(x); s <- ncol(y)
  rows <- cbind(rbind(t(x), t(y)), diag(c(rep(1, m), rep(-1, s))))
  right <- if (orientation == "input") c(score * x0, y0) else c(x0, score * y0)
  signs <- rep("=", m + s)
  if (!is.null(sums[[returns]])) {rows <- rbind(rows, c(rep(1, n), rep(0, m + s))); signs <- c(signs, sums[[returns]]); right <- c(right, 1)}
  answer("max", c(rep(0, n), rep(1, m + s)), rows, signs, right)$value
}
# Tone's measure: t, lambdas and slacks times t; by input and by output t is 1
sbm <- function(x0, y0, x, y, orientation, returns) {
  n <- nrow(x); m <- ncol(x); s <- ncol(y)
  rows <- cbind(c(-x0, -y0), rbind(t(x), t(y)), diag(c(rep(1, m), rep(-1, s)))); right <- rep(0, m + s)
  if (returns == "variable") {rows <- rbind(rows, c(-1, rep(1, n), rep(0, m + s))); right <- c(right, 0)}
  saved <- c(0, rep(0, n), 1 / x0 / m, rep(0, s)); more <- c(0, rep(0, n), rep(0, m), 1 / y0 / s); one <- c(1, rep(0, n + m + s))
  if (orientation == "input") return(1 - answer("max", saved, rbind(rows, one), rep("=", length(right) + 1), c(right, 1))$value)
  if (orientation == "output") return(1 / (1 + answer("max", more, rbind(rows, one), rep("=", length(right) + 1), c(right, 1))$value))
  answer("min", one - saved, rbind(rows, one + more), rep("=", length(right) + 1), c(right, 1))$value
}
each <- function(x, y, f, ...) sapply(seq_len(nrow(x)), function(o) f(x[o, ], y[o, ], x, y, ...))
others <- function(x, y, ...) sapply(seq_len(nrow(x)), function(o)
  radial(x[o, ], y[o, ], x[-o, , drop = FALSE], y[-o, , drop = FALSE], ...))
all_of <- function(names, f) sapply(names, f, simplify = FALSE)
x <- as.matrix(pft[, 2:6]); y <- as.matrix(pft[, 7:9]); a <- as.matrix(tone[, 2:3]); b <- as.matrix(tone[, 4:5])
i <- seq_len(nrow(x)); x2 <- x * (1 + 0.1 * sin(outer(i, 1:5))); y2 <- y * (1.05 + 0.1 * cos(outer(i, 1:3)))
across <- function(x0, y0, xr, yr, orientation) sapply(i, function(o) radial(x0[o, ], y0[o, ], xr, yr, orientation, "constant"))
radials <- all_of(c("input", "output"), function(w) all_of(names(sums), function(r) {
  scores <- each(x, y, radial, w, r)
  list(scores = scores, others = others(x, y, w, r),
       slack = sapply(i, function(o) slack(scores[o] * (if (w == "input") 1 + 1e-11 else 1 - 1e-11), x[o, ], y[o, ], x, y, w, r)))
}))
measures <- all_of(c("input", "output", "none"), function(w) all_of(c("constant", "variable"), function(r)
  list(pft = each(x, y, sbm, w, r), tone = each(a, b, sbm, w, r))))
waves <- all_of(c("input", "output"), function(w) list(first = across(x, y, x, y, w), second = across(x2, y2, x2, y2, w),
  second_by_first = across(x2, y2, x, y, w), first_by_second = across(x, y, x2, y2, w)))
cat(toJSON(list(radial = radials, sbm = measures, malmquist = waves, versions = list(lpSolve =
  as.character(packageVersion("lpSolve")))), digits = NA, na = "null", auto_unbox = TRUE), "\n")
