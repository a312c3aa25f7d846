/* rules doc: what the rules in force, or those of a folder, say in words. */
#include "cli.h"

int cmd_rules_doc(struct cli *c, struct mb_error *err)
{
	const char *kind = c->n_words ? c->words[0] : NULL, *home;
	struct mb_rules_file *files;
	struct mb_rules *own = NULL, *rules;
	struct mb_buf page;
	size_t n;
	int rc;

	mb_buf_init(&page, 0);
	if (cli_has(c, OPT_RULES)) {
		if ((rc = mb_rules_files_of_folder(&files, &n, c->a, cli_option(c, OPT_RULES), err)) == MB_OK)
			rc = mb_rules_load(&own, files, n, err);
		rules = own;
	} else {
		/* Not cli_open(): the page goes into files, and stands there without a word of this run. */
		if ((rc = cli_find_home(&home, c, err)) == MB_OK)
			rc = mb_gate_open(&c->g, home, err);
		rules = rc == MB_OK ? mb_gate_rules(c->g) : NULL;
	}
	if (rc == MB_OK)
		rc = mb_rules_doc(&page, rules, kind, err);
	if (rc == MB_OK && c->json) {
		struct mb_json *j = mb_json_object();

		mb_json_set_text(j, "kind", kind);
		mb_json_set_text(j, "markdown", page.p);
		out_json(j);
	} else if (rc == MB_OK) {
		out_str((struct mb_str){ page.p, page.n });
	}
	mb_buf_free(&page);
	mb_rules_free(own);
	return rc;
}
