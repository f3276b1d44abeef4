# How published numbers are made, in base R: nothing of Mentorway is used, so agreement means something.
# Latent means need the package lavaan. Each function returns a named list of parts.

table_of <- function(file, missing, numbers) {
  found <- read.csv(file, encoding = "UTF-8", check.names = FALSE, colClasses = "character",
                    na.strings = character(0), comment.char = "", quote = "\"")
  for (name in names(found)) {
    values <- found[[name]]
    hidden <- values == ":c"
    values[values %in% c("", ":c", missing[[name]])] <- NA
    if (name %in% numbers) values <- as.numeric(values)
    attr(values, "hidden") <- hidden
    found[[name]] <- values
  }
  found
}

kept <- function(data, where) {
  rows <- rep(TRUE, nrow(data))
  for (name in names(where)) rows <- rows & (data[[name]] %in% where[[name]])
  rows
}

score <- function(data, items, reverse = c(), low = NA, high = NA) {
  answers <- sapply(items, function(name) {
    if (name %in% reverse) low + high - data[[name]] else as.numeric(data[[name]])
  })
  rowMeans(matrix(answers, ncol = length(items)))
}

scores_of <- function(data, items, reverse = c(), low = NA, high = NA, where = list()) {
  found <- score(data, items, reverse, low, high)[kept(data, where)]
  found[!is.na(found)]
}

people <- function(data, columns = c(), where = list()) {
  rows <- kept(data, where)
  for (name in columns) rows <- rows & !is.na(data[[name]])
  list(value = sum(rows))
}

counted <- function(data, column, codes, where = list()) {
  values <- data[[column]][kept(data, where)]
  values <- values[!is.na(values)]
  list(value = sum(values %in% codes), n = length(values))
}

wilson <- function(x, n, confidence) {
  z <- qnorm((1 + confidence) / 2)
  middle <- (x + z^2 / 2) / (n + z^2)
  half <- z * sqrt(x / n * (1 - x / n) * n + z^2 / 4) / (n + z^2)
  list(value = x / n, low = if (x == 0) 0 else max(middle - half, 0),
       high = if (x == n) 1 else min(middle + half, 1), n = n)
}

share <- function(data, column, codes, where = list(), confidence = 0.95) {
  found <- counted(data, column, codes, where)
  wilson(found$value, found$n, confidence)
}

share_difference <- function(data, column, codes, by, first, second, where = list(), confidence = 0.95) {
  one <- share(data, column, codes, c(where, setNames(list(first), by)), confidence)
  two <- share(data, column, codes, c(where, setNames(list(second), by)), confidence)
  apart <- one$value - two$value
  list(value = apart, low = apart - sqrt((one$value - one$low)^2 + (two$high - two$value)^2),
       high = apart + sqrt((one$high - one$value)^2 + (two$value - two$low)^2))
}

mean_of <- function(data, items, reverse = c(), low = NA, high = NA, where = list(), confidence = 0.95) {
  values <- scores_of(data, items, reverse, low, high, where)
  test <- t.test(values, conf.level = confidence)
  list(value = mean(values), low = test$conf.int[1], high = test$conf.int[2], sd = sd(values),
       n = length(values))
}

sd_of <- function(data, items, reverse = c(), low = NA, high = NA, where = list()) {
  values <- scores_of(data, items, reverse, low, high, where)
  list(value = sd(values), n = length(values))
}

complete_items <- function(data, items, reverse, low, high, where) {
  turned <- as.data.frame(lapply(setNames(items, items), function(name) {
    score(data, name, reverse, low, high)
  }), check.names = FALSE)
  turned <- turned[kept(data, where), , drop = FALSE]
  turned[complete.cases(turned), , drop = FALSE]
}

alpha_of <- function(data, items, reverse = c(), low = NA, high = NA, where = list(), confidence = 0.95) {
  rows <- complete_items(data, items, reverse, low, high, where)
  k <- length(items)
  n <- nrow(rows)
  spread <- cov(rows)
  alpha <- k / (k - 1) * (1 - sum(diag(spread)) / sum(spread))
  tail <- (1 - confidence) / 2
  list(value = alpha, low = 1 - (1 - alpha) * qf(1 - tail, n - 1, (n - 1) * (k - 1)),
       high = 1 - (1 - alpha) * qf(tail, n - 1, (n - 1) * (k - 1)), n = n)
}

omega_of <- function(data, items, reverse = c(), low = NA, high = NA, where = list(), confidence = 0.95) {
  needs_lavaan()
  rows <- complete_items(data, items, reverse, low, high, where)
  names(rows) <- paste0("x", seq_along(items))
  model <- paste0("f =~ ", paste0("l", seq_along(items), "*", names(rows), collapse = " + "), "\n",
                  paste0(names(rows), " ~~ e", seq_along(items), "*", names(rows), collapse = "\n"), "\n",
                  "total := (", paste0("l", seq_along(items), collapse = " + "), ")^2\n",
                  "omega := total / (total + ", paste0("e", seq_along(items), collapse = " + "), ")")
  found <- lavaan::parameterEstimates(lavaan::cfa(model, rows, std.lv = TRUE), level = confidence)
  found <- found[found$lhs == "omega", ]
  list(value = found$est, low = found$ci.lower, high = found$ci.upper, n = nrow(rows))
}

two_of <- function(data, items, by, first, second, reverse, low, high, where) {
  lapply(list(first, second), function(group) {
    scores_of(data, items, reverse, low, high, c(where, setNames(list(group), by)))
  })
}

mean_difference <- function(data, items, by, first, second, reverse = c(), low = NA, high = NA,
                            where = list(), confidence = 0.95) {
  groups <- two_of(data, items, by, first, second, reverse, low, high, where)
  test <- t.test(groups[[1]], groups[[2]], conf.level = confidence)
  list(value = mean(groups[[1]]) - mean(groups[[2]]), low = test$conf.int[1], high = test$conf.int[2],
       t = unname(test$statistic), df = unname(test$parameter), p = test$p.value)
}

hedges_g <- function(data, items, by, first, second, reverse = c(), low = NA, high = NA, where = list(),
                     confidence = 0.95) {
  groups <- two_of(data, items, by, first, second, reverse, low, high, where)
  n <- lengths(groups)
  df <- sum(n) - 2
  pooled <- sqrt(sum((n - 1) * sapply(groups, var)) / df)
  root <- sqrt(sum(1 / n))
  d <- (mean(groups[[1]]) - mean(groups[[2]])) / pooled
  j <- exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))
  ends <- noncentral(d / root, df, confidence) * root
  list(value = j * d, low = j * ends[1], high = j * ends[2])
}

# The noncentralities for which t lies just at the upper and the lower end.
noncentral <- function(t, df, confidence) {
  tail <- (1 - confidence) / 2
  sapply(c(1 - tail, tail), function(chance) {
    uniroot(function(delta) suppressWarnings(pt(t, df, delta)) - chance,
            c(max(t - 8, -37), min(t + 8, 37)), extendInt = "yes", tol = 1e-13)$root
  })
}

change <- function(data, before, after, reverse_before = c(), reverse_after = c(), low = NA, high = NA,
                   where = list(), confidence = 0.95) {
  moved <- score(data, after, reverse_after, low, high) - score(data, before, reverse_before, low, high)
  moved <- moved[kept(data, where)]
  moved <- moved[!is.na(moved)]
  test <- t.test(moved, conf.level = confidence)
  n <- length(moved)
  d <- mean(moved) / sd(moved)
  ends <- noncentral(d * sqrt(n), n - 1, confidence) / sqrt(n)
  list(value = mean(moved), low = test$conf.int[1], high = test$conf.int[2], p = test$p.value, n = n,
       sd = sd(moved), d = d, d_low = ends[1], d_high = ends[2])
}

latent_difference <- function(data, items, by, first, second, low, high, reverse = c(), where = list(),
                              plan = list()) {
  needs_lavaan()
  if (any(!names(plan) %in% c("groups", "several_factors"))) stop("this plan needs Mentorway")
  where <- c(where, setNames(list(c(first, second)), by))
  rows <- complete_items(data, c(items, by), reverse, low, high, where)
  names(rows) <- c(paste0("x", seq_along(items)), "group")
  rows$group <- factor(rows$group, levels = c(first, second))
  model <- paste("f =~", paste0("x", seq_along(items), collapse = " + "))
  fit <- lavaan::cfa(model, rows, group = "group", group.equal = c("loadings", "intercepts"),
                     group.label = as.character(c(first, second)))
  found <- lavaan::parameterEstimates(fit)
  found <- found[found$lhs == "f" & found$op == "~1" & found$group == 2, ]
  list(value = found$est, low = found$ci.lower, high = found$ci.upper, error = found$se, z = found$z,
       p = found$pvalue)
}

cell <- function(data, column, where) {
  rows <- which(kept(data, where))
  if (length(rows) != 1) stop("the conditions pick ", length(rows), " rows")
  list(value = data[[column]][rows])
}

licence <- function(...) stop("the verdict needs Mentorway")

needs_lavaan <- function() {
  if (!requireNamespace("lavaan", quietly = TRUE)) stop("needs the package lavaan")
}

agree <- 0
differ <- 0
left <- 0

check <- function(id, published, tolerance, part, make) {
  found <- tryCatch(make(), error = function(problem) problem)
  if (inherits(found, "error") || is.null(found[[part]])) {
    reason <- if (inherits(found, "error")) conditionMessage(found) else paste("no", part, "in R")
    cat("not made ", id, ": ", reason, "\n", sep = "")
    left <<- left + 1
  } else if (is.character(published)) {
    same <- identical(as.character(found[[part]]), published)
    told(id, same, published, found[[part]])
  } else {
    same <- abs(as.numeric(found[[part]]) - published) <= max(tolerance, 1e-6 * abs(published))
    told(id, isTRUE(same), format(published, digits = 15), format(as.numeric(found[[part]]), digits = 15))
  }
}

told <- function(id, same, published, found) {
  cat(if (same) "agrees   " else "DIFFERS  ", id, ": ", published,
      if (same) "" else paste0(" published, ", found, " found"), "\n", sep = "")
  if (same) agree <<- agree + 1 else differ <<- differ + 1
}

closed <- function(id, reason) {
  cat("not open ", id, ": ", reason, "\n", sep = "")
  left <<- left + 1
}
