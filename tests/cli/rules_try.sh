#!/usr/bin/env bash
# Rules of a folder are tried on the record as it stands, and checked against the people who are there to keep them.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

new_record
want 0 meeting new CTB 2005-10-11 --on 2005-09-02
want 0 file "$story/report.md" --as paul-okafor --on 2005-09-19
mark
ours() { # the pack's rules in a fresh folder, and ours (standard input) with them
	rm -rf "$work/rules"
	want 0 rules copy "$work/rules"
	cat >"$work/rules/85-ours.lua"
}

# try, next, daily: as if they were in force; what is in force stays
ours <<'LUA'
rule "a paper names whom to ask" {
  authority = "Terms of reference 6.9",
  before    = "paper.submit",
  requires  = { check { "somebody to ask is named", function() return false, "say whom to ask" end } },
}
rule "drafts are chased" {
  authority = "Terms of reference 6.9",
  daily     = "paper", while_in = "draft",
  effects   = { remind { who = "board officer", on = "date", about = "still a draft" } },
}
LUA
want 0 try submit CTB-2005-P001 --as paul-okafor --on 2005-09-20
want 4 try submit CTB-2005-P001 --as paul-okafor --on 2005-09-20 --rules "$work/rules"
says 'a paper names whom to ask'
says 'say whom to ask'
want 0 next CTB-2005-P001 --on 2005-09-20 --rules "$work/rules"
shows 'x submit'
shows 'say whom to ask'
want 0 next CTB-2005-P001 --on 2005-09-20
shows '\+ submit'
want 0 next CTB-2005-M001 --on 2005-09-20 --rules "$work/rules"
want 0 daily --dry-run --on 2005-12-01 --rules "$work/rules"
shows 'still a draft'
want 0 daily --dry-run --on 2005-12-01
! grep -q 'still a draft' <<<"$out" || fail 'rules that are only tried were used'
want 4 daily --on 2005-12-01 --rules "$work/rules"
says 'only tried'

# an answer in words is no yes: the rule is broken, and what stands before a move refuses it
for answer in "'not yet'" '{}' 'r' '0'; do
	ours <<LUA
rule "a paper names whom to ask" {
  authority = "Terms of reference 6.9",
  before    = "paper.submit",
  requires  = { check { "somebody to ask is named", function(r) return $answer end } },
}
LUA
	want 4 try submit CTB-2005-P001 --as paul-okafor --on 2005-09-20 --rules "$work/rules"
	says 'the rule itself is broken'
	says 'must give true or false'
done

# a folder that holds nothing, or does not load
mkdir "$work/empty"
want 3 try submit CTB-2005-P001 --on 2005-09-20 --rules "$work/empty"
want 3 next CTB-2005-P001 --rules "$work/nowhere"
echo 'rule "x" {' >"$work/rules/85-ours.lua"
want 6 try submit CTB-2005-P001 --on 2005-09-20 --rules "$work/rules"
says 'rules/85-ours.lua:'

# who is to keep them
want 0 rules check
gadget='kind "gadget" { title = "Gadget", plural = "gadgets", lives = "numbered", folder = "gadgets", letter = "G", fields = { title = "text" } }
workflow "gadget" {
  states = { "open", "closed" }, ends = { "closed" },
  moves  = { close = move { from = "open", to = "closed", who = WHO } },
}'
ours <<<"roles { 'independent reviewing officer' } ${gadget/WHO/\"independent reviewing officer\"}"
want 6 rules check --rules "$work/rules"
shows "rules/85-ours.lua:4: nobody holds the role 'independent reviewing officer' today, so nobody can make the move 'gadget.close'"
ours <<'LUA'
roles { "independent reviewing officer" }
rule "papers are reviewed" {
  authority = "Terms of reference 6.9", before = "paper.approve", requires = { signed_off "independent reviewing officer" },
}
LUA
want 6 rules check --rules "$work/rules"
shows "rules/85-ours.lua:3: nobody holds the role 'independent reviewing officer' today, and the rule 'papers are reviewed' counts on it"
ours <<<"${gadget/WHO/\"author\"} rule 'nobody closes their own' { authority = '6.9', before = 'gadget.close', requires = { not_by 'author' } }"
want 6 rules check --rules "$work/rules"
shows "rules/85-ours.lua:5: nobody can make the move 'gadget.close': only 'author' may"

# a rule for nobody, since its group is misspelt
ours <<<"rule 'for one group' { authority = '6.9', groups = { 'strategy-bord' }, before = 'paper.withdraw', requires = { has 'title' } }"
want 6 rules check --rules "$work/rules"
shows "rules/85-ours.lua:1: the rule 'for one group' is for the group 'strategy-bord', .* did you mean 'strategy-board'\?"

# a test file that declares a rule: the tests would see it, and nobody else
ours </dev/null
echo "rule 'only in tests' { authority = '6.9', before = 'paper.approve', requires = { has 'summary' } }" >"$work/rules/tests/sly_test.lua"
for words in check test; do
	want 6 rules $words --rules "$work/rules"
	grep -Eq "rules/tests/sly_test.lua:1: a test file holds tests .* move it" <<<"$out$err" || fail "rules $words: a test file declares a rule"
done
rm "$work/rules/tests/sly_test.lua"

# terms of reference in force that the rules would not allow
ours </dev/null
sed -i '/quorum  *=/s/at_least = 2/at_least = 4/' "$work/rules/00-words.lua"
want 6 rules check --rules "$work/rules"
shows 'groups/workforce/terms-of-reference.md line [0-9]+: params: quorum may not be less than 4'
! grep -q 'groups/strategy-board' <<<"$out" || fail 'terms of reference within the bounds are told of'

unchanged 'trying and checking rules'
sound
finish
