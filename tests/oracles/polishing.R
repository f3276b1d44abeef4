# Sourced by scripts of lavaan's numbers: Newton steps from where nlminb stopped to where lavaan's own slope is 0.
# nlminb asks the likelihood alone whether to go on, and that hardly changes where estimates still move by 1e-5.
polished <- function(fit, again) {
  free <- if (fit@Model@eq.constraints) fit@Model@eq.constraints.K else diag(fit@Model@nx.free)
  slope <- function(fit) drop(t(free) %*% as.vector(lavTech(fit, "gradient")))
  for (step in 1:3) {
    bend <- t(free) %*% lavTech(fit, "information.observed") %*% free
    moved <- drop(free %*% solve(bend, slope(fit)))
    table <- as.data.frame(parTable(fit)); known <- table$free > 0
    table$est[known] <- table$est[known] - moved[table$free[known]]
    closer <- suppressWarnings(again(start = table, optim.method = "none"))
    closer@baseline <- fit@baseline             # the model without factors is not to be fitted in no steps as well
    if (max(abs(slope(closer))) >= max(abs(slope(fit)))) break
    fit <- closer
  }
  fit
}
