# Writes networks.json: network measures by igraph and sna.
# Rscript tests/oracles/networks.R > tests/oracles/networks.json
# Zachary's karate club (Zachary 1977, J Anthropol Res 33:452-473) comes with igraph; the groups are those the
# members joined when it split. The second network is made up: two kinds, two parts, an isolate.
suppressMessages({library(igraph); library(jsonlite)})
one <- function(name, g, groups) {
  a <- as.matrix(as_adjacency_matrix(g))
  e <- as_edgelist(g, names = FALSE)
  crossing <- sum(groups[e[, 1]] != groups[e[, 2]])
  parts <- components(g)
  # sna reads each tie as two directions: all but the gatekeeper come out twice
  roles <- sna::brokerage(a, groups)$raw.nli
  between <- tapply(rep(1, nrow(e)), list(factor(groups[e[, 1]], unique(groups)),
                                          factor(groups[e[, 2]], unique(groups))), sum)
  between[is.na(between)] <- 0
  between <- between + t(between) - diag(diag(between))
  list(name = name, nodes = vcount(g), ends = e - 1, groups = groups,
       density = edge_density(g), degree = degree(g), ties = between,
       ei = (2 * crossing - nrow(e)) / nrow(e),
       betweenness = betweenness(g, directed = FALSE),
       normalised = betweenness(g, directed = FALSE, normalized = TRUE),
       constraint = constraint(g), sizes = sort(parts$csize, decreasing = TRUE),
       cut_points = sort(as.integer(articulation_points(g))) - 1,
       bridges = unname(as_edgelist(subgraph.edges(g, bridges(g), delete.vertices = FALSE), names = FALSE)) - 1,
       roles = unname(roles[, c("w_I", "b_IO", "b_OI", "w_O", "b_O")]), versions =
         list(igraph = as.character(packageVersion("igraph")), sna = as.character(packageVersion("sna"))))
}
karate <- make_graph("Zachary")
hi <- c(1:9, 11:14, 17, 18, 20, 22)
club <- ifelse(1:34 %in% hi, "Mr. Hi", "Officer")
small <- make_graph(c(1, 2, 2, 3, 1, 3, 3, 4, 4, 5, 5, 6, 4, 6, 6, 7, 8, 9), n = 10, directed = FALSE)
kinds <- c("firm", "firm", "school", "school", "firm", "school", "firm", "firm", "school", "school")
cat(toJSON(list(one("karate", karate, club), one("small", small, kinds)), digits = NA, na = "null", auto_unbox = TRUE), "\n")
