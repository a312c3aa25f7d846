/* A form as it arrives: the first line says its content type, the rest is the body; and an address, and a Cookie header. */
#include "fuzz.h"
#include "server.h"

#include <string.h>

static void check_pairs(const struct web_pairs *x)
{
	INSIST(x->n <= MAX_FIELDS);
	for (size_t i = 0; i < x->n; i++) {
		const struct web_pair *p = &x->list[i];

		INSIST(strlen(p->name) <= MAX_NAME && strlen(p->value.p) == p->value.n);
		INSIST(mb_text_check(p->name, strlen(p->name), NULL) == MB_OK);
		INSIST(mb_text_check(p->value.p, p->value.n, NULL) == MB_OK);
		INSIST(!strchr(p->value.p, '\r'));
	}
}

static void check_files(const struct web_file *files, size_t n, const char *body, size_t n_body)
{
	INSIST(n <= MAX_FILES);
	for (size_t i = 0; i < n; i++) {
		INSIST(!strpbrk(files[i].name, "/\\\r\n"));
		INSIST(mb_text_check(files[i].name, strlen(files[i].name), NULL) == MB_OK);
		INSIST(files[i].data.p >= body && files[i].data.p + files[i].data.n <= body + n_body);
	}
}

static void check_form(struct mb_arena *a, const char *type, const char *body, size_t n)
{
	struct web_pairs fields = { 0 }, again = { 0 };
	struct web_file *files = NULL;
	struct mb_error err = { 0 };
	size_t n_files = 0;
	int rc = form_parse(&fields, &files, &n_files, a, type, body, n, &err);

	INSIST(rc == MB_OK || rc == MB_EINVAL || rc == MB_EUSAGE);
	INSIST(rc == MB_OK || (err.code == rc && err.text[0] && !strchr(err.text, '\n')));
	check_pairs(&fields);
	check_files(files, n_files, body, n);
	/* Without files it takes the same fields, or refuses. */
	if (form_parse(&again, NULL, NULL, a, type, body, n, NULL) == MB_OK)
		INSIST(rc == MB_OK && n_files == 0 && again.n == fields.n);
}

static void check_target(struct mb_arena *a, const char *text)
{
	struct web_pairs query = { 0 };
	const char *path = NULL, *cookie;

	if (target_parse(&path, &query, a, text, NULL) == MB_OK) {
		INSIST(path[0] == '/' && !strstr(path, "//") && !strstr(path, "/../") && !strchr(path, '\\'));
		INSIST(mb_text_check(path, strlen(path), NULL) == MB_OK);
	}
	check_pairs(&query);
	cookie = cookie_find(a, text, "__Host-s");
	INSIST(!cookie || !strchr(cookie, ';'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *line = size ? memchr(data, '\n', size) : NULL;
	struct mb_arena *a = mb_arena_new();

	if (line) {
		const char *type = mb_arena_ndup(a, (const char *)data, (size_t)(line - (const char *)data));
		size_t n = size - (size_t)(line + 1 - (const char *)data);

		check_form(a, type, mb_arena_copy(a, line + 1, n), n);
		check_target(a, type);
	} else if (size) {
		check_target(a, mb_arena_ndup(a, (const char *)data, size));
	}
	mb_arena_free(a);
	return 0;
}
