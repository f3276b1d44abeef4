"""Small cells: 200 random histories protected and attacked; bounds beside a loop over scipy's linprog.

Run: python -m benchmarks.disclosure [HISTORIES]
"""

from __future__ import annotations

import sys
import time

import numpy as np
from scipy.optimize import linprog
from tests.disclosure.histories import RULES, Brute, drawn, only_primary, protected

from mentorway.disclosure.attack import attack
from mentorway.disclosure.statements import published_in, statements_of
from mentorway.disclosure.system import systems_of

HISTORIES, OF_PEER = 200, 10
LEAST_OF_PEER = (
    1.0  # times as fast, though it also looks at growth and at whole people, and the peer at neither
)


def by_linprog(history):
    """Least and most of each hidden cell, each a linear programme by HiGHS; processor seconds."""
    started = time.process_time()
    found = {}
    for system in systems_of(history):
        of, published = statements_of(system, history), published_in(system, history)
        active = of.active(published)
        matrix, least, most = of.matrix[active], of.least[active], of.most[active]
        both = least == most
        for row in np.flatnonzero(~published):
            target = system.sums[[row]].toarray()[0]
            ends = []
            for sign in (1, -1):
                come = linprog(
                    sign * target, A_eq=matrix[both], b_eq=least[both], bounds=(0, None), method="highs"
                )
                ends.append(sign * come.fun if come.status == 0 else np.inf)
            place = system.places[row]
            found[place.release, place.table, place.at] = ends
    return found, time.process_time() - started


def against_linprog(history):
    """Our processor seconds, theirs, and whether all bounds agree (ours may be sharper, in whole people)."""
    started = time.process_time()
    ours = attack(history, RULES).cells
    seconds = time.process_time() - started
    theirs, peer = by_linprog(history)
    ordered = [theirs[key] for key in sorted(theirs)]
    near = all(
        one.lower >= low - 1e-6 and (np.isinf(high) if one.upper is None else one.upper <= high + 1e-6)
        for one, (low, high) in zip(ours, ordered, strict=True)
    )
    return seconds, peer, near


def one_history(seed):
    """Protect, attack, attack again by another solver."""
    releases = drawn(seed)
    started = time.process_time()
    history, patterns = protected(releases)
    protecting = time.process_time() - started
    started = time.process_time()
    found = attack(history, RULES)
    attacking = time.process_time() - started
    brute = list(Brute(history).all_hidden())
    away = {
        (one.release, one.table, one.cell, one.since) for pattern in patterns for one in pattern.given_away
    }
    breaches = {(one.release, one.table, one.cell, one.since) for one in found.breaches}
    return {
        "history": history,
        "protecting": protecting,
        "attacking": attacking,
        "widths": [one.width for one in found.cells],
        "differ": sum((one.lower, one.upper) != ends for one, ends in zip(found.cells, brute, strict=True)),
        "unproved": sum(not one.exact for one in found.cells),
        "breaches": len(breaches - away),
        "away": len(away & breaches),
        "lost": [pattern.lost for pattern in patterns],
        "methods": [pattern.method.value for pattern in patterns],
        "naive": not attack(protected(releases, how=only_primary)[0], RULES).safe,
    }


def main() -> None:
    """Print what came of all histories, then the peer on some of them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES
    all_of = [one_history(seed) for seed in range(count)]
    widths = [one for of in all_of for one in of["widths"]]
    closed = np.array([one for one in widths if one is not None])
    lost = np.array([one for of in all_of for one in of["lost"]])
    methods = [one for of in all_of for one in of["methods"]]
    total = {
        name: sum(of[name] for of in all_of) for name in ("differ", "unproved", "breaches", "away", "naive")
    }
    print(f"  {count} histories, {lost.size} tables, {len(widths)} hidden cells")
    print(
        f"  narrower than {RULES.width}: {total['breaches']}; told by others before, and said:"
        f" {total['away']};"
        f" ends that differ from CP-SAT on the full cross: {total['differ']}; unproved: {total['unproved']}"
    )
    print(f"  with primary suppression only, {total['naive']} histories give something away")
    quarters = np.percentile(closed, [0, 25, 50, 75, 100]).astype(int).tolist()
    print(f"  widths: least, quarters, most {quarters}; without a most {len(widths) - closed.size}")
    print(
        f"  information lost: mean {lost.mean():.1%}, of tables with something hidden"
        f" {lost[lost > 0].mean():.1%}; { ({one: methods.count(one) for one in sorted(set(methods))}) }"
    )
    for name in ("protecting", "attacking"):
        seconds = np.array([of[name] for of in all_of])
        print(
            f"  {name}: median {np.median(seconds):.2f} s, 95 % {np.percentile(seconds, 95):.2f} s,"
            f" most {seconds.max():.1f} s (processor)"
        )
    ours, theirs, near = zip(*(against_linprog(of["history"]) for of in all_of[:OF_PEER]), strict=True)
    ratio = sum(theirs) / sum(ours)
    print(
        f"  attack {sum(ours):.2f} s, a linprog for each end {sum(theirs):.2f} s: {ratio:.1f} times;"
        f" near {all(near)}"
    )
    if total["breaches"] or total["differ"] or not all(near) or ratio < LEAST_OF_PEER:
        sys.exit("Something hidden is given away, solvers differ, or it came too slowly.")


if __name__ == "__main__":
    main()
