#!/usr/bin/env bash
# edit: by file and by editor; typed text is never lost; two people at once.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

new_record
want 0 meeting new CTB 2005-10-11 --on 2005-09-02
want 0 file "$story/report.md" --as paul-okafor --on 2005-09-19
source_of() { git -C "$home/record.git" show "main:groups/strategy-board/papers/2005/$1.md"; }

# a change of one word is a change of one line
source_of CTB-2005-P001 | sed 's/Telephone: .*/Telephone: 01632 960 115/' >"$work/new.md"
want 0 edit CTB-2005-P001 --file "$work/new.md" --as paul-okafor --on 2005-09-20
[ "$(git -C "$home/record.git" diff --shortstat main~1 main)" = ' 1 file changed, 1 insertion(+), 1 deletion(-)' ] ||
	[ "$(git -C "$home/record.git" diff main~1 main | grep -c '^[-+][^-+]')" -le 4 ] || fail 'more lines changed than were edited'
want 0 diff CTB-2005-P001
shows '\[-.*114.*-\]'
want 0 edit CTB-2005-P001 --file "$work/new.md" --as paul-okafor --on 2005-09-20
shows 'Nothing to change'

# standard input
sed 's/115/116/' "$work/new.md" | "$MINUTEBOOK" -C "$home" edit CTB-2005-P001 --file - --as paul-okafor --on 2005-09-20 >/dev/null ||
	fail 'edit --file - does not read standard input'

# an editor
cat >"$work/editor" <<'END'
#!/bin/sh
sed -i 's/960 116/960 117/' "$1"
END
chmod +x "$work/editor"
EDITOR=$work/editor TMPDIR=$work want 0 edit CTB-2005-P001 --as paul-okafor --on 2005-09-21
source_of CTB-2005-P001 | grep -q '960 117' || fail 'the editor changed nothing'
ls "$work"/minutebook-*.md >/dev/null 2>&1 && fail 'the copy was left behind'

# refused: what was typed is kept, and its name is told
mark
EDITOR="sed -i s/117/118/" TMPDIR=$work want 4 edit CTB-2005-P001 --as tom-adeyemi --on 2005-09-21
unchanged 'a refused edit'
says 'is kept in '
kept=$(grep -Eo "$work/minutebook-[^ :]*\.md" <<<"$err" | head -1)
grep -q '960 118' "$kept" || fail 'the typed text is lost'

# a managed field
source_of CTB-2005-P001 | sed 's/^state: draft/state: draft\napproved: 2005-01-01/' >"$work/managed.md"
want 4 edit CTB-2005-P001 --file "$work/managed.md" --as paul-okafor --on 2005-09-21
says 'not typed by hand'
unchanged 'a managed field'

# two people at once, in different places: both stay; in the same line: a conflict, and nothing is lost
cat >"$work/slow" <<END
#!/bin/sh
sed -i "s/\$mine/" "\$1"
git -C "$home/record.git" show main:groups/strategy-board/papers/2005/CTB-2005-P001.md | sed "s/\$theirs/" |
	"$MINUTEBOOK" -C "$home" edit CTB-2005-P001 --file - --as paul-okafor --on 2005-09-22 >/dev/null
END
chmod +x "$work/slow"
export mine theirs EDITOR=$work/slow TMPDIR=$work
mine='960 117/960 119' theirs='^All\.$/All wards.'
want 0 edit CTB-2005-P001 --as paul-okafor --on 2005-09-22
source_of CTB-2005-P001 | grep -q 'All wards\.' || fail 'the first of two edits is lost'
source_of CTB-2005-P001 | grep -q '960 119' || fail 'the second of two edits is lost'
mine='960 119/960 121' theirs='960 119/960 120'
want 5 edit CTB-2005-P001 --as paul-okafor --on 2005-09-22
says 'changed by somebody else'
says 'is kept in '
source_of CTB-2005-P001 | grep -q '960 120' || fail 'the first of two edits of one line is lost'

# a plain page, and two at once in it: the same
printf '# Rooms\n\nThe board meets in room 4.\n\nThe group meets in room 5.\n\nKeys are at the desk.\n' >"$work/page.md"
want 0 edit handbook/rooms.md --file "$work/page.md" --on 2005-09-23
want 0 show handbook/rooms.md
shows 'room 4'
sed -i 's|groups/strategy-board/papers/2005/CTB-2005-P001.md|handbook/rooms.md|; s|edit CTB-2005-P001|edit handbook/rooms.md|; s/2005-09-22/2005-09-24/' "$work/slow"
mine='room 4/room 6' theirs='the desk/the door'
want 0 edit handbook/rooms.md --as paul-okafor --on 2005-09-24
want 0 show handbook/rooms.md
shows 'room 6'
shows 'the door'
mine='room 6/room 7' theirs='room 6/room 8'
want 5 edit handbook/rooms.md --as paul-okafor --on 2005-09-24
says 'changed by somebody else'
want 0 show handbook/rooms.md
shows 'room 8'

# a page that somebody else makes meanwhile, and the partnership's own settings: told, and nothing is overwritten
cat >"$work/slow" <<END
#!/bin/sh
echo '# Mine' >"\$1"
echo '# Theirs' | "$MINUTEBOOK" -C "$home" edit handbook/new.md --file - --as paul-okafor --on 2005-09-24 >/dev/null
END
want 5 edit handbook/new.md --as paul-okafor --on 2005-09-24
want 0 show handbook/new.md
shows 'Theirs'
cat >"$work/slow" <<END
#!/bin/sh
sed -i 's/^name: .*/name: Mine/' "\$1"
git -C "$home/record.git" show main:partnership.yaml | sed 's/^public: .*/public: true/' |
	"$MINUTEBOOK" -C "$home" edit partnership.yaml --file - --as beth-corrigan --on 2005-09-24 >/dev/null
END
want 5 edit partnership.yaml --as beth-corrigan --on 2005-09-24
git -C "$home/record.git" show main:partnership.yaml | grep -q '^public: true' || fail "the first of two edits of the settings is lost"
unset EDITOR TMPDIR
sound
finish
