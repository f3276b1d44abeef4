# Writes comparisons.json: tests of groups, effect sizes, equivalence and power by R's own stats and by packages
# (car, coin, effectsize, rstatix, pwr, psych). Where no package has it, the definition is written out here.
# Rscript tests/oracles/comparisons.R > tests/oracles/comparisons.json
suppressMessages({library(car); library(coin); library(rstatix); library(effectsize); library(pwr); library(jsonlite)})
options(warn = -1)
set.seed(1)
likert <- function(n, shift) pmin(5, pmax(1, round(rnorm(n, 3 + shift, 1.2))))
samples <- list(
  likert = list(likert(40, 0), likert(55, 0.6), likert(30, -0.3)),
  small = list(round(rnorm(6), 3), round(rnorm(7, 1), 3), round(rnorm(5, 0.5), 3)),
  uneven = list(round(rnorm(4, 3, 0.4), 2), round(rnorm(12, 3.4, 1.5), 2), round(rnorm(25, 3, 0.8), 2),
                round(rnorm(90, 2.6, 1.1), 2)),
  two = list(likert(9, 0), likert(12, 1)))

effect <- function(found) as.numeric(unlist(found[1, c(1, 3, 4)]))
ends <- function(f, at, upper) {  # noncentralities at which the chance of less is 0.975 and 0.025
  one <- function(p) if (f(0) <= p) 0 else uniroot(function(l) f(l) - p, c(0, upper), tol = 1e-12)$root
  c(one(0.975), one(0.025))
}
pairs <- function(groups) combn(length(groups), 2, simplify = FALSE)
games <- function(groups) lapply(pairs(groups), function(ij) {
  a <- groups[[ij[1]]]; b <- groups[[ij[2]]]; k <- length(groups)
  v <- c(var(a) / length(a), var(b) / length(b)); se <- sqrt(sum(v))
  df <- sum(v)^2 / sum(v^2 / (c(length(a), length(b)) - 1)); d <- mean(a) - mean(b)
  half <- qtukey(0.95, k, df) * se / sqrt(2)
  list(difference = d, low = d - half, high = d + half, df = df, p = ptukey(abs(d) / se * sqrt(2), k, df, lower.tail = FALSE))
})
tukey <- function(long) {
  found <- TukeyHSD(aov(y ~ g, long))$g  # later less earlier
  lapply(seq_len(nrow(found)), function(i) list(difference = -found[i, 1], low = -found[i, 3], high = -found[i, 2], p = found[i, 4]))
}
explained <- function(groups, long) {
  a <- anova(lm(y ~ g, long)); F <- a$F[1]; df <- a$Df; N <- sum(df) + 1
  l <- ends(function(l) pf(F, df[1], df[2], l), F, 2000)
  model <- aov(y ~ g, long)
  list(eta = eta_squared(model, partial = FALSE)$Eta2, epsilon = epsilon_squared(model, partial = FALSE)$Epsilon2,
       omega = omega_squared(model, partial = FALSE)$Omega2, f = cohens_f(model)$Cohens_f, interval = l / (l + N))
}
many <- function(name) {
  groups <- samples[[name]]
  long <- data.frame(y = unlist(groups), g = factor(rep(seq_along(groups), lengths(groups))))
  plain <- anova(lm(y ~ g, long)); welch <- oneway.test(y ~ g, long); kw <- kruskal.test(y ~ g, long)
  lev <- function(f) { x <- leveneTest(y ~ g, long, center = f); list(statistic = x$F[1], p = x[["Pr(>F)"]][1]) }
  gh <- games(groups)
  theirs <- as.data.frame(games_howell_test(long, y ~ g))
  stopifnot(max(abs(theirs$p.adj - sapply(gh, `[[`, "p"))) < 1e-3)
  dt <- function(m) as.data.frame(dunn_test(long, y ~ g, p.adjust.method = m))
  d <- dt("holm")
  list(groups = groups,
       anova = list(statistic = plain$F[1], df = plain$Df, p = plain[["Pr(>F)"]][1], squares = plain[["Sum Sq"]]),
       welch = list(statistic = welch$statistic[[1]], df = as.numeric(welch$parameter), p = welch$p.value),
       levene = list(median = lev(median), mean = lev(mean)),
       kruskal = list(statistic = kw$statistic[[1]], p = kw$p.value,
                      epsilon = rank_epsilon_squared(y ~ g, data = long, ci = NULL)$rank_epsilon_squared),
       tukey = tukey(long), games_howell = gh,
       dunn = list(z = -d$statistic, p = d$p, holm = d$p.adj, benjamini_hochberg = dt("BH")$p.adj),
       explained = explained(groups, long))
}
cliff <- function(x, y, level) {  # by the matrix of all pairs; Feng and Cliff (2004)
  d <- sign(outer(x, y, "-")); n <- length(x); m <- length(y); delta <- mean(d)
  v <- (m^2 * sum((rowMeans(d) - delta)^2) + n^2 * sum((colMeans(d) - delta)^2) - sum((d - delta)^2)) / (n * m * (n - 1) * (m - 1))
  v <- max(v, (1 - delta^2) / (n * m - 1)); z <- qt((1 + level) / 2, n + m - 2)
  half <- z * sqrt(v) * sqrt((1 - delta^2)^2 + z^2 * v)
  list(delta = delta, error = sqrt(v), interval = (delta - delta^3 + c(-1, 1) * half) / (1 - delta^2 + z^2 * v))
}
brunner <- function(x, y) {  # Neubert and Brunner (2007), the share in which x is higher
  n <- length(x); m <- length(y); r <- rank(c(x, y)); r1 <- r[1:n]; r2 <- r[-(1:n)]
  v1 <- sum((r1 - rank(x) - mean(r1) + (n + 1) / 2)^2) / (n - 1)
  v2 <- sum((r2 - rank(y) - mean(r2) + (m + 1) / 2)^2) / (m - 1)
  t <- n * m * (mean(r1) - mean(r2)) / (n + m) / sqrt(n * v1 + m * v2)
  df <- (n * v1 + m * v2)^2 / ((n * v1)^2 / (n - 1) + (m * v2)^2 / (m - 1))
  share <- (mean(r1) - (n + 1) / 2) / m
  list(share = share, statistic = t, df = df, p = 2 * pt(-abs(t), df),
       interval = share + c(-1, 1) * qt(0.975, df) * sqrt(v1 / (n * m^2) + v2 / (m * n^2)))
}
pair <- function(x, y) {
  long <- data.frame(y = c(x, y), g = factor(rep(1:2, c(length(x), length(y)))))
  t <- function(equal) { s <- t.test(x, y, var.equal = equal)
    list(statistic = s$statistic[[1]], df = s$parameter[[1]], p = s$p.value, interval = as.numeric(s$conf.int)) }
  tied <- anyDuplicated(c(x, y)) > 0
  w <- wilcox.test(x, y, exact = !tied, correct = TRUE, conf.int = !tied)
  normal <- wilcox.test(x, y, exact = FALSE, correct = TRUE)
  exact <- if (length(x) + length(y) <= 60) as.numeric(pvalue(coin::wilcox_test(y ~ g, long, distribution = "exact")))
  tost <- t.test(x, y, conf.level = 0.9)
  list(x = x, y = y, student = t(TRUE), welch = t(FALSE), u = w$statistic[[1]], p_auto = w$p.value, p_normal = normal$p.value,
       p_exact = exact, brunner = brunner(x, y), cliff = cliff(x, y, 0.95), hodges_lehmann = median(outer(x, y, "-")),
       hodges_interval = if (!tied) as.numeric(w$conf.int),
       d = effect(cohens_d(x, y)), g = effect(hedges_g(x, y)), glass = effect(glass_delta(x, y)),
       tost = list(low = t.test(x, y, mu = -0.5, alternative = "greater")$p.value,
                   high = t.test(x, y, mu = 0.5, alternative = "less")$p.value, interval = as.numeric(tost$conf.int)))
}
changes <- lapply(list(c(30, 0.5), c(8, 1.2)), function(how) {
  before <- round(rnorm(how[1], 3, 1), 2); after <- round(before * 0.6 + rnorm(how[1], 1 + how[2], 0.8), 2)
  d <- after - before; t <- t.test(d); s <- sqrt((var(before) + var(after)) / 2)
  l <- sapply(c(0.975, 0.025), function(p) uniroot(function(l) pt(t$statistic, length(d) - 1, l) - p, c(-20, 40), tol = 1e-12)$root)
  root <- sqrt(2 * (var(before) + var(after) - 2 * cov(before, after)) / (length(d) * (var(before) + var(after))))
  list(before = before, after = after, statistic = t$statistic[[1]], p = t$p.value, interval = as.numeric(t$conf.int),
       dz = effect(cohens_d(after, before, paired = TRUE)), dav = mean(d) / s, dav_interval = l * root,
       tost = list(low = t.test(d, mu = -0.7, alternative = "greater")$p.value, high = t.test(d, mu = 0.7, alternative = "less")$p.value,
                   interval = as.numeric(t.test(d, conf.level = 0.9)$conf.int)))
})
covariance <- lapply(c(1, 2), function(q) {
  n <- c(12, 20, 15); g <- factor(rep(1:3, n)); x <- matrix(rnorm(sum(n) * q, 3), ncol = q)
  x[, 1] <- x[, 1] + as.numeric(g) / 3
  y <- as.numeric(2 + x %*% c(0.6, -0.3)[1:q] + c(0, 0.5, 0.2)[g] + rnorm(sum(n), 0, 0.7))
  full <- lm(y ~ g + x); own <- lm(y ~ g * x); slope <- lm(y ~ x); none <- lm(y ~ g)
  f <- function(a, b) { s <- anova(a, b); list(statistic = s$F[2], df = c(s$Df[2], s$Res.Df[2]), p = s[["Pr(>F)"]][2]) }
  at <- cbind(1, rbind(c(0, 0), c(1, 0), c(0, 1)), matrix(colMeans(x), 3, q, byrow = TRUE))
  value <- as.numeric(at %*% coef(full)); V <- vcov(full)
  diffs <- lapply(list(c(1, 2), c(1, 3), c(2, 3)), function(ij) {
    d <- at[ij[1], ] - at[ij[2], ]; v <- sum(d * coef(full)); se <- sqrt(as.numeric(d %*% V %*% d))
    list(value = v, error = se, p = 2 * pt(-abs(v / se), full$df.residual)) })
  list(n = n, means = lapply(1:3, function(i) c(mean(y[g == i]), colMeans(x[g == i, , drop = FALSE]))),
       covariances = lapply(1:3, function(i) cov(cbind(y, x)[g == i, ])), slopes = I(as.numeric(coef(full)[-(1:3)])),
       groups = f(slope, full), covariates = f(none, full), equal = f(full, own),
       adjusted = lapply(1:3, function(i) list(value = value[i], error = sqrt(as.numeric(at[i, ] %*% V %*% at[i, ])))),
       differences = diffs, eta = anova(slope, full)$`Sum of Sq`[2] / (anova(slope, full)$`Sum of Sq`[2] + deviance(full)))
})
tables <- list(rbind(c(30, 10), c(20, 25)), rbind(c(3, 9), c(7, 2)), rbind(c(120, 80), c(115, 90)))
ratios <- lapply(tables, function(t) {
  or <- oddsratio(t); rr <- exp(log(t[1, 1] * sum(t[2, ]) / (t[2, 1] * sum(t[1, ]))) +
    c(0, -1, 1) * qnorm(0.975) * sqrt(1 / t[1, 1] - 1 / sum(t[1, ]) + 1 / t[2, 1] - 1 / sum(t[2, ])))
  list(table = t, odds = as.numeric(unlist(or[1, c(1, 3, 4)])), risk = rr, phi = cor(rep(c(1, 1, 0, 0), c(t(t))), rep(c(1, 0, 1, 0), c(t(t))))) })
associations <- lapply(c(tables, list(rbind(c(10, 20, 30), c(6, 9, 17)), rbind(c(30, 12, 8), c(10, 22, 9), c(6, 9, 31)))), function(t) {
  v <- cramers_v(t, adjust = FALSE, alternative = "two.sided"); list(table = t, v = as.numeric(unlist(v[1, c(1, 3, 4)]))) })
several <- list(c(0.01, 0.04, 0.03), c(0.5, 0.6, 0.9), c(0.001, 0.001, 0.02, 0.2, 0, 1, 0.04), 0.03)
multiplicity <- lapply(several, function(p) c(list(p = I(p)), sapply(p.adjust.methods[p.adjust.methods != "fdr"],
                       function(m) I(p.adjust(p, m)), simplify = FALSE)))
one_share <- lapply(list(c(152, 300), c(9, 10), c(0, 12), c(30, 40)), function(c) list(x = c[1], n = c[2],
  low = binom.test(c[1], c[2], 0.4, "greater")$p.value, high = binom.test(c[1], c[2], 0.6, "less")$p.value,
  interval = as.numeric(binom.test(c[1], c[2], conf.level = 0.9)$conf.int)))
score <- function(x1, n1, x2, n2, apart) {  # shares by maximum likelihood, found by search
  l <- function(p) dbinom(x1, n1, p, log = TRUE) + dbinom(x2, n2, p - apart, log = TRUE)
  p <- optimize(l, c(max(0, apart), min(1, 1 + apart)), maximum = TRUE, tol = 1e-12)$maximum
  (x1 / n1 - x2 / n2 - apart) / sqrt(p * (1 - p) / n1 + (p - apart) * (1 - p + apart) / n2)
}
two_shares <- lapply(list(c(150, 200, 148, 200), c(56, 70, 48, 80), c(9, 10, 3, 10), c(5, 56, 0, 29)), function(c) {
  z <- function(a) score(c[1], c[2], c[3], c[4], a); d <- c[1] / c[2] - c[3] / c[4]
  list(counts = c, low = pnorm(-z(-0.15)), high = pnorm(z(0.15)), none = 2 * pnorm(-abs(z(0))),
       interval = c(uniroot(function(a) z(a) - qnorm(0.95), c(-0.999, d), tol = 1e-10)$root,
                    uniroot(function(a) z(a) + qnorm(0.95), c(d, 0.999), tol = 1e-10)$root)) })
tost_power <- lapply(list(c(10, 1, 0.9, 0.1), c(70, 1, 0.5, 0), c(4, 1, 2, 0.3), c(500, 2, 0.4, -0.1)), function(c) {
  df <- 2 * c[1] - 2; se <- c[2] * sqrt(2 / c[1]); t <- qt(0.95, df)
  f <- function(s) (pnorm((c[3] - c[4]) / se - t * s) - pnorm((-c[3] - c[4]) / se + t * s)) * 2 * s * df * dchisq(df * s^2, df)
  list(given = c, power = integrate(f, 0, c[3] / se / t, rel.tol = 1e-11, subdivisions = 2000)$value) })
power <- list(
  means = lapply(list(c(20, 20, 0.5), c(10, 35, 0.8), c(400, 300, 0.1), c(3, 2, 1.5)), function(c) list(given = c,
    power = pwr.t2n.test(c[1], c[2], c[3])$power)),
  detectable = list(pwr.t2n.test(20, 20, power = 0.8)$d, pwr.t2n.test(10, 35, power = 0.9)$d),
  people = lapply(c(0.2, 0.5, 1.3), function(d) list(d = d, n = ceiling(pwr.t.test(d = d, power = 0.8)$n),
    change = ceiling(pwr.t.test(d = d, power = 0.8, type = "paired")$n))),
  change = pwr.t.test(25, 0.4, type = "paired")$power,
  groups = lapply(list(c(20, 3, 0.25), c(5, 6, 0.6)), function(c) list(given = c, power = pwr.anova.test(c[2], c[1], c[3])$power)),
  groups_f = pwr.anova.test(4, 45, power = 0.8)$f, groups_n = ceiling(pwr.anova.test(k = 5, f = 0.2, power = 0.9)$n),
  shares = lapply(list(c(100, 0.5, 0.7), c(30, 0.1, 0.3), c(500, 0.5, 0.52)), function(c) list(given = c,
    power = power.prop.test(c[1], c[2], c[3], strict = TRUE)$power)),
  shares_n = ceiling(power.prop.test(p1 = 0.5, p2 = 0.6, power = 0.8)$n),
  shares_above = power.prop.test(n = 100, p1 = 0.5, power = 0.8, tol = 1e-12)$p2,
  correlation = lapply(list(c(84, 0.3), c(20, 0.6), c(500, -0.1)), function(c) list(given = c, power = pwr.r.test(c[1], c[2])$power)),
  correlation_n = ceiling(pwr.r.test(r = 0.2, power = 0.9)$n), correlation_r = pwr.r.test(60, power = 0.8)$r)
ratings <- round(t(sapply(rnorm(8, 3, 0.6), function(m) rnorm(6, m, 1))), 2)
i <- psych::ICC(ratings, lmer = FALSE)$results
icc <- list(groups = lapply(1:8, function(k) ratings[k, ]), single = as.numeric(i[1, c(2, 7, 8)]), mean = as.numeric(i[4, c(2, 7, 8)]))
conversion <- list(d = 0.5, r = d_to_r(0.5), r_uneven = d_to_r(0.5, n1 = 30, n2 = 70), odds = d_to_oddsratio(0.5),
                   d_of_r = r_to_d(0.3), d_of_odds = oddsratio_to_d(3), r_of_odds = oddsratio_to_r(3), odds_of_r = r_to_oddsratio(0.3))
cat(toJSON(list(many = lapply(names(samples)[1:3], many),
                pairs = c(lapply(samples, function(s) pair(s[[1]], s[[2]]))), changes = changes, covariance = covariance,
                ratios = ratios, associations = associations, multiplicity = multiplicity, one_share = one_share,
                two_shares = two_shares, tost_power = tost_power, power = power, icc = icc, conversion = conversion,
                version = R.version.string), digits = NA, auto_unbox = TRUE, null = "null"), "\n")
