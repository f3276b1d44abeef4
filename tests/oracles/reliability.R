# Writes reliability.json: alpha, Feldt interval and item statistics by psych, omega by lavaan.
# Rscript tests/oracles/reliability.R SURVEY_FILE > tests/oracles/reliability.json
# SURVEY_FILE is the Big Five survey of 2012 (openpsychometrics.org), tab-separated, may be gzipped.
suppressMessages({library(psych); library(lavaan); library(jsonlite)})
options(warn = -1)
one <- function(name, data) {
  data <- as.data.frame(data[complete.cases(data), ])
  names(data) <- paste0("x", seq_along(data))
  p <- ncol(data); n <- nrow(data)
  invisible(capture.output(a <- psych::alpha(data)))
  l <- paste0("l", 1:p); t <- paste0("t", 1:p)
  model <- c(paste0("f =~ ", paste0("NA*x1 + ", paste0(l, "*x", 1:p, collapse = " + "))), "f ~~ 1*f",
             paste0("x", 1:p, " ~~ ", t, "*x", 1:p),
             paste0("omega := (", paste(l, collapse = "+"), ")^2 / ((", paste(l, collapse = "+"), ")^2 + ",
                    paste(t, collapse = "+"), ")"))
  for (tolerance in 10^-(13:9)) {  # the tightest that nlminb still calls converged
    fit <- lavaan::cfa(paste(model, collapse = "\n"), data, meanstructure = FALSE,
                       control = list(rel.tol = tolerance, iter.max = 5000))
    if (lavInspect(fit, "converged")) break
  }
  rows <- lavaan::parameterEstimates(fit); w <- rows[rows$op == ":=", ]
  levels <- min(data):max(data)
  whole <- all(data == round(data))
  list(name = name, n = n, covariance = cov(data) * (n - 1) / n,
       counts = if (whole) t(sapply(data, function(x) table(factor(x, levels)))) else NULL,
       low = min(data), converged = lavInspect(fit, "converged"),
       alpha = list(value = a$total$raw_alpha, low = a$feldt$lower.ci[[1]], high = a$feldt$upper.ci[[1]]),
       omega = list(value = w$est, low = w$ci.lower, high = w$ci.upper, se = w$se),
       item_total = a$item.stats$r.drop, dropped = a$alpha.drop$raw_alpha,
       mean = a$item.stats$mean, sd = a$item.stats$sd)
}
file <- commandArgs(trailingOnly = TRUE)[1]
survey <- read.delim(file)
out <- list(one("Holzinger", HolzingerSwineford1939[, paste0("x", 1:9)]))
turned <- list(E = c(2, 4, 6, 8, 10), N = c(2, 4))
for (country in c("SE", "NO", "DK", "FI", "LT", "LV", "EE", "IS")) for (scale in c("E", "N")) {
  d <- survey[survey$country == country, paste0(scale, 1:10)]
  d[d == 0] <- NA
  d[, turned[[scale]]] <- 6 - d[, turned[[scale]]]
  out[[length(out) + 1]] <- one(paste(country, scale), d)
}
cat(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = FALSE), "\n")
