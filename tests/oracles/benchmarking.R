# Writes benchmarking.json: R's Benchmarking (Bogetoft & Otto) on the 70 sites of Program Follow Through.
# Rscript tests/oracles/benchmarking.R > tests/oracles/benchmarking.json
# frontier_pft1981.csv: see frontier.R.
suppressMessages({library(Benchmarking); library(jsonlite)})
pft <- read.csv("tests/oracles/frontier_pft1981.csv")
x <- as.matrix(pft[, 2:6]); y <- as.matrix(pft[, 7:9])
returns <- c(constant = "crs", variable = "vrs", decreasing = "drs", increasing = "irs", free = "fdh")
ways <- c(input = "in", output = "out")
each <- lapply(ways, function(way) lapply(returns, function(r) {
  found <- dea(x, y, RTS = r, ORIENTATION = way, SLACK = r != "fdh")
  list(scores = eff(found), slack_sum = if (r == "fdh") NULL else found$sum,
       super = if (r == "fdh") NULL else { s <- sdea(x, y, RTS = r, ORIENTATION = way); as.numeric(eff(s)) })
}))
efficient <- lapply(returns[c("constant", "variable")], function(r) {
  found <- dea(x, y, RTS = r, ORIENTATION = "in", SLACK = TRUE)
  sum(abs(eff(found) - 1) < 1e-6 & found$sum < 1e-5)
})
cat(toJSON(list(radial = each, efficient = efficient, version = as.character(packageVersion("Benchmarking"))),
  digits = NA, na = "null", auto_unbox = TRUE), "\n")
