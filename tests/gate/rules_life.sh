#!/bin/bash
# Rules come into force: every check of the engine once, then a whole cycle from an edited file to a refused paper.
. "$(dirname "$0")/lib.sh"

home=$work/home
story_home "$home"
own=$top/plugins/childrens-trust/rules

# signed PERSON words...: as somebody signed in at the record.
signed() {
	export MINUTEBOOK_SIGNED_IN=$1
}

# rules NAME: a fresh copy of the pack's rules, in $work/NAME.
rules() {
	rm -rf "${work:?}/$1"
	cp -r "$own" "$work/$1"
}

add_rule() {
	cat >>"$work/$1/10-papers.lua" <<'LUA'

rule "a paper names whom to ask" {
  about     = "Readers know whom to ring.",
  authority = "Terms of reference 6.9",
  before    = "paper.submit",
  requires  = { has "contact_officer" },
}
LUA
	sed -i '/kind = "paper", group = "board", state = "in clearance"/s/title = /contact_officer = "Paul", title = /' \
		"$work/$1/tests/00-world.lua"
	cat >>"$work/$1/tests/papers_test.lua" <<'LUA'

test "a paper that names nobody is not submitted" {
  given  = { [P] = { state = "draft", contact_officer = none } },
  when   = { move = "submit", on = P, by = "paul", date = "2005-09-19" },
  expect = { refused_by = "a paper names whom to ask" },
}
LUA
}

# Two more meetings: one with a quorum that adopts new rules, one without.
minutes() {
	local day=$1 words=$2
	shift 2
	printf "# Minutes of the Children's Trust Strategy Board\n\nHeld on %s at 2.00 pm in the Town Hall\n\n" "$day"
	printf '## Attendance\n\n**Present**\n\n'
	printf -- '- %s\n' "$@"
	printf '\n## 1. The rules\n\n%s\n' "$words"
}

now() {
	printf '2006-01-%s' "$1"
}

# ---- bad input: named, and nothing written --------------------------------------------------------------------
signed ruth-dimmock
before=$(main_of "$home")
mkdir "$work/empty"
says 3 "holds no rule files" "$home" --on "$(now 03)" rules enact "$work/empty"
says 3 "there is no folder" "$home" --on "$(now 03)" rules enact "$work/none"
rules broken
printf 'kind "x" {\n' >"$work/broken/99-x.lua"
says 6 "rules/99-x.lua:" "$home" --on "$(now 03)" rules enact "$work/broken"
says 6 "in force already" "$home" --on "$(now 03)" rules enact
says 2 "say what to replay by" "$home" rules replay
says 3 "holds no rules" "$home" rules replay --against "$work/empty"

# ---- the engine's checks, one by one --------------------------------------------------------------------------
rules good
add_rule good
says 4 "rules never reach back" "$home" --on "$(now 03)" rules enact "$work/good" --from 2006-01-02
says 4 "cite one that is in the record" "$home" --on "$(now 03)" rules enact "$work/good" --decision CTB-2005-D099
says 4 "is a paper: cite a decision" "$home" --on "$(now 03)" rules enact "$work/good" --decision CTB-2005-P001
says 4 "did not agree to anything" "$home" --on "$(now 03)" rules enact "$work/good" --decision CTB-2005-D001

rules untested
rm "$work/untested/tests/"*_test.lua
says 4 "write tests in rules/tests/" "$home" --on "$(now 03)" rules enact "$work/untested"
rules failing
add_rule failing
sed -i 's/refused_by = "a paper names whom to ask"/allowed = true/' "$work/failing/tests/papers_test.lua"
says 4 "put right what" "$home" --on "$(now 03)" rules enact "$work/failing"
rules slip
sed -i 's/mode = "advise", to = "[0-9-]*"/mode = "advise"/' "$work/slip/30-decisions.lua"
says 4 "only advises: say until when" "$home" --on "$(now 03)" rules enact "$work/slip"

rules closed
sed -i '/^    rescind   = move/s/who = "chair"/who = "keeper of seals"/' "$work/closed/30-decisions.lua"
printf '\nroles { "keeper of seals" }\n' >>"$work/closed/00-words.lua"
says 4 "somebody can rescind a decision" "$home" --on "$(now 03)" rules enact "$work/closed"
rules demanding
sed -i '/^kind "paper"/,/^}/s/required = { "title" }/required = { "title", "contact_officer", "report_by_day" }/; /^kind "paper"/,/^}/s/consultees = "list",/consultees = "list", report_by_day = "date",/' \
	"$work/demanding/00-words.lua"
says 4 "make the field optional" "$home" --on "$(now 03)" rules enact "$work/demanding"
[ "$(main_of "$home")" = "$before" ] || fail "a refused enactment has written something"

# ---- a state that is no more ----------------------------------------------------------------------------------
signed paul-okafor
sed 's/^# .*/# A paper under way/' "$papers/report.md" >"$work/under-way.md"
must "$home" --on "$(now 03)" file "$work/under-way.md" --group strategy-board
paper=$(grep -o 'CTB-200[56]-P[0-9]*' "$work/said" | head -1)
must "$home" --on "$(now 03)" move "$paper" submit
signed ruth-dimmock
rules renamed
sed -i 's/"in clearance"/"with officers"/g' "$work/renamed/"*.lua "$work/renamed/tests/"*.lua
says 4 "say in workflow \"paper\" what they become" "$home" --on "$(now 03)" rules enact "$work/renamed"
sed -i '/^workflow "paper"/a\  becomes = { ["in clearance"] = "with officers" },' "$work/renamed/10-papers.lua"
says 4 "enact on the day it comes into force" "$home" --on "$(now 03)" rules enact "$work/renamed" --from 2006-02-01

# ---- the founding period: one person may, visibly ----------------------------------------------------------------
cp -a "$home" "$work/founding"
founding=$work/founding
says 0 "in the founding period" "$founding" --on "$(now 03)" rules enact "$work/renamed"
says 0 "with officers" "$founding" show "$paper"
git_in "$founding" log -1 --format=%B main | grep -qx 'Founding: yes' || fail "the ruling does not say that it was the founding period"
must "$founding" verify
must "$founding" rules replay --self
signed helen-marsh
must "$founding" --on "$(now 04)" move "$paper" send_back --reason "one more table"
must "$founding" verify
rm -rf "$founding"

# ---- decisions that do not carry ---------------------------------------------------------------------------------
signed beth-corrigan
must "$home" --on "$(now 04)" meeting new strategy-board 2006-01-10
meeting=$(grep -o 'CTB-2006-M[0-9]*' "$work/said" | head -1)
must "$home" --on "$(now 05)" meeting new strategy-board 2006-01-12
short=$(grep -o 'CTB-2006-M[0-9]*' "$work/said" | head -1)
minutes "Tuesday 10 January 2006" "**RESOLVED:** That new rules for papers be adopted." "Helen Marsh (Chair)" "Anita Verma (Vice Chair)" \
	"Tom Adeyemi" "Jane Whitlock" "Martin Quill" "Dorothy Kemp" >"$work/minutes.md"
must "$home" --on "$(now 11)" file "$work/minutes.md" --meeting "$meeting"
decision=$(grep -o 'CTB-2006-D[0-9]*' "$work/said" | head -1)
[ -n "$decision" ] || fail "no decision was read out of the minutes: $(cat "$work/said")"
minutes "Thursday 12 January 2006" "**RESOLVED:** That other rules be adopted." "Helen Marsh (Chair)" "Tom Adeyemi" >"$work/short.md"
must "$home" --on "$(now 13)" file "$work/short.md" --meeting "$short"
inquorate=$(grep -o 'CTB-2006-D[0-9]*' "$work/said" | head -1)
signed helen-marsh
must "$home" --on "$(now 13)" move CTB-2005-D003 rescind --reason "no longer needed"
signed ruth-dimmock
says 4 "no effect until its irregularity is cured" "$home" --on "$(now 13)" rules enact "$work/good" --decision "$inquorate"
says 4 "cite a decision that stands" "$home" --on "$(now 13)" rules enact "$work/good" --decision CTB-2005-D003
cp -a "$home" "$work/other"
signed beth-corrigan
git_in "$work/other" show main:partnership.yaml | sed 's/^rules_decided_by: .*/rules_decided_by: council-executive/' >"$work/partnership.yaml"
must "$work/other" --on "$(now 13)" edit partnership.yaml --file "$work/partnership.yaml"
signed ruth-dimmock
says 4 "cite a decision of council-executive" "$work/other" --on "$(now 13)" rules enact "$work/good" --decision "$decision"
rm -rf "$work/other"

# ---- a whole cycle ----------------------------------------------------------------------------------------------
must "$home" rules check --rules "$work/good"
must "$home" rules test --rules "$work/good"
says 0 "same outcome and same effects" "$home" rules replay --against "$work/good"
signed ruth-dimmock
says 0 "nothing in force changes" "$home" --on "$(now 13)" rules propose "$work/good"
says 0 "already says so" "$home" --on "$(now 13)" rules propose "$work/good"
signed farah-nazir
says 0 "Would be done" "$home" --on "$(now 14)" rules enact --decision "$decision" --from 2006-01-16 --dry-run
says 0 "in force from Mon 16 Jan 2006, by decision $decision" "$home" --on "$(now 14)" rules enact --decision "$decision" --from 2006-01-16
git_in "$home" show main:enactments.yaml | grep -q 'proposed_by: ruth-dimmock' || fail "the entry does not say who proposed"
sound "$home"

# Until that day the old rules hold, from that day on the new ones.
sed '/Contact Officer/d; s/^# .*/# A paper without a name/' "$papers/report.md" >"$work/nameless.md"
signed paul-okafor
must "$home" --on "$(now 15)" file "$work/nameless.md" --group strategy-board
nameless=$(grep -o 'CTB-200[56]-P[0-9]*' "$work/said" | head -1)
must "$home" --on "$(now 15)" try submit "$nameless"
says 4 "fill in contact_officer" "$home" --on "$(now 16)" move "$nameless" submit
sound "$home"
says 0 "all of them the same" "$home" rules replay --self

# The founding period is over.
rules further
add_rule further
printf '\n-- One more remark.\n' >>"$work/further/10-papers.lua"
signed ruth-dimmock
says 4 "cite the decision" "$home" --on "$(now 17)" rules enact "$work/further"
says 4 "somebody other than Ruth Dimmock" "$home" --on "$(now 17)" rules enact "$work/further" --decision "$decision"
must "$home" --on "$(now 17)" rules propose "$work/further"
says 4 "two different people" "$home" --on "$(now 17)" rules enact --decision "$decision"
says 4 "not edited by hand" "$home" --on "$(now 17)" edit enactments.yaml --file "$work/partnership.yaml"
signed farah-nazir
must "$home" --on "$(now 17)" rules enact --decision "$decision"
sound "$home"

# ---- an enactment by hand is found ---------------------------------------------------------------------------------
forge() { # forge NAME WORDS WORDS: the last commit again, the first words replaced in the last entry that has them
	local copy=$work/forged tree
	rm -rf "$copy"
	cp -a "$home" "$copy"
	git_in "$copy" show main:enactments.yaml | tac | sed "0,/$2/s//$3/" | tac >"$work/forged.yaml"
	tree=$(GIT_INDEX_FILE=$work/index bash -c "
		git -C '$copy/record.git' read-tree main &&
		blob=\$(git -C '$copy/record.git' hash-object -w '$work/forged.yaml') &&
		git -C '$copy/record.git' update-index --cacheinfo 100644,\$blob,enactments.yaml &&
		git -C '$copy/record.git' write-tree")
	git_in "$copy" update-ref refs/heads/main "$(git_in "$copy" log -1 --format=%B main |
		GIT_AUTHOR_DATE=$(git_in "$copy" log -1 --format=%ad --date=raw main | sed 's/^/@/') \
			GIT_COMMITTER_DATE=$(git_in "$copy" log -1 --format=%cd --date=raw main | sed 's/^/@/') \
			git -C "$copy/record.git" commit-tree "$tree" -p main~1)"
	at "$copy" verify && fail "a forged enactment ($1) is not found"
	grep -q "enactments.yaml\|ruling\|engine" "$work/said" || fail "verify does not say what is wrong ($1): $(cat "$work/said")"
}
forge "who proposed" "proposed_by: ruth-dimmock" "proposed_by: anita-verma"
forge "who enacted" " by: farah-nazir" " by: anita-verma"
forge "from" "from: 2006-01-17" "from: 2006-01-01"
forge "decision" "decision: $decision" "decision: CTB-2005-D003"
forge "tests" "tests: .*" "tests: 9999 passed"

# ---- a newer pack ---------------------------------------------------------------------------------------------------
mkdir -p "$work/newer"
cp -r "$own" "$work/newer/rules"
printf '\n-- Newer.\n' >>"$work/newer/rules/60-reports.lua"
sed -i '1i -- A newer first line.' "$work/newer/rules/10-papers.lua"
says 2 "--out DIR" "$home" rules upgrade "$work/newer"
says 0 "1 taken from the pack" "$home" rules upgrade "$work/newer" --out "$work/joined"
grep -q 'A newer first line' "$work/joined/10-papers.lua" || fail "the newer pack's line is not in the joined rules"
grep -q 'a paper names whom to ask' "$work/joined/10-papers.lua" || fail "the partnership's own rule is lost"
says 6 "is not empty" "$home" rules upgrade "$work/newer" --out "$work/joined"
must "$home" rules test --rules "$work/joined"
signed ruth-dimmock
must "$home" --on "$(now 18)" rules propose "$work/joined"
signed farah-nazir
must "$home" --on "$(now 18)" rules enact --decision "$decision"
says 0 "0 taken from the pack" "$home" rules upgrade "$work/newer" --out "$work/again"
sed -i '1s/.*/-- Another first line./' "$work/newer/rules/10-papers.lua"
says 0 "0 in conflict" "$home" rules upgrade "$work/newer" --out "$work/third"
sound "$home"
