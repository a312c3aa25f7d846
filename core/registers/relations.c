/* What names a document, the words it was read from, the ruling that judged it. */
#include "registers_impl.h"

#include <string.h>

int mb_relations(struct mb_relation **out, size_t *n, struct mb_arena *a, struct mb_gate *g,
		 const struct mb_standpoint *from, const struct mb_doc *d, struct mb_error *err)
{
	const struct look l = look_from(a, g, from);
	const struct mb_schema *s = mb_gate_schema(g);

	*out = NULL;
	*n = 0;
	if (!d->kind)
		return MB_OK;
	for (size_t i = 0; i < s->n_kinds; i++)
		for (size_t k = 0; k < s->kinds[i].n_fields; k++) {
			const struct mb_field *f = &s->kinds[i].fields[k];
			struct found *found;
			size_t count;
			int rc;

			if ((f->type != MB_T_DOC && f->type != MB_T_DOCS) ||
			    (f->of && !mb_streq(f->of, d->kind->name)))
				continue;
			if ((rc = look_list(&found, &count, &l, s->kinds[i].name, NULL, f->name, d->id,
					    err)) != MB_OK)
				return rc;
			for (size_t r = 0; r < count; r++)
				*MB_PUSH(a, *out, *n) = (struct mb_relation){ &s->kinds[i], f->name,
									      found[r].doc };
		}
	return MB_OK;
}

/* ---- the very words -------------------------------------------------------------------------------------- */

/* The body from its nth line on; p NULL when it has fewer. */
static struct mb_str from_line(struct mb_str body, long line)
{
	for (; line > 1; line--) {
		const char *nl = memchr(body.p, '\n', body.n);

		if (!nl)
			return (struct mb_str){ NULL, 0 };
		body = (struct mb_str){ nl + 1, body.n - (size_t)(nl + 1 - body.p) };
	}
	return body;
}

struct mb_str mb_very_words(long *line, struct mb_arena *a, struct mb_gate *g,
			    const struct mb_standpoint *from, const struct mb_doc *d)
{
	const struct look l = look_from(a, g, from);
	const struct mb_node *place = mb_doc_node(d, "place");
	const char *said = mb_doc_field(d, "text") ? mb_doc_field(d, "text") : d->title, *end, *at;
	const char *minutes = mb_doc_field(d, "minutes");
	long at_line = number_of(place, "line"), length = number_of(place, "length");
	const struct mb_doc *source;
	struct mb_str body, none = { NULL, 0 };
	size_t first;

	*line = at_line;
	if (!minutes || at_line < 1 || length < 1 || look_up(&source, &l, minutes, NULL) != MB_OK ||
	    !(body = from_line(source->body, at_line)).p)
		return none;
	end = memchr(body.p, '\n', body.n);
	/* The words begin somewhere on the line: where the first of them stands. */
	at = memmem(body.p, end ? (size_t)(end - body.p) : body.n, said, strcspn(said, " "));
	first = at ? (size_t)(at - body.p) : 0;
	body = (struct mb_str){ body.p + first, body.n - first };
	return mb_trim((struct mb_str){ body.p, (size_t)length < body.n ? (size_t)length : body.n });
}

/* ---- stored rulings -------------------------------------------------------------------------------------- */

const struct mb_finding *mb_stored_finding(struct mb_arena *a, struct mb_gate *g,
					   const struct mb_standpoint *from, const struct mb_doc *d,
					   const char *requirement)
{
	struct mb_version_row *rows;
	size_t n;

	if (mb_index_history(&rows, &n, a, mb_gate_index(g), d->path, NULL) != MB_OK)
		return NULL;
	while (n-- > 0) {
		const char *text, *lines;
		struct mb_commit commit;
		struct mb_ruling ruling = { 0 };

		if ((from->as_at != MB_NO_DAY && rows[n].event.on > from->as_at) ||
		    (from->known_at != MB_NO_DAY &&
		     mb_instant_day(rows[n].event.recorded) > from->known_at) ||
		    mb_record_commit(&commit, a, mb_gate_record(g), &rows[n].event.commit, NULL) != MB_OK)
			continue;
		text = mb_trailer(a, commit.message, "Ruling");
		lines = text ? strchr(text, '\n') : NULL;
		if (!lines || mb_ruling_read(&ruling, a, lines + 1, NULL) != MB_OK)
			continue;
		for (size_t i = 0; i < ruling.n_findings; i++)
			if (mb_streq(ruling.findings[i].doc, d->id) &&
			    mb_streq(ruling.findings[i].requirement, requirement)) {
				struct mb_finding *f = mb_arena_alloc(a, sizeof *f);

				*f = ruling.findings[i];
				return f;
			}
	}
	return NULL;
}
