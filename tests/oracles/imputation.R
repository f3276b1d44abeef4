# Writes imputation.json: Rubin's rules by mice and mitools on nhanes, and what many tables of mice lead to
# on drawn data with gaps (norm and pmm), to compare distributions with.
# Rscript tests/oracles/imputation.R > tests/oracles/imputation.json
suppressMessages({library(mice); library(mitools); library(jsonlite)})
imp <- mice(nhanes, m = 7, seed = 5, printFlag = FALSE)
fit <- with(imp, lm(chl ~ age + bmi))
p <- pool(fit)$pooled
each <- lapply(fit$analyses, function(a) summary(a)$coefficients)
mi <- MIcombine(lapply(fit$analyses, coef), lapply(fit$analyses, vcov))
s <- summary(pool(fit), conf.int = TRUE)
pooling <- list(estimates = t(sapply(each, function(e) e[, 1])), errors = t(sapply(each, function(e) e[, 2])), df = 22,
  value = p$estimate, within = p$ubar, between = p$b, freedom = p$df, fmi = p$fmi, lambda = p$lambda,
  error = s$std.error, p = s$p.value, low = s$`2.5 %`, high = s$`97.5 %`,
  mitools = list(value = unname(coef(mi)), error = unname(sqrt(diag(vcov(mi)))), df = unname(mi$df)))
set.seed(9)
n <- 240
a <- rnorm(n); b <- 0.6 * a + rnorm(n, 0, 0.8)
item <- pmin(5, pmax(1, round(3 + 0.8 * a + rnorm(n, 0, 0.8))))
y <- 1 + 0.5 * a + 0.7 * b + 0.4 * item + rnorm(n)
d <- round(data.frame(a = a, b = b, item = item, y = y), 4)
d$b[runif(n) < plogis(-1 + d$a)] <- NA
d$item[runif(n) < plogis(-1.2 + 0.3 * (d$y - 2.2))] <- NA
d$y[sample(n, 20)] <- NA
many <- function(method) {
  imp <- mice(d, m = 200, maxit = 10, method = method, seed = 6, printFlag = FALSE)
  p <- pool(with(imp, lm(y ~ a + b + item)))$pooled
  means <- sapply(1:200, function(i) colMeans(complete(imp, i)))
  list(value = p$estimate, error = sqrt(p$t), fmi = p$fmi, means = unname(rowMeans(means)), spread = unname(apply(means, 1, sd)))
}
cat(toJSON(list(pooling = pooling, data = as.list(d), norm = many("norm"), pmm = many("pmm"),
  versions = list(mice = as.character(packageVersion("mice")), mitools = as.character(packageVersion("mitools")))),
  digits = NA, na = "null", auto_unbox = TRUE), "\n")
