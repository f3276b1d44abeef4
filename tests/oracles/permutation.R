# Reference numbers for the permutation test of invariance: R with lavaan and semTools. Writes permutation.json
# beside itself. Run: Rscript tests/oracles/permutation.R
# The answers are made up: one loading differs a little between two groups.
suppressMessages({library(lavaan); library(semTools); library(jsonlite)})
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1]))
set.seed(99)
items <- paste0("t", 1:5); model <- paste("f =~", paste(items, collapse = " + "))
rows <- function(n, loading) { f <- rnorm(n); setNames(as.data.frame(round(sapply(loading, function(l) l * f + rnorm(n)), 4)), items) }
data <- rbind(cbind(rows(160, c(1, .8, 1.2, .9, 1.1)), g = "LT"), cbind(rows(140, c(1, .8, 1.2, .55, 1.1)), g = "SE"))
# The unit of the factor is its variance in the first group, so that every loading has a test.
configural <- cfa(model, data = data, group = "g", std.lv = TRUE)
metric <- cfa(model, data = data, group = "g", std.lv = TRUE, group.equal = "loadings")
indices <- c("chisq", "cfi", "rmsea", "srmr")
set.seed(4711)
found <- permuteMeasEq(nPermute = 200, con = metric, uncon = configural, AFIs = indices, showProgress = FALSE, param = "loadings", parallelType = "none")
drawn <- as.matrix(found@AFI.dist)
out <- list(items = items,
  groups = lapply(c("LT", "SE"), function(g) list(name = g, rows = unname(as.matrix(data[data$g == g, items])))),
  observed = as.list(found@AFI.obs), p = as.list(found@AFI.pval), drawn = unname(drawn),
  tests = data.frame(p = found@MI.obs$tukey.p.value, chi_square = found@MI.obs$X2), label = found@MI.obs$lhs,
  software = list(R = R.version.string, lavaan = as.character(packageVersion("lavaan")), semTools = as.character(packageVersion("semTools"))))
# A few permutations by name, so that not only the distribution can be compared.
deal <- function(seed) { set.seed(seed); d <- data; d$g <- sample(d$g)
  a <- update(configural, data = d, group.label = c("LT", "SE")); b <- update(metric, data = d, group.label = c("LT", "SE"))
  list(first = which(d$g == "LT"), changes = as.list(fitMeasures(b, indices) - fitMeasures(a, indices))) }
out$dealt <- lapply(1:4, deal)
write_json(out, file.path(here, "permutation.json"), auto_unbox = TRUE, digits = NA, pretty = FALSE)
print(found@AFI.obs); print(found@AFI.pval); print(found@MI.obs); print(summary(drawn))
