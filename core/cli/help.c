/* Help, and the program's release. */
#include "cli.h"

#include <string.h>

#ifndef MB_VERSION
#define MB_VERSION "unreleased"
#endif

static const char *const common_options =
	"Options of every command, before or behind its words:\n"
	"  -C, --home HOME   the record's home; else MINUTEBOOK_HOME, else the folder one stands in\n"
	"  --as PERSON       whose act it is, when you enter it for somebody (needs the clerk's post)\n"
	"  --on DATE         the day of the act where it may be dated; the day asked about for try, next, "
	"actions\n"
	"                    --overdue and daily --dry-run; in a rehearsal DATE[THH:MM] for everything\n"
	"  --json            one JSON object a line on standard output\n"
	"  --help            this command's help\n"
	"  --version         which release this is\n";

static const char *const statuses = "Exit status: 0 done, 1 failure, 2 usage, 3 not found, 4 refused by a "
				    "rule or permission, 5 conflict,\n"
				    "6 invalid input. The manual page minutebook(1) has the rest.\n";

void cli_help_all(struct cli *c)
{
	out("Minutebook keeps the record of a partnership's meetings, and holds every change to its "
	    "rules.\n\n"
	    "minutebook [-C HOME] [--as PERSON] [--on DATE] [--json] COMMAND\n\n");
	for (size_t i = 0; i < cli_n_commands; i++) {
		const char *head = mb_arena_printf(c->a, "  %-15s ", cli_commands[i].name);

		out_wrapped(c, out_columns(head), head, cli_commands[i].about);
	}
	out("\n%s\n%s", common_options, statuses);
}

static void put_one(struct cli *c, const struct cli_command *command)
{
	out_wrapped(c, 11, "minutebook ", command->usage);
	out("\n");
	out_wrapped(c, 2, "  ", command->about);
	out("\n  Example:\n    %s\n\n", command->example);
}

/* "meeting" matches "meeting new"; words behind the command's own (a document) are no topic. */
static bool fits(const char *name, const char *const *words, size_t n)
{
	const char *blank = strchr(name, ' ');
	size_t first = blank ? (size_t)(blank - name) : strlen(name);

	if (n == 0 || strlen(words[0]) != first || memcmp(words[0], name, first) != 0)
		return false;
	return !blank || n < 2 || mb_streq(words[1], blank + 1);
}

int cli_help_topic(struct cli *c, const char *const *words, size_t n, struct mb_error *err)
{
	size_t found = 0;

	if (n == 0) {
		cli_help_all(c);
		return MB_OK;
	}
	for (size_t i = 0; i < cli_n_commands; i++)
		if (fits(cli_commands[i].name, words, n)) {
			put_one(c, &cli_commands[i]);
			found++;
		}
	if (!found)
		return mb_fail(err, MB_EUSAGE, "there is no command '%s' (see: minutebook help)", words[0]);
	out("%s", common_options);
	return MB_OK;
}

int cmd_help(struct cli *c, struct mb_error *err)
{
	return cli_help_topic(c, c->words, c->n_words, err);
}

int cmd_version(struct cli *c, struct mb_error *err)
{
	if (c->json) {
		struct mb_json *j = mb_json_object();

		mb_json_set_text(j, "version", MB_VERSION);
		mb_json_set_text(j, "lua", mb_rules_lua_release());
		out_json(j);
	} else {
		out("minutebook %s (%s)\n", MB_VERSION, mb_rules_lua_release());
	}
	return MB_OK;
}
