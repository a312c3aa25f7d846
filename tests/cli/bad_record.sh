#!/usr/bin/env bash
# Records that cannot or must not be used; an index that heals by itself.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

declare -A told
bad() { # NAME STATUS PATTERN WORDS...
	local name=$1 expected=$2 pattern=$3 words
	shift 3
	want "$expected" "$@"
	says "$pattern"
	words=$(tail -1 <<<"$err")
	[ -z "${told[$words]:-}" ] || fail "$name: the same message as ${told[$words]}"
	told[$words]=$name
}
elsewhere() { # FOLDER NAME STATUS PATTERN: the same command on another home
	local kept=$home
	home=$1
	shift
	bad "$@" people
	home=$kept
}

new_record
want 0 meeting new CTB 2005-10-11 --on 2005-09-02

# not ours
mkdir "$work/plain"
elsewhere "$work/plain" 'no repository' 6 'not a git repository|not a record|no record'
elsewhere "$work/nowhere" 'no folder' 3 'nowhere'
git init -q --bare "$work/foreign.git"
elsewhere "$work/foreign.git" 'not ours' 6 'foreign.git'
if git init -q --bare --object-format=sha256 "$work/sha256.git" 2>/dev/null; then
	elsewhere "$work/sha256.git" 'SHA-256' 6 'SHA-?256'
fi
mkdir "$work/full" && touch "$work/full/file"
bad 'init into a full folder' 6 'not empty|empty' init "$work/full"
[ "$(ls -A "$work/full")" = file ] || fail 'init left something in a folder it refused'
bad 'init below nothing' 3 'no/where' init "$work/no/where/at/all"
if [ "$(id -u)" = 0 ]; then
	cp -a "$home" "$work/others" && chown -R 65534 "$work/others"
	elsewhere "$work/others" 'owned by somebody else' 6 'belongs to the account'
fi

# A copy of the record with one entry more than ever passed the gate.
forge() { # FOLDER MODE PATH <CONTENT
	local blob tree commit git=(git -C "$1/record.git")
	cp -a "$home" "$1"
	blob=$("${git[@]}" hash-object -w --stdin)
	export GIT_INDEX_FILE=$work/index.tmp
	rm -f "$GIT_INDEX_FILE"
	"${git[@]}" read-tree main
	"${git[@]}" update-index --add --cacheinfo "$2,$blob,$3"
	tree=$("${git[@]}" write-tree)
	unset GIT_INDEX_FILE
	"${git[@]}" log -1 --format=%B main | sed 's/^Event: 2$/Event: 3/' >"$work/message"
	commit=$(GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@x.invalid GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@x.invalid \
		GIT_COMMITTER_DATE='2005-09-03T12:00:00+0100' "${git[@]}" commit-tree "$tree" -p main -F "$work/message")
	"${git[@]}" update-ref refs/heads/main "$commit"
}

# a newer format: not opened, not laid down, and nobody edits his own record out of reach
newer() { git -C "$home/record.git" show main:partnership.yaml | sed 's/^format: .*/format: 99/'; }
forge "$work/newer" 100644 partnership.yaml < <(newer)
elsewhere "$work/newer" 'a newer format' 6 'format 99'
cp -r "$(dirname "$0")/../../repo-template" "$work/template"
sed -i 's/^format: .*/format: 99/' "$work/template/partnership.yaml.in"
want 6 init "$work/laid" --template "$work/template" --name Newer --rehearsal
says 'format'
[ ! -e "$work/laid" ] || fail 'init left a record of a format it refuses'
newer >"$work/partnership.yaml"
cp -a "$home" "$work/edited"
kept=$home home=$work/edited
mark
want 6 edit partnership.yaml --file "$work/partnership.yaml" --on 2005-09-03
says 'format'
unchanged 'a newer format'
home=$kept

# a symlink in the record: nothing is written through it
forge "$work/linked" 120000 shortcut < <(printf '../people')
kept=$home home=$work/linked
mark
printf 'Words.\n' >"$work/page.md"
bad 'through a symlink' 6 'shortcut' edit shortcut/page.md --file "$work/page.md" --on 2005-09-04
unchanged 'through a symlink'
home=$kept

# a lock that somebody left
mark
touch "$home/record.git/refs/heads/main.lock"
bad 'a locked ref' 1 'main.lock' meeting new CTB 2005-11-15 --on 2005-09-03
rm "$home/record.git/refs/heads/main.lock"
unchanged 'a locked ref'

# the index: missing, damaged, of another record, cut short
show() { "$MINUTEBOOK" -C "$home" --json list meetings; }
right=$(show)
rm -f "$home"/index.sqlite*
[ "$(show)" = "$right" ] || fail 'a missing index does not heal'
head -c 20000 /dev/urandom >"$home/index.sqlite"
[ "$(show)" = "$right" ] || fail 'a damaged index does not heal'
: >"$home/index.sqlite"
[ "$(show)" = "$right" ] || fail 'an empty index does not heal'
rm -f "$home"/index.sqlite*
show >/dev/null
truncate -s 8192 "$home/index.sqlite"
[ "$(show)" = "$right" ] || fail 'an index cut short does not heal'
want 0 index check
sound

# a corrupt object: said, and found by verify
cp -a "$home" "$work/corrupt"
home=$work/corrupt
object=$(git -C "$home/record.git" rev-parse main:people/helen-marsh.md)
file=$home/record.git/objects/${object:0:2}/${object:2}
if [ -f "$file" ]; then
	chmod u+w "$file" && printf 'rubbish' >"$file"
	bad 'a corrupt object' 1 "$object|helen-marsh|corrupt" show people/helen-marsh.md
	want 1 verify
fi
finish
