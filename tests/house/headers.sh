#!/bin/sh
# Each public header compiles alone, in C and without any third-party header.
set -eu
cd "$1"
for h in core/include/minutebook/*.h; do
	echo "#include <minutebook/$(basename "$h")>" |
		gcc -std=c17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -Icore/include -x c -
	if grep -nE '#include <(git2|sqlite3|lua|lauxlib|yaml|cmark|sodium|jansson|microhttpd)' "$h"; then
		echo "$h shows a third-party type to whoever includes it"
		exit 1
	fi
done
