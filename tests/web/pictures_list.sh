#!/bin/sh
# What is wrong in a list of pictures stops the build with the list's file and line: pictures_list.sh PACKER SOURCE
set -eu
packer=$1
pictures=$2/core/web/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
bad=0

# tell STATUS WORDS LIST: the packer ends with this status and says these words
tell() {
	printf '%b' "$3" >list.txt
	got=0
	"$packer" out.c list.txt "$pictures/map-820.png" >said 2>&1 || got=$?
	echo >>said
	if [ "$got" != "$1" ] || ! grep -qF -- "$2" said; then
		echo "status $got, expected $1 and '$2': $(cat said)"
		bad=1
	fi
}
whole='for: For all\n\nname: map\ntitle: A "map"\nsays: Drawn.\nseen: Boxes.\nhandbook: handbook/README.md\n'

tell 0 "" "# a note\n$whole"
grep -qF '{ "map-820.png", "For all", "A \"map\"", "Drawn.", "Boxes.", "handbook/README.md", 820, ' out.c || { echo "out.c does not hold the picture"; bad=1; }
rm out.c
tell 1 "list.txt:9: there is no picture none-820.png" "$(printf '%s' "$whole" | sed 's/name: map/name: none/')\nfor: More\n"
tell 1 "has no seen" "$(printf '%s' "$whole" | sed 's/seen: Boxes.\\n//')"
tell 1 "list.txt:9: not a key of a picture: sees" "${whole}\nsees: x\n"
tell 1 'list.txt:8: this is no "key: words"' "${whole}words alone\n"
tell 1 "nobody is named for map-820.png" "$(printf '%s' "$whole" | sed 's/for: For all//')"
[ ! -e out.c ] || { echo "a list that is wrong left out.c behind"; bad=1; }
exit $bad
