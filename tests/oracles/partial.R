# Reference trail for the search for partial invariance: R with lavaan. Writes partial.json beside itself.
# Run: Rscript tests/oracles/partial.R
# The answers are made up: loadings and intercepts of some items differ, the first item's among them.
suppressMessages({library(lavaan); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1]))
items <- paste0("t", 1:8)
model <- paste("f =~", paste(items, collapse = " + "))
sizes <- c(LT = 420, LV = 350, SE = 300)
loading <- c(1, .8, 1.2, .9, 1.1, .7, 1, .8)

drawn <- function(seed) {
  set.seed(seed)
  do.call(rbind, lapply(names(sizes), function(g) {
    l <- loading; t <- rep(3, 8)
    if (g == "LV") { l[1] <- 1.8; t[4] <- 3.8 }
    if (g == "SE") { l[5] <- .45; t[4] <- 2.6; t[7] <- 3.7 }
    f <- rnorm(sizes[g], c(LT = 0, LV = .3, SE = -.2)[g], c(LT = 1, LV = 1.2, SE = .9)[g])
    data.frame(setNames(as.data.frame(sapply(1:8, function(i) t[i] + l[i] * f + rnorm(length(f)))), items), country = g)
  }))
}
equal <- list(configural = "", metric = "loadings", scalar = c("loadings", "intercepts"))
measures <- c("chisq", "df", "cfi", "rmsea", "srmr")
fitted <- function(data, level, partial = character()) {
  for (tolerance in 10^-(13:10)) {
    fit <- suppressWarnings(cfa(model, data = data, group = "country", group.equal = equal[[level]], group.partial = partial,
      meanstructure = TRUE, std.lv = TRUE, control = list(rel.tol = tolerance, iter.max = 10000, eval.max = 20000)))
    if (lavInspect(fit, "converged")) break
  }
  stopifnot(lavInspect(fit, "converged")); fit
}
measured <- function(fit) as.list(fitMeasures(fit, measures))
# All constraints of an item released at once; the unit of the factor is its variance in the first group, so that
# every loading has a test.
tests <- function(fit, op) {
  table <- parTable(fit); single <- lavTestScore(fit)$uni
  left <- sapply(single$lhs, function(label) which(table$plabel == label))
  right <- sapply(single$lhs, function(label) if (op == "=~") table$rhs[table$plabel == label] else table$lhs[table$plabel == label])
  rows <- table$op[left] == op
  do.call(rbind, lapply(unique(right[rows]), function(item) {
    one <- lavTestScore(fit, release = which(rows & right == item))$test
    data.frame(item = item, chi_square = one$X2, df = one$df, p = one$p.value)
  }))
}
too_dear <- function(loose, tight, srmr) {
  a <- measured(loose); b <- measured(tight)
  p <- pchisq(b$chisq - a$chisq, b$df - a$df, lower.tail = FALSE)
  b$cfi - a$cfi < -.01 || ((b$rmsea - a$rmsea > .015 || b$srmr - a$srmr > srmr) && p < .05)
}
search <- function(data, loose, level, given, method) {
  op <- if (level == "metric") "=~" else "~1"
  name <- function(item) if (op == "=~") paste0("f=~", item) else paste0(item, "~1")
  free <- given; past <- setNames(rep(NA, 8), items); trail <- list()
  repeat {
    held <- fitted(data, level, free)
    if (!too_dear(loose, held, if (level == "metric") .03 else .01)) break
    found <- tests(held, op); known <- past
    known[found$item] <- found$p
    raised <- p.adjust(ifelse(is.na(known), 1, known), method)
    found$adjusted <- raised[found$item]
    best <- found[which.max(found$chi_square), ]
    if (best$adjusted >= .05) break
    past[best$item] <- best$p
    free <- c(free, name(best$item))
    trail <- c(trail, list(list(item = best$item, tests = found, before = measured(held))))
  }
  list(level = level, trail = trail, last = measured(held), free = free)
}
one <- function(seed, method) {
  data <- drawn(seed)
  configural <- fitted(data, "configural")
  loadings <- search(data, configural, "metric", character(), method)
  metric <- fitted(data, "metric", loadings$free)
  intercepts <- search(data, metric, "scalar", loadings$free, method)
  list(seed = seed, method = method,
    groups = lapply(names(sizes), function(g) { rows <- as.matrix(data[data$country == g, items])
      list(name = g, n = nrow(rows), mean = unname(colMeans(rows)), covariance = unname(cov(rows) * (nrow(rows) - 1) / nrow(rows))) }),
    configural = measured(configural), searches = list(loadings, intercepts))
}
out <- list(items = items, cases = list(one(1, "holm"), one(2, "BH")),
  software = list(R = R.version.string, lavaan = as.character(packageVersion("lavaan"))))
write_json(out, file.path(here, "partial.json"), auto_unbox = TRUE, digits = NA, pretty = FALSE)
for (case in out$cases) for (s in case$searches) { cat(case$seed, s$level, unlist(s$last), "\n"); print(sapply(s$trail, function(t) t$item)); print(s$trail[[1]]$tests) }
