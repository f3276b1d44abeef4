/* What a careful person notices on a page. Run in the page; returns [kind, what] pairs and the texts that are seen. */
(language) => {
  const all = (what) => [...document.querySelectorAll(what)];
  const box = (one) => one.getBoundingClientRect();
  const hidden = (one) => one.closest(".visually-hidden, .skip, details:not([open]) > :not(summary)");
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && box(one).width > 1 && !hidden(one);
  const style = (one) => getComputedStyle(one);
  const told = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 150);
  const found = [];
  const note = (kind, ones) => ones.forEach((one) => found.push([kind, typeof one === "string" ? one : told(one)]));

  const root = document.documentElement;
  const wide = root.scrollWidth - root.clientWidth;
  if (wide > 0) {
    // Name the elements that reach too far and are not inside a box that scrolls by itself.
    const scrolls = (one) => one && one !== root && one !== document.body && (style(one).overflowX !== "visible" || scrolls(one.parentElement));
    const far = all("main *, header *, footer *").filter((one) => shown(one) && box(one).right > root.clientWidth + 1 && !scrolls(one.parentElement));
    note("scrolls sideways", [`${wide} px: ${far.slice(0, 2).map(told).join(" | ")}`]);
  }

  const parts = all("button, .button, td, th, .badge, .verdict, summary, .tabs a, .nav a, legend, select").filter(shown);
  const boxed = parts.filter((one) => style(one).display !== "inline");
  note("cut off", boxed.filter((one) => one.tagName !== "SELECT" && one.scrollWidth > one.clientWidth + 1));

  const heads = all("h1").filter(shown);
  if (heads.length !== 1) note("headings", [`${heads.length} h1`]);

  const ids = all("[id]").map((one) => one.id);
  note("same id twice", [...new Set(ids.filter((one, place) => ids.indexOf(one) !== place))]);
  note("image without text", all("img:not([alt]), svg[role=img]:not([aria-label], [aria-labelledby], :has(> title))"));

  // A link in a line of text may be as low as the line; whatever has a box of its own may not.
  const reach = (one) => {
    const label = one.labels && one.labels[0] ? box(one.labels[0]) : box(one);
    const [width, height] = [Math.max(box(one).width, label.width), Math.max(box(one).height, label.height)];
    return Math.min(width, height);
  };
  const targets = all("a[href], button, select, summary, input:not([type=hidden]), textarea").filter(shown);
  note("small target", targets.filter((one) => style(one).display !== "inline" && !one.closest("svg") && reach(one) < 24));

  const speaks = (one) => (one.closest("[lang]") || root).getAttribute("lang").slice(0, 2) === language;
  const own = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const texts = all("body *:not(script, style, template)").filter((one) => own(one) && speaks(one)).map((one) => one.textContent);
  const names = all("[aria-label], [title], [alt], [placeholder]").filter(speaks).flatMap((one) => ["aria-label", "title", "alt", "placeholder"].map((name) => one.getAttribute(name) || ""));
  const moving = matchMedia("(prefers-reduced-motion: reduce)").matches
    ? all("body *").filter((one) => parseFloat(style(one).transitionDuration) > 0.01 || parseFloat(style(one).animationDuration) > 0.01) : [];
  note("moves", moving.slice(0, 3));
  return { found, texts: [...new Set([...texts, ...names, document.title].map((one) => one.replace(/\s+/g, " ").trim()))].filter((one) => one) };
}
