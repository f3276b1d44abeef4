# Reference numbers for factor models of answers with holes: R with lavaan, missing = "fiml".
# Writes fiml.json beside itself. Run: Rscript tests/oracles/fiml.R
# The answers are lavaan's Holzinger and Swineford (1939); the holes are made up.
suppressMessages({library(lavaan); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1]))
source(file.path(here, "polishing.R"))

equal <- list(configural = "", metric = "loadings", scalar = c("loadings", "intercepts"),
              strict = c("loadings", "intercepts", "residuals"))
measures <- c("chisq", "df", "pvalue", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "srmr",
              "aic", "bic", "logl", "npar")
factors <- list(visual = c("x1", "x2", "x3"), textual = c("x4", "x5", "x6"), speed = c("x7", "x8", "x9"))
items <- unlist(factors, use.names = FALSE)
model <- paste(sapply(names(factors), function(f) paste(f, "=~", paste(factors[[f]], collapse = " + "))), collapse = "\n")

matrices <- function(fit, what) {
  lists <- lavInspect(fit, what)
  if (lavInspect(fit, "ngroups") == 1) lists <- list(all = lists)
  lapply(lists, function(g) {
    k <- ncol(g$lambda)
    list(loadings = unclass(g$lambda), intercepts = as.vector(g$nu), uniquenesses = as.vector(diag(g$theta)),
         factor_covariance = unclass(g$psi), latent_means = if (is.null(g$alpha)) rep(0, k) else as.vector(g$alpha))
  })
}

totals <- function(fit) {                       # one score test an item over all groups
  table <- parTable(fit); test <- lavTestScore(fit, information = "observed")$uni
  left <- sapply(test$lhs, function(label) which(table$plabel == label))
  kind <- unname(c("=~" = "loading", "~1" = "intercept", "~~" = "uniqueness")[table$op[left]])
  data.frame(kind = kind, item = ifelse(table$op[left] == "=~", table$rhs[left], table$lhs[left]),
             chi_square = test$X2, row.names = NULL)  # two groups: one constraint an item
}

one <- function(data, group, level, partial = "") {
  made <- function(...) cfa(model, data = data, group = group, group.equal = equal[[level]], group.partial = partial,
    missing = "fiml", meanstructure = TRUE, em.h1.iter.max = 20000, em.h1.tol = 1e-9, ...)
  for (tolerance in 10^-(13:10)) {              # as far as the optimiser gets without losing its way in rounding
    fit <- suppressWarnings(made(control = list(rel.tol = tolerance, iter.max = 10000, eval.max = 20000)))
    if (lavInspect(fit, "converged")) break
  }
  stopifnot(lavInspect(fit, "converged"))
  fit <- polished(fit, made)
  list(level = level, releases = partial, indices = as.list(fitMeasures(fit, measures)),
       saturated = fitMeasures(fit, "unrestricted.logl")[[1]],
       estimates = matrices(fit, "est"), errors = matrices(fit, "se"),
       scores = if (level == "configural") NULL else totals(fit))
}

em <- function(rows) {
  fit <- suppressWarnings(lavCor(as.data.frame(rows), missing = "fiml", output = "fit", em.h1.iter.max = 20000, em.h1.tol = 1e-9))
  moments <- lavInspect(fit, "sampstat")
  list(mean = as.vector(moments$mean), covariance = unclass(moments$cov))
}

set.seed(20261128)
data <- HolzingerSwineford1939[, c("school", items)]
holes <- matrix(runif(nrow(data) * 9) < 0.12, nrow(data))
holes[, 5] <- holes[, 5] | data$x4 < 2.2        # left out by those who did badly just before: missing at random
holes[, 4] <- FALSE
data[, items][holes] <- NA
data[17, items] <- NA                           # someone who answered nothing
schools <- unique(as.character(data$school))
out <- list(items = items, factors = factors,
  rows = lapply(setNames(schools, schools), function(s) unname(as.matrix(data[data$school == s, items]))),
  saturated = lapply(setNames(schools, schools), function(s) em(data[data$school == s & rowSums(!is.na(data[, items])) > 0, items])),
  single = list(one(data, NULL, "configural")),
  two = c(lapply(names(equal), function(level) one(data, "school", level)),
          list(one(data, "school", "scalar", c("x3~1", "x7~1")))),
  software = list(R = R.version.string, lavaan = as.character(packageVersion("lavaan"))))
write_json(out, file.path(here, "fiml.json"), auto_unbox = TRUE, digits = NA, na = "null", pretty = FALSE)
