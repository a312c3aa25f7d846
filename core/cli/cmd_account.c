/* account: who can sign in to the web pages. Accounts lie beside the record, and this command works for whoever can read the
 * home. */
#include "cli.h"

#include <minutebook/web.h>

#include <stdio.h>
#include <string.h>

#define STANDARD_ORIGIN "http://127.0.0.1:8080"

struct act {
	struct cli *c;
	struct mb_accounts *s;
	int64_t now;
};

static const char *when(struct cli *c, int64_t seconds)
{
	char day[MB_LONG_DATE];

	if (seconds == 0)
		return "never";
	mb_day_short(day, (mb_day)(seconds / 86400));
	return mb_arena_dup(c->a, day);
}

static int list(struct act *x, struct mb_error *err)
{
	struct cli *c = x->c;
	struct mb_account *all;
	struct table t;
	size_t n;
	int rc = mb_account_list(&all, &n, c->a, x->s, x->now, err);

	if (rc != MB_OK)
		return rc;
	table_begin(&t, c);
	for (int i = 0; i < 6 && !c->json; i++)
		table_head(&t, ((const char *const[]){ "person", "state", "second factor", "sessions",
						       "tokens", "last seen" })[i]);
	for (size_t i = 0; i < n; i++) {
		const char *state = all[i].locked     ? "locked"
				    : all[i].admin    ? "administrator"
				    : all[i].password ? ""
						      : "invited";

		if (c->json) {
			struct mb_json *j = mb_json_object();

			mb_json_set_text(j, "person", all[i].person);
			mb_json_set_bool(j, "admin", all[i].admin);
			mb_json_set_bool(j, "locked", all[i].locked);
			mb_json_set_bool(j, "password", all[i].password);
			mb_json_set_bool(j, "second_factor", all[i].second_factor);
			mb_json_set_int(j, "sessions", (long)all[i].sessions);
			mb_json_set_int(j, "tokens", (long)all[i].tokens);
			out_json(j);
			continue;
		}
		table_cell(&t, all[i].person);
		table_cell(&t, state);
		table_cell(&t, all[i].second_factor ? "on" : "");
		table_cell(&t, mb_arena_printf(c->a, "%zu", all[i].sessions));
		table_cell(&t, mb_arena_printf(c->a, "%zu", all[i].tokens));
		table_cell(&t, when(c, all[i].last_seen));
	}
	if (!c->json && n > 0)
		table_print(&t);
	else if (!c->json)
		out("Nobody can sign in yet. Invite somebody: minutebook account invite PERSON --admin\n");
	return MB_OK;
}

/* Shown once: as a line for people, or as an object. */
static void show_secret(struct cli *c, const char *key, const char *value, const char *words)
{
	struct mb_json *j;

	if (!c->json) {
		out("%s\n", words);
		out_bold(c, "  %s\n", value);
		return;
	}
	j = mb_json_object();
	mb_json_set_text(j, key, value);
	out_json(j);
}

static int invite(struct act *x, const char *person, struct mb_error *err)
{
	const char *origin = cli_option(x->c, OPT_ORIGIN), *secret;
	int rc = mb_account_invite(&secret, x->c->a, x->s, person, cli_has(x->c, OPT_ADMIN), x->now, err);

	if (rc == MB_OK)
		show_secret(x->c, "link",
			    mb_arena_printf(x->c->a, "%s/invitation/%s", origin ? origin : STANDARD_ORIGIN,
					    secret),
			    mb_arena_printf(x->c->a,
					    "For %s, to be opened once within a week. It is shown here only:",
					    person));
	return rc;
}

static int sessions(struct act *x, const char *what, const char *person, struct mb_error *err)
{
	size_t n;
	int rc;

	if (!mb_streq(what, "end"))
		return mb_fail(err, MB_EUSAGE, "write: minutebook account sessions end PERSON");
	if ((rc = mb_account_end_sessions(&n, x->s, person, err)) == MB_OK && !x->c->json)
		out("%s is signed out everywhere (%zu session%s).\n", person, n, n == 1 ? "" : "s");
	return rc;
}

static int token(struct act *x, const char *what, const char *person, struct mb_error *err)
{
	const char *name = cli_option(x->c, OPT_NAME), *fresh;
	int rc;

	if (!name || (!mb_streq(what, "new") && !mb_streq(what, "end")))
		return mb_fail(err, MB_EUSAGE, "write: minutebook account token new PERSON --name NAME");
	if (mb_streq(what, "end")) {
		if ((rc = mb_account_end_token(x->s, person, name, err)) == MB_OK && !x->c->json)
			out("The token '%s' of %s has ended.\n", name, person);
		return rc;
	}
	if ((rc = mb_account_new_token(&fresh, x->c->a, x->s, person, name, x->now, err)) == MB_OK)
		show_secret(x->c, "token", fresh,
			    mb_arena_printf(
				    x->c->a,
				    "With this token a program acts as %s. It is shown here only:", person));
	return rc;
}

static int lock(struct act *x, const char *person, bool locked, struct mb_error *err)
{
	int rc = mb_account_lock(x->s, person, locked, err);

	if (rc == MB_OK && !x->c->json)
		out(locked ? "%s is locked: sessions, tokens and invitations have ended.\n"
			   : "%s can sign in again with the password set before.\n",
		    person);
	return rc;
}

static int link_id(struct act *x, const char *person, const char *id, struct mb_error *err)
{
	int rc = mb_account_link(x->s, person, id, cli_has(x->c, OPT_ADMIN), x->now, err);

	if (rc == MB_OK && !x->c->json)
		out("'%s' is %s from now on.\n", id, person);
	return rc;
}

/* Only whom the record knows gets an account; who is to be locked out may be gone from it. */
static int known(const char **person, struct cli *c, const char *said, struct mb_error *err)
{
	const struct mb_doc *d;
	int rc = mb_person_find(&d, mb_gate_view(c->g), said, err);

	if (rc == MB_OK)
		*person = mb_arena_dup(c->a, d->id);
	return rc;
}

static int run(struct act *x, struct mb_error *err)
{
	struct cli *c = x->c;
	const char *verb = c->command->name + strlen("account "), *person = NULL;
	int rc;

	if (mb_streq(verb, "list"))
		return list(x, err);
	if (mb_streq(verb, "lock") || mb_streq(verb, "unlock"))
		return lock(x, c->words[0], mb_streq(verb, "lock"), err);
	if (mb_streq(verb, "sessions"))
		return sessions(x, c->words[0], c->words[1], err);
	if (mb_streq(verb, "token") && mb_streq(c->words[0], "end"))
		return token(x, "end", c->words[1], err);
	if ((rc = known(&person, c, c->words[mb_streq(verb, "token")], err)) != MB_OK)
		return rc;
	if (mb_streq(verb, "token"))
		return token(x, c->words[0], person, err);
	return mb_streq(verb, "link") ? link_id(x, person, c->words[1], err) : invite(x, person, err);
}

int cmd_account(struct cli *c, struct mb_error *err)
{
	struct act x = { .c = c, .now = mb_now().utc };
	int rc = cli_open(c, err);

	if (rc == MB_OK && !mb_record_is_home(mb_gate_record(c->g)))
		rc = mb_fail(err, MB_EREFUSED, "%s is a copy of the record: accounts are kept in its home",
			     mb_record_home(mb_gate_record(c->g)));
	if (rc == MB_OK && (rc = mb_accounts_open(&x.s, mb_record_home(mb_gate_record(c->g)), err)) == MB_OK)
		rc = run(&x, err);
	mb_accounts_close(x.s);
	return rc;
}
