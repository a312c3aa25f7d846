#!/bin/sh
# `make install` puts down program, library, headers, pkg-config file, manual and template; thirty lines embed the library.
set -eu
source=$1
build=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
DESTDIR=$root cmake --install "$build" >/dev/null
prefix=$(find "$root" -name minutebook.pc -printf '%h\n' | head -n 1)
[ -n "$prefix" ] || { echo "no minutebook.pc was installed"; exit 1; }
export PKG_CONFIG_PATH="$prefix" PKG_CONFIG_SYSROOT_DIR="$root"
# shellcheck disable=SC2046
gcc -std=c17 -Wall -Wextra -Werror "$source/tests/house/embed.c" -o "$root/embed" \
	$(pkg-config --cflags --libs minutebook) -Wl,-rpath,"$(dirname "$prefix")"
"$build/core/cli/minutebook" init "$root/home" --rehearsal >/dev/null
said=$("$root/embed" "$root/home")
echo "$said"
case $said in *"10 groups"*) ;; *) echo "the embedded library did not see the groups"; exit 1 ;; esac
find "$root" -name minutebook.1 | grep -q . || { echo "no manual page was installed"; exit 1; }
find "$root" -path '*share/minutebook/repo-template/partnership.yaml.in' | grep -q . || { echo "no template was installed"; exit 1; }
