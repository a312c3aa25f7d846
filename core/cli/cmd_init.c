/* init: a new record's home. */
#include "cli.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEMPLATE     "repo-template"
#define DEFAULT_NAME "Wendlebury Children's Trust" /* the partnership that the template's people belong to */
#define NAME_MAX_LEN 120

/* The zone a template is for: the record's first moment is written in it. */
static void set_zone(struct mb_arena *a, const char *template_dir)
{
	static const char *const files[] = { "partnership.yaml", "partnership.yaml.in" };
	struct mb_error ignored;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct mb_buf text;
		const char *at;

		if (mb_read_file(&text, mb_arena_printf(a, "%s/%s", template_dir, files[i]), MB_DOC_MAX,
				 &ignored) != MB_OK)
			continue;
		at = strstr(text.p, "\ntime_zone:");
		if (at) {
			struct mb_str zone = mb_trim((struct mb_str){ at + 11, strcspn(at + 11, "\r\n") });

			(void)mb_zone_set(mb_arena_ndup(a, zone.p, zone.n), &ignored);
		}
		mb_buf_free(&text);
	}
}

/* The name goes into YAML and into pages as it stands. */
static int check_name(const char *name, struct mb_error *err)
{
	if (mb_text_check(name, strlen(name), NULL) != MB_OK || strpbrk(name, "\n\r\t"))
		return mb_fail(err, MB_EINVAL, "--name: a name is one line of plain text");
	if (strlen(name) > NAME_MAX_LEN)
		return mb_fail(err, MB_EINVAL, "--name: at most %d bytes", NAME_MAX_LEN);
	if (!(isalnum((unsigned char)*name) || (unsigned char)*name >= 0x80) || strstr(name, ": ") ||
	    strstr(name, " #") || mb_ends(name, ":") || mb_ends(name, " "))
		return mb_fail(err, MB_EINVAL,
			       "--name: '%s' cannot stand in partnership.yaml as it is: begin with a letter "
			       "or digit, and leave out ': ' and ' #'",
			       name);
	return MB_OK;
}

/* What a new record begins with: the partnership's own governance, and the law that binds the councils' bodies in it. */
static const char *const packs[] = { "plugins/childrens-trust", "plugins/council-committee" };

static int find_packs(struct mb_init *how, struct cli *c, struct mb_error *err)
{
	const char **folders = NULL;
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < sizeof packs / sizeof *packs; i++)
		rc = cli_data_folder(MB_PUSH(c->a, folders, how->n_packs), c, packs[i], err);
	how->packs = folders;
	return rc;
}

static int gather(struct mb_init *how, struct cli *c, struct mb_error *err)
{
	int rc;

	how->dir = c->words[0];
	how->rehearsal = cli_has(c, OPT_REHEARSAL);
	how->name = cli_option(c, OPT_NAME);
	how->template_dir = cli_option(c, OPT_TEMPLATE);
	if (c->on != MB_NO_DAY && !how->rehearsal)
		return mb_fail(err, MB_EUSAGE,
			       "--on sets the day of a rehearsal only: a record is laid down on the day it "
			       "is laid down");
	if (how->template_dir && !how->name)
		return mb_fail(err, MB_EUSAGE,
			       "with a template of your own say what the partnership is called: --name");
	if (!how->name)
		how->name = DEFAULT_NAME;
	if ((rc = check_name(how->name, err)) != MB_OK || (rc = find_packs(how, c, err)) != MB_OK)
		return rc;
	if (!how->template_dir)
		rc = cli_data_folder(&how->template_dir, c, TEMPLATE, err);
	return rc;
}

int cmd_init(struct cli *c, struct mb_error *err)
{
	struct mb_init how = { 0 };
	char home[PATH_MAX];
	int rc = gather(&how, c, err);

	if (rc != MB_OK)
		return rc;
	set_zone(c->a, how.template_dir);
	how.recorded = c->on == MB_NO_DAY ? mb_now()
					  : mb_instant_at(c->on, c->minute < 0 ? 12 * 60 : c->minute);
	if ((rc = mb_gate_init(&how, err)) != MB_OK)
		return rc;
	if (!realpath(how.dir, home))
		snprintf(home, sizeof home, "%s", how.dir);
	if (c->json) {
		struct mb_json *j = mb_json_object();

		mb_json_set_bool(j, "ok", true);
		mb_json_set_text(j, "home", home);
		mb_json_set_text(j, "name", how.name);
		mb_json_set_bool(j, "rehearsal", how.rehearsal);
		out_json(j);
		return MB_OK;
	}
	out_bold(c, "Done: ");
	out("the record of %s is laid down in %s%s.\n", how.name, home,
	    how.rehearsal ? ", as a rehearsal" : "");
	out("Rules are in force for the founding period. See who is who: minutebook -C %s groups\n", how.dir);
	return MB_OK;
}
