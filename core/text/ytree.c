/* YAML to a tree with places. libyaml is asked for events and for where scalars and flow brackets lie; where a thing
 * begins is found by walking from the end of the one before, and must agree with libyaml's mark. A block list or map
 * ends where its last child ends, since libyaml's own mark for that lies at the next token. */
#include "ytree.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct event {
	enum { EV_SCALAR, EV_LIST, EV_MAP, EV_CLOSE, EV_STOP } what;
	enum mb_ystyle style;
	size_t from, to; /* bytes */
	const char *text, *anchor, *tag;
};

struct reader {
	struct mb_arena *arena;
	const struct mb_yspan *s;
	yaml_parser_t yp;
	size_t chars, bytes; /* the same place, as libyaml counts and as we do */
	size_t line_at;	     /* lines are counted up to here ... */
	int line;	     /* ... and this is its line */
	size_t cur;	     /* one past what has been read */
	int depth;
	size_t nodes;
	int documents;
	const char *unsure;
	struct mb_error *err;
};

/* ---- places ---------------------------------------------------------------------------------------------- */

/* The length of the line end at i, as YAML 1.1 counts them, or 0. */
static size_t line_end(const struct mb_yspan *s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s->p + i;
	size_t left = s->to - i;

	if (left >= 1 && (p[0] == '\n' || p[0] == '\r'))
		return 1;
	if (left >= 2 && p[0] == 0xc2 && p[1] == 0x85)
		return 2;
	if (left >= 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9))
		return 3;
	return 0;
}

size_t mb_y_gap(const struct mb_yspan *s, size_t i, bool flow)
{
	while (i < s->to) {
		char c = s->p[i];
		size_t n = line_end(s, i);

		if (n)
			i += n;
		else if (c == ' ' || c == '\t' || (flow && c == ','))
			i++;
		else if (c == '#')
			while (i < s->to && !line_end(s, i))
				i++;
		else
			break;
	}
	return i;
}

static bool is_blank_at(const struct mb_yspan *s, size_t i)
{
	return i >= s->to || s->p[i] == ' ' || s->p[i] == '\t' || line_end(s, i);
}

/* libyaml counts characters. Marks lie close to each other, so a cursor that steps both ways is enough. */
static size_t byte_of(struct reader *r, size_t chars)
{
	const char *p = r->s->p;

	while (r->chars < chars && r->bytes < r->s->to) {
		do
			r->bytes++;
		while (r->bytes < r->s->to && ((unsigned char)p[r->bytes] & 0xc0) == 0x80);
		r->chars++;
	}
	while (r->chars > chars && r->bytes > r->s->from) {
		do
			r->bytes--;
		while (r->bytes > r->s->from && ((unsigned char)p[r->bytes] & 0xc0) == 0x80);
		r->chars--;
	}
	return r->bytes;
}

static int line_of(struct reader *r, size_t at)
{
	if (at < r->line_at) {
		r->line_at = r->s->from;
		r->line = r->s->line;
	}
	for (; r->line_at < at && r->line_at < r->s->to; r->line_at++)
		r->line += r->s->p[r->line_at] == '\n';
	return r->line;
}

static void doubt(struct reader *r, const char *why)
{
	if (!r->unsure)
		r->unsure = why;
}

/* ---- events ---------------------------------------------------------------------------------------------- */

static int fail_parse(struct reader *r)
{
	static const struct {
		const char *found, *say;
	} words[] = {
		{ "mapping values are not allowed",
		  "a \": \" stands where none may be; put the value in quotes, or check the indentation" },
		{ "could not find expected ':'",
		  "a line without \"key: \"; check this line and the one before" },
		{ "did not find expected key",
		  "no key where one is needed; check the indentation and the quotes" },
		{ "did not find expected '-'", "no \"- \" where a list goes on; check the indentation" },
		{ "cannot start any token", "a value cannot start with this character; put it in quotes, and "
					    "indent with blanks, not tabs" },
		{ "end of stream", "a quote or a bracket is opened and never closed" },
		{ "expected ',' or", "a list or map in brackets lacks a comma or its closing bracket" },
		{ "control characters", "a character that YAML does not allow; take it out" },
	};
	const char *why = r->yp.problem ? r->yp.problem : "it does not parse";
	size_t at = r->yp.error == YAML_READER_ERROR ? r->s->from + r->yp.problem_offset
						     : byte_of(r, r->yp.problem_mark.index);
	int line = line_of(r, at > r->s->to ? r->s->to : at);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strstr(why, words[i].found))
			return mb_fail(r->err, MB_EINVAL, "line %d: %s", line, words[i].say);
	return mb_fail(r->err, MB_EINVAL, "line %d: this is not valid YAML: %s", line, why);
}

/* Escapes such as "\0" make characters that the text itself may not hold. */
static int take_scalar(struct reader *r, struct event *v, const yaml_event_t *e)
{
	static const enum mb_ystyle style[] = { MB_Y_PLAIN,  MB_Y_PLAIN,   MB_Y_SINGLE,
						MB_Y_DOUBLE, MB_Y_LITERAL, MB_Y_FOLDED };
	const char *text = (const char *)e->data.scalar.value;
	size_t n = e->data.scalar.length;

	if (mb_text_check(text, n, NULL) != MB_OK)
		return mb_fail(
			r->err, MB_EINVAL,
			"line %d: the value in quotes makes a control character by an escape; take it out",
			line_of(r, v->from));
	v->what = EV_SCALAR;
	v->style = style[e->data.scalar.style];
	if (v->style == MB_Y_PLAIN && n == 0)
		v->style = MB_Y_NULL;
	v->text = mb_arena_ndup(r->arena, text, n);
	v->anchor = mb_arena_dup(r->arena, (const char *)e->data.scalar.anchor);
	v->tag = mb_arena_dup(r->arena, (const char *)e->data.scalar.tag);
	return MB_OK;
}

static int take_event(struct reader *r, struct event *v, const yaml_event_t *e, bool *got)
{
	*v = (struct event){ .from = byte_of(r, e->start_mark.index), .to = byte_of(r, e->end_mark.index) };
	*got = true;
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return take_scalar(r, v, e);
	case YAML_ALIAS_EVENT:
		return mb_fail(r->err, MB_EINVAL, "line %d: \"*%.60s\" is an alias; write the value out",
			       line_of(r, v->from), (const char *)e->data.alias.anchor);
	case YAML_SEQUENCE_START_EVENT:
		v->what = EV_LIST;
		v->style = e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? MB_Y_FLOW : MB_Y_BLOCK;
		v->anchor = mb_arena_dup(r->arena, (const char *)e->data.sequence_start.anchor);
		v->tag = mb_arena_dup(r->arena, (const char *)e->data.sequence_start.tag);
		return MB_OK;
	case YAML_MAPPING_START_EVENT:
		v->what = EV_MAP;
		v->style = e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? MB_Y_FLOW : MB_Y_BLOCK;
		v->anchor = mb_arena_dup(r->arena, (const char *)e->data.mapping_start.anchor);
		v->tag = mb_arena_dup(r->arena, (const char *)e->data.mapping_start.tag);
		return MB_OK;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		v->what = EV_CLOSE;
		return MB_OK;
	case YAML_STREAM_END_EVENT:
		v->what = EV_STOP;
		return MB_OK;
	case YAML_DOCUMENT_START_EVENT:
		if (r->documents++)
			return mb_fail(r->err, MB_EINVAL, "line %d: a second YAML document starts; keep one",
				       line_of(r, v->from));
		if (v->to > v->from)
			r->cur = v->to; /* behind a "---" of its own */
		*got = false;
		return MB_OK;
	default:
		*got = false;
		return MB_OK;
	}
}

static int next(struct reader *r, struct event *v)
{
	bool got = false;
	int rc = MB_OK;

	while (rc == MB_OK && !got) {
		yaml_event_t e;

		if (!yaml_parser_parse(&r->yp, &e))
			return fail_parse(r);
		rc = take_event(r, v, &e, &got);
		yaml_event_delete(&e);
	}
	if (rc == MB_OK && v->what <= EV_MAP && ++r->nodes > MB_YAML_NODES)
		rc = mb_fail(r->err, MB_EINVAL, "line %d: more than %d values in one text; divide it",
			     line_of(r, v->from), MB_YAML_NODES);
	return rc;
}

/* ---- where a node lies ----------------------------------------------------------------------------------- */

static size_t skip_properties(const struct mb_yspan *s, size_t i, int count)
{
	while (count-- > 0 && i < s->to && (s->p[i] == '&' || s->p[i] == '!')) {
		while (!is_blank_at(s, i))
			i++;
		i = mb_y_gap(s, i, false);
	}
	return i;
}

/* Blank lines behind a | or > text are not its own, unless its header keeps them with "+". */
static size_t block_scalar_end(const struct mb_yspan *s, size_t core, size_t end)
{
	size_t head = core;
	bool keep = false;

	for (; head < s->to && s->p[head] != '\n' && s->p[head] != '#'; head++)
		keep |= s->p[head] == '+';
	while (head < s->to && s->p[head] != '\n')
		head++;
	head += head < s->to;
	if (end < head)
		return head;
	while (!keep && end > head) {
		size_t line = end - 1, k;

		while (line > head && s->p[line - 1] != '\n')
			line--;
		for (k = line; k < end && strchr(" \t\r\n", s->p[k]);)
			k++;
		if (k < end)
			break;
		end = line;
	}
	return end;
}

static void place_scalar(struct reader *r, struct mb_ynode *n, const struct event *v)
{
	static const char sign[] = {
		[MB_Y_SINGLE] = '\'', [MB_Y_DOUBLE] = '"', [MB_Y_LITERAL] = '|', [MB_Y_FOLDED] = '>'
	};
	const struct mb_yspan *s = r->s;
	bool block = n->style == MB_Y_LITERAL || n->style == MB_Y_FOLDED;

	if (n->core >= s->to || n->core > v->to ||
	    (n->style != MB_Y_PLAIN && s->p[n->core] != sign[n->style]) || n->beg != v->from) {
		doubt(r, "a value does not lie where it should");
		return;
	}
	n->end = block ? block_scalar_end(s, n->core, v->to) : v->to;
	r->cur = v->to > n->end ? v->to : n->end;
}

/* From the end of what came before to the beginning of this node; collections then go on with their children. */
static void place(struct reader *r, struct mb_ynode *n, const struct event *v)
{
	const struct mb_yspan *s = r->s;

	n->beg = n->core = n->end = r->cur;
	if (r->unsure || (n->style == MB_Y_NULL && !n->anchor && !n->tag))
		return;
	n->beg = mb_y_gap(s, r->cur, false);
	n->core = skip_properties(s, n->beg, !!n->anchor + !!n->tag);
	if (n->style == MB_Y_NULL) {
		for (n->end = n->core; n->end > n->beg && strchr(" \t\r\n", s->p[n->end - 1]);)
			n->end--;
		n->core = r->cur = n->end;
	} else if (n->pub.type == MB_TEXT) {
		place_scalar(r, n, v);
	} else {
		r->cur = n->end = n->core;
		if (n->style == MB_Y_FLOW && n->core < s->to &&
		    s->p[n->core] == (n->pub.type == MB_MAP ? '{' : '['))
			r->cur++;
		else if (n->style == MB_Y_FLOW)
			n->style = MB_Y_PAIR;
	}
}

static void place_close(struct reader *r, struct mb_ynode *n, const struct event *v)
{
	size_t i;

	if (r->unsure)
		return;
	if (n->style != MB_Y_FLOW) {
		if (n->pub.n)
			n->end = mb_y(n->pub.items[n->pub.n - 1])->end;
		return;
	}
	i = mb_y_gap(r->s, r->cur, true);
	if (i >= r->s->to || r->s->p[i] != (n->pub.type == MB_MAP ? '}' : ']') || v->from != i ||
	    v->to != i + 1)
		doubt(r, "a bracket does not close where it should");
	else
		r->cur = n->end = i + 1;
}

static void step_to_key(struct reader *r, const struct event *v, bool flow)
{
	size_t i = mb_y_gap(r->s, r->cur, flow);

	if (i < r->s->to && r->s->p[i] == '?' && is_blank_at(r->s, i + 1))
		r->cur = i + 1;
	else if (v->style != MB_Y_NULL)
		r->cur = i;
}

static void step_to_value(struct reader *r, struct mb_ynode *key)
{
	size_t i = r->cur;

	while (i < r->s->to && (r->s->p[i] == ' ' || r->s->p[i] == '\t'))
		i++;
	if (i >= r->s->to || r->s->p[i] != ':')
		i = mb_y_gap(r->s, r->cur, false);
	if (i < r->s->to && r->s->p[i] == ':') {
		r->cur = i + 1;
		key->colon = true;
	}
}

/* @return the place of the dash in a block list */
static size_t step_to_item(struct reader *r, const struct event *v, const struct mb_ynode *list)
{
	bool block = list->style == MB_Y_BLOCK;
	size_t i = mb_y_gap(r->s, r->cur, !block);

	if (block && (i >= r->s->to || r->s->p[i] != '-'))
		doubt(r, "an item does not lie behind its dash");
	else if (block)
		r->cur = i + 1;
	else if (v->style != MB_Y_NULL)
		r->cur = i;
	return i;
}

/* ---- the tree -------------------------------------------------------------------------------------------- */

static int read_node(struct mb_ynode **out, struct reader *r, const struct event *v, bool flow);

static int by_text(const void *a, const void *b)
{
	const struct mb_ynode *x = *(struct mb_ynode *const *)a, *y = *(struct mb_ynode *const *)b;
	int c = strcmp(x->pub.text, y->pub.text);

	return c ? c : (x->pub.line > y->pub.line) - (x->pub.line < y->pub.line);
}

static int check_twice(struct reader *r, const struct mb_ynode *map)
{
	size_t n = map->pub.n;
	struct mb_ynode **sorted;
	int rc = MB_OK;

	if (n < 2)
		return MB_OK;
	sorted = mb_alloc(n * sizeof *sorted);
	memcpy(sorted, map->keys, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, by_text);
	for (size_t i = 1; i < n && rc == MB_OK; i++)
		if (!strcmp(sorted[i - 1]->pub.text, sorted[i]->pub.text))
			rc = mb_fail(r->err, MB_EINVAL,
				     "line %d: the key \"%.60s\" stands already on line %d; keep one of them",
				     sorted[i]->pub.line, sorted[i]->pub.text, sorted[i - 1]->pub.line);
	free(sorted);
	return rc;
}

static int read_map(struct reader *r, struct mb_ynode *n, bool flow)
{
	size_t n_keys = 0, n_names = 0;
	struct event v;
	int rc;

	while ((rc = next(r, &v)) == MB_OK && v.what != EV_CLOSE) {
		struct mb_ynode *key, *value;

		if (v.what != EV_SCALAR || v.style == MB_Y_NULL)
			return mb_fail(r->err, MB_EINVAL, "line %d: a key must be a word or a text",
				       line_of(r, v.from));
		step_to_key(r, &v, flow);
		if ((rc = read_node(&key, r, &v, flow)) != MB_OK || (rc = next(r, &v)) != MB_OK)
			return rc;
		step_to_value(r, key);
		size_t behind = r->cur;
		if ((rc = read_node(&value, r, &v, flow)) != MB_OK)
			return rc;
		value->behind = behind;
		*MB_PUSH(r->arena, n->keys, n_keys) = key;
		*MB_PUSH(r->arena, n->pub.keys, n_names) = key->pub.text;
		*MB_PUSH(r->arena, n->pub.items, n->pub.n) = &value->pub;
	}
	if (rc == MB_OK)
		place_close(r, n, &v);
	return rc == MB_OK ? check_twice(r, n) : rc;
}

static int read_list(struct reader *r, struct mb_ynode *n, bool flow)
{
	struct event v;
	int rc;

	while ((rc = next(r, &v)) == MB_OK && v.what != EV_CLOSE) {
		size_t dash = step_to_item(r, &v, n), behind = r->cur;
		struct mb_ynode *item;

		if ((rc = read_node(&item, r, &v, flow)) != MB_OK)
			return rc;
		item->dash = dash;
		item->behind = behind;
		*MB_PUSH(r->arena, n->pub.items, n->pub.n) = &item->pub;
	}
	if (rc == MB_OK)
		place_close(r, n, &v);
	return rc;
}

static int read_node(struct mb_ynode **out, struct reader *r, const struct event *v, bool flow)
{
	struct mb_ynode *n = mb_arena_alloc(r->arena, sizeof *n);
	int rc = MB_OK;

	n->pub.type = v->what == EV_MAP ? MB_MAP : v->what == EV_LIST ? MB_LIST : MB_TEXT;
	n->pub.text = v->text;
	n->pub.raw = v->what == EV_SCALAR && v->style == MB_Y_PLAIN;
	n->pub.line = line_of(r, v->from);
	n->style = v->style;
	n->anchor = v->anchor;
	n->tag = v->tag;
	place(r, n, v);
	if (v->what != EV_SCALAR) {
		if (++r->depth > MB_YAML_DEPTH)
			return mb_fail(r->err, MB_EINVAL, "line %d: more than %d levels inside each other",
				       n->pub.line, MB_YAML_DEPTH);
		flow = flow || n->style == MB_Y_FLOW;
		rc = v->what == EV_MAP ? read_map(r, n, flow) : read_list(r, n, flow);
		r->depth--;
	}
	*out = n;
	return rc;
}

int mb_ytree_read(struct mb_ynode **out, const char **unsure, struct mb_arena *a, const struct mb_yspan *s,
		  struct mb_error *err)
{
	struct reader r = { .arena = a,
			    .s = s,
			    .bytes = s->from,
			    .line_at = s->from,
			    .line = s->line,
			    .cur = s->from,
			    .err = err };
	struct mb_ynode *root = NULL;
	struct event v;
	int rc;

	if (!yaml_parser_initialize(&r.yp))
		return mb_fail(err, MB_EFAIL, "the YAML reader could not start");
	/* The encoding is said, so that libyaml does not guess UTF-16 from a stray first character. */
	yaml_parser_set_encoding(&r.yp, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.yp, (const unsigned char *)s->p + s->from, s->to - s->from);
	rc = next(&r, &v);
	if (rc == MB_OK && v.what != EV_STOP) {
		rc = read_node(&root, &r, &v, false);
		if (rc == MB_OK)
			rc = next(&r, &v); /* the end, or the refusal of a second document */
	}
	yaml_parser_delete(&r.yp);
	if (rc == MB_OK) {
		*out = root;
		*unsure = r.unsure;
	}
	return rc;
}
