/* The option table. Options may stand before or behind the command's words; "--" ends them. */
#include "cli.h"

#include <string.h>

static const struct {
	const char *name;
	bool value, many;
} options[OPT_COUNT] = {
	[OPT_HOME] = { "home", true, false },
	[OPT_AS] = { "as", true, false },
	[OPT_ON] = { "on", true, false },
	[OPT_JSON] = { "json", false, false },
	[OPT_HELP] = { "help", false, false },
	[OPT_VERSION] = { "version", false, false },
	[OPT_NAME] = { "name", true, false },
	[OPT_TEMPLATE] = { "template", true, false },
	[OPT_REHEARSAL] = { "rehearsal", false, false },
	[OPT_GROUP] = { "group", true, false },
	[OPT_MEETING] = { "meeting", true, false },
	[OPT_AS_KIND] = { "as-kind", true, false },
	[OPT_DRY_RUN] = { "dry-run", false, false },
	[OPT_AS_AT] = { "as-at", true, false },
	[OPT_KNOWN_AT] = { "known-at", true, false },
	[OPT_FILE] = { "file", true, false },
	[OPT_REASON] = { "reason", true, false },
	[OPT_WAIVE] = { "waive", true, true },
	[OPT_SET] = { "set", true, true },
	[OPT_ROLE] = { "role", true, false },
	[OPT_STATE] = { "state", true, false },
	[OPT_SINCE] = { "since", true, false },
	[OPT_UNTIL] = { "until", true, false },
	[OPT_WHERE] = { "where", true, true },
	[OPT_OVERDUE] = { "overdue", false, false },
	[OPT_ALL] = { "all", false, false },
	[OPT_LIMIT] = { "limit", true, false },
	[OPT_RULES] = { "rules", true, false },
	[OPT_TIME] = { "time", true, false },
	[OPT_PLACE] = { "place", true, false },
	[OPT_AGAINST] = { "against", true, false },
	[OPT_SELF] = { "self", false, false },
	[OPT_FROM] = { "from", true, false },
	[OPT_TO] = { "to", true, false },
	[OPT_DECISION] = { "decision", true, false },
	[OPT_OUT] = { "out", true, false },
	[OPT_ENVELOPE] = { "envelope", true, false },
	[OPT_COMPLETE] = { "complete", false, false },
	[OPT_CSV] = { "csv", false, false },
	[OPT_SVG] = { "svg", true, false },
	[OPT_ACCEPT] = { "accept", true, true },
	[OPT_ACCEPT_LIKELY] = { "accept-likely", false, false },
	[OPT_REVIEW] = { "review", false, false },
	[OPT_REPORT] = { "report", true, false },
	[OPT_LISTEN] = { "listen", true, false },
	[OPT_UNIX] = { "unix", true, false },
	[OPT_LISTEN_ANYWAY] = { "listen-anyway", false, false },
	[OPT_HEADER] = { "header", true, false },
	[OPT_ORIGIN] = { "origin", true, false },
	[OPT_DEBUG] = { "debug", false, false },
	[OPT_ADMIN] = { "admin", false, false },
};

const char *cli_option(const struct cli *c, enum cli_option o)
{
	return c->n_given[o] ? c->given[o][c->n_given[o] - 1] : NULL;
}

bool cli_has(const struct cli *c, enum cli_option o)
{
	return c->n_given[o] > 0;
}

const char *cli_option_name(enum cli_option o)
{
	static char name[24];

	if (o == OPT_HOME)
		return "-C";
	name[0] = name[1] = '-';
	strncpy(name + 2, options[o].name, sizeof name - 3);
	return name;
}

static int take(struct cli *c, enum cli_option o, const char *value, struct mb_error *err)
{
	if (c->n_given[o] && options[o].value && !options[o].many)
		return mb_fail(err, MB_EUSAGE, "%s is given twice", cli_option_name(o));
	if (options[o].value && !*value)
		return mb_fail(err, MB_EUSAGE, "%s needs a value", cli_option_name(o));
	*MB_PUSH(c->a, c->given[o], c->n_given[o]) = value;
	return MB_OK;
}

static int unknown(const char *word, size_t n, struct mb_error *err)
{
	const char *names[OPT_COUNT], *near;
	char name[40];

	if (n >= sizeof name)
		n = sizeof name - 1;
	memcpy(name, word, n);
	name[n] = '\0';
	for (int o = 0; o < OPT_COUNT; o++)
		names[o] = options[o].name;
	if ((near = mb_nearest(name, names, OPT_COUNT)))
		return mb_fail(err, MB_EUSAGE, "there is no option --%s; did you mean --%s?", name, near);
	return mb_fail(err, MB_EUSAGE, "there is no option --%s (see: minutebook help)", name);
}

static int find(enum cli_option *out, const char *word, size_t n, struct mb_error *err)
{
	for (int o = 0; o < OPT_COUNT; o++)
		if (strlen(options[o].name) == n && memcmp(options[o].name, word, n) == 0) {
			*out = (enum cli_option)o;
			return MB_OK;
		}
	return unknown(word, n, err);
}

/* --name value, --name=value. *i moves over a value that stands as a word of its own. */
static int take_long(struct cli *c, int argc, char **argv, int *i, struct mb_error *err)
{
	const char *word = argv[*i] + 2, *equals = strchr(word, '=');
	enum cli_option o = OPT_HOME;
	int rc = find(&o, word, equals ? (size_t)(equals - word) : strlen(word), err);

	if (rc != MB_OK)
		return rc;
	if (!options[o].value)
		return equals ? mb_fail(err, MB_EUSAGE, "%s takes no value", cli_option_name(o))
			      : take(c, o, "", err);
	if (equals)
		return take(c, o, equals + 1, err);
	if (*i + 1 >= argc)
		return mb_fail(err, MB_EUSAGE, "%s needs a value behind it", cli_option_name(o));
	return take(c, o, argv[++*i], err);
}

static int take_short(struct cli *c, int argc, char **argv, int *i, struct mb_error *err)
{
	const char *word = argv[*i];

	if (mb_streq(word, "-h"))
		return take(c, OPT_HELP, "", err);
	if (word[1] != 'C')
		return mb_fail(err, MB_EUSAGE, "there is no option %s (see: minutebook help)", word);
	if (word[2])
		return take(c, OPT_HOME, word + 2, err);
	if (*i + 1 >= argc)
		return mb_fail(err, MB_EUSAGE, "-C needs a folder behind it");
	return take(c, OPT_HOME, argv[++*i], err);
}

static bool two_digits(int *out, const char *s)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return false;
	*out = (s[0] - '0') * 10 + s[1] - '0';
	return true;
}

static int read_day(mb_day *out, enum cli_option o, const char *text, struct mb_error *err)
{
	if (mb_day_parse(out, text))
		return MB_OK;
	return mb_fail(err, MB_EINVAL, "%s: '%s' is not a date that exists (write it like 2005-10-11)",
		       cli_option_name(o), text);
}

/* 2005-10-11 or 2005-10-11T09:30 */
static int read_on(struct cli *c, struct mb_error *err)
{
	const char *text = cli_option(c, OPT_ON), *t = text ? strchr(text, 'T') : NULL;
	int hour, minute;

	if (!text)
		return MB_OK;
	if (!t)
		return read_day(&c->on, OPT_ON, text, err);
	if (strlen(t) != 6 || t[3] != ':' || !two_digits(&hour, t + 1) || !two_digits(&minute, t + 4) ||
	    hour > 23 || minute > 59)
		return mb_fail(err, MB_EINVAL,
			       "--on: '%s' is not a time of day (write it like 2005-10-11T09:30)", text);
	c->minute = hour * 60 + minute;
	return read_day(&c->on, OPT_ON, mb_arena_ndup(c->a, text, (size_t)(t - text)), err);
}

int cli_option_day(mb_day *out, const struct cli *c, enum cli_option o, struct mb_error *err)
{
	const char *text = cli_option(c, o);

	*out = MB_NO_DAY;
	return text ? read_day(out, o, text, err) : MB_OK;
}

int cli_parse(struct cli *c, int argc, char **argv, struct mb_error *err)
{
	bool ended = false;
	int rc = MB_OK;

	for (int i = 1; i < argc; i++) /* known before anything can fail, so that failures are told in it */
		c->json |= mb_streq(argv[i], "--json");
	for (int i = 1; rc == MB_OK && i < argc; i++) {
		if (ended || argv[i][0] != '-' || !argv[i][1])
			*MB_PUSH(c->a, c->words, c->n_words) = argv[i];
		else if (mb_streq(argv[i], "--"))
			ended = true;
		else
			rc = argv[i][1] == '-' ? take_long(c, argc, argv, &i, err)
					       : take_short(c, argc, argv, &i, err);
	}
	if (rc != MB_OK)
		return rc;
	return read_on(c, err);
}
