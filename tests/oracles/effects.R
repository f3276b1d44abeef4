# Writes effects.json: the job training of LaLonde by logit weights (WeightIt), entropy balancing (ebal and
# WeightIt), their errors (WeightIt, sandwich, survey), and balance (cobalt).
# Also change: reliable change (the formulas of clinicalsignificance, its folder R named by CLINICAL), changed signs,
# intraclass correlations (psych), limits of agreement (lm).
# CLINICAL=… Rscript effects.R > effects.json, in tests/oracles
# lalonde.csv is the data set of that name of the R package MatchIt (LaLonde 1986; Dehejia & Wahba 1999).
suppressMessages({library(WeightIt); library(cobalt); library(ebal); library(sandwich); library(survey); library(jsonlite)})
d <- read.csv("lalonde.csv")
d$black <- as.numeric(d$race == "black"); d$hispan <- as.numeric(d$race == "hispan")
form <- treat ~ age + educ + black + hispan + married + nodegree + re74 + re75
ps <- glm(form, binomial, d, control = list(epsilon = 1e-15, maxit = 100))
out <- list(logit = list(values = unname(coef(ps)), errors = unname(sqrt(diag(vcov(ps)))), loglik = as.numeric(logLik(ps))))
org <- rep(1:30, length.out = nrow(d)); d$org <- org
for (target in c("ATE", "ATT", "ATO")) {
  w <- weightit(form, d, method = "glm", estimand = target)
  m <- glm_weightit(re78 ~ treat, data = d, weightit = w)
  cl <- glm_weightit(re78 ~ treat, data = d, weightit = w, cluster = ~org)
  l <- lm(re78 ~ treat, d, weights = w$weights)
  des <- svydesign(~1, weights = w$weights, data = d)
  s <- svyglm(re78 ~ treat, des)
  b <- bal.tab(w, un = TRUE, binary = "std", s.d.denom = if (target == "ATT") "treated" else "pooled", disp = c("m"), stats = c("m", "v"))
  ess <- summary(w)$effective.sample.size
  out[[target]] <- list(weights = w$weights[c(1, 2, 200, 400, 614)], effect = unname(coef(m)[2]),
    error = sqrt(vcov(m)[2, 2]), clustered = sqrt(vcov(cl)[2, 2]), hc0 = sqrt(vcovHC(l, "HC0")[2, 2]),
    survey = sqrt(vcov(s)[2, 2]), ess = unname(c(ess["Weighted", "Treated"], ess["Weighted", "Control"])),
    rows = setdiff(rownames(b$Balance), "prop.score"), before = b$Balance[-1, "Diff.Un"], after = b$Balance[-1, "Diff.Adj"],
    ratio_before = b$Balance[-1, "V.Ratio.Un"], ratio_after = b$Balance[-1, "V.Ratio.Adj"])
}
X <- as.matrix(d[, c("age", "educ", "black", "hispan", "married", "nodegree", "re74", "re75")])
e <- ebalance(d$treat, X, print.level = -1, constraint.tolerance = 1e-12, max.iterations = 500)
X2 <- cbind(X, sq = 0); X2 <- cbind(X, age2 = X[, "age"]^2, educ2 = X[, "educ"]^2, re742 = (X[, "re74"] / 1000)^2, re752 = (X[, "re75"] / 1000)^2)
X2[, c("re74", "re75")] <- X2[, c("re74", "re75")] / 1000
e2 <- ebalance(d$treat, X2, print.level = -1, constraint.tolerance = 1e-12, max.iterations = 500)
one <- function(e) { w <- rep(1, nrow(d)); w[d$treat == 0] <- e$w
  l <- lm(re78 ~ treat, d, weights = w)
  list(weights = w[c(186, 200, 400, 614)], sum = sum(e$w), effect = unname(coef(l)[2]), hc0 = sqrt(vcovHC(l, "HC0")[2, 2])) }
wi <- weightit(form, d, method = "ebal", estimand = "ATT")
m <- glm_weightit(re78 ~ treat, data = d, weightit = wi)
out$ebal <- c(one(e), list(weightit = unname(coef(m)[2]), error = sqrt(vcov(m)[2, 2])))
# the error that knows where weights come from, by stacked equations and their numerical derivative: WeightIt 1.0.0
# takes the means of those who took part as known here, and differs by one in a hundred
Z <- scale(X); tt <- d$treat; k <- ncol(Z)
psi <- function(th) { m <- th[1:k]; la <- th[k + 1:k]; A <- sweep(Z, 2, m); w <- (1 - tt) * exp(drop(A %*% la))
  cbind(tt * A, w * A, w * (d$re78 - th[2 * k + 1]), tt * (d$re78 - th[2 * k + 2])) }
m0 <- colMeans(Z[tt == 1, ]); A0 <- sweep(Z[tt == 0, ], 2, m0)
la0 <- optim(rep(0, k), function(l) log(sum(exp(A0 %*% l))), method = "BFGS", control = list(reltol = 1e-15, maxit = 5000))$par
for (i in 1:20) { w <- drop(exp(A0 %*% la0)); w <- w / sum(w); s <- drop(w %*% A0)
  la0 <- la0 - solve(crossprod(A0 * w, A0) - s %o% s, s) }
w <- drop(exp(A0 %*% la0)); th <- c(m0, la0, sum(w * d$re78[tt == 0]) / sum(w), mean(d$re78[tt == 1]))
J <- numDeriv::jacobian(function(th) colSums(psi(th)), th); V <- solve(J) %*% crossprod(psi(th)) %*% t(solve(J))
g <- c(rep(0, 2 * k), -1, 1)
out$ebal$stacked <- sqrt(drop(t(g) %*% V %*% g))
out$ebal2 <- one(e2)
raw <- lm(re78 ~ treat, d)
out$raw <- unname(coef(raw)[2])
set.seed(8)
for (f in c("package-utils.R", "calc_rci.R", "calc_cutoff.R")) source(file.path(Sys.getenv("CLINICAL"), f))
pre <- round(rnorm(40, 40, 8)); post <- round(0.7 * pre + 20 + rnorm(40, 0, 6)); then <- pmax(0, pre - round(rnorm(40, 3, 3)))
people <- data.frame(id = 1:40, pre = pre, post = post, change = post - pre)
given <- list(data = people); ns <- c("improved", "unchanged", "deteriorated")
rci <- function(x) list(index = x$data$rci, counts = unname(sapply(ns, function(n) sum(x$data[[n]]))))
z <- qnorm(0.975)
out$change <- list(pre = pre, post = post, then = then,
  jt = rci(calc_rci.cs_jt(given, sd_pre = 7.5, reliability = 0.8, critical_value = z)),
  en = rci(calc_rci.cs_en(given, m_pre = 41, sd_pre = 7.5, reliability = 0.8, critical_value = z)),
  ha = rci(calc_rci.cs_ha(given, m_pre = mean(pre), sd_pre = sd(pre), m_post = mean(post), sd_post = sd(post),
                          reliability = 0.8, critical_value = z)),
  cutoffs = sapply(c("a", "b", "c"), function(t) .calc_cutoff_jt(38, 7, 60, 9, t, 1)$value),
  down = sapply(c("a", "b", "c"), function(t) .calc_cutoff_jt(38, 7, 20, 9, t, -1)$value))
tt <- function(a, b) { t <- t.test(b, a, paired = TRUE); c(t$estimate, t$conf.int, t$p.value) }
out$change$paired <- unname(tt(pre, post)); out$change$recalibration <- unname(tt(pre, then)); out$change$adjusted <- unname(tt(then, post))
few <- (post - pre)[1:11]; ways <- as.matrix(expand.grid(rep(list(c(-1, 1)), 11))) %*% few
out$change$flips <- mean(abs(ways) >= abs(sum(few)) - 1e-9)
ratings <- round(matrix(rnorm(25 * 4), 25) + rnorm(25) + rep(c(0, 0.5, -0.3, 0.2), each = 25), 2)
ic <- function(x) { r <- psych::ICC(x, lmer = FALSE)$results
  list(ratings = x, value = r$ICC, low = r[["lower bound"]], high = r[["upper bound"]], f = r$F, p = r$p) }
out$icc <- list(drawn = ic(ratings), pair = ic(ratings[, 1:2]))
dd <- post - pre; m <- lm(dd ~ 1); av <- (pre + post) / 2
out$limits <- list(mean = unname(c(coef(m), confint(m))), limits = mean(dd) + c(-1, 1) * z * sd(dd), slope = unname(coef(lm(dd ~ av))[2]),
  edge = qt(0.975, 39) * sd(dd) * sqrt(1 / 40 + z^2 / (2 * 39)))
out$versions <- sapply(c("WeightIt", "cobalt", "ebal", "sandwich", "survey", "psych"), function(p) as.character(packageVersion(p)))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, na = "null"), "\n")
