/* After sending, one lands where it goes on: in the first field that is wrong, else at what was answered.
   What an address names or a field that is wrong is unfolded. Without this script one lands at the top of the page. */
(() => {
  const folded = (one) => one.closest("details:not([open])");
  const unfold = (one) => { while (folded(one)) folded(one).open = true; };
  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (named) unfold(named);
  if (named || document.activeElement !== document.body) return;
  const first = (what) => [...document.querySelectorAll(what)].find((one) => folded(one) || one.getClientRects().length);
  const place = first('main [aria-invalid="true"]') ?? first("main .errorlist") ?? first("main .messages");
  if (!place) return;
  unfold(place);
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus();
})();
