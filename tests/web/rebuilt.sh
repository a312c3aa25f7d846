#!/bin/sh
# What is kept in assets/dist is what build.sh makes of what package-lock.json names. Only where its packages are installed.
set -eu
assets=$1
[ -d "$assets/node_modules/sass" ] || { echo "skipped: run core/web/assets/build.sh once to compare"; exit 77; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$assets/build.sh" "$out"
diff -r "$out" "$assets/dist" && echo "the same"
