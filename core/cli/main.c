/* The `minutebook` program: options, then the command, then one word about how it ended. */
#include "cli.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void look_at_terminal(struct cli *c)
{
	const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
	struct winsize size;

	/* Widths of characters need a UTF-8 locale; numbers stay as C writes them. */
	if (!setlocale(LC_CTYPE, "") || MB_CUR_MAX == 1)
		(void)setlocale(LC_CTYPE, "C.UTF-8");
	if (!isatty(STDOUT_FILENO))
		return;
	c->width = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20 ? size.ws_col : 80;
	c->colour = !(no_colour && *no_colour) && !mb_streq(term, "dumb");
}

static int unknown_command(const struct cli *c, struct mb_error *err)
{
	const char *names[64], *near;
	size_t n = 0;

	for (size_t i = 0; i < cli_n_commands && n < 64; i++)
		names[n++] = cli_commands[i].name;
	near = mb_nearest(c->words[0], names, n);
	if (near)
		return mb_fail(err, MB_EUSAGE, "there is no command '%s'; did you mean '%s'?", c->words[0],
			       near);
	return mb_fail(err, MB_EUSAGE, "there is no command '%s' (see: minutebook help)", c->words[0]);
}

/* How many words of the command line are this command's name; 0: it is another. */
static size_t name_words(const struct cli_command *command, const struct cli *c)
{
	const char *blank = strchr(command->name, ' ');
	size_t first = blank ? (size_t)(blank - command->name) : strlen(command->name);

	if (c->n_words == 0 || strlen(c->words[0]) != first || memcmp(c->words[0], command->name, first) != 0)
		return 0;
	if (!blank)
		return 1;
	return c->n_words > 1 && mb_streq(c->words[1], blank + 1) ? 2 : 0;
}

/* "minutebook meeting": the family is known, the member is not. */
static int half_command(const struct cli *c, struct mb_error *err)
{
	char list[200] = "";

	for (size_t i = 0; i < cli_n_commands; i++) {
		const char *name = cli_commands[i].name, *blank = strchr(name, ' ');
		size_t first = blank ? (size_t)(blank - name) : 0;

		if (first && strlen(c->words[0]) == first && memcmp(c->words[0], name, first) == 0)
			snprintf(list + strlen(list), sizeof list - strlen(list), "%sminutebook %s",
				 *list ? ", " : "", name);
	}
	return *list ? mb_fail(err, MB_EUSAGE, "'%s' needs a second word: %s", c->words[0], list)
		     : unknown_command(c, err);
}

static int find_command(struct cli *c, struct mb_error *err)
{
	for (size_t i = 0; i < cli_n_commands; i++) {
		size_t n = name_words(&cli_commands[i], c);

		if (n == 0)
			continue;
		c->command = &cli_commands[i];
		c->words += n;
		c->n_words -= n;
		return MB_OK;
	}
	return half_command(c, err);
}

static int check_line(const struct cli *c, struct mb_error *err)
{
	const struct cli_command *command = c->command;

	for (int o = OPT_VERSION + 1; o < OPT_COUNT; o++)
		if (c->n_given[o] && !(command->options & (UINT64_C(1) << o)))
			return mb_fail(err, MB_EUSAGE, "%s is no option of '%s' (see: minutebook %s --help)",
				       cli_option_name((enum cli_option)o), command->name, command->name);
	if (c->n_words < (size_t)command->min || (command->max >= 0 && c->n_words > (size_t)command->max))
		return mb_fail(
			err, MB_EUSAGE, "%s; write: minutebook %s",
			c->n_words < (size_t)command->min
				? "something is missing"
				: mb_arena_printf(c->a, "'%s' is one word too many", c->words[command->max]),
			command->usage);
	return MB_OK;
}

static int run(struct cli *c, int argc, char **argv, struct mb_error *err)
{
	int rc = cli_parse(c, argc, argv, err);

	if (rc != MB_OK)
		return rc;
	if (cli_has(c, OPT_VERSION))
		return cmd_version(c, err);
	if (cli_has(c, OPT_HELP))
		return cli_help_topic(c, c->words, c->n_words, err);
	if (c->n_words == 0) {
		cli_help_all(c);
		return mb_fail(err, MB_EUSAGE, "say what to do: one of the commands above");
	}
	if ((rc = find_command(c, err)) != MB_OK || (rc = check_line(c, err)) != MB_OK)
		return rc;
	return c->command->run(c, err);
}

static void tell_failure(const struct cli *c, int rc, const struct mb_error *err)
{
	if (c->json) {
		struct mb_json *j = mb_json_object();

		mb_json_set_bool(j, "ok", false);
		mb_json_set_int(j, "exit", rc);
		mb_json_set_text(j, "error", err->text);
		out_json(j);
	}
	tell("%s%s\n", rc == MB_EREFUSED ? "Not done: " : "minutebook: ", err->text);
}

int main(int argc, char **argv)
{
	struct cli c = { .a = mb_arena_new(), .on = MB_NO_DAY, .minute = -1 };
	struct mb_error err = { 0 };
	int rc;

	signal(SIGPIPE, SIG_DFL);
	look_at_terminal(&c);
	rc = run(&c, argc, argv, &err);
	if (rc != MB_OK && !c.told)
		tell_failure(&c, rc, &err);
	mb_gate_close(c.g);
	mb_arena_free(c.a);
	if (out_finish(&err) != MB_OK && rc == MB_OK) {
		rc = MB_EFAIL;
		tell("minutebook: %s\n", err.text);
	}
	return rc;
}
