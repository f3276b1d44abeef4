#!/usr/bin/env bash
# sqlmap on the searches and lists of an own server on 127.0.0.1, once it has found a planted fault.
# Start the server with MENTORWAY_LIMITS_TIMES=10000: otherwise it answers 429, and nothing is looked at.
#   tools/security/sqlmap.sh PROGRAM PORT [COOKIE]
set -euo pipefail
program=$1 port=$2 cookie=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
python3 "$here/planted/app.py" 8941 &
planted=$!
trap 'kill $planted; rm -rf "$work"' EXIT
sleep 2
ask() { # address, more words
  timeout 900 "$program" --batch --level 1 --risk 1 --technique=BEU --threads 1 --timeout 30 --disable-coloring \
    --flush-session --output-dir "$work" -u "$@" 2>&1
}
if ! ask "http://127.0.0.1:8941/search?q=heron" | grep -q "is vulnerable"; then
  echo "The planted fault was not found: nothing else it says is believed."
  exit 1
fi
echo "planted fault: found"
wrong=0
paths="/en/search/?q=mentor /practices/public/?q=school&topic=1 /pilots/certificate/?number=AAAA /en/news/?page=1"
[ -z "$cookie" ] || paths="$paths /network/?q=a&country=FI&page=1 /practices/?q=a&page=1 /plan/?q=a /study/?q=a&page=1"
for path in $paths; do
  said=$(ask "http://localhost:$port$path" ${cookie:+--cookie "$cookie"} || true)
  if grep -q "do not appear to be injectable" <<<"$said"; then
    echo "held     $path"
  else
    echo "LOOK AT  $path: $(tail -3 <<<"$said")"
    wrong=1
  fi
done
exit $wrong
