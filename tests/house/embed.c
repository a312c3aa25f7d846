/* libminutebook in another program: open a record and count its groups. Built from the installed files only. */
#include <stdio.h>

#include <minutebook/gate.h>

int main(int argc, char **argv)
{
	const struct mb_query all = { .kind = "group" };
	const struct mb_doc **groups;
	struct mb_gate *gate;
	struct mb_error err;
	size_t n;

	if (argc != 2) {
		fprintf(stderr, "usage: embed HOME\n");
		return MB_EUSAGE;
	}
	if (mb_gate_open(&gate, argv[1], &err) != MB_OK) {
		fprintf(stderr, "%s\n", err.text);
		return err.code;
	}
	if (mb_view_list(&groups, &n, mb_gate_view(gate), &all, &err) != MB_OK) {
		fprintf(stderr, "%s\n", err.text);
		mb_gate_close(gate);
		return err.code;
	}
	printf("%s: %zu groups\n", mb_gate_partnership(gate)->name, n);
	mb_gate_close(gate);
	return MB_OK;
}
