# Writes exact_tables.json: Fisher's exact test of tables of any size by R's own stats.
# Rscript tests/oracles/exact_tables.R > tests/oracles/exact_tables.json
suppressMessages(library(jsonlite))
tables <- list(rbind(c(3, 1, 0), c(1, 3, 4)), rbind(c(2, 3, 4, 1), c(5, 2, 2, 6), c(8, 8, 1, 2)),
               rbind(c(10, 20, 30), c(6, 9, 17)), rbind(c(0, 3, 1), c(2, 0, 2), c(5, 1, 0), c(1, 1, 1)),
               rbind(c(1, 2, 1, 0), c(3, 3, 6, 1), c(10, 10, 14, 9), c(6, 7, 12, 11)), rbind(c(4, 0, 0), c(0, 4, 0), c(0, 0, 4)))
large <- rbind(c(60, 80, 70, 50), c(55, 85, 90, 40), c(80, 60, 70, 65), c(70, 75, 60, 60), c(65, 70, 75, 58))
set.seed(20261129)
cat(toJSON(list(tables = lapply(tables, function(t) list(table = t, p = fisher.test(t, workspace = 2e7)$p.value)),
                large = fisher.test(large, simulate.p.value = TRUE, B = 2e6)$p.value,
                version = R.version.string), digits = NA, auto_unbox = TRUE), "\n")
