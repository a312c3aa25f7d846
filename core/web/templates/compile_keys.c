/* The keys that a template declares in its header comment:
 *
 *	{{! What the page is for.
 *	keys:
 *	  title   text   shown as the heading
 *	  rows    list
 *	    href  url
 *	    late  text?  may stay unset
 *	  token   text^  of a partial: a key of the whole page, wherever the partial stands
 *	}}
 */
#include "compile.h"

#include <ctype.h>
#include <string.h>

const char *const type_names[TPL_PAGE + 1] = {
	"text", "number", "bool", "html", "url", "list", "map", "page"
};

static bool type_parse(enum tpl_type *out, bool *optional, bool *outer, struct mb_str word)
{
	*outer = word.n > 0 && word.p[word.n - 1] == '^';
	word.n -= *outer;
	*optional = word.n > 0 && word.p[word.n - 1] == '?';
	word.n -= *optional;
	for (size_t i = 0; i < TPL_PAGE + 1; i++)
		if (mb_str_eq(word, type_names[i])) {
			*out = (enum tpl_type)i;
			return true;
		}
	return false;
}

struct key *keys_find(const struct scope *s, const char *name)
{
	for (struct key *k = s->first; k; k = k->next)
		if (!strcmp(k->name, name))
			return k;
	return NULL;
}

static struct key *key_add(struct compiler *c, struct scope *s, const char *name, enum tpl_type type)
{
	struct key *k = mb_arena_alloc(c->arena, sizeof *k);

	k->name = name;
	k->type = type;
	if (type == TPL_LIST || type == TPL_MAP) {
		k->child = mb_arena_alloc(c->arena, sizeof *k->child);
		k->child->where = mb_arena_printf(c->arena, "%s.%s", s->where, name);
	}
	if (s->last)
		s->last->next = k;
	else
		s->first = k;
	s->last = k;
	s->n++;
	return k;
}

static struct mb_str word_cut(struct mb_str *line)
{
	struct mb_str w;

	*line = mb_trim(*line);
	w = *line;
	for (w.n = 0; w.n < line->n && line->p[w.n] != ' ' && line->p[w.n] != '\t'; w.n++)
		;
	line->p += w.n;
	line->n -= w.n;
	return w;
}

static void name_check(const struct unit *u, int line, struct mb_str w)
{
	bool ok = w.n > 0 && islower((unsigned char)w.p[0]);

	for (size_t i = 0; i < w.n; i++)
		ok = ok &&
		     (islower((unsigned char)w.p[i]) || isdigit((unsigned char)w.p[i]) || w.p[i] == '_');
	if (!ok)
		stop(u->path, line, "'%.*s' is no name of a key: small letters, digits and _", (int)w.n, w.p);
}

void keys_read(struct compiler *c, struct unit *u, const char *p, size_t n, int line)
{
	struct scope *open[TPL_DEPTH_MAX] = { &u->root };
	size_t indent[TPL_DEPTH_MAX] = { 0 };
	struct key *last = NULL;
	bool begun = false;
	int depth = 0;

	for (const char *end = p + n, *next; p < end; p = next, line++) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));
		struct mb_str rest = { p, (size_t)((eol ? eol : end) - p) };
		size_t in = 0;
		enum tpl_type type;
		bool optional, outer;

		next = eol ? eol + 1 : end;
		while (in < rest.n && rest.p[in] == ' ')
			in++;
		if (mb_trim(rest).n == 0)
			continue;
		if (!begun) {
			begun = mb_str_eq(mb_trim(rest), "keys:");
			continue;
		}
		struct mb_str name = word_cut(&rest), word = word_cut(&rest);

		name_check(u, line, name);
		if (!type_parse(&type, &optional, &outer, word))
			stop(u->path, line,
			     "'%.*s' is no type of value: text, number, bool, html, url, list, map or page, "
			     "with ? "
			     "if it may be unset",
			     (int)word.n, word.p);
		if (!last)
			indent[0] = in;
		if (last && in > indent[depth]) {
			if (!last->child)
				stop(u->path, line, "'%s' above is neither list nor map, so it holds no keys",
				     last->name);
			if (depth + 1 >= TPL_DEPTH_MAX)
				stop(u->path, line, "deeper than %d parts", TPL_DEPTH_MAX);
			open[++depth] = last->child;
			indent[depth] = in;
		}
		while (depth > 0 && in < indent[depth])
			depth--;
		if (in != indent[depth])
			stop(u->path, line, "the indent fits no key above");
		char *s = mb_arena_ndup(c->arena, name.p, name.n);

		if (keys_find(open[depth], s))
			stop(u->path, line, "'%s' is declared twice", s);
		last = key_add(c, open[depth], s, type);
		last->optional = optional;
		last->outer = outer;
		last->line = line;
		last->file = u->path;
		rest = mb_trim(rest);
		last->note = mb_arena_ndup(c->arena, rest.p, rest.n);
	}
}

void keys_merge(struct compiler *c, struct unit *u, struct scope *to, const struct scope *from, int line)
{
	for (const struct key *k = from->first; k; k = k->next) {
		struct scope *into = k->outer ? &u->root : to;
		struct key *have = keys_find(into, k->name);

		if (have && have->type != k->type)
			stop(u->path, line, "'%s' is %s here, and %s in %s:%d", k->name,
			     type_names[have->type], type_names[k->type], k->file, k->line);
		if (!have) {
			have = key_add(c, into, k->name, k->type);
			have->optional = k->optional;
			have->outer = k->outer;
			have->line = k->line;
			have->file = k->file;
			have->note = k->note;
		}
		have->optional = have->optional && k->optional;
		if (k->child)
			keys_merge(c, u, have->child, k->child, line);
	}
}
