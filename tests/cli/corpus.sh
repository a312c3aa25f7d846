# shellcheck shell=bash
# Two years of messy papers, put into a record and asked: see corpus.py.
set -u
: "${MINUTEBOOK:?the program to test}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
unset MINUTEBOOK_HOME MINUTEBOOK_DATA MINUTEBOOK_SIGNED_IN
export LC_ALL=C.UTF-8 GIT_CONFIG_GLOBAL=/dev/null NO_COLOR=1
exec python3 "$here/corpus.py" "$MINUTEBOOK" "${MINUTEBOOK_FIXTURES:-$here/../fixtures}" "$@"
