# Runs PostgreSQL until standard input ends, and with that for no longer than the process that started it, however that ends.
# A fast shutdown then: open transactions are rolled back, prepared ones stay.
#
#   sh follow.sh LOG postgres [its arguments]      prints the process id of PostgreSQL
log=$1
shift
exec 3<&0 2>>"$log"
"$@" </dev/null >>"$log" 2>&1 3<&- &
server=$!
echo "$server"
{ read -r _; kill -INT "$server"; } <&3 &
watch=$!
wait "$server"
kill "$watch"
