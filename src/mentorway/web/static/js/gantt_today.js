/* Opens the chart where the plan is today. */
(() => {
  const chart = document.querySelector(".gantt-plot");
  const today = chart?.querySelector(".gantt-today");
  if (!today) return;
  const { left, width } = chart.getBoundingClientRect();
  const from = today.getBoundingClientRect().left - left;
  if (from > width) chart.scrollLeft += from - width / 3;
})();
