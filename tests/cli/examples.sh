#!/bin/bash
# README.md and the handbook are tried on the record that scripts/story leaves behind.
set -eu
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" --on 2005-09-01 init "$work/record" --rehearsal >/dev/null
"$source/scripts/story" "$program" "$work/record" >"$work/story" || { tail -n 20 "$work/story"; exit 1; }
python3 "$source/tests/cli/examples.py" "$program" "$source" "$work/record"
