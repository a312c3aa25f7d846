#!/bin/bash
# The past judged again: each class of a replay at least once, attempts at hand and not, and rulings that were tampered with.
. "$(dirname "$0")/lib.sh"

home=$work/home
story_home "$home"
own=$top/plugins/childrens-trust/rules
before=$(main_of "$home")

rules() {
	rm -rf "${work:?}/$1"
	cp -r "$own" "$work/$1"
}

# class NAME CLASS [WORDS]: the replay against $work/NAME has a case of this class, whose line holds the words.
class() {
	must "$home" rules replay --against "$work/$1" --json
	grep -F "\"class\":\"$2\"" "$work/said" >"$work/cases" || fail "no case of '$2' against $1: $(tail -1 "$work/said")"
	[ $# -lt 3 ] || grep -qF -- "$3" "$work/cases" || fail "no '$3' among the cases of '$2' against $1: $(head -3 "$work/cases")"
}

# only NAME CLASS: and none of any other class but "same".
only() {
	grep -F '"class"' "$work/said" | grep -vF '"class":"same"' | grep -vF "\"class\":\"$2\"" >"$work/cases"
	[ ! -s "$work/cases" ] || fail "$1: other classes than $2: $(head -3 "$work/cases")"
}

# ---- same --------------------------------------------------------------------------------------------------------
rules same
sed -i '1i -- A remark, and everything stands one line further down.' "$work/same/"*.lua
class same same
only same same
tail -1 "$work/said" | grep -q '"attempts_at_hand":true' || fail "it is not said that attempts are at hand"
tail -1 "$work/said" | grep -q '"attempts":0' && fail "the refused attempts of the story are not replayed"

# ---- other effects -------------------------------------------------------------------------------------------------
rules effects
sed -i 's/"dotted", "for information")/"dotted", "to note")/' "$work/effects/30-decisions.lua"
class effects "other effects"
only effects "other effects"

# ---- accepted ------------------------------------------------------------------------------------------------------
rules accepted
python3 - "$work/accepted/10-papers.lua" <<'PY'
import re, sys
text = open(sys.argv[1]).read()
text = re.sub(r'requires  = \{\s*signed_off "finance lead".*?\n  \},|requires  = \{ signed_off "finance lead".*?\},', 'requires  = { has "title" },', text, flags=re.S)
text = text.replace('requires  = { not_by "author" },', 'requires  = { has "title" },')
open(sys.argv[1], "w").write(text)
PY
class accepted accepted '"attempt":true'
only accepted accepted
grep -qF 'finance and legal sign off' "$work/said" || fail "it is not said which rule refused then"

# ---- refused, irregular ----------------------------------------------------------------------------------------------
rules refused
cat >>"$work/refused/10-papers.lua" <<'LUA'
rule "a paper carries an agenda item number of its own" {
  authority = "Terms of reference 6.9", before = "paper.approve", requires = { has "consultees", has "report_of", one_of { "purpose", { "never" } } },
}
LUA
class refused refused 'a paper carries an agenda item number of its own'
only refused refused
grep -qF '"file":"rules/10-papers.lua"' "$work/said" || fail "a case does not say where the rule stands"

rules marked
cat >>"$work/marked/30-decisions.lua" <<'LUA'
rule "a decision has a mover" {
  authority = "Standing orders 3", before = "decision.record", mode = "irregular", marks = "irregular: no mover", cures = "the minutes are corrected",
  requires = { has "mover" },
}
LUA
class marked irregular 'a decision has a mover'
only marked irregular

# ---- broken, looping -------------------------------------------------------------------------------------------------
rules broken
cat >>"$work/broken/10-papers.lua" <<'LUA'
rule "a rule that breaks" {
  authority = "none", before = "paper.approve", requires = { check { "it breaks", function(r) return r.title + 1 end } },
}
LUA
class broken broken 'a rule that breaks'
only broken broken
rules looping
cat >>"$work/looping/10-papers.lua" <<'LUA'
rule "a rule that never ends" {
  authority = "none", before = "paper.approve", requires = { check { "it loops", function(r) while true do end end } },
}
LUA
class looping broken 'a rule that never ends'
only looping broken

# ---- cannot be judged --------------------------------------------------------------------------------------------------
rules field
sed -i '/^kind "paper"/,/^}/s/consultees = "list",/consultees = "list", cost_centre = "text",/' "$work/field/00-words.lua"
cat >>"$work/field/10-papers.lua" <<'LUA'
rule "a paper names its cost centre" {
  authority = "Financial regulations 2", before = "paper.approve", requires = { has "cost_centre" },
}
LUA
class field "cannot be judged" "a paper had no field 'cost_centre' then"
only field "cannot be judged"

rules kindless
rm "$work/kindless/60-reports.lua"
python3 - "$work/kindless/00-words.lua" <<'PY'
import re, sys
text = open(sys.argv[1]).read()
open(sys.argv[1], "w").write(re.sub(r'\nkind "report" \{.*?\n\}\n', "\n", text, flags=re.S))
PY
class kindless "cannot be judged" "kind 'report' is not one"

# A move under another name is the same move; a state that is no more is another matter.
rules renamed
sed -i 's/^    call   = move/    convene = move/; s/"meeting\.call"/"meeting.convene"/' "$work/renamed/"*.lua
must "$home" rules replay --against "$work/renamed" --json
tail -1 "$work/said" | grep -q '"cannot be judged":0' || fail "a renamed move cannot be judged: $(cat "$work/said")"
rules stateless
sed -i 's/"planned"/"foreseen"/g' "$work/stateless/"*.lua
class stateless "cannot be judged" "which is no state of a meeting any more"

# ---- spans of days, copies, people's words -----------------------------------------------------------------------------
must "$home" rules replay --against "$work/refused" --from 2005-10-01 --to 2005-10-31 --json
few=$(grep -c '"class"' "$work/said")
must "$home" rules replay --against "$work/refused" --json
[ "$few" -lt "$(grep -c '"class"' "$work/said")" ] || fail "--from and --to leave nothing out"
says 0 "would now be refused" "$home" rules replay --against "$work/refused"
says 0 "(rules/10-papers.lua:" "$home" rules replay --against "$work/refused"
git clone -q --bare "$home/record.git" "$work/copy.git"
says 0 "Refused attempts are not at hand" "$work/copy.git" rules replay --against "$work/same"
says 0 "all of them the same" "$work/copy.git" rules replay --self
says 6 "not a date that exists" "$home" rules replay --self --from yesterday
says 2 "no day lies between them" "$home" rules replay --self --from 2005-11-01 --to 2005-10-01
[ "$(main_of "$home")" = "$before" ] || fail "a replay has written something"

# ---- the record against itself ------------------------------------------------------------------------------------------
says 0 "all of them the same" "$home" rules replay --self
message() {
	git_in "$home" log -1 --format=%B main
}
tree=$(git_in "$home" rev-parse main^{tree})
forged=$(message | sed 's/^ accepted$/ accepted\n a rule of mine | rules\/10-papers.lua:1 | approve CTB-2005-P001 | has | satisfied |  | title | /' |
	GIT_AUTHOR_DATE=$(git_in "$home" log -1 --format=%ad --date=raw main | sed 's/^/@/') \
		GIT_COMMITTER_DATE=$(git_in "$home" log -1 --format=%cd --date=raw main | sed 's/^/@/') \
		git -C "$home/record.git" commit-tree "$tree" -p main~1)
git_in "$home" update-ref refs/heads/main "$forged"
says 1 "stored: a rule of mine" "$home" rules replay --self
says 1 "another ruling than the one stored" "$home" verify
