/* What is kept for a session: sentences for the next page, forms that were carried out, texts typed while it ended. */
#include "accounts.h"

int notice_put(struct mb_accounts *s, const char *session, const char *kind, const char *text, int64_t now,
	       struct mb_error *err)
{
	return RUN(NULL, s, "insert into notice(session, kind, text, made) values(?1, ?2, ?3, ?4)", err,
		   T(session), T(kind), T(text), I(now));
}

int notice_take(struct notice **out, size_t *n, struct mb_arena *a, struct mb_accounts *s,
		const char *session, struct mb_error *err)
{
	struct mb_value *v;
	size_t rows;
	int rc = ASK(&v, &rows, 2, a, s, "select kind, text from notice where session = ?1 order by id", err,
		     T(session));

	*out = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < rows; i++, v += 2)
		*MB_PUSH(a, *out, *n) = (struct notice){ v[0].t, v[1].t };
	if (rc == MB_OK && rows > 0)
		rc = RUN(NULL, s, "delete from notice where session = ?1", err, T(session));
	return rc;
}

int form_begin(const char **place, struct mb_arena *a, struct mb_accounts *s, const char *session,
	       const char *key, int64_t now, struct mb_error *err)
{
	struct mb_value *v;
	size_t added = 0, n;
	/* Whoever began it and did not end it within two minutes is no longer at it. */
	int rc = RUN(NULL, s,
		     "delete from form where session = ?1 and key = ?2 and place is null and made < ?3", err,
		     T(session), T(key), I(now - 120));

	if (rc == MB_OK)
		rc = RUN(&added, s, "insert or ignore into form(session, key, made) values(?1, ?2, ?3)", err,
			 T(session), T(key), I(now));
	*place = NULL;
	if (rc != MB_OK || added == 1)
		return rc;
	rc = ASK(&v, &n, 1, a, s, "select place from form where session = ?1 and key = ?2", err, T(session),
		 T(key));
	if (rc != MB_OK)
		return rc;
	if (n == 1)
		*place = v[0].t;
	return mb_fail(err, MB_ECONFLICT,
		       "This was sent twice. The first time is still being carried out: wait a moment, "
		       "then look whether it is done.");
}

int form_end(struct mb_accounts *s, const char *session, const char *key, const char *place,
	     struct mb_error *err)
{
	if (place)
		return RUN(NULL, s, "update form set place = ?3 where session = ?1 and key = ?2", err,
			   T(session), T(key), T(place));
	return RUN(NULL, s, "delete from form where session = ?1 and key = ?2", err, T(session), T(key));
}

int kept_put(char secret[MB_SECRET], struct mb_accounts *s, const char *person, const char *target,
	     const char *text, int64_t now, struct mb_error *err)
{
	char hash[MB_SHA256_HEX];
	int rc = mb_secret_new(secret, err);

	if (rc != MB_OK)
		return rc;
	secret_hash(hash, secret);
	/* The last twenty: whoever sends the same again and again fills no disk. */
	rc = RUN(NULL, s,
		 "delete from kept where person = ?1 and hash not in"
		 " (select hash from kept where person = ?1 order by until desc limit 19)",
		 err, T(person));
	if (rc != MB_OK)
		return rc;
	return RUN(NULL, s, "insert into kept(hash, person, target, text, until) values(?1, ?2, ?3, ?4, ?5)",
		   err, T(hash), T(person), T(target), T(text), I(now + KEPT_LIFE));
}

int kept_take(const char **target, const char **text, struct mb_arena *a, struct mb_accounts *s,
	      const char *secret, const char *person, int64_t now, struct mb_error *err)
{
	char hash[MB_SHA256_HEX];
	struct mb_value *v;
	size_t n;
	int rc;

	secret_hash(hash, secret);
	rc = ASK(&v, &n, 2, a, s,
		 "select target, text from kept where hash = ?1 and until > ?2 and (person is null or person "
		 "= ?3)",
		 err, T(hash), I(now), T(person));
	if (rc == MB_OK && n == 0)
		rc = mb_fail(err, MB_ENOTFOUND, "What was kept of this form is no longer there.");
	if (rc == MB_OK) {
		*target = v[0].t;
		*text = v[1].t;
	}
	return rc;
}
