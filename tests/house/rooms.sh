#!/bin/sh
# A room includes only rooms printed before it (core/README.md), and each library has one owner.
set -eu
cd "$1"
bad=0
seen=
for room in base text record schema index rules reading gate registers exchange web cli; do
	seen="$seen $room"
	[ -d "core/$room" ] || continue
	for used in $(cat core/"$room"/*.[ch] core/"$room"/*/*.[ch] "core/include/minutebook/$room.h" 2>/dev/null |
		sed -n 's|^#include <minutebook/\([a-z]*\)\.h>.*|\1|p' | sort -u); do
		case " $seen " in
		*" $used "*) ;;
		*) echo "core/$room includes $used, which comes after it"; bad=1 ;;
		esac
	done
	# private headers stay in their room
	for used in $(cat core/"$room"/*.[ch] core/"$room"/*/*.[ch] 2>/dev/null | sed -n 's|^#include "\([^"]*\)".*|\1|p' | sort -u); do
		[ -n "$(find core/"$room" -name "${used##*/}")" ] || [ "$used" = templates.h ] || { echo "core/$room includes $used, which is not its own"; bad=1; }
	done
done
# Within the web room: the server knows no pages, what pages share knows none of them, and pages and API know nothing of each other.
apart() { # folder, folders whose headers it must not include
	for used in $(cat core/web/"$1"/*.c core/web/"$1"/*.h 2>/dev/null | sed -n 's|^#include "\([^"]*\)".*|\1|p' | sort -u); do
		for other in $2; do
			[ ! -f "core/web/$other/$used" ] || { echo "core/web/$1 includes $used of core/web/$other"; bad=1; }
		done
	done
}
apart server 'show pages api'
apart show 'pages api'
apart pages api
apart api pages
owner() { # library's header, room
	for f in $(grep -lE "#include <$1" core/*/*.[ch] core/web/server/*.[ch] core/web/show/*.[ch] core/web/pages/*.[ch] core/web/api/*.[ch] 2>/dev/null); do
		case $f in core/"$2"/*) ;; *) echo "$f includes $1, whose owner is core/$2"; bad=1 ;; esac
	done
}
owner 'cmark' text
owner 'yaml\.h' text
owner 'git2' record
owner 'zlib' base
owner 'sqlite3' index
owner '(lua5\.4/)?(lua|lauxlib|lualib)\.h' rules
owner 'sodium' base
owner '(graphviz/)?(gvc|cgraph)\.h' registers
owner 'jansson' exchange
owner 'microhttpd' web
# Nothing but the gate writes the record.
if grep -lE '\bmb_record_land *\(|\bmb_attempt_keep *\(' core/*/*.c core/*/*/*.c | grep -vE '^core/(record|gate)/'; then
	echo "writes the record without passing the gate"
	bad=1
fi
exit $bad
