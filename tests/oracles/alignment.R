# Reference numbers for alignment: R with lavaan, sirt where it is installed, and an optimiser of its own.
# Writes alignment.json beside itself. Run: Rscript tests/oracles/alignment.R
# The answers are made up: eight groups, five items, some loadings and intercepts differ.
suppressMessages({library(lavaan); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1]))
set.seed(20140914)
items <- paste0("t", 1:5); groups <- LETTERS[1:8]; G <- 8; P <- 5
sizes <- c(300, 450, 600, 350, 500, 400, 700, 250)
alpha <- c(0, .3, -.4, .6, -.2, .1, .8, -.5); psi <- c(1, 1.2, .8, 1.5, .9, 1, 1.1, .7)
lambda <- matrix(c(1, .8, 1.2, .9, 1.1), G, P, byrow = TRUE); nu <- matrix(3, G, P)
lambda[2, 1] <- 1.5; lambda[5, 4] <- .5; lambda[7, 2] <- 1.3
nu[3, 3] <- 3.8; nu[6, 5] <- 2.2; nu[8, 1] <- 3.7; nu[4, 2] <- 2.4
data <- do.call(rbind, lapply(1:G, function(g) {
  f <- rnorm(sizes[g], alpha[g], sqrt(psi[g]))
  data.frame(setNames(as.data.frame(sapply(1:P, function(i) nu[g, i] + lambda[g, i] * f + rnorm(sizes[g]))), items), group = groups[g])
}))
own <- lapply(groups, function(g) {
  for (tolerance in 10^-(13:10)) {
    fit <- cfa(paste("f =~", paste(items, collapse = "+")), data = data[data$group == g, ], std.lv = TRUE, meanstructure = TRUE,
      control = list(rel.tol = tolerance, iter.max = 10000))
    if (lavInspect(fit, "converged")) break
  }
  v <- lavInspect(fit, "vcov"); names <- c(paste0("f=~", items), paste0(items, "~1"))
  list(loadings = unname(lavInspect(fit, "est")$lambda[, 1]), intercepts = unname(lavInspect(fit, "est")$nu[, 1]), covariance = unname(unclass(v[names, names])))
})
L <- t(sapply(own, `[[`, "loadings")); N <- t(sapply(own, `[[`, "intercepts"))

# The loss, written pair by pair, and its least value from many starts.
epsilon <- .01
loss <- function(a, s) {
  l <- L / s; t <- N - a * l; sum <- 0
  for (g in 1:(G - 1)) for (h in (g + 1):G) sum <- sum + sqrt(sizes[g] * sizes[h]) *
    sum(((l[g, ] - l[h, ])^2 + epsilon)^.25 + ((t[g, ] - t[h, ])^2 + epsilon)^.25)
  sum
}
split <- function(x, free) {
  s <- c(x[1:(G - 1)], -sum(x[1:(G - 1)])); a <- if (free) x[G:(2 * G - 1)] else c(0, x[G:(2 * G - 2)])
  list(a = a, s = exp(s))
}
least <- function(free) {
  best <- NULL; n <- 2 * G - 2 + free
  for (start in 1:8) {
    x <- if (start == 1) rep(0, n) else rnorm(n, 0, .3)
    for (round in 1:40) {
      found <- optim(x, function(x) { p <- split(x, free); loss(p$a, p$s) / 1000 }, method = "BFGS",
        control = list(maxit = 2000, reltol = 1e-16, ndeps = rep(1e-5, n)))
      if (max(abs(found$par - x)) < 1e-9) break
      x <- found$par
    }
    if (is.null(best) || found$value < best$value) best <- found
  }
  p <- split(best$par, free); unit <- p$s[1]
  list(loss = best$value * 1000, means = p$a / unit, variances = (p$s / unit)^2)
}
fixed <- least(FALSE); free <- least(TRUE)
theirs <- NULL
if (requireNamespace("sirt", quietly = TRUE)) {
  weights <- matrix(sqrt(sizes), G, P)
  found <- sirt::invariance.alignment(L, N, wgt = weights, align.pow = c(.5, .5), eps = epsilon, meth = 3,
    optimizer = "nlminb", control = list(rel.tol = 1e-14, x.tol = 1e-12, eval.max = 5000, iter.max = 5000))
  theirs <- list(means = found$pars$alpha0, variances = found$pars$psi0^2, loadings = unname(found$lambda.aligned),
    intercepts = unname(found$nu.aligned), version = as.character(packageVersion("sirt")))
}
out <- list(items = items, epsilon = epsilon, truth = list(means = alpha, variances = psi),
  differing = list(loading = list(c("B", "t1"), c("E", "t4"), c("G", "t2")), intercept = list(c("C", "t3"), c("F", "t5"), c("H", "t1"), c("D", "t2"))),
  groups = lapply(groups, function(g) { rows <- as.matrix(data[data$group == g, items]); n <- nrow(rows)
    list(name = g, n = n, mean = unname(colMeans(rows)), covariance = unname(cov(rows) * (n - 1) / n)) }),
  own = own, fixed = fixed, free = free, sirt = theirs,
  software = list(R = R.version.string, lavaan = as.character(packageVersion("lavaan"))))
write_json(out, file.path(here, "alignment.json"), auto_unbox = TRUE, digits = NA, pretty = FALSE)
print(fixed); print(free); print(theirs)
