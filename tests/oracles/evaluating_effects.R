# Writes evaluating_effects.json: programme beside comparison on public data by lm, t.test, glm, sandwich and
# clubSandwich (LaLonde's job training), chickwts and sleep of R, sleepstudy of lme4; all ways of dealing people
# anew by combn; Lin's concordance by its formula, ICC by psych, limits of agreement by lm; power.t.test.
# Entropy balancing by a dual of its own (optim, then Newton), as ebal and WeightIt gave it in effects.json.
# Rscript evaluating_effects.R > evaluating_effects.json, in tests/oracles
suppressMessages({library(sandwich); library(clubSandwich); library(psych); library(lme4); library(jsonlite)})
d <- read.csv("lalonde.csv")
d$black <- as.numeric(d$race == "black"); d$hispan <- as.numeric(d$race == "hispan")
facts <- c("age", "educ", "black", "hispan", "married", "nodegree", "re74")
d$org <- rep(1:30, length.out = nrow(d))
out <- list()
of <- function(t) list(value = unname(if (length(t$estimate) > 1) diff(rev(t$estimate)) else t$estimate), low = t$conf.int[1], high = t$conf.int[2], error = t$stderr, p = t$p.value)
# difference of changes: people one by one, and organisations
change <- d$re78 - d$re75
long <- data.frame(y = c(d$re75, d$re78), t = d$treat, later = rep(0:1, each = nrow(d)), id = seq_len(nrow(d)), org = d$org)
did <- lm(y ~ t * later, long)
by_person <- coef_test(did, vcovCR(did, long$id, "CR2"), test = "Satterthwaite")
of_cr2 <- function(model, name, cluster) { ci <- conf_int(model, vcovCR(model, cluster, "CR2")); i <- match(name, rownames(ci))
  if (is.na(i)) i <- match(name, ci$Coef); list(value = ci$beta[i], error = ci$SE[i], low = ci$CI_L[i], high = ci$CI_U[i]) }
out$changes <- c(of(t.test(change[d$treat == 1], change[d$treat == 0])), list(person = by_person$SE[4]))
out$changes_org <- of_cr2(did, "t:later", long$org)
# ends, allowing for the start
form <- reformulate(c("re75", facts, "treat"), "re78")
m <- lm(form, d); se <- sqrt(vcovHC(m, "HC3")["treat", "treat"]); b <- unname(coef(m)["treat"])
out$covariance <- list(value = b, error = se, low = b - qt(0.975, m$df.residual) * se, high = b + qt(0.975, m$df.residual) * se)
out$covariance_org <- of_cr2(m, "treat", d$org)
# weights: propensity by glm, entropy by its dual
X <- scale(as.matrix(d[c("re75", facts)])); tt <- d$treat
p <- fitted(glm(reformulate(c("re75", facts), "treat"), binomial, d, control = list(epsilon = 1e-15, maxit = 100)))
effect <- function(w) sum(tt * d$re78) / sum(tt) - sum((1 - tt) * w * d$re78) / sum((1 - tt) * w)
worth <- function(w) sum(tt) + sum(w[tt == 0])^2 / sum(w[tt == 0]^2)
A <- sweep(X[tt == 0, ], 2, colMeans(X[tt == 1, ])); la <- optim(rep(0, ncol(X)), function(l) log(sum(exp(A %*% l))), method = "BFGS", control = list(maxit = 5000))$par
for (i in 1:30) { w <- drop(exp(A %*% la)); w <- w / sum(w); s <- drop(w %*% A); la <- la - solve(crossprod(A * w, A) - s %o% s, s) }
we <- rep(1, nrow(d)); we[tt == 0] <- exp(A %*% la); wp <- p / (1 - p)
out$balancing <- list(value = effect(we), worth = worth(we)); out$propensity <- list(value = effect(wp), worth = worth(wp))
# chickens on two of six feeds, all six, and two sleeping drugs
out$chickwts <- c(of(t.test(chickwts$weight[chickwts$feed == "casein"], chickwts$weight[chickwts$feed == "horsebean"])),
  list(weight = chickwts$weight, feed = as.character(chickwts$feed),
  anova = unlist(anova(lm(weight ~ feed, chickwts))[1, c("F value", "Pr(>F)")], use.names = FALSE),
  welch = unname(c(oneway.test(weight ~ feed, chickwts)$statistic, oneway.test(weight ~ feed, chickwts)$p.value))))
one <- sleep$extra[sleep$group == 1]; two <- sleep$extra[sleep$group == 2]
ways <- combn(20, 10); sums <- colSums(matrix(sleep$extra[ways], 10))
deal <- function(shift) { x <- c(one, two + 0) ; x[1:10] <- x[1:10] - shift; s <- colSums(matrix(x[ways], 10)); seen <- sum(x[1:10])
  min(1, 2 * min(mean(s >= seen - 1e-9), mean(s <= seen + 1e-9))) }
out$sleep <- c(of(t.test(one, two)), list(one = one, two = two, paired = of(t.test(one - two)), dealt = deal(0), dealt_half = deal(-3)))
# mean slope of days over people: lm of each, and the mixed model
slopes <- sapply(split(sleepstudy, sleepstudy$Subject), function(s) coef(lm(Reaction ~ Days, s))[2])
mixed <- summary(lmer(Reaction ~ Days + (Days | Subject), sleepstudy))$coefficients
out$sleepstudy <- list(reaction = sleepstudy$Reaction, days = sleepstudy$Days, subject = as.character(sleepstudy$Subject),
  mean = mean(slopes), error = sd(slopes) / sqrt(18), low = t.test(slopes)$conf.int[1], high = t.test(slopes)$conf.int[2], mixed = unname(mixed[2, 1:2]))
# own view and that of others: the two drugs as two views of ten people
pair <- function(own, others) {
  n <- length(own); k <- n - 1; v <- function(a, b) cov(a, b) * k / n
  r <- cor(own, others); ccc <- 2 * v(own, others) / (v(own, own) + v(others, others) + (mean(own) - mean(others))^2)
  u2 <- (mean(own) - mean(others))^2 / sqrt(v(own, own) * v(others, others))
  sep <- sqrt(((1 - r^2) * ccc^2 * (1 - ccc^2) / r^2 + 2 * ccc^3 * (1 - ccc) * u2 / r - 0.5 * ccc^4 * u2^2 / r^2) / (n - 2))
  z <- atanh(ccc) + c(-1, 1) * qnorm(0.975) * sep / (1 - ccc^2)
  a <- own - others; edge <- qt(0.975, k) * sd(a) * sqrt(1 / n + qnorm(0.975)^2 / (2 * k)); l <- mean(a) + c(-1, 1) * qnorm(0.975) * sd(a)
  i <- ICC(cbind(own, others), lmer = FALSE)$results[2, ]
  list(ccc = c(ccc, tanh(z)), r = unname(c(r, cor.test(own, others)$conf.int)), limits = l, edges = c(l - edge, l + edge),
       icc = c(i$ICC, i[["lower bound"]], i[["upper bound"]]), t = of(t.test(a)))
}
out$pair <- pair(one, two)
# losses: every fifth of LaLonde's people has no end
gone <- seq_len(nrow(d)) %% 5 == 0 | (d$treat == 1 & d$re75 > 3000)
kept <- !gone; left <- ifelse(gone, d$re75, d$re78)
hc3 <- function(m) { b <- unname(coef(m)["treat"]); se <- sqrt(vcovHC(m, "HC3")["treat", "treat"]); c(b, b + c(-1, 1) * qt(0.975, m$df.residual) * se) }
ch <- function(x) unname(c(mean(x), t.test(x)$conf.int))
out$lost <- list(change = ch((d$re78 - d$re75)[kept & tt == 1]), change_stayed = ch((left - d$re75)[tt == 1]),
  effect = hc3(lm(re78 ~ re75 + treat, d[kept, ])), effect_stayed = hc3(lm(left ~ re75 + treat, cbind(d, left))),
  unlike = (mean(d$re75[kept]) - mean(d$re75[gone])) / sqrt((var(d$re75[kept]) + var(d$re75[gone])) / 2))
out$power <- power.t.test(n = 40, power = 0.8, strict = TRUE)$delta * sqrt(1 - 0.55^2)
out$versions <- sapply(c("sandwich", "clubSandwich", "psych", "lme4"), function(p) as.character(packageVersion(p)))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, na = "null"), "\n")
