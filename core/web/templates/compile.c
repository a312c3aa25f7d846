/* The compiler of templates, run while the program is built: compile FOLDER OUT.c OUT.h NAME...
 *
 * Each NAME.mustache of FOLDER becomes `tpl_NAME`, a table that template.c writes out. _NAME.mustache are partials. What
 * is wrong stops the build with file:line. template.h says what templates are. */
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void stop(const char *path, int line, const char *fmt, ...)
{
	va_list ap;

	(void)fprintf(stderr, "%s:%d: error: ", path, line);
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
	_Exit(1); /* what is in the arena goes with the process */
}

/* ---- steps ----------------------------------------------------------------------------------------------- */

struct writer {
	struct compiler *c;
	struct unit *u; /* the file whose nodes are written: a partial's, within its template's */
	struct scope *open[TPL_DEPTH_MAX];
	int depth;
	struct html html;
	struct mb_buf bytes;
	struct tpl_op *op;
	size_t n_op;
	bool joins; /* the last step belongs to the same section as the next */
};

static struct tpl_op *op_add(struct writer *w, enum tpl_op_kind kind)
{
	struct tpl_op *op = MB_PUSH(w->c->arena, w->op, w->n_op);

	op->kind = (uint8_t)kind;
	return op;
}

static struct key *resolve(struct writer *w, const struct node *n, struct tpl_op *op)
{
	const char *names[256];
	size_t count = 0;

	for (int d = w->depth; d >= 0; d--) {
		unsigned slot = 0;

		for (struct key *k = w->open[d]->first; k; k = k->next, slot++) {
			if (!strcmp(k->name, n->name)) {
				op->depth = (uint8_t)d;
				op->slot = (uint16_t)slot;
				k->used = true;
				return k;
			}
			if (count < sizeof names / sizeof names[0])
				names[count++] = k->name;
		}
	}
	const char *near = mb_nearest(n->name, names, count);

	stop(w->u->path, n->line, "'%s' is not declared%s%s%s", n->name, near ? " (did you mean '" : "",
	     near ? near : "", near ? "'?)" : "");
}

static void write_nodes(struct writer *w, const struct node *n);

static void write_bytes(struct writer *w, const struct node *n)
{
	size_t from = w->bytes.n;
	struct tpl_op *last;

	html_walk(&w->html, w->u, n, &w->bytes);
	if (w->bytes.n == from)
		return;
	if (w->joins && w->n_op > 0 && w->op[w->n_op - 1].kind == TPL_OP_BYTES) {
		w->op[w->n_op - 1].b += (uint32_t)(w->bytes.n - from);
		return;
	}
	w->joins = true;
	last = op_add(w, TPL_OP_BYTES);
	last->a = (uint32_t)from;
	last->b = (uint32_t)(w->bytes.n - from);
}

static void write_section(struct writer *w, const struct node *n)
{
	struct html before = w->html;
	size_t at = w->n_op;
	struct tpl_op *op = op_add(w, n->kind == NODE_SECTION	 ? TPL_OP_SECTION
				      : n->kind == NODE_INVERTED ? TPL_OP_INVERTED
								 : TPL_OP_IF);
	struct key *k = resolve(w, n, op);
	bool part = n->kind == NODE_SECTION && k->child;

	if (part) {
		if (w->depth + 1 >= TPL_DEPTH_MAX)
			stop(w->u->path, n->line, "deeper than %d parts", TPL_DEPTH_MAX);
		w->open[++w->depth] = k->child;
	}
	w->joins = false;
	write_nodes(w, n->kids);
	w->joins = false;
	w->depth -= part;
	/* Shown or not, or shown ten times: what comes next must stand in the same place of the HTML. */
	if (!html_same(&before, &w->html))
		stop(w->u->path, n->line, "section '%s' begins in %s and ends in %s", n->name,
		     html_name(&before), html_name(&w->html));
	before.first = before.first ? before.first : w->html.first;
	before.url_first = before.url_first || w->html.url_first;
	w->html = before;
	w->op[at].a = (uint32_t)w->n_op;
}

static void write_partial(struct writer *w, const struct node *n)
{
	struct unit *outer = w->u;

	if (w->html.state != IN_TEXT || w->html.tag[0])
		stop(w->u->path, n->line, "a partial may stand in text only");
	w->u = n->partial;
	write_nodes(w, n->partial->nodes);
	if (w->html.state != IN_TEXT || w->html.tag[0])
		stop(n->partial->path, 1, "ends in %s", html_name(&w->html));
	w->u = outer;
}

static void write_nodes(struct writer *w, const struct node *n)
{
	for (; n; n = n->next) {
		switch (n->kind) {
		case NODE_BYTES:
			write_bytes(w, n);
			break;
		case NODE_VALUE: {
			struct tpl_op *op = op_add(w, TPL_OP_VALUE);
			const struct key *k = resolve(w, n, op);

			html_value(&w->html, w->u, n->line, k, n->raw);
			break;
		}
		case NODE_PARTIAL:
			write_partial(w, n);
			break;
		default:
			write_section(w, n);
			break;
		}
	}
}

/* ---- C --------------------------------------------------------------------------------------------------- */

static void c_string(struct mb_buf *b, const char *p, size_t n)
{
	mb_buf_putc(b, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char ch = (unsigned char)p[i];

		if (ch == '\n')
			mb_buf_puts(b, "\\n\"\n\t\"");
		else if (ch == '"' || ch == '\\')
			mb_buf_printf(b, "\\%c", ch);
		else if (ch < 0x20 || ch >= 0x7F || ch == '?')
			mb_buf_printf(b, "\\%03o", ch);
		else
			mb_buf_putc(b, p[i]);
	}
	mb_buf_putc(b, '"');
}

static void write_scope(struct mb_buf *b, const struct unit *u, struct scope *s, unsigned *number)
{
	for (struct key *k = s->first; k; k = k->next) {
		if (!k->used)
			stop(k->file, k->line, "'%s' is declared and never used%s%s", k->name,
			     k->file == u->path ? "" : " in ", k->file == u->path ? "" : u->path);
		if (k->child)
			write_scope(b, u, k->child, number);
	}
	s->number = (*number)++;
	if (s->n > 0) {
		mb_buf_printf(b, "static const struct tpl_key %s_keys_%u[] = {\n", u->name, s->number);
		for (const struct key *k = s->first; k; k = k->next) {
			mb_buf_printf(b, "\t{ \"%s\", ", k->name);
			if (k->child)
				mb_buf_printf(b, "&%s_scope_%u", u->name, k->child->number);
			else
				mb_buf_puts(b, "0");
			mb_buf_printf(b, ", %d, %d },\n", (int)k->type, (int)k->optional);
		}
		mb_buf_puts(b, "};\n");
	}
	mb_buf_printf(b, "static const struct tpl_scope %s_scope_%u = { \"%s\", ", u->name, s->number,
		      s->where);
	if (s->n > 0)
		mb_buf_printf(b, "%s_keys_%u", u->name, s->number);
	else
		mb_buf_puts(b, "0");
	mb_buf_printf(b, ", %u, ", s->n);
	if (s == &u->root)
		mb_buf_printf(b, "&tpl_%s };\n", u->name);
	else
		mb_buf_puts(b, "0 };\n");
}

/* For people who fill it: the keys, with those of partials. */
static void list_keys(struct mb_buf *b, const struct scope *s, int depth)
{
	for (const struct key *k = s->first; k; k = k->next) {
		mb_buf_printf(b, " *  %*s%-*s %s%s  %s", depth * 2, "", 18 - depth * 2, k->name,
			      type_names[k->type], k->optional ? "?" : "", k->note ? k->note : "");
		while (b->n > 0 && b->p[b->n - 1] == ' ')
			b->p[--b->n] = '\0';
		mb_buf_putc(b, '\n');
		if (k->child)
			list_keys(b, k->child, depth + 1);
	}
}

void unit_write(struct compiler *c, struct unit *u, struct mb_buf *source, struct mb_buf *header)
{
	struct writer w = { .c = c, .u = u, .open = { &u->root } };
	unsigned scopes = 0;

	mb_buf_init(&w.bytes, 0);
	write_nodes(&w, u->nodes);
	if (w.html.state != IN_TEXT)
		stop(u->path, 1, "ends in %s", html_name(&w.html));
	write_scope(source, u, &u->root, &scopes);
	mb_buf_printf(source, "static const struct tpl_op %s_ops[] = {\n", u->name);
	for (size_t i = 0; i < w.n_op; i++)
		mb_buf_printf(source, "\t{ %u, %u, %u, %u, %u },\n", w.op[i].kind, w.op[i].depth,
			      w.op[i].slot, w.op[i].a, w.op[i].b);
	mb_buf_printf(source, "\t{ 0, 0, 0, 0, 0 },\n};\nstatic const char %s_bytes[] =\n\t", u->name);
	c_string(source, w.bytes.p, w.bytes.n);
	mb_buf_printf(source,
		      ";\nconst struct tpl tpl_%s = { \"%s\", &%s_scope_%u, %s_bytes, %s_ops, %zu };\n\n",
		      u->name, u->name, u->name, u->root.number, u->name, u->name, w.n_op);
	mb_buf_printf(header, "/** %s.mustache\n", u->name);
	list_keys(header, &u->root, 0);
	mb_buf_printf(header, " */\nextern const struct tpl tpl_%s;\n\n", u->name);
	mb_buf_free(&w.bytes);
}

int main(int argc, char **argv)
{
	struct compiler c = { 0 };
	struct mb_buf source, header;
	struct mb_error err;
	int rc;

	if (argc < 5) {
		(void)fprintf(stderr, "usage: compile FOLDER OUT.c OUT.h NAME...\n");
		return MB_EUSAGE;
	}
	c.arena = mb_arena_new();
	c.folder = argv[1];
	mb_buf_init(&source, 0);
	mb_buf_init(&header, 0);
	mb_buf_puts(
		&source,
		"/* Made from *.mustache by templates/compile.c; not edited. */\n#include "
		"\"template_tables.h\"\n"
		"#include \"templates.h\"\n\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n");
	mb_buf_puts(&header, "/* Made from *.mustache by templates/compile.c; not edited. The templates and "
			     "their keys. */\n"
			     "#ifndef MINUTEBOOK_WEB_TEMPLATES_H\n#define MINUTEBOOK_WEB_TEMPLATES_H\n\n"
			     "struct tpl;\n\n");
	for (int i = 4; i < argc; i++)
		unit_write(&c, unit_get(&c, argv[i], false, NULL, 1), &source, &header);
	mb_buf_puts(&header, "/** All of them, ending with NULL. */\nextern const struct tpl *const "
			     "tpl_all[];\n\n#endif\n");
	mb_buf_puts(&source, "const struct tpl *const tpl_all[] = {\n");
	for (int i = 4; i < argc; i++)
		mb_buf_printf(&source, "\t&tpl_%s,\n", argv[i]);
	mb_buf_puts(&source, "\t0,\n};\n");
	rc = mb_buf_status(&source, &err);
	rc = rc ? rc : mb_write_file(argv[2], source.p, source.n, 0644, &err);
	rc = rc ? rc : mb_write_file(argv[3], header.p, header.n, 0644, &err);
	if (rc)
		(void)fprintf(stderr, "compile: %s\n", err.text);
	mb_buf_free(&source);
	mb_buf_free(&header);
	mb_arena_free(c.arena);
	return rc;
}
