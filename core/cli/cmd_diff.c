/* diff: what changed between two versions, in words. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#define CONTEXT ((size_t)160) /* bytes of unchanged text shown on either side of a change */

/* A version named by an event number or a day. */
static int version_of(const struct mb_version_row **found, struct cli *c, const struct mb_version_row *rows,
		      size_t n, const char *word, struct mb_error *err)
{
	char *end;
	long event = strtol(word, &end, 10);
	mb_day day = MB_NO_DAY;

	*found = NULL;
	if (mb_day_parse(&day, word))
		event = 0;
	else if (*end || end == word || event < 1)
		return mb_fail(err, MB_EINVAL,
			       "'%s' is neither a date that exists (2005-10-11) nor the number of an event",
			       word);
	for (size_t i = 0; i < n; i++)
		if (day == MB_NO_DAY ? rows[i].event.event <= event : rows[i].event.on <= day)
			*found = &rows[i];
	if (!*found)
		return mb_fail(err, MB_ENOTFOUND, "%s did not exist at %s", c->words[0], word);
	return MB_OK;
}

static int choose(const struct mb_version_row **from, const struct mb_version_row **to, struct cli *c,
		  const struct mb_version_row *rows, size_t n, struct mb_error *err)
{
	int rc;

	*to = &rows[n - 1];
	if (c->n_words > 2 && (rc = version_of(to, c, rows, n, c->words[2], err)) != MB_OK)
		return rc;
	if (c->n_words > 1)
		return version_of(from, c, rows, n, c->words[1], err);
	if (n < 2)
		return mb_fail(err, MB_ENOTFOUND,
			       "%s has one version only: there is nothing to compare it with", c->words[0]);
	*from = &rows[n - 2];
	return MB_OK;
}

static const char *short_value(struct cli *c, const struct mb_node *node)
{
	struct mb_node wrap = { .type = MB_MAP, .n = 1 };
	const char *key = "value";
	struct mb_buf text;
	const char *out_text;

	if (!node)
		return "";
	if (node->type == MB_TEXT)
		return node->text;
	wrap.keys = &key;
	wrap.items = (struct mb_node *[]){ (struct mb_node *)node };
	mb_buf_init(&text, MB_DOC_MAX);
	mb_yaml_write(&text, &wrap);
	out_text = mb_starts(text.p, "value:") ? text.p + 6 : text.p;
	out_text = mb_arena_dup(c->a, out_text);
	mb_buf_free(&text);
	return mb_arena_ndup(c->a, mb_trim(mb_str(out_text)).p, mb_trim(mb_str(out_text)).n);
}

/* To the next blank, so that no word is cut. */
static size_t word_end(struct mb_str text, size_t at)
{
	while (at < text.n && text.p[at] != ' ' && text.p[at] != '\n')
		at++;
	return at;
}

/* Only what stands around a change. */
static void put_same(struct mb_str text, bool first, bool last)
{
	size_t head = first ? 0 : word_end(text, CONTEXT < text.n ? CONTEXT : text.n);
	size_t tail = last ? text.n : word_end(text, text.n > CONTEXT ? text.n - CONTEXT : 0);

	if (text.n <= 2 * CONTEXT + 80 || head >= tail) {
		out_str(text);
		return;
	}
	out_str((struct mb_str){ text.p, head });
	out(first || last ? "..." : " ... ");
	out_str((struct mb_str){ text.p + tail, text.n - tail });
}

static void put_runs(struct cli *c, const struct mb_diff_run *runs, size_t n)
{
	bool changed = false;

	for (size_t i = 0; i < n; i++)
		changed |= runs[i].kind != MB_SAME;
	for (size_t i = 0; changed && i < n; i++)
		if (runs[i].kind == MB_SAME)
			put_same(runs[i].text, i == 0, i + 1 == n);
		else if (runs[i].kind == MB_REMOVED)
			out_removed(c, runs[i].text);
		else
			out_added(c, runs[i].text);
	if (changed)
		out("\n");
}

static void put_change(struct cli *c, const char *before, const char *after)
{
	struct mb_diff_run *runs;
	size_t n;

	mb_word_diff(&runs, &n, c->a, mb_str(before), mb_str(after));
	put_runs(c, runs, n);
}

struct two {
	const struct mb_doc *from, *to;
};

static const struct mb_node *value(const struct mb_doc *d, const char *key)
{
	return d->matter.root ? mb_node_get(d->matter.root, key) : NULL;
}

/* Every key of either front matter, those of the new one first. */
static void each_key(struct cli *c, const struct two *docs, struct mb_json *list)
{
	for (int side = 0; side < 2; side++) {
		const struct mb_node *root = side ? docs->from->matter.root : docs->to->matter.root;

		for (size_t i = 0; root && i < root->n; i++) {
			const struct mb_node *before = value(docs->from, root->keys[i]),
					     *after = value(docs->to, root->keys[i]);

			if (mb_node_same(before, after) || (side && after))
				continue;
			if (list) {
				struct mb_json *j = mb_json_push_object(list);

				mb_json_set_text(j, "field", root->keys[i]);
				mb_json_set_node(j, "before", before);
				mb_json_set_node(j, "after", after);
				continue;
			}
			out("%s: ", root->keys[i]);
			put_change(c, short_value(c, before), short_value(c, after));
		}
	}
}

static void as_json(struct cli *c, const struct two *docs, const struct mb_version_row *from,
		    const struct mb_version_row *to, const struct mb_diff_run *runs, size_t n)
{
	static const char *const kinds[] = {
		[MB_SAME] = "same", [MB_REMOVED] = "removed", [MB_ADDED] = "added"
	};
	struct mb_json *j = mb_json_object(), *list;

	mb_json_set_text(j, "id", docs->to->id);
	mb_json_set_int(j, "from", from->event.event);
	mb_json_set_int(j, "to", to->event.event);
	each_key(c, docs, mb_json_set_array(j, "fields"));
	list = mb_json_set_array(j, "runs");
	for (size_t i = 0; i < n; i++) {
		struct mb_json *row = mb_json_push_object(list);

		mb_json_set_text(row, "kind", kinds[runs[i].kind]);
		mb_json_set_str(row, "text", runs[i].text);
	}
	out_json(j);
}

int cmd_diff(struct cli *c, struct mb_error *err)
{
	const struct mb_version_row *from = NULL, *to = NULL;
	struct mb_version_row *rows;
	struct mb_diff_run *runs;
	struct two docs;
	const char *path;
	size_t n, n_runs;
	int rc;

	if ((rc = cli_open(c, err)) != MB_OK || (rc = cli_path(&path, c, c->words[0], err)) != MB_OK ||
	    (rc = mb_index_history(&rows, &n, c->a, mb_gate_index(c->g), path, err)) != MB_OK ||
	    (rc = choose(&from, &to, c, rows, n, err)) != MB_OK)
		return rc;
	if (from->removed || to->removed)
		return mb_fail(err, MB_ENOTFOUND, "%s was removed by event %ld: compare versions before it",
			       c->words[0], (from->removed ? from : to)->event.event);
	if ((rc = cli_doc_of(&docs.from, c, from, err)) != MB_OK ||
	    (rc = cli_doc_of(&docs.to, c, to, err)) != MB_OK)
		return rc;
	mb_word_diff(&runs, &n_runs, c->a, docs.from->body, docs.to->body);
	if (c->json) {
		as_json(c, &docs, from, to, runs, n_runs);
		return MB_OK;
	}
	out_bold(c, "%s: event %ld (%s) to event %ld (%s)\n", docs.to->id, from->event.event,
		 cli_day_words(c, from->event.on), to->event.event, cli_day_words(c, to->event.on));
	each_key(c, &docs, NULL);
	put_runs(c, runs, n_runs);
	return MB_OK;
}
