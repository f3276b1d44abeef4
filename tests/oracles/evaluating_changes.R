# Writes evaluating_changes.json: what changed in the same people. Paired t and signs changed in every way (base R),
# Hedges' g_av with its interval from noncentral t (base R's pt, uniroot), errors that know of pilots (clubSandwich),
# detectable change (power.t.test), reliable change by hand, Wilson's interval (prop.test), Welch's analysis of variance
# of changes (oneway.test). Data: sleep of R (Student 1908), and numbers made here.
# Rscript evaluating_changes.R > evaluating_changes.json, in tests/oracles
suppressMessages({library(jsonlite); library(clubSandwich)})
J <- function(df) exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))
ncp <- function(t, df, p) uniroot(function(m) pt(t, df, m) - p, c(t - 40, t + 40), tol = 1e-14)$root
change <- function(x, y) {
  n <- length(x); d <- y - x; t <- t.test(y, x, paired = TRUE); s <- sqrt((var(x) + var(y)) / 2)
  root <- sd(d) / sqrt(n) / s; j <- J(n - 1); stat <- mean(d) / s / root
  signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), n)))
  list(n = n, difference = mean(d), low = t$conf.int[1], high = t$conf.int[2], p_t = t$p.value,
    g_av = j * mean(d) / s, g_low = j * root * ncp(stat, n - 1, .975), g_high = j * root * ncp(stat, n - 1, .025),
    p_signs = mean(abs(signs %*% d) >= abs(sum(d)) - 1e-9),
    detectable = power.t.test(n, power = .8, type = "paired", strict = TRUE, tol = 1e-12)$delta, sd_change = sd(d), sd_before = sd(x))
}
out <- list(sleep = with(sleep, change(extra[group == 1], extra[group == 2])))
out$detectable <- sapply(c(6, 12, 34, 100), function(n) power.t.test(n, power = .8, type = "paired", strict = TRUE, tol = 1e-12)$delta)
set.seed(7)
n <- 60; pilot <- rep(1:12, each = 5); before <- round(pmin(pmax(rnorm(n, 3, .7), 1), 5), 1)
after <- round(pmin(pmax(before + .3 + rnorm(12, 0, .3)[pilot] + rnorm(n, 0, .5), 1), 5), 1)
m <- lm(I(after - before) ~ 1); test <- coef_test(m, vcov = "CR2", cluster = pilot, test = "Satterthwaite")
ci <- conf_int(m, vcov = "CR2", cluster = pilot, test = "Satterthwaite")
se <- sd(before) * sqrt(1 - .8); needed <- qnorm(.975) * sqrt(2) * se; rc <- (after - before) / (sqrt(2) * se)
w <- oneway.test(d ~ g, data.frame(d = (after - before)[1:25], g = factor(pilot[1:25])))
wi <- prop.test(33, 60, correct = FALSE)$conf.int; mean_ci <- t.test(after)$conf.int
out$pilots <- list(before = before, after = after, pilot = pilot, error = test$SE, p = test$p_Satt, df = test$df_Satt,
  low = ci$CI_L, high = ci$CI_U, needed = needed, better = sum(rc > qnorm(.975)), worse = sum(rc < -qnorm(.975)),
  same = sum(abs(rc) <= qnorm(.975)), welch = list(statistic = unname(w$statistic), df2 = unname(w$parameter[2]), p = w$p.value),
  mean = list(value = mean(after), low = mean_ci[1], high = mean_ci[2]))
out$wilson <- list(low = wi[1], high = wi[2])
middle <- 3.5; k <- sum(after >= middle); w2 <- prop.test(k, n, correct = FALSE)$conf.int
out$share <- list(k = k, low = w2[1], high = w2[2])
out$holm <- p.adjust(c(.012, .02, .04, .6), "holm")
cat(toJSON(out, digits = NA, auto_unbox = TRUE))
