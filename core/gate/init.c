/* A new record's home: the template and the pack laid down by one founding change. */
#include "gate_impl.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FOUNDING_FILES_MAX 2000

struct founding {
	struct mb_arena *a;
	const struct mb_init *how;
	struct mb_file *files;
	size_t n;
};

/* ---- gathering files ------------------------------------------------------------------------------------- */

static const char *filled(struct founding *x, const char *text, size_t n)
{
	char day[MB_ISO_DATE];
	const struct {
		const char *word, *value;
	} words[] = { { "@NAME@", x->how->name },
		      { "@DATE@", mb_day_iso(day, mb_instant_day(x->how->recorded)) },
		      { "@REHEARSAL@", x->how->rehearsal ? "true" : "false" } };
	struct mb_buf out;
	const char *done;

	mb_buf_init(&out, MB_DOC_MAX);
	for (size_t i = 0; i < n;) {
		size_t k = 0;

		for (; k < sizeof words / sizeof *words; k++)
			if (n - i >= strlen(words[k].word) &&
			    memcmp(text + i, words[k].word, strlen(words[k].word)) == 0)
				break;
		if (k < sizeof words / sizeof *words) {
			mb_buf_puts(&out, words[k].value);
			i += strlen(words[k].word);
		} else {
			mb_buf_putc(&out, text[i++]);
		}
	}
	done = mb_arena_ndup(x->a, out.p, out.n);
	mb_buf_free(&out);
	return done;
}

static int add_file(struct founding *x, const char *disk, const char *path, struct mb_error *err)
{
	struct mb_buf text;
	struct mb_file *f;
	size_t n = strlen(path);
	int rc;

	if (x->n == FOUNDING_FILES_MAX)
		return mb_fail(err, MB_EINVAL, "%s: more than %d files", disk, FOUNDING_FILES_MAX);
	if ((rc = mb_read_file(&text, disk, MB_DOC_MAX, err)) == MB_OK &&
	    (rc = mb_text_check(text.p, text.n, NULL)) != MB_OK)
		rc = mb_fail(err, MB_EINVAL, "%s is not plain UTF-8 text", disk);
	if (rc == MB_OK) {
		f = MB_PUSH(x->a, x->files, x->n);
		if (mb_ends(path, ".in")) {
			f->path = mb_arena_ndup(x->a, path, n - 3);
			f->data = mb_str(filled(x, text.p, text.n));
		} else {
			f->path = mb_arena_dup(x->a, path);
			f->data = (struct mb_str){ mb_arena_copy(x->a, text.p, text.n), text.n };
		}
	}
	mb_buf_free(&text);
	return rc;
}

static int add_folder(struct founding *x, const char *disk, const char *prefix, int depth,
		      struct mb_error *err)
{
	DIR *dir = opendir(disk);
	struct dirent *e;
	int rc = MB_OK;

	if (!dir)
		return mb_fail(err, errno == ENOENT ? MB_ENOTFOUND : MB_EFAIL, "%s: %s", disk,
			       strerror(errno));
	while (rc == MB_OK && (e = readdir(dir))) {
		const char *from = mb_arena_printf(x->a, "%s/%s", disk, e->d_name);
		const char *to = mb_arena_printf(x->a, "%s%s%s", prefix, *prefix ? "/" : "", e->d_name);
		struct stat st;

		if (e->d_name[0] == '.')
			continue;
		if (lstat(from, &st) != 0)
			rc = mb_fail(err, MB_EFAIL, "%s: %s", from, strerror(errno));
		else if (S_ISDIR(st.st_mode) && depth < 12)
			rc = add_folder(x, from, to, depth + 1, err);
		else if (S_ISREG(st.st_mode))
			rc = add_file(x, from, to, err);
	}
	closedir(dir);
	return rc;
}

static int add_optional(struct founding *x, const char *disk, const char *prefix, struct mb_error *err)
{
	struct stat st;

	return stat(disk, &st) == 0 ? add_folder(x, disk, prefix, 0, err) : MB_OK;
}

static int gather(struct founding *x, struct mb_error *err)
{
	int rc = add_folder(x, x->how->template_dir, "", 0, err);

	for (size_t i = 0; rc == MB_OK && i < x->how->n_packs; i++) {
		const char *pack = x->how->packs[i];

		rc = add_folder(x, mb_arena_printf(x->a, "%s/rules", pack), "rules", 0, err);
		if (rc == MB_OK)
			rc = add_optional(x, mb_arena_printf(x->a, "%s/handbook", pack), "handbook", err);
	}
	for (size_t i = 0; rc == MB_OK && i < x->n; i++)
		for (size_t k = i + 1; rc == MB_OK && k < x->n; k++)
			if (mb_streq(x->files[i].path, x->files[k].path))
				rc = mb_fail(err, MB_EINVAL,
					     "two packs, or a pack and the template, have a file %s",
					     x->files[i].path);
	return rc;
}

/* The rules of each kind in words, as they are laid down. */
static int add_pages(struct founding *x, const struct mb_rules *rules, struct mb_error *err)
{
	const struct mb_schema *s = mb_rules_schema(rules);
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < s->n_kinds; i++) {
		struct mb_buf page;
		struct mb_file *f;

		if (s->kinds[i].n_states == 0)
			continue;
		mb_buf_init(&page, MB_DOC_MAX);
		if ((rc = mb_rules_doc(&page, rules, s->kinds[i].name, err)) == MB_OK) {
			f = MB_PUSH(x->a, x->files, x->n);
			f->path = mb_arena_printf(x->a, "handbook/rules-%s.md", s->kinds[i].name);
			f->data = (struct mb_str){ mb_arena_copy(x->a, page.p, page.n), page.n };
		}
		mb_buf_free(&page);
	}
	return rc;
}

/* ---- laying down ----------------------------------------------------------------------------------------- */

static int enact(struct founding *x, struct mb_record *rec, struct mb_oid *rules, const char **founder,
		 struct mb_error *err)
{
	const struct mb_oid none = { { 0 } };
	char day[MB_ISO_DATE];
	struct mb_file *below = NULL, *f;
	size_t n = 0;
	int rc;

	/* The id of rules/ as a tree of its own, so that nothing is written that the record does not then hold. */
	for (size_t i = 0; i < x->n; i++)
		if (mb_starts(x->files[i].path, "rules/")) {
			f = MB_PUSH(x->a, below, n);
			*f = x->files[i];
			f->path += strlen("rules/");
		}
	if (!n)
		return mb_fail(err, MB_EINVAL, "%s has no rules/",
			       x->how->n_packs ? x->how->packs[0] : x->how->template_dir);
	if ((rc = mb_tree_write(rules, rec, &none, below, n, err)) != MB_OK)
		return rc;
	f = MB_PUSH(x->a, x->files, x->n);
	f->path = "enactments.yaml";
	/* The founding rules hold from the beginning of what the record tells: past meetings may be filed into a new record. */
	f->data = mb_str(mb_arena_printf(
		x->a,
		"# Which rules are in force from when, and by which decision. Entries are added by "
		"enactment, never by hand.\n"
		"# Until the first entry that cites a decision the record is in its founding period.\n"
		"enactments:\n"
		"  - {rules: %s, from: 0001-01-01, recorded: %s, by: %s, founding: true}\n",
		rules->hex, mb_day_iso(day, mb_instant_day(x->how->recorded)),
		*founder ? *founder : "founder"));
	return MB_OK;
}

static int find_founder(const char **out, struct founding *x, struct mb_error *err)
{
	struct mb_node *root = NULL, *roles;
	const char *post;
	int rc;

	for (size_t i = 0; i < x->n; i++)
		if (mb_streq(x->files[i].path, "partnership.yaml") &&
		    (rc = mb_yaml_parse(&root, x->a, x->files[i].data.p, x->files[i].data.n, err)) != MB_OK)
			return rc;
	if (!root)
		return mb_fail(err, MB_EINVAL, "%s has no partnership.yaml or partnership.yaml.in",
			       x->how->template_dir);
	post = mb_node_text(root, "clerk_post");
	roles = mb_node_get(root, "roles");
	for (size_t i = 0; post && roles && roles->type == MB_LIST && i < roles->n; i++)
		if (mb_streq(mb_node_text(roles->items[i], "role"), post) &&
		    (*out = mb_node_text(roles->items[i], "person")))
			return MB_OK;
	return mb_fail(err, MB_EINVAL,
		       "partnership.yaml names nobody as %s: somebody has to be the first to sign in",
		       post ? post : "clerk_post");
}

static int check_all(struct founding *x, struct mb_record *rec, const struct mb_oid *tree,
		     const struct mb_schema *schema, struct mb_error *err)
{
	struct mb_view *v;
	int rc = mb_view_of_tree(&v, rec, tree, schema, err);

	if (rc != MB_OK)
		return rc;
	for (size_t i = 0; rc == MB_OK && i < x->n; i++) {
		const struct mb_doc *doc;

		if (mb_ends(x->files[i].path, ".md") &&
		    (rc = mb_view_doc(&doc, v, x->files[i].path, err)) == MB_OK)
			rc = mb_doc_check(doc, v, x->a, NULL, NULL, err);
	}
	if (rc == MB_OK)
		rc = settings_check(v, mb_instant_day(x->how->recorded), err);
	mb_view_free(v);
	return rc;
}

static int lay_down(struct founding *x, struct mb_record *rec, struct mb_error *err)
{
	const struct mb_oid none = { { 0 } };
	const struct mb_commit unborn = { 0 };
	struct mb_rules_file *rule_files = NULL;
	struct mb_rules *rules = NULL;
	struct mb_oid rules_tree, tree;
	struct mb_landing landing;
	struct mb_commit landed;
	const char *founder = NULL;
	char day[MB_ISO_DATE], shown[MB_LONG_DATE];
	size_t n_rules = 0;
	int rc;

	if ((rc = find_founder(&founder, x, err)) != MB_OK ||
	    (rc = enact(x, rec, &rules_tree, &founder, err)) != MB_OK ||
	    (rc = mb_rules_files_of_tree(&rule_files, &n_rules, x->a, rec, &rules_tree, err)) != MB_OK ||
	    (rc = mb_rules_load(&rules, rule_files, n_rules, err)) != MB_OK ||
	    (rc = add_pages(x, rules, err)) != MB_OK)
		goto out;
	if ((rc = mb_tree_write(&tree, rec, &none, x->files, x->n, err)) != MB_OK ||
	    (rc = check_all(x, rec, &tree, mb_rules_schema(rules), err)) != MB_OK)
		goto out;
	mb_day_iso(day, mb_instant_day(x->how->recorded));
	landing = (struct mb_landing){
		.base = &unborn,
		.files = x->files,
		.n_files = x->n,
		.author = founder,
		.author_mail = mb_arena_printf(x->a, "%s@people.invalid", founder),
		.on = mb_instant_day(x->how->recorded),
		.recorded = x->how->recorded,
		.message = mb_arena_printf(x->a,
					   "The record of %s was laid down (%s)%s\n\n"
					   "Rules came into force for the founding period: until the first "
					   "enactment by decision\n"
					   "one person may enact.\n\n"
					   "Event: 1\nOn: %s\nBy: %s\nEntered-By: %s\nFounding: "
					   "yes\n%sRules: %s\nRuling: 1\n accepted\n",
					   x->how->name,
					   mb_day_short(shown, mb_instant_day(x->how->recorded)),
					   x->how->rehearsal ? ", as a rehearsal" : "", day, founder, founder,
					   x->how->rehearsal ? "Rehearsal: yes\n" : "", rules_tree.hex)
	};
	if ((rc = mb_record_land(&landed, x->a, rec, &landing, err)) == MB_OK)
		rc = mb_home_set(rec, "operator", founder, err);
out:
	mb_rules_free(rules);
	return rc;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *at)
{
	return remove(path);
}

int mb_gate_init(const struct mb_init *how, struct mb_error *err)
{
	struct founding x = { .a = mb_arena_new(), .how = how };
	struct mb_record *rec = NULL;
	bool made = false;
	int rc;

	if ((rc = gather(&x, err)) == MB_OK && (rc = mb_home_init(how->dir, err)) == MB_OK) {
		made = true;
		if ((rc = mb_record_open(&rec, how->dir, err)) == MB_OK)
			rc = lay_down(&x, rec, err);
	}
	mb_record_close(rec);
	if (rc != MB_OK && made) /* ours, a moment old, and holding nothing but the template */
		nftw(how->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	mb_arena_free(x.a);
	return rc;
}
