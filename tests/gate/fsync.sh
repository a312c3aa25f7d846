#!/bin/bash
# What is acknowledged is on the disk: the system calls of one filing are watched. Every object is synced before it gets its name, its
# folder after; all that comes before main moves; the ref's own bytes and folder are synced too, and only then comes the answer.
. "$(dirname "$0")/lib.sh"
command -v strace >/dev/null || skip "strace is not installed"
strace -o "$work/try" true 2>/dev/null || skip "this machine forbids ptrace"
home=$work/home
new_home "$home"
export ASAN_OPTIONS=detect_leaks=0 # its leak finder is a tracer too

watch() { # words...: run the program under strace; the calls that succeeded, one a line, are in $work/calls
	strace -f -y -s 200 -o "$work/trace" -e trace=openat,open,creat,fsync,fdatasync,rename,renameat,renameat2,link,linkat,write \
		"$program" -C "$home" "$@" >"$work/said" 2>&1 || fail "$* -- $(cat "$work/said")"
	grep -v ' = -1 E' "$work/trace" >"$work/calls"
}

judge() { # reads $work/calls; prints what is wrong
	awk -v git="$home/record.git" '
	function wrong(what) { print "line " NR ": " what; bad = 1 }
	function folder(path) { sub(/\/[^\/]*$/, "", path); return path }
	function quoted(n,  part) { split($0, part, "\""); return part[2 * n] }
	function full(path) { return path ~ /^\// ? path : git "/" path }
	{ sub(/^[0-9]+ +/, "") }
	/^(fsync|fdatasync)\(/ {
		path = $0; sub(/^[^<]*</, "", path); sub(/>.*/, "", path)
		synced[path] = NR; syncs++
		next
	}
	/^(rename|link|renameat|linkat|renameat2)\(/ {
		from = quoted(1); to = quoted(2)
		if (to ~ /\/objects\/[0-9a-f][0-9a-f]\/[0-9a-f]+$/) {
			if (!(from in synced)) wrong(to " got its name before its bytes were synced")
			objects++; named[to] = NR
		}
		if (to ~ /refs\/heads\/main(\.lock)?$/ && to ~ /\.lock$/) {
			if (!(from in synced)) wrong("the lock has bytes that are not synced")
		}
		if (to ~ /refs\/heads\/main$/) {
			moved = NR
			for (o in named) if (synced[folder(o)] < named[o]) wrong("main moves before the folder of " o " is synced")
			if (synced[git "/objects"] == 0) wrong("main moves before new folders in objects/ are synced")
		}
		next
	}
	/^write\(1<.*Done/ { answered = NR; if (!moved) wrong("the answer comes before main moves")
		if (synced[git "/refs/heads"] < moved) wrong("the answer comes before the ref is synced") }
	END {
		if (!moved) wrong("main never moved")
		if (!answered) wrong("there was no answer")
		if (objects < 3) wrong("only " objects + 0 " objects were made")
		print "objects " objects + 0 ", syncs " syncs + 0 > "/dev/stderr"
		exit bad
	}' "$work/calls"
}

watch --as paul-okafor --on 2005-09-19T09:00 file "$papers/report.md" --group strategy-board --meeting CTB-2005-M001
judge >"$work/wrong" || fail "a paper: $(head -5 "$work/wrong")"
watch --on 2005-10-13 file "$papers/minutes-1.md" --meeting CTB-2005-M001
judge >"$work/wrong" || fail "minutes: $(head -5 "$work/wrong")"

# The judge itself must see what it is there for: the same calls without the syncs of files, of folders, of the ref.
cp "$work/calls" "$work/all"
for missing in 'sync\(.*tmp_object' 'sync\(.*/objects/[0-9a-f][0-9a-f]>' 'sync\(.*/objects>' 'sync\(.*refs/heads>' 'sync\(.*ref\.next'; do
	grep -Ev "$missing" "$work/all" >"$work/calls"
	cmp -s "$work/all" "$work/calls" && fail "no call '$missing' was made"
	judge >/dev/null 2>&1 && fail "without '$missing' the trial would not have noticed"
done
echo "all that was acknowledged was synced first"
