#!/bin/bash
# Attempts are kept apart: a refused move leaves main alone and stands in attempts.git; what is malformed leaves nothing at all.
. "$(dirname "$0")/lib.sh"
home=$work/home
new_home "$home"
to_board=(--group strategy-board --meeting CTB-2005-M001)
must "$home" --as paul-okafor --on 2005-09-19T09:00 file "$papers/report.md" "${to_board[@]}"
main=$(main_of "$home")

attempts() {
	git -C "$home/attempts.git" for-each-ref --format='%(objectname)' refs/attempts
}
# All that the home holds, but what may follow of itself: the index, and the lock file of the home.
all_files() {
	(cd "$home" && find record.git attempts.git attachments -type f -exec sha256sum {} + | sort)
}

# ---- refused by a rule

[ -z "$(attempts)" ] || fail "an attempt before any was made"
says 4 "finance" "$home" --as helen-marsh --on 2005-09-20 move CTB-2005-P001 approve
[ "$(main_of "$home")" = "$main" ] || fail "a refused move moved main"
[ "$(attempts | wc -l)" = 1 ] || fail "a refused move leaves one attempt, and there are $(attempts | wc -l)"
commit=$(attempts)
[ "$(git -C "$home/attempts.git" rev-parse "$commit^")" = "$main" ] || fail "the attempt does not stand on main"
git -C "$home/attempts.git" show -s --format=%B "$commit" | grep -q '^Ruling: 1' || fail "the attempt has no ruling"
git -C "$home/attempts.git" show "$commit:groups/strategy-board/papers/2005/CTB-2005-P001.md" | grep -q '^state: approved' ||
	fail "the attempt does not hold what was asked for"
git_in "$home" cat-file -e "$commit" 2>/dev/null && fail "the attempt is in the record itself"
git_in "$home" for-each-ref | grep -q attempts && fail "the record has a ref of the attempt"
git -C "$home/attempts.git" fsck --strict --no-dangling >/dev/null 2>&1 || fail "attempts.git is not sound"
# The same refusal in the same second is the same attempt; at another time another.
says 4 "finance" "$home" --as helen-marsh --on 2005-09-20 move CTB-2005-P001 approve
[ "$(attempts | wc -l)" = 1 ] || fail "the same attempt was kept twice"
says 4 "finance" "$home" --as helen-marsh --on 2005-09-20T12:01 move CTB-2005-P001 approve
[ "$(attempts | wc -l)" = 2 ] || fail "another attempt was not kept"
# A process killed while it kept an attempt is in nobody's way.
git -C "$home/attempts.git" rev-parse main >"$home/attempts.git/ref.next" 2>/dev/null
says 4 "finance" "$home" --as helen-marsh --on 2005-09-20T12:02 move CTB-2005-P001 approve
[ "$(attempts | wc -l)" = 3 ] || fail "a left ref.next keeps attempts out"
# A trial run asks and leaves nothing.
before=$(all_files)
says 4 "finance" "$home" --on 2005-09-21 try approve CTB-2005-P001
[ "$(all_files)" = "$before" ] || fail "a trial run left something behind"

# ---- refused for permission

says 4 "" "$home" --as lucy-tran --on 2005-09-21 move CTB-2005-P001 approve
[ "$(main_of "$home")" = "$main" ] || fail "a move without permission moved main"

# ---- malformed

cd "$work" || exit 1
{ printf '# A\n\nthe byte \377 is no UTF-8\n'; } >not-utf8.md
{ printf '# A\n\nhere \000 is a NUL\n'; } >nul.md
printf -- '---\ntitle: [one, two\n---\n\n# A\n' >not-yaml.md
printf -- '---\n- one\n- two\n---\n\n# A\n' >list.md
{
	printf -- '---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n'
	for i in 1 2 3 4 5 6 7 8 9; do
		printf 'a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n' $i $i $((i - 1)){,,,,,,,,}
	done
	printf -- '---\n\n# A\n'
} >bomb.md
printf -- '---\nkind: papper\n---\n\n# A\n' >kind.md
printf -- '---\nkind: paper\nsumary: this is nearly a field\n---\n\n# A\n\nText.\n' >field.md
printf -- '---\nkind: paper\ndate: 2005-02-30\n---\n\n# A\n\nText.\n' >date.md
printf -- '---\nkind: paper\nauthor: nobody-known\n---\n\n# A\n\nText.\n' >person.md
printf -- '---\nkind: paper\nid: CTB-2005-M001\n---\n\n# A\n\nText.\n' >id.md
printf -- '---\nkind: paper\nid: ../../../escape\n---\n\n# A\n\nText.\n' >dots.md
printf '# A paper\n\nText.\n' >plain.md
{ printf '# Long\n\n' && head -c 1100000 /dev/zero | tr '\0' 'x'; } >long.md

before=$(all_files)
malformed=0
nothing_from() { # STATUS WORDS FILE options...
	local want=$1 words=$2 file=$3
	shift 3
	says "$want" "$words" "$home" --on 2005-09-22 file "$file" "$@"
	malformed=$((malformed + 1))
	[ "$(all_files)" = "$before" ] || fail "$file was refused and left something behind: $(cat "$work/said")"
}
paper=(--as-kind paper --group strategy-board)
nothing_from 6 "UTF-8" not-utf8.md "${paper[@]}"
nothing_from 6 "NUL" nul.md "${paper[@]}"
nothing_from 6 "line" not-yaml.md "${paper[@]}"
nothing_from 6 "" list.md "${paper[@]}"
nothing_from 6 "alias" bomb.md "${paper[@]}"
nothing_from 6 "paper" kind.md --group strategy-board
nothing_from 6 "summary" field.md "${paper[@]}"
nothing_from 6 "2005-02-30" date.md "${paper[@]}"
nothing_from 6 "nobody-known" person.md "${paper[@]}"
nothing_from 6 "CTB-2005-M001" id.md "${paper[@]}"
nothing_from 6 "" dots.md "${paper[@]}"
nothing_from 6 "1048576" long.md "${paper[@]}"
nothing_from 3 "CTB-2005-M099" plain.md "${paper[@]}" --meeting CTB-2005-M099
nothing_from 3 "no-such-group" plain.md --as-kind paper --group no-such-group
[ "$(attempts | wc -l)" -ge 3 ] || fail "attempts went missing"
sound "$home"
echo "refused moves are kept apart; $malformed malformed texts left nothing"
