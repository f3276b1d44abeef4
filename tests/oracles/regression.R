# Writes regression.json: least squares with the errors of sandwich and clubSandwich, covariance analysis,
# difference in differences, and the wild cluster bootstrap with every change of signs, by refitting rows.
# Rscript tests/oracles/regression.R > tests/oracles/regression.json
suppressMessages({library(sandwich); library(clubSandwich); library(jsonlite)})
set.seed(3)
n <- 120
cluster <- sample(rep(1:9, c(30, 20, 18, 14, 12, 10, 8, 5, 3)))
d <- data.frame(cluster = cluster, treat = as.numeric(cluster %in% c(1, 4, 6, 9)), age = round(rnorm(n, 40, 10)),
                pre = round(rnorm(n, 3, 1), 2), w = round(runif(n, 0.3, 3), 2))
d$y <- round(1 + 0.4 * d$treat + 0.02 * d$age + 0.6 * d$pre + rnorm(9, 0, 0.5)[cluster] + rnorm(n) * (0.5 + 0.3 * d$pre), 3)
fit_of <- function(model) {
  out <- list(values = unname(coef(model)), r2 = summary(model)$r.squared, sigma = summary(model)$sigma,
              classical = unname(sqrt(diag(vcov(model)))))
  for (k in c("HC0", "HC1", "HC2", "HC3")) out[[k]] <- unname(sqrt(diag(vcovHC(model, k))))
  for (k in c("CR0", "CR1S", "CR2")) {
    v <- vcovCR(model, d$cluster, type = k)
    out[[k]] <- unname(sqrt(diag(v)))
    if (k == "CR2") {
      out$CR2full <- unname(as.matrix(v))
      test <- coef_test(model, v, test = "Satterthwaite"); ci <- conf_int(model, v)
      out$df <- test$df_Satt; if (is.null(out$df)) out$df <- test$df
      out$p <- test$p_Satt; out$low <- ci$CI_L; out$high <- ci$CI_U
      wt <- Wald_test(model, constrain_zero(3:4), v, test = "Naive-F")
      ht <- Wald_test(model, constrain_zero(3:4), v, test = "HTZ"); h3 <- Wald_test(model, constrain_zero(2:4), v, test = "HTZ")
      out$htz <- lapply(list(ht, h3), function(h) list(F = h$Fstat, df = h$df_denom, p = h$p_val))
      out$wald <- list(F = wt$Fstat, df = wt$df_denom, p = wt$p_val)
    }
  }
  out
}
plain <- lm(y ~ treat + age + pre, d); heavy <- lm(y ~ treat + age + pre, d, weights = w)
# covariance analysis of three groups, with the errors of sandwich
d$group <- c("a", "b", "c")[1 + cluster %% 3]
model <- lm(y ~ pre + age + group, d)
at <- data.frame(pre = mean(d$pre), age = mean(d$age), group = c("a", "b", "c"))
L <- model.matrix(delete.response(terms(model)), at, xlev = list(group = c("a", "b", "c")))
v <- vcovHC(model, "HC3")
wide <- lm(y ~ (pre + age) * group, d)
slopes <- grep(":", names(coef(wide)))
b <- coef(wide)[slopes]
ancova <- list(means = unname(drop(L %*% coef(model))), mean_errors = unname(sqrt(diag(L %*% v %*% t(L)))),
               differences = unname(coef(model)[4:5]), errors = unname(sqrt(diag(v))[4:5]),
               slopes = drop(t(b) %*% solve(vcovHC(wide, "HC3")[slopes, slopes]) %*% b) / length(slopes))
# difference in differences, clustered
later <- rep(0:1, 60)
did <- lm(y ~ treat * later, d); vd <- vcovCR(did, d$cluster, "CR2")
dd <- coef_test(did, vd)
# every change of signs of nine clusters, under the restriction, by lm on rows
restricted <- lm(y ~ age + pre, d)
tval <- function(y) { m <- lm(y ~ treat + age + pre, d); coef(m)[2] / sqrt(vcovCR(m, d$cluster, "CR1S")[2, 2]) }
signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), 9)))
X <- model.matrix(plain); M <- solve(crossprod(X)); A <- M %*% t(X)
Z <- rowsum(diag(n), d$cluster) # clusters by people
fast <- function(y) { bb <- A %*% y; e <- drop(y - X %*% bb); s <- rowsum(X * e, d$cluster)
  bb[2] / sqrt(9 / 8 * 119 / 116 * (M %*% crossprod(s) %*% M)[2, 2]) }
seen <- tval(d$y); stopifnot(abs(fast(d$y) - seen) < 1e-9)
ts <- apply(signs, 1, function(s) fast(fitted(restricted) + residuals(restricted) * s[d$cluster]))
half <- local({ r <- lm(I(y - 0.5 * treat) ~ age + pre, d); ys <- d$y - 0.5 * d$treat
  t0 <- fast(ys); tt <- apply(signs, 1, function(s) fast(fitted(r) + residuals(r) * s[d$cluster]))
  mean(abs(tt) >= abs(t0) - 1e-9) })
cat(toJSON(list(data = as.list(d), later = later, plain = fit_of(plain), weighted = fit_of(heavy), ancova = ancova,
  did = list(value = unname(coef(did)[4]), error = sqrt(vd[4, 4]), df = dd$df_Satt[4], p = dd$p_Satt[4]),
  wild = list(t = unname(seen), p = mean(abs(ts) >= abs(seen) - 1e-9), p_half = half),
  versions = list(sandwich = as.character(packageVersion("sandwich")), clubSandwich = as.character(packageVersion("clubSandwich")))),
  digits = NA, auto_unbox = TRUE), "\n")
