#!/bin/sh
# All C is as .clang-format has it, and no shell script has a syntax error.
set -eu
cd "$1"
find core tests -name node_modules -prune -o -name '*.[ch]' -print0 | xargs -0 clang-format-14 --dry-run -Werror
for f in scripts/* tests/*/*.sh .ci/run; do
	[ -f "$f" ] || continue
	case $(head -c 20 "$f") in
	'#!/bin/sh'*) sh -n "$f" ;;
	'#!/usr/bin/env bash'* | '#!/bin/bash'*) bash -n "$f" ;;
	esac
done
