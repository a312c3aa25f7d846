/* A form as it arrives: the first line says its content type, the rest is the body; an address, a Cookie header, and a whole head. */
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

/* Lines "name:value", as the head of a request. */
static void check_head(struct mb_arena *a, const char *p, size_t n)
{
	struct incoming in = { 0 };
	struct head h = { .in = &in, .a = a, .person = "X-Person-Id", .old = n & 1 };
	const char *end = p + n, *host = NULL, *path;

	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p)), *colon;

		stop = stop ? stop : end;
		if ((colon = memchr(p, ':', (size_t)(stop - p))))
			head_take(&h, p, (size_t)(colon - p), colon + 1, (size_t)(stop - colon - 1));
		p = stop + 1;
	}
	if (head_check(&h, NULL) == MB_OK)
		INSIST(!in.coding || (!in.length && !h.old));
	if (in.host && host_ok(in.host))
		INSIST(!strpbrk(in.host, "/@\\?#%,\"'<> \t\r\n"));
	(void)takes_gzip(in.encodings);
	if (in.cookie) {
		path = absolute_path(&host, a, in.cookie);
		INSIST(!host || path[0] == '/');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *line = size ? memchr(data, '\n', size) : NULL;
	struct mb_arena *a = mb_arena_new();

	check_head(a, mb_arena_copy(a, data, size), size);
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
