# Reference numbers for polychoric correlations and factor models of ordinal items: R with lavaan and psych.
# Writes ordinal.json beside itself. Run: Rscript tests/oracles/ordinal.R
# The answers are lavaan's Holzinger and Swineford (1939), cut into categories, and src/mentorway/example/answers.csv.
suppressMessages({library(lavaan); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1]))

plain <- c("npar", "chisq", "df", "cfi", "tli", "rmsea", "srmr", "chisq.scaled", "pvalue.scaled", "cfi.scaled",
           "tli.scaled", "rmsea.scaled", "rmsea.ci.lower.scaled", "rmsea.ci.upper.scaled", "chisq.scaling.factor",
           "baseline.chisq", "baseline.chisq.scaled")
adjusted <- c("chisq.scaled", "pvalue.scaled", "chisq.scaling.factor", "cfi.scaled", "tli.scaled", "rmsea.scaled")
syntax <- function(factors) paste(sapply(names(factors), function(f) paste(f, "=~", paste(factors[[f]], collapse = " + "))), collapse = "\n")
# Wu & Estabrook (2016): with equal thresholds and loadings, intercepts and scales of the second and later groups are
# free and latent means 0; two categories tell no intercept, so there the latent mean is free instead.
metric <- function(factors, groups, many) {     # without labels of their own lavaan holds intercepts equal as well
  free <- function(name) paste0(name, " ~ c(0, ", paste(rep("NA", groups - 1), collapse = ", "), ") * 1 + c(",
                                paste0("of_", name, "_", seq_len(groups), collapse = ", "), ") * 1")
  none <- function(name) paste0(name, " ~ c(", paste(rep("0", groups), collapse = ", "), ") * 1")
  binary <- sapply(factors, function(items) !all(items %in% many))
  paste(c(syntax(factors), sapply(many, free), sapply(names(factors), function(f) if (binary[[f]]) free(f) else none(f))),
        collapse = "\n")
}

matrices <- function(fit, what) {
  lists <- lavInspect(fit, what)
  if (lavInspect(fit, "ngroups") == 1) lists <- list(all = lists)
  lapply(lists, function(g) {
    k <- ncol(g$lambda)
    list(thresholds = as.vector(g$tau), loadings = unclass(g$lambda), intercepts = as.vector(g$nu),
         uniquenesses = as.vector(diag(g$theta)), factor_covariance = unclass(g$psi),
         latent_means = if (is.null(g$alpha)) rep(0, k) else as.vector(g$alpha), scales = as.vector(g$delta))
  })
}

made <- function(data, factors, level, many, group = "group", partial = "", free = NULL,
                 theta = level == "strict", estimator = "WLSMV") {
  equal <- c(if (level != "configural") c("thresholds", "loadings"), if (level == "strict") "residuals")
  model <- if (level == "metric") metric(factors, length(unique(data[[group]])), many) else syntax(factors)
  if (!is.null(free)) model <- paste(model, free, sep = "\n")
  for (tolerance in 10^-(14:9)) {               # as far as the optimiser gets without losing its way in rounding
    fit <- suppressWarnings(cfa(model, data = data, group = group, group.equal = if (is.null(equal)) "" else equal, group.partial = partial,
      ordered = unlist(factors, use.names = FALSE), estimator = estimator,
      parameterization = if (theta) "theta" else "delta", control = list(rel.tol = tolerance, iter.max = 10000, eval.max = 20000)))
    if (lavInspect(fit, "converged")) break
  }
  stopifnot(lavInspect(fit, "converged"))
  fit
}

told <- function(fit, level, means = NULL) list(level = level, indices = as.list(fitMeasures(fit, plain)),
  mean_adjusted = if (is.null(means)) NULL else as.list(fitMeasures(means, adjusted)),
  estimates = matrices(fit, "est"), errors = matrices(fit, "se"))

case <- function(data, factors, levels, many = unlist(factors, use.names = FALSE), single = FALSE, ...) {
  fits <- lapply(levels, function(level) made(data, factors, level, many, ...))
  steps <- lapply(seq_along(fits)[-1], function(i) {
    table <- lavTestLRT(fits[[i - 1]], fits[[i]], method = "satorra.2000")
    list(chi_square = table[2, "Chisq diff"], df = table[2, "Df diff"], p = table[2, "Pr(>Chisq)"])
  })
  items <- unlist(factors, use.names = FALSE)
  names <- lavInspect(fits[[1]], "group.label")
  gamma <- lavInspect(fits[[1]], "gamma")
  list(items = items, factors = factors,
    groups = lapply(names, function(g) list(name = g, rows = unname(as.matrix(data[data$group == g, items])))),
    sample = lapply(setNames(names, names), function(g) { s <- lavInspect(fits[[1]], "sampstat")[[g]]
      list(correlations = unclass(s$cov), thresholds = as.vector(s$th), variances = diag(gamma[[g]])) }),
    gamma = if (length(items) < 10) unclass(gamma[[1]]) else NULL,
    single = if (single) told(made(data, factors, "configural", many, NULL), "configural"),
    fits = Map(function(fit, level) told(fit, level, made(data, factors, level, many, ..., estimator = "WLSM")), fits, levels), steps = steps)
}

factors <- list(visual = c("x1", "x2", "x3"), textual = c("x4", "x5", "x6"), speed = c("x7", "x8", "x9"))
items <- unlist(factors, use.names = FALSE)
cut_at <- function(shares) { out <- HolzingerSwineford1939[, c("school", items)]
  for (i in items) out[[i]] <- as.integer(cut(out[[i]], c(-Inf, quantile(out[[i]], shares[[i]]), Inf)))
  out$group <- as.character(out$school); out }
all4 <- cut_at(setNames(rep(list(c(.2, .5, .8)), 9), items))
mixed <- cut_at(setNames(list(c(.2, .5, .8), .5, c(.3, .7), c(.3, .6), c(.25, .5, .75), c(.2, .6), c(.3, .5, .7), c(.2, .5), .4), items))
many <- items[sapply(items, function(i) max(mixed[[i]]) > 2)]

answers <- read.csv(file.path(here, "../../src/mentorway/example/answers.csv"))
example <- function(names, groups, to = c(1L, 1L, 2L, 3L, 3L)) {  # few people: three categories
  kept <- answers[answers$country %in% groups & rowSums(answers[, names] == 0) == 0, ]
  out <- as.data.frame(lapply(kept[, names], function(v) to[v]))
  out$group <- kept$country; out
}
countries <- c("SE", "NO", "DK", "FI", "LT")    # the other three have 13 to 21 people: correlations there run to 1
extraversion <- paste0("E", 1:10); neuroticism <- paste0("N", 1:10)

four <- c("configural", "metric", "scalar", "strict")
zero <- list(one = matrix(c(12, 0, 9, 20), 2), none = matrix(c(12, 3, 9, 20), 2))
twotwo <- lapply(zero, function(t) { d <- as.data.frame(lapply(data.frame(a = rep(row(t), t), b = rep(col(t), t)), ordered))
  list(table = t, lavaan = lavCor(d)[1, 2]) })
wide <- table(all4$x1, all4$x2)
psych_numbers <- suppressMessages(psych::polychoric(all4[, items], correct = 0, max.cat = 8)$rho)

partial <- made(all4, factors, "scalar", items, partial = "speed=~x8", free = "x3 ~ c(0, NA) * 1 + c(n1, n2) * 1")
theta <- made(all4, factors, "scalar", items, theta = TRUE)
out <- list(
  cases = list(four = case(all4, factors, four, single = TRUE), 
    two = case(example(extraversion, c("SE", "NO"), c(1L, 1L, 1L, 2L, 2L)), list(extraversion = extraversion),
               c("configural", "scalar", "strict"), many = character()),
    mixed = case(mixed, factors, four, many = many),
    extraversion = case(example(extraversion, countries), list(extraversion = extraversion), four),
    both = case(example(c(extraversion, neuroticism), c("SE", "NO", "DK", "FI"), 1:5),
                list(extraversion = extraversion, neuroticism = neuroticism), c("configural", "scalar"))),
  partial = told(partial, "scalar"), theta = told(theta, "scalar"),
  two_by_two = twotwo, psych = unclass(psych_numbers),
  software = list(R = R.version.string, lavaan = as.character(packageVersion("lavaan")), psych = as.character(packageVersion("psych"))))
write_json(out, file.path(here, "ordinal.json"), auto_unbox = TRUE, digits = I(12), na = "null", pretty = FALSE)
