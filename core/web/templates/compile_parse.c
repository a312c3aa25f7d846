/* A template's text as a tree: bytes, values, sections, partials. */
#include "compile.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct parser {
	struct compiler *c;
	struct unit *u;
	const char *begin, *at, *end;
	int line;
};

struct tag {
	char kind; /* one of # ^ ? / > ! { or a blank for a plain value */
	const char *name, *from, *behind;
	int line;
};

static void line_count(struct parser *p, const char *to)
{
	for (; p->at < to; p->at++)
		p->line += *p->at == '\n';
}

/* The tag that opens at p->at ("{{"). */
static struct tag tag_read(struct parser *p)
{
	struct tag t = { .kind = ' ', .from = p->at, .line = p->line };
	const char *s = p->at + 2, *close;
	size_t n;

	if (s < p->end && strchr("#^?/>!{&=$<", *s))
		t.kind = *s++;
	if (strchr("&=$<", t.kind))
		stop(p->u->path, t.line, "{{%c is not in our subset of Mustache", t.kind);
	close = strstr(s, t.kind == '{' ? "}}}" : "}}");
	if (!close)
		stop(p->u->path, t.line, "{{ is never closed");
	t.behind = close + (t.kind == '{' ? 3 : 2);
	if (t.kind == '!') {
		t.name = "";
		return t;
	}
	for (; s < close && *s == ' '; s++)
		;
	for (n = 0; s + n < close && (isalnum((unsigned char)s[n]) || s[n] == '_'); n++)
		;
	t.name = mb_arena_ndup(p->c->arena, s, n);
	for (; s + n < close && s[n] == ' '; n++)
		;
	if (!t.name[0] || s + n != close)
		stop(p->u->path, t.line, "'%.*s' is no name of a key", (int)(close - t.from - 2), t.from + 2);
	return t;
}

/* A tag that shows nothing and is alone on its line takes the line with it. */
static bool alone(const struct parser *p, const struct tag *t, const char **from, const char **behind)
{
	const char *a = t->from, *b = t->behind;

	if (t->kind == ' ' || t->kind == '{')
		return false;
	while (a > p->begin && (a[-1] == ' ' || a[-1] == '\t'))
		a--;
	while (b < p->end && (*b == ' ' || *b == '\t'))
		b++;
	if ((a > p->begin && a[-1] != '\n') || (b < p->end && *b != '\n'))
		return false;
	*from = a;
	*behind = b < p->end ? b + 1 : b;
	return true;
}

static struct node *node_new(struct parser *p, struct node ***tail, enum node_kind kind, int line)
{
	struct node *n = mb_arena_alloc(p->c->arena, sizeof *n);

	n->kind = kind;
	n->line = line;
	**tail = n;
	*tail = &n->next;
	return n;
}

static struct node *parse(struct parser *p, const struct tag *within, int depth);

static void parse_tag(struct parser *p, struct node ***tail, const struct tag *t, int depth)
{
	struct node *n;

	switch (t->kind) {
	case '!':
		break;
	case '>':
		n = node_new(p, tail, NODE_PARTIAL, t->line);
		n->name = t->name;
		n->partial = unit_get(p->c, t->name, true, p->u, t->line);
		break;
	case '#':
	case '^':
	case '?':
		n = node_new(p, tail,
			     t->kind == '#'   ? NODE_SECTION
			     : t->kind == '^' ? NODE_INVERTED
					      : NODE_IF,
			     t->line);
		n->name = t->name;
		if (depth > 4 * TPL_DEPTH_MAX)
			stop(p->u->path, t->line, "sections are nested too deep");
		n->kids = parse(p, t, depth + 1);
		break;
	default:
		n = node_new(p, tail, NODE_VALUE, t->line);
		n->name = t->name;
		n->raw = t->kind == '{';
		break;
	}
}

static struct node *parse(struct parser *p, const struct tag *within, int depth)
{
	struct node *first = NULL, **tail = &first;

	for (;;) {
		const char *open = strstr(p->at, "{{"), *from = open ? open : p->end, *behind;
		const char *begin = p->at;
		int line = p->line;
		struct tag t = { 0 };

		if (open) {
			line_count(p, open);
			t = tag_read(p);
			behind = t.behind;
			if (alone(p, &t, &from, &behind) && from < begin)
				from = begin;
			line_count(p, behind);
		} else {
			line_count(p, p->end);
		}
		if (from > begin) {
			struct node *n = node_new(p, &tail, NODE_BYTES, line);

			n->p = begin;
			n->n = (size_t)(from - begin);
			n->begins_line = begin == p->begin || begin[-1] == '\n';
		}
		if (!open) {
			if (within)
				stop(p->u->path, within->line, "section '%s' is never closed", within->name);
			return first;
		}
		if (t.kind == '/') {
			if (!within)
				stop(p->u->path, t.line, "{{/%s}} closes nothing", t.name);
			if (strcmp(within->name, t.name) != 0)
				stop(p->u->path, t.line, "{{/%s}} where '%s' of line %d is open", t.name,
				     within->name, within->line);
			return first;
		}
		parse_tag(p, &tail, &t, depth);
	}
}

/* The keys of partials belong to the part in which they are included. */
static void merge_partials(struct compiler *c, struct unit *u, struct scope **open, int depth,
			   const struct node *n)
{
	for (; n; n = n->next) {
		struct key *k = NULL;

		if (n->kind == NODE_PARTIAL)
			keys_merge(c, u, open[depth], &n->partial->root, n->line);
		if (!n->kids)
			continue;
		for (int d = depth; d >= 0 && !k; d--)
			k = keys_find(open[d], n->name);
		if (n->kind == NODE_SECTION && k && k->child) {
			if (depth + 1 >= TPL_DEPTH_MAX)
				stop(u->path, n->line, "deeper than %d parts", TPL_DEPTH_MAX);
			open[depth + 1] = k->child;
			merge_partials(c, u, open, depth + 1, n->kids);
		} else {
			merge_partials(c, u, open, depth, n->kids);
		}
	}
}

static void unit_read(struct compiler *c, struct unit *u, const struct unit *from, int line)
{
	struct scope *open[TPL_DEPTH_MAX] = { &u->root };
	struct parser p = { .c = c, .u = u, .line = 1 };
	struct mb_buf text;
	struct mb_error err;

	if (mb_read_file(&text, u->path, (size_t)1024 * 1024, &err) != MB_OK)
		stop(from ? from->path : u->path, line, "%s", err.text);
	p.begin = p.at = mb_arena_copy(c->arena, text.p, text.n);
	p.end = p.begin + text.n;
	mb_buf_free(&text);
	if (strlen(p.begin) != (size_t)(p.end - p.begin))
		stop(u->path, 1, "holds a NUL");
	if (mb_starts(p.begin, "{{!")) {
		struct tag head = tag_read(&p);

		keys_read(c, u, p.begin + 3, (size_t)(head.behind - p.begin) - 5, 1);
	}
	u->nodes = parse(&p, NULL, 0);
	merge_partials(c, u, open, 0, u->nodes);
}

struct unit *unit_get(struct compiler *c, const char *name, bool partial, const struct unit *from, int line)
{
	struct unit *u;

	for (u = c->units; u; u = u->next)
		if (u->is_partial == partial && !strcmp(u->name, name)) {
			if (!u->done)
				stop(from->path, line, "'%s' includes itself", name);
			return u;
		}
	u = mb_arena_alloc(c->arena, sizeof *u);
	u->name = mb_arena_dup(c->arena, name);
	u->path = mb_arena_printf(c->arena, "%s/%s%s.mustache", c->folder, partial ? "_" : "", name);
	u->is_partial = partial;
	u->root.where = u->name;
	u->next = c->units;
	c->units = u;
	unit_read(c, u, from, line);
	u->done = true;
	return u;
}
