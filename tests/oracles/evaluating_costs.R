# Writes evaluating_costs.json: a cost sheet in one currency and price year, what one costs with intervals by redrawing
# people (package boot, expanded percentiles of Hesterberg 2015 from qt and pnorm), the programme beside the usual
# (Fieller's ends by root finding, errors HC2 by sandwich), benefits over costs, and pilots by lp_solve (variable
# returns, input-oriented). Nothing of Mentorway is used.
# Rscript tests/oracles/evaluating_costs.R > tests/oracles/evaluating_costs.json
suppressMessages({library(boot); library(sandwich); library(lpSolve); library(jsonlite)})
set.seed(8)
# the sheet: euro of 2026
lines <- data.frame(kind = c("trainers", "rooms", "travel", "materials", "platform"),
  amount = c(4200.5, 900, 15000, 333.33, 700), currency = c("EUR", "EUR", "SEK", "EUR", "EUR"),
  year = c(2026, 2025, 2025, 2024, 2026), pilot = c("A", "B", "A", "", ""), payer = c("P", "H", "P", "P", "H"))
rate <- c(EUR = 1, SEK = 0.0893); level <- c("2024" = 126.3, "2025" = 129.1, "2026" = 131.7)
money <- lines$amount * rate[lines$currency] * level[["2026"]] / level[as.character(lines$year)]
people <- c(A = 24, B = 36)
own <- function(p) sum(money[lines$pilot == p]) + sum(money[lines$pilot == ""]) * people[[p]] / sum(people)
sheet <- list(lines = lines, total = sum(money), by_kind = as.list(tapply(money, lines$kind, sum)),
  by_payer = as.list(tapply(money, lines$payer, sum)), pilots = list(A = own("A"), B = own("B")))
# what one costs
n <- 60; cost <- 9000
before <- round(rnorm(n, 3, 0.7), 2); after <- round(before + rnorm(n, 0.45, 0.6), 2)
completed <- as.numeric(runif(n) < 0.75); hours <- round(runif(n, 2, 9), 1)
each <- cost / n
ends <- function(b, units) { tail <- pnorm(-sqrt(units / (units - 1)) * qt(0.975, units - 1))
  unname(quantile(b, c(tail, 1 - tail))) }
drawn <- function(f) boot(seq_len(n), function(d, i) f(i), R = 40000)$t[, 1]
one <- function(f) { b <- drawn(f); list(value = each / f(seq_len(n)), ends = rev(each / ends(b, n))) }
ones <- list(participant = each, completed = one(function(i) mean(completed[i])), hour = one(function(i) mean(hours[i])),
  point = one(function(i) mean((after - before)[i])),
  sd = one(function(i) mean((after - before)[i]) / sd(before[i])))
# beside the usual: the last 25 are compared, and cost 20 each
took <- c(rep(1, 35), rep(0, 25)); gain <- after - before + 0.5 * took
costs <- ifelse(took == 1, round(runif(n, 90, 160), 2), 20)
v <- function(y) vcovHC(lm(y ~ took), "HC2")[2, 2]; q <- qt(0.975, n - 2)
d <- function(y) mean(y[took == 1]) - mean(y[took == 0])
f <- function(R) { y <- costs - R * gain; d(y)^2 - q^2 * v(y) }
r <- d(costs) / d(gain)
beside <- list(took = took, gain = gain, costs = costs, cost = d(costs), effect = d(gain), ratio = r,
  low = uniroot(f, c(-1e4, r), tol = 1e-12)$root, high = uniroot(f, c(r, 1e4), tol = 1e-12)$root)
b <- replicate(20000, { i <- c(sample(which(took == 1), 35, TRUE), sample(which(took == 0), 25, TRUE))
  c(mean(costs[i[1:35]]) - mean(costs[i[36:60]]), mean(gain[i[1:35]]) - mean(gain[i[36:60]])) })
beside$worths <- c(0, r / 2, r, 2 * r); beside$acceptable <- sapply(beside$worths, function(w) mean(w * b[2, ] > b[1, ]))
# benefits: two, of two years, discounted by 3 %; costs of 2026
counted <- c(12000, 15000); owed <- counted * c(0.6, 0.5) * c(0.8, 0.9); by <- 1.03^-(0:1)
spent <- sum(money[lines$year == 2026]) # the lines of 2026 only
grid <- outer(c(0.2, 0.4, 0.6, 0.8, 1), c(0.4, 0.6, 0.8, 1)) * sum(counted * by) / spent
returned <- list(costs = spent, owed = sum(owed * by), ratio = sum(owed * by) / spent,
  percent = 100 * (sum(owed * by) - spent) / spent, grid = grid, break_even = spent / sum(counted * by),
  payback = if (owed[1] >= spent) spent / owed[1] else 1 + (spent - owed[1]) / owed[2])
# pilots
k <- 16; x <- cbind(round(runif(k, 2000, 9000)), round(runif(k, 20, 90))); y <- cbind(round(x[, 1] / 400 * runif(k, 0.4, 1)), round(x[, 2] / 5 * runif(k, 0.4, 1)))
theta <- sapply(seq_len(k), function(o) lp("min", c(1, rep(0, k)),
  rbind(cbind(-x[o, ], t(x)), cbind(0, t(y)), c(0, rep(1, k))), c("<=", "<=", ">=", ">=", "="), c(0, 0, y[o, ], 1))$objval)
cat(toJSON(list(sheet = sheet, data = list(cost = cost, before = before, after = after, completed = completed, hours = hours),
  ones = ones, beside = beside, returned = returned, pilots = list(x = x, y = y, theta = theta)), digits = NA, auto_unbox = TRUE), "\n")
