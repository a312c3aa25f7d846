/* Signing in: passwords, second factors, invitations, sessions, tokens. */
#include "accounts.h"

#include <stdio.h>
#include <string.h>

/* ---- sessions and tokens --------------------------------------------------------------------------------- */

int session_find(struct session *out, struct mb_arena *a, struct mb_accounts *s, const char *secret,
		 int64_t now, struct mb_error *err)
{
	static const char ask[] = "select x.person, account.admin, x.pending, x.made, x.used from session x"
				  " join account using(person) where x.hash = ?1 and not account.locked";
	struct mb_value *v;
	size_t n;
	int rc;

	memset(out, 0, sizeof *out);
	secret_hash(out->hash, secret);
	if ((rc = ASK(&v, &n, 5, a, s, ask, err, T(out->hash))) != MB_OK)
		return rc;
	if (n == 0 || v[3].i > now || now - v[3].i >= (v[2].i ? PENDING_LIFE : SESSION_ABSOLUTE) ||
	    now - v[4].i >= SESSION_IDLE)
		return mb_fail(err, MB_ENOTFOUND, "this session has ended");
	out->person = v[0].t;
	out->admin = v[1].i != 0;
	out->pending = v[2].i != 0;
	out->made = v[3].i;
	out->used = v[4].i;
	if (now - out->used < SESSION_TOUCH)
		return MB_OK;
	if ((rc = RUN(NULL, s, "update session set used = ?2 where hash = ?1", err, T(out->hash), I(now))) ==
	    MB_OK)
		rc = RUN(NULL, s, "update account set seen = ?2 where person = ?1", err, T(out->person),
			 I(now));
	return rc;
}

int session_new(char secret[MB_SECRET], struct mb_accounts *s, const char *person, bool pending, int64_t now,
		struct mb_error *err)
{
	char hash[MB_SHA256_HEX];
	int rc = mb_secret_new(secret, err);

	if (rc != MB_OK)
		return rc;
	secret_hash(hash, secret);
	rc = RUN(NULL, s, "insert into session(hash, person, pending, made, used) values(?1, ?2, ?3, ?4, ?4)",
		 err, T(hash), T(person), I(pending), I(now));
	if (rc == MB_OK && !pending)
		rc = RUN(NULL, s, "update account set seen = ?2 where person = ?1", err, T(person), I(now));
	return rc;
}

/* The row stays for a day: a form that comes with it is known to be this person's, and what was typed is not lost. */
int session_end(struct mb_accounts *s, const char *hash, struct mb_error *err)
{
	int rc = RUN(NULL, s, "update session set used = 0 where hash = ?1", err, T(hash));

	if (rc == MB_OK)
		rc = RUN(NULL, s, "delete from notice where session = ?1", err, T(hash));
	return rc;
}

int session_owner(const char **person, struct mb_arena *a, struct mb_accounts *s, const char *secret,
		  struct mb_error *err)
{
	char hash[MB_SHA256_HEX];
	struct mb_value *v;
	size_t n;
	int rc;

	secret_hash(hash, secret);
	rc = ASK(&v, &n, 1, a, s,
		 "select person from session join account using(person) where hash = ?1 and not pending and "
		 "not locked",
		 err, T(hash));
	if (rc == MB_OK && n == 0)
		rc = mb_fail(err, MB_ENOTFOUND, "this session is not known");
	if (rc == MB_OK)
		*person = v[0].t;
	return rc;
}

int token_find(const char **person, bool *admin, struct mb_arena *a, struct mb_accounts *s, const char *use,
	       const char *token, int64_t now, struct mb_error *err)
{
	static const char ask[] =
		"select x.person, account.admin, x.used from token x join account using(person)"
		" where x.hash = ?1 and x.use = ?2 and not account.locked";
	char hash[MB_SHA256_HEX];
	struct mb_value *v;
	size_t n;
	int rc;

	secret_hash(hash, token);
	if ((rc = ASK(&v, &n, 3, a, s, ask, err, T(hash), T(use))) != MB_OK)
		return rc;
	if (n == 0)
		return mb_fail(err, MB_ENOTFOUND, "this token is not known, or was ended");
	*person = v[0].t;
	*admin = v[1].i != 0;
	if (now - v[2].i < SESSION_TOUCH)
		return MB_OK;
	return RUN(NULL, s, "update token set used = ?2 where hash = ?1", err, T(hash), I(now));
}

/* ---- logins ---------------------------------------------------------------------------------------------- */

static void read_login(struct login *out, const struct mb_value *v)
{
	*out = (struct login){ .person = v[0].t,
			       .password = v[1].t,
			       .second = v[2].t,
			       .second_last = v[3].i,
			       .admin = v[4].i != 0,
			       .locked = v[5].i != 0 };
}

int login_find(struct login *out, struct mb_arena *a, struct mb_accounts *s, const char *person,
	       struct mb_error *err)
{
	struct mb_value *v;
	size_t n;
	int rc = ASK(
		&v, &n, 6, a, s,
		"select person, password, second, second_last, admin, locked from account where person = ?1",
		err, T(person));

	if (rc == MB_OK && n == 0)
		rc = mb_fail(err, MB_ENOTFOUND, "there is no such account");
	if (rc == MB_OK)
		read_login(out, v);
	return rc;
}

int login_outside(struct login *out, struct mb_arena *a, struct mb_accounts *s, const char *id,
		  struct mb_error *err)
{
	struct mb_value *v;
	size_t n;
	int rc = ASK(&v, &n, 6, a, s,
		     "select person, password, second, second_last, admin, locked from account"
		     " where not locked and (outside = ?1 or (outside is null and person = ?1))"
		     " order by outside is null limit 1",
		     err, T(id));

	if (rc == MB_OK && n == 0)
		rc = mb_fail(err, MB_ENOTFOUND, "there is no account for '%.80s'", id);
	if (rc == MB_OK)
		read_login(out, v);
	return rc;
}

/* What is tried first everywhere. A longer list would not make a twelve-character password much harder to guess. */
static bool is_common(const char *password)
{
	static const char *const words[] = {
		"password", "minutebook", "qwerty",   "letmein",       "welcome",
		"123456",   "abc123",	  "iloveyou", "administrator", "changeme"
	};
	size_t n = strlen(password), left = n;
	bool seen[256] = { false };
	size_t kinds = 0;

	for (size_t i = 0; i < n; i++)
		if (!seen[(unsigned char)password[i]]) {
			seen[(unsigned char)password[i]] = true;
			kinds++;
		}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		for (const char *p = password; (p = strcasestr(p, words[i])); p += strlen(words[i]))
			left -= left > strlen(words[i]) ? strlen(words[i]) : left;
	return kinds < 5 || left < 6;
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

int password_check(const char *password, const char *person, struct mb_error *err)
{
	if (characters(password) < PASSWORD_LEAST)
		return mb_fail(err, MB_EINVAL,
			       "The password must have at least %d characters. Three or four words that "
			       "belong together "
			       "only for you are easy to keep in mind.",
			       PASSWORD_LEAST);
	if (strlen(password) > PASSWORD_MOST)
		return mb_fail(err, MB_EINVAL, "The password must have at most %d characters.",
			       PASSWORD_MOST);
	if (is_common(password) || (person && strcasestr(password, person)))
		return mb_fail(err, MB_EINVAL, "This password is too easy to guess. Choose another one.");
	return MB_OK;
}

int login_set_password(struct mb_accounts *s, const char *person, const char *password, struct mb_error *err)
{
	char hash[MB_PASSWORD_HASH];
	size_t n = 0;
	int rc = mb_password_hash(hash, password, strlen(password), err);

	if (rc == MB_OK)
		rc = RUN(&n, s, "update account set password = ?2 where person = ?1", err, T(person),
			 T(hash));
	if (rc == MB_OK && n == 0)
		rc = mb_fail(err, MB_ENOTFOUND, "there is no such account");
	return rc == MB_OK ? account_note(s, person, "password changed", NULL, err) : rc;
}

int login_set_second(struct mb_accounts *s, const char *person, const char *key, int64_t last,
		     struct mb_error *err)
{
	int rc = RUN(NULL, s, "update account set second = ?2, second_last = ?3 where person = ?1", err,
		     T(person), T(key), I(last));

	return rc == MB_OK
		       ? account_note(s, person, key ? "second factor set up" : "second factor taken away",
				      NULL, err)
		       : rc;
}

static size_t from_hex(unsigned char *out, size_t max, const char *hex)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = 0;

	for (; hex[0] && hex[1] && n < max; hex += 2) {
		const char *high = strchr(digits, hex[0]), *low = strchr(digits, hex[1]);

		if (!high || !low)
			return 0;
		out[n++] = (unsigned char)((high - digits) << 4 | (low - digits));
	}
	return n;
}

int64_t second_step(const char *hex, const char *code, int64_t last, int64_t now)
{
	unsigned char key[64];
	size_t n = hex ? from_hex(key, sizeof key, hex) : 0, k = 0;
	int64_t step = now / TOTP_STEP, found = 0;
	char digits[8] = "", want[16];

	for (const char *p = code; *p; p++) /* people type "123 456" */
		if (*p >= '0' && *p <= '9' && k < 7)
			digits[k++] = *p;
		else if (*p != ' ')
			return 0;
	if (k != 6 || n == 0)
		return 0;
	/* One step to each side for clocks that differ (RFC 6238, 5.2). All three are looked at, whichever fits. */
	for (int64_t t = step - 1; t <= step + 1; t++) {
		snprintf(want, sizeof want, "%06u", (unsigned)mb_one_time_code(key, n, (uint64_t)t, 6));
		if (mb_secret_same(want, digits) && t > last)
			found = t;
	}
	mb_secret_wipe(key, sizeof key);
	return found;
}

bool login_second_fits(struct mb_accounts *s, const struct login *l, const char *code, int64_t now)
{
	int64_t step = second_step(l->second, code, l->second_last, now);
	size_t used = 0;

	/* A code opens once: of two at the same moment the store lets one through. */
	return step &&
	       RUN(&used, s, "update account set second_last = ?2 where person = ?1 and second_last < ?2",
		   NULL, T(l->person), I(step)) == MB_OK &&
	       used == 1;
}

/* ---- invitations ----------------------------------------------------------------------------------------- */

int invitation_find(const char **person, struct mb_arena *a, struct mb_accounts *s, const char *secret,
		    int64_t now, struct mb_error *err)
{
	char hash[MB_SHA256_HEX];
	struct mb_value *v;
	size_t n;
	int rc;

	secret_hash(hash, secret);
	rc = ASK(&v, &n, 1, a, s,
		 "select person from invitation join account using(person) where hash = ?1 and until > ?2 "
		 "and not locked",
		 err, T(hash), I(now));
	if (rc == MB_OK && n == 0)
		rc = mb_fail(err, MB_ENOTFOUND, "This invitation was used already, or is older than a week.");
	if (rc == MB_OK)
		*person = v[0].t;
	return rc;
}

int invitation_use(struct mb_accounts *s, const char *secret, const char *password, int64_t now,
		   struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	char hash[MB_SHA256_HEX], kept[MB_PASSWORD_HASH];
	const char *person;
	size_t n = 0;
	int rc = invitation_find(&person, a, s, secret, now, err);

	/* The slow hash comes before the lock is taken. */
	if (rc != MB_OK || (rc = mb_password_hash(kept, password, strlen(password), err)) != MB_OK ||
	    (rc = mb_store_begin(s->s, err)) != MB_OK)
		goto out;
	secret_hash(hash, secret);
	rc = RUN(&n, s, "delete from invitation where hash = ?1", err, T(hash));
	if (rc == MB_OK && n == 0)
		rc = mb_fail(err, MB_ENOTFOUND, "This invitation was used already.");
	/* Whoever is invited anew has lost the password, and perhaps the telephone with the second factor; somebody else may have
	 * found them, and made tokens. */
	if (rc == MB_OK)
		rc = RUN(NULL, s, "delete from token where person = ?1", err, T(person));
	if (rc == MB_OK &&
	    (rc = RUN(NULL, s,
		      "update account set password = ?2, second = null, second_last = 0 where person = ?1",
		      err, T(person), T(kept))) == MB_OK)
		rc = RUN(NULL, s, "update session set used = 0 where person = ?1", err, T(person));
	if (rc == MB_OK) {
		mb_accounts_by(s, person); /* whoever has the link */
		rc = account_note(s, person, "invitation taken up, password set", NULL, err);
	}
	if (mb_store_end(s->s, rc == MB_OK, rc == MB_OK ? err : NULL) != MB_OK)
		rc = MB_EFAIL;
out:
	mb_arena_free(a);
	return rc;
}
