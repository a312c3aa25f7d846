/* test_write_world.c: the world of a test written from the record.
 *
 * The tests bring a world of their own: the documents that judging reads, cut down to what rules can see of them (front matter
 * and headings), the groups and people they name, and nothing else. So they say the same when the record goes on. The world has
 * the documents as they stood afterwards; `given` takes back what the event of the test did to its own. */
#include "test_write.h"

#include <stdlib.h>
#include <string.h>

/* ---- Lua ------------------------------------------------------------------------------------------------- */

void write_string(struct mb_buf *out, const char *s)
{
	mb_buf_putc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			mb_buf_printf(out, "\\%c", *s);
		else if (*s == '\n')
			mb_buf_puts(out, "\\n");
		else if ((unsigned char)*s < 32 || *s == 127)
			mb_buf_printf(out, "\\%03u", (unsigned char)*s);
		else
			mb_buf_putc(out, *s);
	}
	mb_buf_putc(out, '"');
}

void write_key(struct mb_buf *out, const char *key)
{
	static const char *const taken[] = { "and",   "break", "do",	   "else", "elseif", "end",
					     "false", "for",   "function", "goto", "if",     "in",
					     "local", "nil",   "not",	   "or",   "repeat", "return",
					     "then",  "true",  "until",	   "while" };
	bool plain = *key && !(*key >= '0' && *key <= '9');

	for (const char *p = key; *p; p++)
		plain = plain && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
				  (*p >= '0' && *p <= '9') || *p == '_');
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		plain = plain && strcmp(taken[i], key) != 0;
	if (plain) {
		mb_buf_puts(out, key);
	} else {
		mb_buf_putc(out, '[');
		write_string(out, key);
		mb_buf_putc(out, ']');
	}
	mb_buf_puts(out, " = ");
}

static bool is_number(const char *s)
{
	size_t n = strlen(s), digits;

	s += *s == '-';
	digits = strspn(s, "0123456789");
	return n > 0 && n < 16 && digits > 0 && s[digits] == '\0' && (digits == 1 || *s != '0');
}

void write_value(struct writer *w, const struct mb_node *n)
{
	if (n->type == MB_TEXT) {
		if (n->raw &&
		    (is_number(n->text) || mb_streq(n->text, "true") || mb_streq(n->text, "false"))) {
			mb_buf_puts(w->out, n->text);
		} else {
			write_string(w->out, n->text);
			if (strlen(n->text) < NAME_TEXT)
				*MB_PUSH(w->a, w->texts, w->n_texts) = n->text;
		}
		return;
	}
	mb_buf_puts(w->out, "{ ");
	for (size_t i = 0; i < n->n; i++) {
		if (i)
			mb_buf_puts(w->out, ", ");
		if (n->type == MB_MAP)
			write_key(w->out, n->keys[i]);
		write_value(w, n->items[i]);
	}
	mb_buf_puts(w->out, n->n ? " }" : "}");
}

/* ---- documents ------------------------------------------------------------------------------------------- */

/* A sign-off is of the text as it stands or of another: a test has no hashes. */
struct mb_node *write_signoffs(struct writer *w, const struct mb_node *rows, const char *text)
{
	struct mb_node *copy = mb_node_copy(w->a, rows);

	for (size_t i = 0; copy->type == MB_LIST && i < copy->n; i++) {
		const char *of = mb_node_text(copy->items[i], "of");

		if (of)
			mb_node_put(w->a, copy->items[i], "of",
				    mb_node_new_text(w->a, mb_streq(of, text) ? "now" : "earlier"));
	}
	return copy;
}

/* The front matter as a test has it; the empty map when there is none. */
static struct mb_node *fields_of(struct writer *w, const struct mb_doc *d)
{
	struct mb_node *out = mb_node_new_map(w->a);
	const struct mb_node *root = d->matter.root;

	mb_node_put(w->a, out, "kind", mb_node_new_text(w->a, d->kind->name));
	if (d->group && !mb_kind_field(d->kind, "group"))
		mb_node_put(w->a, out, "group", mb_node_new_text(w->a, d->group));
	for (size_t i = 0; root && i < root->n; i++) {
		struct mb_node *value = root->items[i];

		if (mb_streq(root->keys[i], "id") || mb_streq(root->keys[i], "kind"))
			continue;
		if (mb_streq(root->keys[i], "signoffs"))
			value = write_signoffs(w, value, d->text);
		mb_node_put(w->a, out, root->keys[i], value);
	}
	return out;
}

const char *write_headings(struct writer *w, const struct mb_doc *d)
{
	struct mb_heading *h;
	struct mb_buf b;
	size_t n;
	const char *text;

	mb_buf_init(&b, 0);
	mb_markdown_outline(&h, &n, w->a, d->body.p, d->body.n);
	for (size_t i = 0; i < n; i++)
		mb_buf_printf(&b, "%.*s %s\n\n", h[i].level, "######", h[i].text);
	text = b.n ? mb_arena_dup(w->a, b.p) : NULL;
	mb_buf_free(&b);
	return text;
}

const char *write_name(struct writer *w, const struct mb_doc *d)
{
	const char *slash = strrchr(d->path, '/');

	if (d->kind->lives != MB_LIVES_TOP || !slash)
		return d->id;
	return mb_arena_printf(w->a, "%.*s", (int)strcspn(slash + 1, "."), slash + 1);
}

static void put_record(struct writer *w, const struct mb_doc *d, const struct mb_node *fields)
{
	const char *body = write_headings(w, d);

	mb_buf_puts(w->out, "    ");
	write_key(w->out, write_name(w, d));
	mb_buf_puts(w->out, "{\n");
	for (size_t i = 0; i < fields->n; i++) {
		mb_buf_puts(w->out, "      ");
		write_key(w->out, fields->keys[i]);
		write_value(w, fields->items[i]);
		mb_buf_puts(w->out, ",\n");
	}
	if (body) {
		mb_buf_puts(w->out, "      body = ");
		write_string(w->out, body);
		mb_buf_puts(w->out, ",\n");
	}
	mb_buf_puts(w->out, "    },\n");
}

/* ---- the world ------------------------------------------------------------------------------------------- */

static bool kind_is(const struct mb_doc *d, const char *kind)
{
	return d->kind && mb_streq(d->kind->name, kind);
}

static void add_group(struct writer *w, const char *slug)
{
	for (size_t i = 0; i < w->n_groups; i++)
		if (mb_streq(w->groups[i], slug))
			return;
	*MB_PUSH(w->a, w->groups, w->n_groups) = slug;
}

void write_add_doc(struct writer *w, const struct mb_doc *d)
{
	const struct mb_doc *meeting;
	struct mb_error ignored;

	if (!d || !d->kind || kind_is(d, "person"))
		return;
	if (d->group)
		add_group(w, d->group);
	if (kind_is(d, "group"))
		return;
	for (size_t i = 0; i < w->n_docs; i++)
		if (mb_streq(w->docs[i]->path, d->path))
			return;
	*MB_PUSH(w->a, w->docs, w->n_docs) = d;
	if (d->kind->lives == MB_LIVES_IN_MEETING && mb_doc_field(d, "meeting") &&
	    mb_view_doc(&meeting, w->c->after, mb_doc_field(d, "meeting"), &ignored) == MB_OK)
		write_add_doc(w, meeting);
}

void write_take_facts(struct writer *w, const struct facts *f)
{
	for (int base = 0; base < 2; base++)
		for (size_t i = 0; i < FACT_BUCKETS; i++)
			for (const struct fact *x = f->bucket[i]; x; x = x->next) {
				if (x->base != (base == 1))
					continue;
				if (x->kind == FACT_DOC)
					write_add_doc(w, x->doc);
				for (size_t k = 0; x->kind == FACT_LIST && k < x->n; k++)
					write_add_doc(w, x->docs[k]);
			}
}

static int doc_order(const void *a, const void *b)
{
	return strcmp((*(const struct mb_doc *const *)a)->path, (*(const struct mb_doc *const *)b)->path);
}

static int text_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A group with its lines and members as written: their dates count. The groups its lines lead to come as well, and the
 * terms of reference that give its parameters. */
static int take_groups(struct writer *w, struct mb_error *err)
{
	for (size_t i = 0; i < w->n_groups; i++) { /* the list grows */
		const struct mb_doc *group = NULL, *terms = NULL;
		const struct mb_node *lines;
		int rc = mb_view_doc(&group, w->c->after, w->groups[i], err);

		if (rc == MB_EFAIL)
			return rc;
		lines = group ? mb_doc_node(group, "lines") : NULL;
		for (size_t k = 0; lines && lines->type == MB_LIST && k < lines->n; k++)
			if (mb_node_text(lines->items[k], "to"))
				add_group(w, mb_node_text(lines->items[k], "to"));
		if (mb_view_doc(&terms, w->c->after,
				mb_arena_printf(w->a, "groups/%s/terms-of-reference.md", w->groups[i]),
				err) == MB_OK)
			write_add_doc(w, terms);
	}
	if (w->n_groups > 1)
		qsort(w->groups, w->n_groups, sizeof *w->groups, text_order);
	if (w->n_docs > 1)
		qsort(w->docs, w->n_docs, sizeof *w->docs, doc_order);
	return MB_OK;
}

static void put_groups(struct writer *w)
{
	static const char *const keys[] = { "title", "code", "regime", "lines", "members" };

	mb_buf_puts(w->out, "  groups = {\n");
	for (size_t i = 0; i < w->n_groups; i++) {
		const struct mb_doc *group;
		struct mb_error ignored;

		if (mb_view_doc(&group, w->c->after, w->groups[i], &ignored) != MB_OK)
			continue;
		mb_buf_puts(w->out, "    ");
		write_key(w->out, w->groups[i]);
		mb_buf_puts(w->out, "{\n");
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			if (mb_doc_node(group, keys[k])) {
				mb_buf_printf(w->out, "      %s = ", keys[k]);
				write_value(w, mb_doc_node(group, keys[k]));
				mb_buf_puts(w->out, ",\n");
			}
		mb_buf_puts(w->out, "    },\n");
	}
	mb_buf_puts(w->out, "  },\n");
}

/* Offices of the whole partnership, as held on the day. */
static int put_roles(struct writer *w, mb_day on, struct mb_error *err)
{
	struct mb_partnership p;
	const struct mb_node *rows;
	const char **done = NULL;
	size_t n_done = 0;
	int rc = mb_partnership_read(&p, w->c->after, err);

	if (rc != MB_OK)
		return rc;
	rows = mb_node_get(p.root, "roles");
	mb_buf_puts(w->out, "  roles = { ");
	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		const char *role = mb_node_text(rows->items[i], "role"), **people;
		size_t n, k = 0;

		while (k < n_done && role && !mb_streq(done[k], role))
			k++;
		if (!role || k < n_done)
			continue;
		*MB_PUSH(w->a, done, n_done) = role;
		if ((rc = mb_role_holders(&people, &n, w->a, w->c->after, role, NULL, on, err)) != MB_OK)
			return rc;
		if (n == 0)
			continue;
		write_key(w->out, role);
		mb_buf_puts(w->out, "{ ");
		for (k = 0; k < n; k++) {
			write_value(w, mb_node_new_text(w->a, people[k]));
			mb_buf_puts(w->out, k + 1 < n ? ", " : " }, ");
		}
	}
	mb_buf_puts(w->out, "},\n");
	if (p.clerk_post) {
		mb_buf_puts(w->out, "  clerk_post = ");
		write_string(w->out, p.clerk_post);
		mb_buf_puts(w->out, ",\n");
	}
	return MB_OK;
}

static int put_people(struct writer *w, struct mb_error *err)
{
	static const char *const keys[] = { "name", "initials", "post", "organisation" };
	const struct mb_query q = { .kind = "person" };
	const struct mb_doc **people;
	size_t n;
	int rc = mb_schema_kind(&w->r->schema, "person") ? mb_view_list(&people, &n, w->c->after, &q, err)
							 : MB_ENOTFOUND;

	if (rc != MB_OK)
		return rc == MB_ENOTFOUND ? MB_OK : rc;
	if (w->n_texts > 1)
		qsort(w->texts, w->n_texts, sizeof *w->texts, text_order);
	mb_buf_puts(w->out, "  people = {\n");
	for (size_t i = 0; i < n; i++) {
		const char *id = write_name(w, people[i]);
		bool first = true;

		if (!w->n_texts || !bsearch(&id, w->texts, w->n_texts, sizeof *w->texts, text_order))
			continue;
		mb_buf_puts(w->out, "    ");
		write_key(w->out, id);
		mb_buf_puts(w->out, "{ ");
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
			if (!mb_doc_node(people[i], keys[k]))
				continue;
			mb_buf_printf(w->out, "%s%s = ", first ? "" : ", ", keys[k]);
			write_value(w, mb_doc_node(people[i], keys[k]));
			first = false;
		}
		mb_buf_puts(w->out, " },\n");
	}
	mb_buf_puts(w->out, "  },\n");
	return MB_OK;
}

static void put_records(struct writer *w)
{
	mb_buf_puts(w->out, "  records = {\n");
	for (size_t i = 0; i < w->n_docs; i++)
		put_record(w, w->docs[i], fields_of(w, w->docs[i]));
	mb_buf_puts(w->out, "  },\n");
}

int write_world(struct writer *w, struct mb_error *err)
{
	const struct mb_claim *c = w->c->claim;
	mb_day on = c && c->on != MB_NO_DAY ? c->on : mb_instant_day(w->c->recorded);
	int rc = take_groups(w, err);

	if (rc != MB_OK)
		return rc;
	if (c && c->by)
		*MB_PUSH(w->a, w->texts, w->n_texts) = c->by;
	if (c && c->entered_by)
		*MB_PUSH(w->a, w->texts, w->n_texts) = c->entered_by;
	mb_buf_puts(w->out, "local record = {\n");
	put_groups(w);
	if ((rc = put_roles(w, on, err)) != MB_OK)
		return rc;
	put_records(w);
	if ((rc = put_people(w, err)) != MB_OK)
		return rc;
	mb_buf_puts(w->out, "}\n");
	return MB_OK;
}
