#!/bin/sh
# Only one place makes a safe_html, the type that templates write without escaping.
set -eu
cd "$1"
makers=$(grep -lE '\btrusted(_n)? *=|\(struct safe_html\)|struct safe_html [a-z_]+ *= *\{' core/*/*.c core/*/*/*.c | grep -v '^core/web/template_safe\.c$' || true)
[ -z "$makers" ] || { echo "makes HTML that is not escaped: $makers"; exit 1; }
