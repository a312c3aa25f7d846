#!/usr/bin/env bash
# Bad texts: each has a message of its own, and nothing is written.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

new_record
want 0 meeting new CTB 2005-10-11 --on 2005-09-02
want 0 file "$story/report.md" --as paul-okafor --on 2005-09-19
mark
declare -A told

bad() { # NAME STATUS PATTERN WORDS...
	local name=$1 expected=$2 pattern=$3 words
	shift 3
	want "$expected" "$@"
	says "$pattern"
	unchanged "$name"
	words=$(tail -1 <<<"$err")
	[ -n "$words" ] || fail "$name: no message"
	[ -z "${told[$words]:-}" ] || fail "$name: the same message as ${told[$words]}"
	told[$words]=$name
}

paper() { printf -- '---\n%b\n---\n\n# A paper about nothing\n\nWords.\n' "$1" >"$work/bad.md"; }
filing=(file "$work/bad.md" --group CTB --as-kind paper --as paul-okafor --on 2005-09-20)

printf 'caf\xe9 society\n' >"$work/bad.md"
bad 'not UTF-8' 6 'UTF-8' "${filing[@]}"
printf 'a\0b\n' >"$work/bad.md"
bad 'a NUL byte' 6 'NUL' "${filing[@]}"
printf 'a\033[31mb\n' >"$work/bad.md"
bad 'a control character' 6 'control' "${filing[@]}"
paper 'title: [unclosed'
bad 'not YAML' 6 '.' "${filing[@]}"
paper '- a\n- list'
bad 'not a map' 6 'lines of .key: value.' "${filing[@]}"
printf -- '---\ntitle: never closed\n\nWords.\n' >"$work/bad.md"
bad 'never closed' 6 'closed' "${filing[@]}"
paper 'a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]'
bad 'aliases' 6 'alias|anchor' "${filing[@]}"
paper 'title: One\ntitle: Two'
bad 'a key twice' 6 'stands already' "${filing[@]}"
paper "a: $(printf '[%.0s' {1..80})$(printf ']%.0s' {1..80})"
bad 'too deep' 6 'levels inside' "${filing[@]}"
paper 'kind: papper'
bad 'unknown kind, a slip' 6 "did you mean 'paper'" file "$work/bad.md" --group CTB --as paul-okafor --on 2005-09-20
paper 'kind: sonnet'
bad 'unknown kind' 6 'sonnet' file "$work/bad.md" --group CTB --as paul-okafor --on 2005-09-20
paper 'titel: A paper'
bad 'a field close to a declared one' 6 'titel' "${filing[@]}"
paper 'date: 2005-02-30'
bad 'a date that does not exist' 6 '2005-02-30' "${filing[@]}"
paper 'author: nobody-known'
bad 'unknown person' 6 'nobody-known' "${filing[@]}"
paper 'author: paul-okafor'
bad 'unknown person acts' 3 'mr-nobody' file "$work/bad.md" --group CTB --as-kind paper --as mr-nobody --on 2005-09-20
bad 'unknown group' 3 "no group 'XYZ'" file "$work/bad.md" --group XYZ --as-kind paper --on 2005-09-20
bad 'a meeting that does not exist' 3 'CTB-2005-M099' file "$story/agenda.md" --meeting CTB-2005-M099 --on 2005-10-03
paper 'id: CTB-2005-M001'
bad 'an id already used' 6 'already used' "${filing[@]}"
paper 'id: CTB-2005-P077'
bad 'an id of its own making' 6 'ids are given by the record' "${filing[@]}"
paper 'state: approved'
bad 'a managed field' 4 'not typed by hand' "${filing[@]}"
printf 'Words without a kind.\n' >"$work/bad.md"
bad 'kind cannot be read' 6 'what kind' file "$work/bad.md" --group CTB --on 2005-09-20
{ printf '# Long\n\n'; head -c 1100000 /dev/zero | tr '\0' x; } >"$work/bad.md"
bad 'over 1 MiB' 6 '1048576 bytes' "${filing[@]}"
bad 'no such file' 3 'No such file' file "$work/none.md" --on 2005-09-20

printf 'Words.\n' >"$work/page.md"
page=(--file "$work/page.md" --on 2005-09-20)
bad 'a path with ..' 6 '\.\.' edit handbook/../../up.md "${page[@]}"
bad 'a path from the root' 6 '/etc' edit /etc/motd.md "${page[@]}"
bad 'a path into git' 6 '\.git' edit handbook/.git/config.md "${page[@]}"
bad 'clashing letter case' 6 'letter case|differs only' edit HANDBOOK/page.md "${page[@]}"
bad 'enactments by hand' 4 'enactments.yaml' edit enactments.yaml "${page[@]}"
bad 'a document that is not there' 3 'CTB-2005-P099' show CTB-2005-P099
bad 'an id that is none' 3 'CTB2005' show CTB2005
bad 'unknown move' 6 "no move 'aprove'; did you mean 'approve'" move CTB-2005-P001 aprove --on 2005-09-20
bad 'unknown state' 6 "no state 'drafd'; did you mean 'draft'" list papers --state drafd
bad 'unknown field asked for' 6 "no field 'purpos'; did you mean 'purpose'" list papers --where purpos=decision
bad 'unknown kind asked for' 6 "did you mean" list paperz
sound
finish
