/* A walk by keyboard, judged in the page: what Tab meets, how the focus is seen there, and what is never met.
   Python presses the keys, and asks after each press. Run in the page; leaves its answers in `keys.found`. */
(() => {
  const CONTROLS = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, "
    + "iframe, audio[controls], video[controls], [contenteditable]:not([contenteditable=false])";
  const OPENERS = "[aria-haspopup]:not([aria-haspopup=false]), [aria-expanded=false], button[popovertarget], button[commandfor]";
  const KEYED = `label, ${CONTROLS}, [tabindex]:not([tabindex^="-"])`;
  const ROVING = "[role=radiogroup], [role=tablist], [role=toolbar], [role=menu], [role=menubar], [role=listbox], [role=grid], [role=tree], [role=treegrid]";
  const PARTS = { date: 8, month: 8, week: 8, time: 8, "datetime-local": 12, IFRAME: 200, AUDIO: 20, VIDEO: 20 }; // stops inside
  const CONTRAST = 3; // what WCAG asks of the edges of controls
  const root = document.documentElement;
  const forward = new Set(); // what was met
  const backward = new Set();
  const opened = []; // by us
  let met, was, last, times, opener;
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const style = (one, part) => getComputedStyle(one, part);
  const told = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 150);
  const found = new Map(); // each said once
  const note = (kind, one, why) => {
    const what = why ? `${why}: ${told(one)}` : told(one);
    found.set(kind + what, [kind, what]);
  };

  // What is seen of a control: itself, or the labels that stand for it.
  const clipped = (one) => one && one !== root && (/^inset\((50%|100%)/.test(style(one).clipPath) || clipped(one.parentElement));
  const boxes = (one) => [...one.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  const onPaper = (box) => box.right + scrollX > 0 && box.bottom + scrollY > 0;
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && boxes(one).some(onPaper) && !clipped(one);
  const seenAs = (one) => [one, ...(one.labels || [])].filter(isShown);

  const isOut = (one) => !one || one === document.body || one === root;
  const isOff = (one) => one.matches(":disabled, summary:not(details > summary:first-of-type)") || one.closest("[inert]");
  const wanted = () => all(`${CONTROLS}, [tabindex]`).filter((one) => !isOff(one) && (one.tabIndex >= 0 || one.matches(CONTROLS)) && seenAs(one).length);
  const isGroup = (one, other) => other.name === one.name && other.form === one.form;
  const group = (one) => one.type === "radio" && one.name ? all("input[type=radio]").filter((other) => isGroup(one, other)) : [];
  const roving = (one) => one.closest(ROVING);

  // How it looks, with the outline apart: a ring that lies outside of what is shown is no sign.
  const REST = ["boxShadow", "borderColor", "borderWidth", "borderStyle", "backgroundColor", "backgroundImage", "color", "fill", "stroke",
    "strokeWidth", "textDecorationLine", "textDecorationThickness", "transform", "opacity", "filter"];
  const RING = ["outlineStyle", "outlineWidth", "outlineColor", "outlineOffset"];
  const ring = (look) => look.outlineStyle === "none" || !parseFloat(look.outlineWidth) ? "" : RING.map((one) => look[one]).join();
  const rest = (look) => REST.map((one) => look[one]).join();
  const around = (one) => {
    const near = [one, ...(one.labels || []), one.nextElementSibling, one.parentElement, one.parentElement?.parentElement, ...all("*", one).slice(0, 5)];
    return [...new Set(near)].filter((each) => each && each !== document.body && each !== root);
  };
  const looks = (near) => [style(near), style(near, "::before"), style(near, "::after")].map((look) => [ring(look), rest(look)]);

  const numbers = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const isClear = (colour) => numbers(colour).length === 4 && numbers(colour)[3] < 1;
  const linear = (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [red, green, blue] = numbers(colour).map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (one) => {
    const look = one && style(one);
    if (!look) return "rgb(255, 255, 255)";
    if (look.backgroundImage !== "none") return ""; // a picture has no colour
    return isClear(look.backgroundColor) ? behind(one.parentElement) : look.backgroundColor;
  };
  const isFaint = (one, look) => {
    const ground = behind(parseFloat(look.outlineOffset) < 0 ? one : one.parentElement);
    if (!ground || look.outlineStyle === "auto" || !/^rgb/.test(look.outlineColor + ground)) return false;
    if (isClear(look.outlineColor)) return numbers(look.outlineColor)[3] < 0.1;
    const [low, high] = [light(look.outlineColor), light(ground)].sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05) < CONTRAST;
  };

  // The part of a box that is neither beyond the window nor cut off by a box around it.
  const cuts = (one, box) => {
    let [left, top, right, bottom] = [Math.max(box.left, 0), Math.max(box.top, 0), Math.min(box.right, root.clientWidth), Math.min(box.bottom, innerHeight)];
    for (let up = one.parentElement, place = style(one).position; up && up !== root && up !== document.body; up = up.parentElement) {
      const look = style(up);
      if (place === "fixed" || (place === "absolute" && look.position === "static")) continue;
      place = look.position;
      if (look.overflowX === "visible" && look.overflowY === "visible") continue;
      const edge = up.getBoundingClientRect();
      [left, top, right, bottom] = [Math.max(left, edge.left), Math.max(top, edge.top), Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
    }
    return { left, top, right, bottom, width: right - left, height: bottom - top };
  };
  const sidesSeen = (one, look) => {
    const far = Math.max(parseFloat(look.outlineOffset), 0) + parseFloat(look.outlineWidth) / 2;
    return boxes(one).some((box) => {
      const whole = { left: box.left - far, top: box.top - far, right: box.right + far, bottom: box.bottom + far };
      const seen = cuts(one, whole);
      return seen.width > 0 && seen.height > 0 && ["left", "top", "right", "bottom"].some((side) => Math.abs(seen[side] - whole[side]) < 0.5);
    });
  };
  const ringOf = (one, look) => !sidesSeen(one, look) ? "cut off" : isFaint(one, look) ? "faint" : "seen";
  const signs = (one) => ({
    one,
    looks: new Map(around(one).map((near) => [near, looks(near)])),
    rings: [one, ...(one.labels || [])].filter((near) => ring(style(near))).map((near) => ringOf(near, style(near))),
  });
  const judgeSigns = ({ one, looks: before, rings }) => {
    if (!one.isConnected || !before) return;
    const here = document.activeElement; // what follows at once may have got a ring of its own
    const after = [...before.keys()].filter((near) => isOut(here) || !here.contains(near)).map((near) => [before.get(near), looks(near)]);
    const changed = (part) => after.some(([then, now]) => then.some((look, place) => look[part] !== now[place][part]));
    if (changed(1)) return;
    if (!changed(0)) note("focus not seen", one);
    else if (rings.length && !rings.includes("seen")) note("focus not seen", one, `its ring is ${rings[0]}`);
  };

  const unseen = (kind, one) => { note(kind, one); was = { one, unseen: true }; };
  const judgePlace = (one) => {
    const seen = seenAs(one);
    if (!seen.length) return unseen("focus on what is hidden", one);
    const parts = seen.flatMap((near) => boxes(near).map((box) => cuts(near, box))).filter((box) => box.width > 0.5 && box.height > 0.5);
    if (!parts.length) return unseen("focus out of view", one);
    const part = parts.sort((first, other) => other.width * other.height - first.width * first.height)[0];
    const over = document.elementFromPoint(part.left + part.width / 2, part.top + part.height / 2);
    if (over && !seen.some((near) => near.contains(over)) && !over.contains(one)) note("focus covered", one, `beneath ${told(over).slice(0, 60)}`);
  };

  const isFloating = (one) => one && one !== root && (/fixed|sticky/.test(style(one).position) || isFloating(one.parentElement));
  const paper = (one) => {
    const { left, top, right, bottom } = (seenAs(one)[0] || one).getBoundingClientRect();
    return { left: left + scrollX, right: right + scrollX, top: top + scrollY, bottom: bottom + scrollY };
  };
  const judgeOrder = (one) => {
    if (isFloating(one)) return;
    const here = paper(one);
    if (last && here.bottom < last.top - innerHeight && here.left < last.right) note("leaps up", one);
    last = here;
  };

  const leave = (here) => {
    if (was && was.one !== here) judgeSigns(was);
    if (isOut(here)) was = undefined;
    else if (met === backward) was = { one: here }; // signs were judged on the way down
    else if (was?.one === here && (was.looks || was.unseen)) return;
    else was = here.matches(":focus") ? signs(here) : { one: here }; // a part of the browser's own has a ring of its own
  };
  const judge = (one) => { judgePlace(one); if (met === forward) judgeOrder(one); };
  const trapped = (one) => { note("keys are trapped", one); return "trap"; };
  const hasScripts = [...document.scripts].some((one) => /javascript|module|^$/.test(one.type));
  const isAbove = (one) => Boolean(document.querySelector("main, [role=main]")?.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING);
  const isOpener = (one) => met === forward && ((one.localName === "summary" && !one.parentElement.open) || one.matches(OPENERS));
  const named = (...names) => names.map((name) => opener.getAttribute(name)).find(Boolean);
  const controlled = () => opener.localName === "summary" ? opener.parentElement : document.getElementById(named("aria-controls", "popovertarget", "commandfor"));
  const isOpen = () => opener.localName === "summary" ? opener.parentElement.open
    : opener.getAttribute("aria-expanded") === "true" || Boolean(controlled()?.matches(":popover-open, dialog[open]"));
  const isSheet = () => {
    const what = controlled();
    const over = what?.localName === "details" ? [...what.children].filter((one) => one !== opener) : [what];
    return over.some((one) => one && /absolute|fixed/.test(style(one).position));
  };

  const keys = (window.lookedKeys = {
    /* Begin above the page. */
    start(way) {
      [met, was, last, times] = [way === "back" ? backward : forward, undefined, undefined, 0];
      scrollTo(0, 0);
      if (way === "back") return;
      const top = document.createElement("span");
      top.tabIndex = -1;
      document.body.prepend(top);
      top.focus();
      top.remove();
    },
    /* Say where a press of Tab led: "out", "trap", "part" of the same control, "opens" or "stop". */
    step() {
      const here = document.activeElement;
      const same = was?.one === here;
      leave(here);
      if (isOut(here)) return "out";
      if (same && ++times < (PARTS[here.type] || PARTS[here.tagName] || 1)) return "part";
      if (met.has(here)) return met === backward && here === [...met][0] ? "out" : trapped(here); // the last follows on the first
      times = 0;
      met.add(here);
      judge(here);
      if (!isOpener(here)) return "stop";
      opener = here;
      return "opens";
    },
    /* Say whether what the focus is on opened by this key, and whether it lies over the page. */
    opened(key) {
      if (!isOpen()) { note("does not open by key", opener, key); return "shut"; }
      if (isSheet()) return "sheet";
      if (opener.localName === "summary") opened.push(opener.parentElement);
      return "open";
    },
    /* Say whether the focus is still in what opened. */
    within() {
      const here = document.activeElement;
      leave(here);
      if (isOut(here) || here === opener || !controlled().contains(here) || forward.has(here)) return false;
      forward.add(here);
      judgePlace(here);
      return true;
    },
    /* Escape was pressed. */
    closed() {
      if (!isOpen()) return document.activeElement === opener || note("focus not given back", opener);
      if (hasScripts) note("Escape does not close", opener); // what the browser does by itself has no such key
    },
    /* Have it closed in any case, and go on from where it opens. */
    again() {
      const what = controlled();
      if (isOpen() && what.localName === "details") what.open = false;
      else if (isOpen() && what.localName === "dialog") what.close();
      else if (isOpen()) opener.click();
      opener.focus();
      was = signs(opener);
    },
    isSkip() {
      const [first] = forward;
      return Boolean(first?.matches("a[href^='#']") && first.getAttribute("href").length > 1 && isAbove(first));
    },
    /* Enter was pressed on the skip link. */
    skipped() {
      const [first] = forward;
      const goal = document.getElementById(decodeURIComponent(first.hash.slice(1)));
      if (!goal?.contains(document.activeElement)) note("skip link leads nowhere", first);
      else if (!goal.matches("main, [role=main]") && !goal.closest("main, [role=main]")) note("skip link leads nowhere", first, "not into main");
    },
    /* Judge what was met and what was not, and leave the page as it was. */
    finish({ whole, back }) {
      const groups = new Set([...forward].flatMap((one) => [one, ...group(one)]));
      const inGroup = (one) => roving(one) && [...forward].some((other) => roving(other) === roving(one));
      if (whole) for (const one of wanted()) if (!groups.has(one) && one.tabIndex < 1 && !inGroup(one)) note("met by no key", one);
      const returned = new Set([...backward].flatMap((one) => [one, ...group(one)]));
      if (back) for (const one of forward) if (one.isConnected && seenAs(one).length && !returned.has(one)) note("keys do not go back", one);
      const [first] = forward;
      if ([...forward].some(isAbove) && !keys.isSkip()) note("no skip link first", first);
      for (const one of all("[tabindex]")) if (one.tabIndex > 0) note("order by number", one);
      const heard = [...(window.lookedClicks || []), ...all("[onclick]")].filter((one) => one.isConnected && one !== document.body && one !== root);
      for (const one of heard) if (isShown(one) && one.tabIndex < 0 && !one.closest(KEYED) && !one.querySelector(KEYED)) note("only for the mouse", one);
      for (const one of opened) one.open = false;
      document.activeElement?.blur();
      scrollTo(0, 0);
      return { found: [...found.values()], stops: forward.size, back: backward.size };
    },
  });
})();
