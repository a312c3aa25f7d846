/* Minutes that are being taken: kept beside the record, one draft a meeting, its last versions each. A draft that was filed or
 * thrown away leaves its number behind, so that a page that was open meanwhile does not bring it back unseen. */
#include "accounts.h"

#define VERSIONS 50

static struct draft draft_of(const struct mb_value *v)
{
	return (struct draft){
		.meeting = v[0].t, .version = (long)v[1].i, .person = v[2].t, .text = v[3].t, .saved = v[4].i
	};
}

int draft_find(struct draft *out, struct mb_arena *a, struct mb_accounts *s, const char *meeting,
	       struct mb_error *err)
{
	struct mb_value *v;
	size_t n;
	int rc = ASK(&v, &n, 5, a, s,
		     "select meeting, version, person, text, saved from draft where meeting = ?1"
		     " order by version desc limit 1",
		     err, T(meeting));

	*out = (struct draft){ .meeting = meeting };
	if (rc == MB_OK && n == 1)
		*out = draft_of(v);
	return rc;
}

int draft_text(const char **text, struct mb_arena *a, struct mb_accounts *s, const char *meeting,
	       long version, struct mb_error *err)
{
	struct mb_value *v;
	size_t n;
	int rc = ASK(&v, &n, 1, a, s, "select text from draft where meeting = ?1 and version = ?2", err,
		     T(meeting), I(version));

	*text = rc == MB_OK && n == 1 && v[0].t ? v[0].t : "";
	return rc;
}

int draft_others(bool *others, struct mb_arena *a, struct mb_accounts *s, const char *meeting, long since,
		 const char *page, struct mb_error *err)
{
	struct mb_value *v;
	size_t n;
	/* What is no longer kept may have been somebody else's. */
	int rc = ASK(&v, &n, 1, a, s,
		     "select count(*) from draft where meeting = ?1 and version > ?2 and page is not ?3"
		     " union all select coalesce(min(version), ?2) > ?2 + 1 from draft where meeting = ?1",
		     err, T(meeting), I(since), T(page));

	*others = rc != MB_OK || n != 2 || v[0].i > 0 || v[1].i > 0;
	return rc;
}

static int add(struct mb_accounts *s, const struct draft *d, const char *page, struct mb_error *err)
{
	size_t added = 0;
	int rc = RUN(&added, s,
		     "insert into draft(meeting, version, person, page, text, saved) select ?1, ?2, ?3, ?4, "
		     "?5, ?6"
		     " where (select coalesce(max(version), 0) from draft where meeting = ?1) = ?2 - 1",
		     err, T(d->meeting), I(d->version), T(d->person), T(page), T(d->text), I(d->saved));

	return rc != MB_OK || added == 1 ? rc
					 : mb_fail(err, MB_ECONFLICT, "somebody else has saved meanwhile");
}

static int change(struct mb_accounts *s, const struct draft *d, const char *page, bool keep,
		  struct mb_error *err)
{
	int rc = mb_store_begin(s->s, err);

	if (rc != MB_OK)
		return rc;
	if ((rc = add(s, d, page, err)) == MB_OK)
		rc = RUN(NULL, s, "delete from draft where meeting = ?1 and version < ?2", err, T(d->meeting),
			 I(keep ? d->version - VERSIONS + 1 : d->version));
	if (mb_store_end(s->s, rc == MB_OK, rc == MB_OK ? err : NULL) != MB_OK)
		rc = MB_EFAIL;
	return rc;
}

int draft_save(struct mb_accounts *s, const struct draft *d, const char *page, struct mb_error *err)
{
	return change(s, d, page, true, err);
}

int draft_close(struct mb_accounts *s, const char *meeting, long version, const char *person, int64_t now,
		struct mb_error *err)
{
	const struct draft end = {
		.meeting = meeting, .version = version + 1, .person = person, .saved = now
	};

	return change(s, &end, NULL, false, err);
}

int draft_list(struct draft **out, size_t *n, struct mb_arena *a, struct mb_accounts *s, struct mb_error *err)
{
	struct mb_value *v;
	size_t rows;
	int rc = mb_store_ask(&v, &rows, 5, a, s->s,
			      "select meeting, version, person, null, saved from draft d where text is not "
			      "null and version ="
			      " (select max(version) from draft x where x.meeting = d.meeting) order by "
			      "meeting",
			      NULL, 0, err);

	*out = NULL;
	*n = 0;
	for (size_t i = 0; rc == MB_OK && i < rows; i++, v += 5)
		*MB_PUSH(a, *out, *n) = draft_of(v);
	return rc;
}

const char *draft_stamp(struct mb_arena *a, const struct draft *list, size_t n)
{
	const char *all = "";

	for (size_t i = 0; i < n; i++)
		all = mb_arena_printf(a, "%s%s %ld %lld %s\n", all, list[i].meeting, list[i].version,
				      (long long)list[i].saved, list[i].person);
	return all;
}
