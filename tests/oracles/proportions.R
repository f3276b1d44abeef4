# Writes proportions.json: intervals of shares, tests of tables and Holm's adjustment by R's own stats.
# Rscript tests/oracles/proportions.R > tests/oracles/proportions.json
suppressMessages(library(jsonlite))
options(warn = -1)
counts <- list(c(0, 10), c(1, 10), c(5, 10), c(10, 10), c(1, 1), c(0, 1), c(81, 263), c(15, 148), c(1, 29),
               c(0, 20), c(3, 100000), c(123456, 1000000))
share <- function(c, level) {
  w <- prop.test(c[1], c[2], conf.level = level, correct = FALSE)$conf.int
  e <- binom.test(c[1], c[2], conf.level = level)$conf.int
  list(successes = c[1], n = c[2], confidence = level, wilson = as.numeric(w), exact = as.numeric(e))
}
tables <- list(rbind(c(3, 1), c(1, 3)), rbind(c(12, 5), c(29, 2)), rbind(c(0, 7), c(5, 2)), rbind(c(1, 24), c(5, 3)),
               rbind(c(100, 80), c(70, 130)), rbind(c(12000, 11800), c(9000, 9400)), rbind(c(5, 0), c(0, 5)))
fisher <- function(t) {
  p <- function(side) fisher.test(t, alternative = side)$p.value
  list(table = t, p = p("two.sided"), greater = p("greater"), less = p("less"))
}
wide <- c(tables, list(rbind(c(10, 20, 30), c(6, 9, 17)), rbind(c(2, 3, 4, 1), c(5, 2, 2, 6), c(8, 8, 1, 2))))
pearson <- function(t) {
  x <- chisq.test(t, correct = FALSE)
  list(table = t, statistic = x$statistic[[1]], df = x$parameter[[1]], p = x$p.value, expected = x$expected)
}
several <- list(c(0.01, 0.04, 0.03), c(0.5, 0.6, 0.9), c(0.001, 0.001, 0.02, 0.2, 0, 1), 0.03)
cat(toJSON(list(shares = c(lapply(counts, share, 0.95), lapply(counts, share, 0.8)), fisher = lapply(tables, fisher),
                chi_square = lapply(wide, pearson),
                holm = lapply(several, function(p) list(p = I(p), adjusted = I(p.adjust(p, "holm")))),
                version = R.version.string), digits = NA, auto_unbox = TRUE), "\n")
