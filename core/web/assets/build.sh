#!/bin/sh
# Make dist/ from the packages that package-lock.json names: core/web/assets/build.sh [OUT]
#
# Needs Node 20.19 or newer and, at the first run, the npm registry. What it makes is kept in the repository, so that
# building and running the program needs neither.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/dist}
case $out in /*) ;; *) out=$PWD/$out ;; esac
cd "$here"
[ -d node_modules ] || npm ci --ignore-scripts --omit=peer --no-audit --no-fund >&2
mkdir -p "$out"

node_modules/.bin/sass --no-source-map --style=compressed --load-path=. --quiet-deps src/app.scss "$out/app.css.new"
# The crest is not ours to show. MOJ's little crosses and arrows are pictures of its own; ours are characters (src/_own.scss).
sed 's/[^{};]*{[^{}]*crest[^{}]*}//g; s/background-image:url([^)]*);\{0,1\}//g; s/@charset "UTF-8";//; s/^\xEF\xBB\xBF//' "$out/app.css.new" >"$out/app.css"
rm "$out/app.css.new"
if grep -o 'url([^)]*)' "$out/app.css" || grep -oiE 'GDS Transport|@font-face|@import' "$out/app.css"; then
	echo "app.css names a file or a font that is not ours" >&2
	exit 1
fi
node_modules/.bin/esbuild src/app.js --bundle --minify --format=esm --target=es2020 --charset=utf8 --legal-comments=none \
	--log-level=warning --outfile="$out/app.js"
node_modules/.bin/esbuild src/init.js --minify --log-level=warning --outfile="$out/init.js"
node_modules/.bin/esbuild src/print.css --minify --log-level=warning --outfile="$out/print.css"
cp src/icon.svg "$out/icon.svg"
