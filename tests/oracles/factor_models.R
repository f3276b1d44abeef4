# Reference numbers for the factor models: R with lavaan. Writes factor_models.json beside itself.
# Run: Rscript tests/oracles/factor_models.R [big5-2012.tsv.gz]   (without the second file its cases are kept as they are)
suppressMessages({library(lavaan); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1]))
source(file.path(here, "polishing.R"))
target <- file.path(here, "factor_models.json")
big5 <- commandArgs(trailingOnly = TRUE)

equal <- list(configural = "", metric = "loadings", scalar = c("loadings", "intercepts"),
              strict = c("loadings", "intercepts", "residuals"))
measures <- c("chisq", "df", "pvalue", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "srmr",
              "aic", "bic", "logl", "npar")

matrices <- function(fit, what) {
  lists <- lavInspect(fit, what)
  if (lavInspect(fit, "ngroups") == 1) lists <- list(lists)
  lapply(lists, function(g) {
    p <- nrow(g$lambda); k <- ncol(g$lambda)
    alpha <- if (is.null(g$alpha)) rep(0, k) else as.vector(g$alpha)
    list(loadings = unclass(g$lambda), intercepts = as.vector(g$nu), uniquenesses = as.vector(diag(g$theta)),
         factor_covariance = unclass(g$psi), latent_means = alpha)
  })
}

scores <- function(fit) {                       # one test a constraint, and one an item over all groups
  table <- parTable(fit)
  test <- lavTestScore(fit)$uni
  find <- function(label) which(table$plabel == label)
  left <- sapply(test$lhs, find); right <- sapply(test$rhs, find)
  name <- ifelse(table$op[left] == "=~", table$rhs[left], table$lhs[left])
  kind <- c("=~" = "loading", "~1" = "intercept", "~~" = "uniqueness")[table$op[left]]
  stopifnot(all(table$group[left] == 1))
  single <- data.frame(kind = unname(kind), item = name, group = lavInspect(fit, "group.label")[table$group[right]],
                       chi_square = test$X2, row.names = NULL)
  keys <- unique(single[, c("kind", "item")])
  total <- do.call(rbind, lapply(seq_len(nrow(keys)), function(i) {
    rows <- which(single$kind == keys$kind[i] & single$item == keys$item[i])
    one <- lavTestScore(fit, release = rows)$test
    data.frame(keys[i, ], chi_square = one$X2, df = one$df, row.names = NULL)
  }))
  list(single = single, total = total)
}

differences <- function(fit) {                  # latent means, second minus first, by the delta method
  table <- parTable(fit); v <- lavInspect(fit, "vcov"); n <- lavInspect(fit, "nobs")
  labels <- lavInspect(fit, "group.label"); out <- list()
  at <- function(op, f, g) which(table$op == op & table$lhs == f & (op == "~1" | table$rhs == f) & table$group == g)
  for (f in lavNames(fit, "lv")) for (i in seq_along(n)) for (j in seq_along(n)) if (i < j) {
    rows <- c(at("~1", f, i), at("~1", f, j), at("~~", f, i), at("~~", f, j))
    free <- table$free[rows]; est <- table$est[rows]
    pooled <- (n[i] * est[3] + n[j] * est[4]) / (n[i] + n[j])
    d <- est[2] - est[1]; s <- d / sqrt(pooled)
    gs <- c(-1 / sqrt(pooled), 1 / sqrt(pooled), -s / 2 / pooled * c(n[i], n[j]) / (n[i] + n[j]))
    used <- free > 0; block <- v[free[used], free[used]]
    out[[length(out) + 1]] <- list(first = labels[i], second = labels[j], factor = f, difference = d,
      error = sqrt(drop(c(-1, 1, 0, 0)[used] %*% block %*% c(-1, 1, 0, 0)[used])),
      standardised = s, standardised_error = sqrt(drop(gs[used] %*% block %*% gs[used])))
  }
  out
}

one <- function(data, group, model, level, partial = "") {
  made <- function(...) cfa(model, data = data, group = group, group.equal = equal[[level]], group.partial = partial,
    meanstructure = TRUE, ...)
  for (tolerance in 10^-(13:10)) {              # as far as the optimiser gets without losing its way in rounding
    fit <- suppressWarnings(made(control = list(rel.tol = tolerance, iter.max = 10000, eval.max = 20000)))
    if (lavInspect(fit, "converged")) break
  }
  if (!lavInspect(fit, "converged")) stop(paste("no answer:", paste(names(data), collapse = " "), level))
  fit <- polished(fit, made)
  list(level = level, releases = partial, indices = as.list(fitMeasures(fit, measures)),
       estimates = matrices(fit, "est"), errors = matrices(fit, "se"),
       scores = if (level == "configural") NULL else scores(fit),
       mean_differences = if (level %in% c("scalar", "strict")) differences(fit) else NULL)
}

moments <- function(data, group, items) lapply(unique(as.character(data[[group]])), function(g) {
  rows <- as.matrix(data[data[[group]] == g, items])
  list(name = g, n = nrow(rows), mean = unname(colMeans(rows)), covariance = unname(cov(rows) * (nrow(rows) - 1) / nrow(rows)))
})

case <- function(data, group, factors, partials = list()) {
  items <- unlist(factors, use.names = FALSE)
  data <- data[complete.cases(data[, items]), ]
  model <- paste(sapply(names(factors), function(f) paste(f, "=~", paste(factors[[f]], collapse = " + "))), collapse = "\n")
  fits <- lapply(names(equal), function(l) one(data, group, model, l))
  for (p in partials) fits <- c(fits, list(one(data, group, model, p$level, p$partial)))
  list(factors = factors, groups = moments(data, group, items), fits = fits)
}

out <- if (file.exists(target)) read_json(target) else list()
holzinger <- HolzingerSwineford1939
out$holzinger_three_factors <- case(holzinger, "school",
  list(visual = c("x1", "x2", "x3"), textual = c("x4", "x5", "x6"), speed = c("x7", "x8", "x9")),
  list(list(level = "scalar", partial = c("x3~1", "x7~1")),
       list(level = "metric", partial = "speed=~x9"),
       list(level = "strict", partial = c("x3~1", "x7~1", "x7~~x7", "visual=~x2"))))
out$holzinger_one_factor <- case(holzinger, "school", list(ability = paste0("x", 1:6)))
out$holzinger_pairs_of_items <- case(holzinger, "sex",
  list(visual = c("x1", "x3"), textual = c("x4", "x5"), speed = c("x8", "x9")))
if (length(big5) == 1) {
  answers <- read.delim(gzfile(big5))
  extraversion <- paste0("E", 1:10)
  answers <- answers[answers$country %in% c("SE", "NO", "DK"), c("country", extraversion)]
  answers[answers == 0] <- NA
  for (i in paste0("E", c(2, 4, 6, 8, 10))) answers[[i]] <- 6 - answers[[i]]
  out$extraversion_three_countries <- case(answers, "country", list(extraversion = extraversion),
    list(list(level = "scalar", partial = c("E2~1", "extraversion=~E5"))))
}
out$software <- list(R = R.version.string, lavaan = as.character(packageVersion("lavaan")))
write_json(out, target, auto_unbox = TRUE, digits = NA, pretty = FALSE)
