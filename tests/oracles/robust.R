# Reference numbers for robust standard errors and chi-squares: R with lavaan. Writes robust.json beside itself.
# Run: Rscript tests/oracles/robust.R
# The answers are lavaan's Holzinger and Swineford (1939); organisations and weights are made up.
suppressMessages({library(lavaan); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1]))
source(file.path(here, "polishing.R"))

equal <- list(configural = "", metric = "loadings", scalar = c("loadings", "intercepts"),
              strict = c("loadings", "intercepts", "residuals"))
measures <- c("chisq", "df", "cfi", "tli", "rmsea", "srmr", "logl", "chisq.scaled", "pvalue.scaled",
              "chisq.scaling.factor", "baseline.chisq.scaling.factor", "cfi.robust", "tli.robust", "rmsea.robust",
              "rmsea.ci.lower.robust", "rmsea.ci.upper.robust")
factors <- list(visual = c("x1", "x2", "x3"), textual = c("x4", "x5", "x6"), speed = c("x7", "x8", "x9"))
items <- unlist(factors, use.names = FALSE)
model <- paste(sapply(names(factors), function(f) paste(f, "=~", paste(factors[[f]], collapse = " + "))), collapse = "\n")

set.seed(28112026)
data <- HolzingerSwineford1939[, c("school", items)]
data$organisation <- paste0(substr(data$school, 1, 1), ifelse(data$school == "Pasteur", sample(1:25, nrow(data), TRUE), sample(1:20, nrow(data), TRUE)))
shift <- rnorm(45, 0, 0.6); names(shift) <- unique(data$organisation)
data[, items] <- data[, items] + shift[data$organisation]      # people of one organisation answer alike
data$weight <- round(exp(rnorm(nrow(data), 0, 0.5)), 3)

matrices <- function(fit, what) {
  lists <- lavInspect(fit, what)
  if (lavInspect(fit, "ngroups") == 1) lists <- list(all = lists)
  lapply(lists, function(g) {
    k <- ncol(g$lambda)
    list(loadings = unclass(g$lambda), intercepts = as.vector(g$nu), uniquenesses = as.vector(diag(g$theta)),
         factor_covariance = unclass(g$psi), latent_means = if (is.null(g$alpha)) rep(0, k) else as.vector(g$alpha))
  })
}

made <- function(group, level, ...) {
  again <- function(...) cfa(model, data = data, group = group, group.equal = equal[[level]], meanstructure = TRUE,
    estimator = "MLR", ...)
  kind <- list(...)
  for (tolerance in 10^-(13:10)) {              # as far as the optimiser gets without losing its way in rounding
    fit <- suppressWarnings(again(control = list(rel.tol = tolerance, iter.max = 10000, eval.max = 20000), ...))
    if (lavInspect(fit, "converged")) break
  }
  stopifnot(lavInspect(fit, "converged"))
  polished(fit, function(...) do.call(again, c(list(...), kind)))
}

one <- function(group, level, ...) {
  fit <- made(group, level, ...)
  stopifnot(all(lavInspect(fit, "options")$observed.information == "hessian"))
  list(level = level, indices = as.list(fitMeasures(fit, measures)), estimates = matrices(fit, "est"), errors = matrices(fit, "se"))
}

kinds <- list(people = list(), clusters = list(cluster = "organisation"), weights = list(sampling.weights = "weight"),
              both = list(cluster = "organisation", sampling.weights = "weight"))
steps <- function(kind) {
  fits <- lapply(names(equal), function(level) do.call(made, c(list("school", level), kind)))
  table <- do.call(lavTestLRT, c(fits[1], fits[-1], method = "satorra.bentler.2001"))
  data.frame(chi_square = table[-1, "Chisq diff"], df = table[-1, "Df diff"], p = table[-1, "Pr(>Chisq)"])
}
schools <- unique(as.character(data$school))
cases <- lapply(kinds, function(kind) list(
  single = do.call(one, c(list(NULL, "configural"), kind)),
  two = lapply(names(equal), function(level) do.call(one, c(list("school", level), kind))),
  steps = steps(kind)))
out <- list(items = items, factors = factors,
  groups = lapply(schools, function(s) { own <- data[data$school == s, ]
    list(name = s, rows = unname(as.matrix(own[, items])), organisations = own$organisation, weights = own$weight) }),
  cases = cases, software = list(R = R.version.string, lavaan = as.character(packageVersion("lavaan"))))
write_json(out, file.path(here, "robust.json"), auto_unbox = TRUE, digits = NA, pretty = FALSE)
