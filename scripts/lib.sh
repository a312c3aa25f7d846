# Shared by the scripts beside it; sourced, not run.
top=$(cd "$(dirname "$0")/.." && pwd)

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }

# What the program needs, and what its tests need besides: Debian 12 packages.
packages_build="build-essential cmake ninja-build pkg-config git tzdata libgit2-dev zlib1g-dev libcmark-dev libyaml-dev libsqlite3-dev liblua5.4-dev libsodium-dev libgraphviz-dev libjansson-dev libmicrohttpd-dev"
packages_test="clang libclang-rt-14-dev clang-format-14 clang-tidy cppcheck libcmocka-dev lua5.4 mandoc python3 python3-jsonschema strace procps golang-github-yuin-goldmark-dev"

# Install those of the packages that are missing; needs the network only then.
need_packages() {
	missing=
	for p in "$@"; do
		dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
	done
	[ -n "$missing" ] || return 0
	step "Installing$missing"
	as_root=
	[ "$(id -u)" = 0 ] || as_root=sudo
	export DEBIAN_FRONTEND=noninteractive
	# shellcheck disable=SC2086
	if ! $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1; then
		$as_root apt-get update -qq
		# shellcheck disable=SC2086
		$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
	fi
}

# What the tests in a browser need besides: Debian's Chromium, Java for the checker of HTML, and npm's packages by their lock.
# A node that is there is used; Debian 12's own (18) is too old for the driver, so then tests/web/node brings one.
need_npm() {
	need_packages chromium openjdk-17-jre-headless fonts-liberation || return
	command -v npm >/dev/null || need_packages nodejs npm || return
	set -- tests/web
	major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
	[ "$major" -ge 20 ] || set -- tests/web tests/web/node
	for folder in "$@"; do
		[ -L "$top/$folder/node_modules" ] && continue # somebody else's: npm would empty what the link leads to
		[ "$top/$folder/node_modules/.package-lock.json" -nt "$top/$folder/package-lock.json" ] && continue
		step "Installing the packages of $folder"
		(cd "$top/$folder" && npm ci --ignore-scripts --no-audit --no-fund --silent && touch node_modules/.package-lock.json) || return
	done
}

# Configure and build one preset (scripts/presets/<name>.cmake) in build/<name>.
build_preset() {
	preset=$1
	shift
	[ -f "$top/build/$preset/build.ninja" ] ||
		cmake -S "$top" -B "$top/build/$preset" -G Ninja -C "$top/scripts/presets/$preset.cmake" >"$top/build/$preset.log" 2>&1 ||
		{ cat "$top/build/$preset.log"; return 1; }
	cmake --build "$top/build/$preset" "$@"
}
