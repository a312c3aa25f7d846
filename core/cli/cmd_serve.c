/* serve: the record in a browser. */
#include "cli.h"

#include <minutebook/web.h>

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static void say_ready(void *ctx, const char *address)
{
	out("Serving on %s\n", address);
	fflush(stdout);
}

static void say_link(void *ctx, const char *person, const char *link)
{
	struct cli *c = ctx;

	out("Nobody can sign in yet. As %s, open this link once and choose a password (it is shown here "
	    "only, and opens for a "
	    "week):\n",
	    person);
	out_bold(c, "  %s\n", link);
	fflush(stdout);
}

static void say_line(void *ctx, const char *line)
{
	static char end[] = "\n";
	const struct iovec parts[] = { { (void *)(uintptr_t)line, strlen(line) }, { end, 1 } };

	/* At once: threads do not wait for each other here. */
	if (writev(STDERR_FILENO, parts, 2) < 0)
		return;
}

int cmd_serve(struct cli *c, struct mb_error *err)
{
	struct mb_serve how = { .listen = cli_option(c, OPT_LISTEN),
				.unix_socket = cli_option(c, OPT_UNIX),
				.listen_anyway = cli_has(c, OPT_LISTEN_ANYWAY),
				.header = cli_option(c, OPT_HEADER),
				.origin = cli_option(c, OPT_ORIGIN),
				.debug = cli_has(c, OPT_DEBUG),
				.on = c->on,
				.minute = c->minute,
				.ready = say_ready,
				.first_link = say_link,
				.log = say_line,
				.ctx = c };
	int rc = cli_find_home(&how.home, c, err);

	if (rc == MB_OK && (rc = mb_serve(&how, err)) == MB_OK)
		tell("stopped\n");
	return rc;
}
