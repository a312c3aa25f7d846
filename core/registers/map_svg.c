/* The map drawn by graphviz, then made fit for a page: one picture with a name and a description, in the page's colours. */
#include "registers_impl.h"

#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
/* What graphviz and the font libraries that it loads never give back (2.43: some 4 KB a drawing) is not ours to free. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libgvc\nleak:libcgraph\nleak:libgvplugin\nleak:libfontconfig\nleak:libpango\nleak:"
	       "libcairo\nleak:libglib\n";
}
#endif

/* ---- drawing --------------------------------------------------------------------------------------------- */

/* Graphviz reads its own marks in labels (\n, \N, \G ...): a title's backslash is none of them. */
static void put_label(struct mb_buf *b, const char *s, size_t width)
{
	size_t column = 0;

	for (; *s; s++) {
		if (*s == ' ' && column >= width) {
			mb_buf_puts(b, "\\n");
			column = 0;
			continue;
		}
		if (*s == '\\')
			mb_buf_putc(b, '\\');
		mb_buf_putc(b, (unsigned char)*s < ' ' ? ' ' : *s);
		column++;
	}
}

/* libcgraph declares what it only copies without const. */
static void set(void *object, const char *key, const char *value)
{
	char name[32], nothing[1] = { 0 };
	size_t n = strlen(value) + 1;
	char *copy = mb_alloc(n);

	memcpy(copy, value, n);
	snprintf(name, sizeof name, "%s", key);
	agsafeset(object, name, copy, nothing);
	free(copy);
}

static void add_nodes(Agraph_t *graph, Agnode_t **nodes, const struct mb_map *m)
{
	for (size_t i = 0; i < m->n_groups; i++) {
		char name[32];
		struct mb_buf label;

		snprintf(name, sizeof name, "g%zu", i);
		mb_buf_init(&label, 0);
		put_label(&label, m->groups[i].title, 18);
		nodes[i] = agnode(graph, name, 1);
		set(nodes[i], "label", label.p);
		set(nodes[i], "shape", "box");
		set(nodes[i], "style", "rounded");
		set(nodes[i], "margin", "0.16,0.09");
		mb_buf_free(&label);
	}
}

static void add_edges(Agraph_t *graph, Agnode_t *const *nodes, const struct mb_map *m)
{
	for (size_t i = 0; i < m->n_lines; i++) {
		const struct mb_map_line *l = &m->lines[i];
		struct mb_buf label;
		char name[32];
		Agedge_t *edge;

		snprintf(name, sizeof name, "l%zu", i);
		edge = agedge(graph, nodes[l->from], nodes[l->to], name, 1);
		mb_buf_init(&label, 0);
		if (l->accountability)
			put_label(&label, l->accountability, 40);
		set(edge, "label", label.p);
		mb_buf_free(&label);
		set(edge, "style",
		    mb_streq(l->type, "dotted")	 ? "dashed"
		    : mb_streq(l->type, "joint") ? "bold"
						 : "solid");
		set(edge, "dir", mb_streq(l->type, "joint") ? "both" : "forward");
		if (mb_streq(l->type, "dotted")) /* hearing of a thing puts nobody above */
			set(edge, "constraint", "false");
	}
}

static Agraph_t *make_graph(const struct mb_map *m)
{
	Agraph_t *graph = agopen((char[]){ "map" }, Agdirected, NULL);
	Agnode_t **nodes = mb_alloc((m->n_groups + 1) * sizeof *nodes);

	set(graph, "rankdir", "RL"); /* upright, so that its words can be read on a tablet */
	set(graph, "bgcolor", "transparent");
	set(graph, "nodesep", "0.25");
	set(graph, "ranksep", "0.7");
	agattr(graph, AGNODE, (char[]){ "fontname" }, (char[]){ "Helvetica" });
	agattr(graph, AGEDGE, (char[]){ "fontname" }, (char[]){ "Helvetica" });
	agattr(graph, AGEDGE, (char[]){ "fontsize" }, (char[]){ "11" });
	add_nodes(graph, nodes, m);
	add_edges(graph, nodes, m);
	free(nodes);
	return graph;
}

/* One for the process, never given back: graphviz 2.42 remembers the font of the drawing before by a pointer into its context, and
 * compares with it at the next, whether that context is still there or not. */
static GVC_t *context(void)
{
	static GVC_t *kept;

	if (!kept)
		kept = gvContext();
	return kept;
}

int mb_map_svg(struct mb_buf *out, const struct mb_map *m, const char *id, struct mb_error *err)
{
	GVC_t *gvc = context();
	Agraph_t *graph = NULL;
	char *raw = NULL;
	unsigned length = 0;
	int rc = MB_EFAIL, laid = -1;

	if (!gvc)
		return mb_fail(err, MB_EFAIL,
			       "graphviz cannot be used; the list says the same as the drawing");
	agseterr(AGMAX); /* it must not write to the terminal or a server's log by itself */
	graph = make_graph(m);
	laid = gvLayout(gvc, graph, "dot");
	if (laid == 0 && gvRenderData(gvc, graph, "svg", &raw, &length) == 0 && raw) {
		map_svg_clean(out, m, raw, length, id ? id : "map");
		rc = mb_buf_status(out, err);
	} else {
		mb_fail(err, rc,
			"graphviz could not draw the map: is its plugin for SVG there (libgvc6)? "
			"The list says the same as the drawing");
	}
	if (raw)
		gvFreeRenderData(raw);
	if (laid == 0)
		gvFreeLayout(gvc, graph);
	agclose(graph);
	return rc;
}
