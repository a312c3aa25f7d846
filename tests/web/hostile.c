/* Every template with hostile values in every key, as static pages: hostile OUT. Nothing of them may run in a browser that
 * has no content policy at all (hostile.mjs looks). */
#include "template.h"
#include "template_tables.h"
#include "templates.h"

#include <minutebook/base.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const texts[] = {
	"<script>ran(1)</script>",
	"\"><img src=x onerror=ran(2)>",
	"'><svg onload=ran(3)>",
	"\" autofocus onfocus=ran(4) x=\"",
	"' onmouseover='ran(5)",
	"</textarea><script>ran(6)</script>",
	"</title><script>ran(7)</script>",
	"<!--<script>ran(8)//-->",
	"javascript:ran(9)",
	"{{{title}}}<img src=x onerror=ran(10)>",
	"\xC0\xBCscript>ran(11)</script>",
	"\x01<iframe srcdoc='<script>parent.ran(12)</script>'>",
};
static const char *const urls[] = {
	"javascript:ran(20)",
	"JaVaScRiPt:ran(21)",
	" javascript:ran(22)",
	"java\nscript:ran(23)",
	"data:text/html,<script>ran(24)</script>",
	"/\"onmouseover=ran(25) x=\"",
	"//example.org/",
	"vbscript:ran(26)",
	"/a'><img src=x onerror=ran(27)>",
};
static const char *const markdowns[] = {
	"<script>ran(40)</script>\n\n[x](javascript:ran(41)) ![x](javascript:ran(42)) <img src=x "
	"onerror=ran(43)>\n",
	"[x]: JAVASCRIPT:ran(44)\n\n[x] <javascript:ran(45)> [y](data:text/html,<script>ran(46)</script>)\n",
	"| <img src=x onerror=ran(47)> | \"onmouseover=ran(48) |\n|---|---|\n| `<script>ran(49)</script>` | "
	"[z](vbscript:ran(50)) |\n",
	"# "
	"\"><script>ran(51)</script>\n\n```\"><script>ran(52)</script>\n</code></pre><script>ran(53)</"
	"script>\n```\n",
	"![\" onerror=ran(54) x=\"](/x \"\\\" onload=ran(55)\")\n",
};
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static size_t turn; /* which value comes next: over all pages each stands in many places */

static void fill(struct mb_arena *a, struct tpl_map *m, const struct tpl_scope *s, int depth)
{
	for (unsigned i = 0; i < s->n; i++) {
		const struct tpl_key *k = &s->key[i];
		const char *md = markdowns[turn % COUNT(markdowns)];

		turn++;
		switch ((enum tpl_type)k->type) {
		case TPL_TEXT:
			tpl_set_text(m, k->name, texts[turn % COUNT(texts)]);
			break;
		case TPL_NUMBER:
			tpl_set_number(m, k->name, -(long long)turn);
			break;
		case TPL_BOOL:
			tpl_set_bool(m, k->name, turn % 2);
			break;
		case TPL_HTML:
			tpl_set_html(m, k->name, tpl_markdown(a, md, strlen(md), 2));
			break;
		case TPL_URL:
			(void)tpl_set_url(m, k->name, urls[turn % COUNT(urls)]);
			break;
		case TPL_LIST:
			for (int n = 0; n < (depth < 2 ? 4 : 2); n++)
				fill(a, tpl_list_add(m, k->name), k->child, depth + 1);
			break;
		case TPL_MAP:
			fill(a, tpl_map(m, k->name), k->child, depth + 1);
			break;
		case TPL_PAGE:
			break;
		}
	}
}

int main(int argc, char **argv)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_error err;
	struct mb_buf b;

	if (argc != 2)
		return 2;
	(void)mkdir(argv[1], 0755);
	for (size_t i = 0; tpl_all[i]; i++) {
		struct tpl_map *frame = tpl_data(a, &tpl_layout), *page = tpl_data(a, tpl_all[i]);

		if (tpl_all[i] == &tpl_layout)
			continue;
		fill(a, frame, tpl_layout.root, 0);
		fill(a, page, tpl_all[i]->root, 0);
		tpl_set_page(frame, "content", page);
		mb_buf_init(&b, 0);
		if (tpl_render(&b, frame, &err) != MB_OK ||
		    mb_write_file(mb_arena_printf(a, "%s/%s.html", argv[1], tpl_name(tpl_all[i])), b.p, b.n,
				  0644, &err) != MB_OK) {
			(void)fprintf(stderr, "hostile: %s\n", err.text);
			return 1;
		}
		mb_buf_free(&b);
	}
	mb_arena_free(a);
	return 0;
}
