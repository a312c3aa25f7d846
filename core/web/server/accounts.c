/* Accounts as an administrator sees them, and the store they are in. */
#include "accounts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Times are seconds since 1970. outside: how a proxy names the person. second: the key of the second factor in hex. */
static const char *const steps[] = {
	"create table meta(key text primary key, value text not null) strict, without rowid;"
	"create table account(person text primary key, admin integer not null default 0, locked integer not "
	"null "
	"default 0, password text, second text, second_last integer not null default 0, outside text unique,"
	" made integer not null, seen integer not null default 0) strict, without rowid;"
	"create table invitation(hash text primary key, person text not null references account(person) on "
	"delete "
	"cascade, until integer not null) strict, without rowid;"
	"create table session(hash text primary key, person text not null references account(person) on "
	"delete cascade,"
	" pending integer not null, made integer not null, used integer not null) strict, without rowid;"
	"create index session_person on session(person);"
	"create table token(hash text primary key, person text not null references account(person) on delete "
	"cascade,"
	" name text not null, made integer not null, used integer not null default 0, unique(person, name)) "
	"strict,"
	" without rowid;"
	"create table notice(id integer primary key, session text not null, kind text not null, text text "
	"not null,"
	" made integer not null) strict;"
	"create index notice_session on notice(session);"
	"create table form(session text not null, key text not null, place text, made integer not null,"
	" primary key(session, key)) strict, without rowid;"
	"create table kept(hash text primary key, person text, target text not null, text text not null,"
	" until integer not null) strict, without rowid;",
	/* text null: the draft was filed or thrown away; page: of the browser that saved it */
	"create table draft(meeting text not null, version integer not null, person text not null, page "
	"text,"
	" text text, saved integer not null, primary key(meeting, version)) strict, without rowid;",
	/* what a token opens: the API with all that its person may do, or the person's feeds */
	"alter table token add column use text not null default 'api';",
	"create table act(id integer primary key, at integer not null, by text, person text not null, what "
	"text not "
	"null, note text) strict;",
	/* one row an account: the visit under way, and when the one before it began (visit.c) */
	"create table visit(person text primary key references account(person) on delete cascade, used "
	"integer not null, began integer not null, event integer not null, last integer not null, last_event "
	"integer not null) strict, without rowid;",
};

/* Two processes may open a new store at the same moment: the first key stays. */
static int read_key(struct mb_accounts *s, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	char fresh[MB_SECRET];
	struct mb_value *rows;
	size_t n;
	int rc = mb_secret_new(fresh, err);

	if (rc == MB_OK)
		rc = RUN(NULL, s, "insert or ignore into meta(key, value) values('key', ?1)", err, T(fresh));
	if (rc == MB_OK)
		rc = mb_store_ask(&rows, &n, 1, a, s->s, "select value from meta where key = 'key'", NULL, 0,
				  err);
	if (rc == MB_OK && (n != 1 || rows[0].type != 't' || strlen(rows[0].t) >= sizeof s->key))
		rc = mb_fail(err, MB_EFAIL,
			     "accounts.sqlite has no key of its own; move it away and invite people anew");
	if (rc == MB_OK)
		strcpy(s->key, rows[0].t);
	mb_secret_wipe(fresh, sizeof fresh);
	mb_arena_free(a);
	return rc;
}

int mb_accounts_open(struct mb_accounts **out, const char *home, struct mb_error *err)
{
	struct mb_accounts *s = mb_alloc(sizeof *s);
	struct mb_buf file;
	int rc;

	mb_buf_init(&file, 0);
	mb_buf_printf(&file, "%s/accounts.sqlite", home);
	rc = mb_store_open(&s->s, file.p, steps, sizeof steps / sizeof steps[0], err);
	mb_buf_free(&file);
	if (rc == MB_OK)
		rc = read_key(s, err);
	if (rc != MB_OK)
		mb_accounts_close(s);
	else
		*out = s;
	return rc;
}

void mb_accounts_close(struct mb_accounts *s)
{
	if (!s)
		return;
	mb_store_close(s->s);
	mb_secret_wipe(s, sizeof *s);
	free(s);
}

void secret_hash(char out[MB_SHA256_HEX], const char *secret)
{
	mb_sha256_hex(out, secret, strlen(secret));
}

/* ---- an administrator's view ----------------------------------------------------------------------------- */

int mb_account_list(struct mb_account **out, size_t *n, struct mb_arena *a, struct mb_accounts *s,
		    int64_t now, struct mb_error *err)
{
	static const char ask[] =
		"select person, admin, locked, password is not null, second is not null, made, seen,"
		" (select count(*) from session x where x.person = account.person and not pending and used > "
		"?1 and made > "
		"?2), (select count(*) from token x where x.person = account.person),"
		" exists(select 1 from invitation x where x.person = account.person and x.until > ?3) from "
		"account"
		" order by person";
	const struct mb_value in[] = { I(now - SESSION_IDLE), I(now - SESSION_ABSOLUTE), I(now) };
	struct mb_value *v;
	size_t rows;
	int rc = mb_store_ask(&v, &rows, 10, a, s->s, ask, in, 3, err);

	*out = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < rows; i++, v += 10)
		*MB_PUSH(a, *out, *n) = (struct mb_account){ .person = v[0].t,
							     .admin = v[1].i != 0,
							     .locked = v[2].i != 0,
							     .password = v[3].i != 0,
							     .second_factor = v[4].i != 0,
							     .made = v[5].i,
							     .last_seen = v[6].i,
							     .sessions = (size_t)v[7].i,
							     .tokens = (size_t)v[8].i,
							     .invited = v[9].i != 0 };
	return rc;
}

static int make(struct mb_accounts *s, const char *person, bool admin, int64_t now, struct mb_error *err)
{
	return RUN(NULL, s,
		   "insert into account(person, admin, made) values(?1, ?2, ?3)"
		   " on conflict(person) do update set admin = max(admin, excluded.admin)",
		   err, T(person), I(admin), I(now));
}

/* ---- who did what with an account ------------------------------------------------------------------------ */

void mb_accounts_by(struct mb_accounts *s, const char *person)
{
	snprintf(s->by, sizeof s->by, "%s", person ? person : "");
}

int account_note(struct mb_accounts *s, const char *person, const char *what, const char *note,
		 struct mb_error *err)
{
	return RUN(NULL, s, "insert into act(at, by, person, what, note) values(?1, ?2, ?3, ?4, ?5)", err,
		   I(mb_now().utc), T(*s->by ? s->by : NULL), T(person), T(what), T(note));
}

int mb_account_acts(struct mb_account_act **out, size_t *n, struct mb_arena *a, struct mb_accounts *s,
		    const char *person, size_t limit, struct mb_error *err)
{
	struct mb_value *v;
	size_t rows;
	int rc = ASK(&v, &rows, 5, a, s,
		     "select at, by, person, what, note from act where ?1 is null or person = ?1"
		     " order by id desc limit ?2",
		     err, T(person), I(limit ? (int64_t)limit : -1));

	*out = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < rows; i++, v += 5)
		*MB_PUSH(a, *out, *n) = (struct mb_account_act){
			.at = v[0].i, .by = v[1].t, .person = v[2].t, .what = v[3].t, .note = v[4].t
		};
	return rc;
}

static int nobody(const char *person, struct mb_error *err)
{
	return mb_fail(err, MB_ENOTFOUND, "%.80s has no account (see: minutebook account list)", person);
}

int mb_account_invite(const char **secret, struct mb_arena *a, struct mb_accounts *s, const char *person,
		      bool admin, int64_t now, struct mb_error *err)
{
	char *fresh = mb_arena_alloc(a, MB_SECRET), hash[MB_SHA256_HEX];
	int rc = mb_secret_new(fresh, err);

	if (rc != MB_OK || (rc = mb_store_begin(s->s, err)) != MB_OK)
		return rc;
	secret_hash(hash, fresh);
	/* A newer invitation takes the place of an older one: what was lost in the post opens nothing. */
	if ((rc = make(s, person, admin, now, err)) == MB_OK &&
	    (rc = RUN(NULL, s, "delete from invitation where person = ?1", err, T(person))) == MB_OK)
		rc = RUN(NULL, s, "insert into invitation(hash, person, until) values(?1, ?2, ?3)", err,
			 T(hash), T(person), I(now + INVITATION_LIFE));
	if (rc == MB_OK)
		rc = account_note(s, person, "invited", admin ? "as an administrator" : NULL, err);
	if (mb_store_end(s->s, rc == MB_OK, rc == MB_OK ? err : NULL) != MB_OK)
		rc = MB_EFAIL;
	if (rc == MB_OK)
		*secret = fresh;
	return rc;
}

int mb_account_lock(struct mb_accounts *s, const char *person, bool locked, struct mb_error *err)
{
	size_t n = 0;
	int rc = mb_store_begin(s->s, err);

	if (rc != MB_OK)
		return rc;
	rc = RUN(&n, s, "update account set locked = ?2 where person = ?1", err, T(person), I(locked));
	if (rc == MB_OK && n == 0)
		rc = nobody(person, err);
	if (rc == MB_OK && locked &&
	    (rc = RUN(NULL, s, "delete from session where person = ?1", err, T(person))) == MB_OK &&
	    (rc = RUN(NULL, s, "delete from invitation where person = ?1", err, T(person))) == MB_OK)
		rc = RUN(NULL, s, "delete from token where person = ?1", err, T(person));
	if (rc == MB_OK)
		rc = account_note(s, person, locked ? "locked" : "unlocked", NULL, err);
	if (mb_store_end(s->s, rc == MB_OK, rc == MB_OK ? err : NULL) != MB_OK)
		rc = MB_EFAIL;
	return rc;
}

int mb_account_end_sessions(size_t *n, struct mb_accounts *s, const char *person, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct login l;
	size_t ended = 0;
	int rc = login_find(&l, a, s, person, err);

	mb_arena_free(a);
	if (rc != MB_OK)
		return nobody(person, err);
	rc = RUN(&ended, s, "update session set used = 0 where person = ?1 and used > 0", err, T(person));
	if (rc == MB_OK)
		rc = account_note(s, person, "signed out everywhere", NULL, err);
	if (n)
		*n = ended;
	return rc;
}

int token_new(const char **token, struct mb_arena *a, struct mb_accounts *s, const char *person,
	      const char *use, const char *name, int64_t now, struct mb_error *err)
{
	char fresh[MB_SECRET], hash[MB_SHA256_HEX], *text;
	size_t added = 0;
	struct login l;
	int rc = login_find(&l, a, s, person, err);

	if (rc != MB_OK)
		return nobody(person, err);
	if (l.locked)
		return mb_fail(err, MB_EREFUSED, "the account of %.80s is locked", person);
	if (!*name || strlen(name) > 80 || mb_text_check(name, strlen(name), NULL) != MB_OK)
		return mb_fail(err, MB_EINVAL,
			       "a token needs a name of at most 80 characters that says what it is for");
	if ((rc = mb_secret_new(fresh, err)) != MB_OK)
		return rc;
	text = mb_arena_printf(a, "%s_%s", mb_streq(use, "feed") ? "mbf" : "mbt", fresh);
	mb_secret_wipe(fresh, sizeof fresh);
	secret_hash(hash, text);
	rc = RUN(&added, s,
		 "insert or ignore into token(hash, person, name, made, use) values(?1, ?2, ?3, ?4, ?5)", err,
		 T(hash), T(person), T(name), I(now), T(use));
	if (rc == MB_OK && added == 0)
		return mb_fail(err, MB_ECONFLICT, "%.80s has a token named '%.80s' already; end it first",
			       person, name);
	if (rc == MB_OK && (rc = account_note(s, person, "token made", name, err)) == MB_OK)
		*token = text;
	return rc;
}

int mb_account_new_token(const char **token, struct mb_arena *a, struct mb_accounts *s, const char *person,
			 const char *name, int64_t now, struct mb_error *err)
{
	return token_new(token, a, s, person, "api", name, now, err);
}

int token_list(struct own_token **out, size_t *n, struct mb_arena *a, struct mb_accounts *s,
	       const char *person, struct mb_error *err)
{
	struct mb_value *v;
	size_t rows;
	int rc = ASK(&v, &rows, 5, a, s,
		     "select name, use, made, used, hash from token where person = ?1 order by use, name",
		     err, T(person));

	*out = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < rows; i++, v += 5)
		*MB_PUSH(a, *out, *n) = (struct own_token){ v[0].t, v[1].t, v[2].i, v[3].i, v[4].t };
	return rc;
}

int mb_account_end_token(struct mb_accounts *s, const char *person, const char *name, struct mb_error *err)
{
	size_t n = 0;
	int rc = RUN(&n, s, "delete from token where person = ?1 and name = ?2", err, T(person), T(name));

	if (rc == MB_OK && n == 0)
		return mb_fail(err, MB_ENOTFOUND, "%.80s has no token named '%.80s'", person, name);
	return rc == MB_OK ? account_note(s, person, "token ended", name, err) : rc;
}

int mb_account_reset_second(struct mb_accounts *s, const char *person, struct mb_error *err)
{
	size_t n = 0;
	int rc = RUN(&n, s, "update account set second = null, second_last = 0 where person = ?1", err,
		     T(person));

	if (rc == MB_OK && n == 0)
		return nobody(person, err);
	return rc == MB_OK ? account_note(s, person, "second factor taken away", NULL, err) : rc;
}

int mb_account_link(struct mb_accounts *s, const char *person, const char *id, bool admin, int64_t now,
		    struct mb_error *err)
{
	size_t n = 0;
	int rc = make(s, person, admin, now, err);

	if (rc == MB_OK)
		rc = RUN(&n, s,
			 "update account set outside = ?2 where person = ?1"
			 " and not exists(select 1 from account x where x.outside = ?2 and x.person <> ?1)",
			 err, T(person), T(id));
	if (rc == MB_OK && n == 0)
		return mb_fail(err, MB_ECONFLICT, "'%.80s' is somebody else already", id ? id : "");
	return rc == MB_OK
		       ? account_note(s, person, id ? "linked to the proxy" : "no longer linked to the proxy",
				      id, err)
		       : rc;
}

int accounts_any(bool *out, struct mb_accounts *s, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_value *rows;
	size_t n = 0;
	int rc = mb_store_ask(
		&rows, &n, 1, a, s->s,
		"select 1 from account where admin and not locked and (password is not null or outside is "
		"not null) limit 1",
		NULL, 0, err);

	*out = n > 0;
	mb_arena_free(a);
	return rc;
}

int accounts_sweep(struct mb_accounts *s, int64_t now, struct mb_error *err)
{
	int rc = RUN(NULL, s,
		     "delete from session where used <= ?1 or made <= ?2 or (pending and made <= ?3)", err,
		     I(now - SESSION_IDLE), I(now - SESSION_ABSOLUTE), I(now - PENDING_LIFE));

	if (rc == MB_OK)
		rc = RUN(NULL, s, "delete from invitation where until <= ?1", err, I(now));
	if (rc == MB_OK)
		rc = RUN(NULL, s, "delete from kept where until <= ?1", err, I(now));
	if (rc == MB_OK)
		rc = RUN(NULL, s, "delete from form where made <= ?1", err, I(now - KEPT_LIFE));
	if (rc == MB_OK)
		rc = RUN(NULL, s, "delete from notice where made <= ?1", err, I(now - SESSION_ABSOLUTE));
	return rc;
}
