/* From libmicrohttpd to a request of ours, and back.
 *
 * The first call of the handler only looks at the headers: a reply queued there would make libmicrohttpd 0.9.75 close the
 * connection. Then the body comes, in pieces; the last call, without one, answers. */
#include "http.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_LOG 400 /* bytes of a line; patterns are ours and short */

/* A request from its first line to its last byte. */
struct request {
	struct web *web;
	struct MHD_Connection *mhd;
	struct conn *conn;
	struct mb_arena *a;
	struct web_req q;
	struct web_res res;
	struct incoming in;
	struct mb_buf body;
	char *target;
	size_t body_max, counted;
	bool begun, answered, failed;
	int64_t from, done; /* microseconds */
};

static int64_t clock_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void *on_first_line(void *ctx, const char *uri, struct MHD_Connection *mhd)
{
	struct request *r = mb_alloc(sizeof *r);
	char *query = uri ? strchr(uri, '?') : NULL;

	r->web = ctx;
	r->mhd = mhd;
	r->target = mb_strdup(uri ? uri : "");
	r->from = clock_us();
	/* libmicrohttpd 0.9.75 goes on to write each parameter of the query into the connection's memory, and where there are more than it
	 * holds, never answers. We read the query ourselves, so it is shown none: the text is its buffer, which it takes apart in place. */
	if (query && query[1])
		query[1] = '\0';
	return r;
}

/* ---- headers --------------------------------------------------------------------------------------------- */

static const struct socket_in *socket_of(const struct request *r)
{
	return &r->web->sockets[r->conn ? r->conn->socket : 0];
}

static const char *address_of(struct request *r)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(r->mhd,
								       MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *x = info ? info->client_addr : NULL;
	char text[INET6_ADDRSTRLEN] = "";

	if (x && x->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)x)->sin_addr, text,
			  sizeof text);
	else if (x && x->sa_family == AF_INET6) /* one subscriber has a /64 */
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)x)->sin6_addr, text,
			  sizeof text);
	/* A proxy adds the address it saw at the end; what stands before it, anybody may have written. */
	if (r->in.by_proxy && r->in.forwarded_for) {
		const char *comma = strrchr(r->in.forwarded_for, ',');

		return comma ? comma + 1 : r->in.forwarded_for;
	}
	return mb_arena_dup(r->a, text);
}

/* A value that goes on in a second line libmicrohttpd 0.9.75 appends to the header's name: "X-Per: helen", " son" becomes X-Person. Such
 * folding is obsolete and to be refused (RFC 9112, 5.2). It shows in that name and value no longer lie behind each other. */
static bool of_one_line(const char *name, size_t n_name, const char *value)
{
	const char *p = name + n_name;

	if (value <= p || value > p + MAX_HEADER_MEMORY || *p)
		return false;
	while (++p < value && (*p == ' ' || *p == '\t'))
		;
	return p == value;
}

static enum MHD_Result on_header(void *ctx, enum MHD_ValueKind kind, const char *name, size_t n_name,
				 const char *value, size_t n_value)
{
	struct head *h = ctx;

	if (value && of_one_line(name, n_name, value))
		head_take(h, name, n_name, value, n_value);
	else
		h->malformed = true;
	return MHD_YES;
}

static int read_headers(struct request *r, const char *version, struct mb_error *err)
{
	const struct socket_in *s = socket_of(r);
	struct head h = { .in = &r->in,
			  .a = r->a,
			  .person = r->web->how->header,
			  .old = mb_streq(version, MHD_HTTP_VERSION_1_0) };

	r->in.by_proxy = s->unix_socket;
	r->in.loopback = s->loopback;
	(void)MHD_get_connection_values_n(r->mhd, MHD_HEADER_KIND, on_header, &h);
	r->q.last = r->in.coding != NULL; /* whatever stands behind its chunks is no request */
	return head_check(&h, err);
}

/* Passwords, tokens and secrets that stand in an address are tried; reading needs none. */
static bool may_be_guessing(const struct request *r)
{
	const struct web_route *route = r->q.route;

	return r->q.method != WEB_GET || r->in.authorization ||
	       (route && route->need == WEB_ANYONE && r->q.params.n && !(route->flags & WEB_OLD_TIP));
}

static void fail_early(struct request *r, int rc, unsigned status)
{
	r->q.early = rc;
	r->q.early_status = status;
}

static unsigned method_of(const char *m, bool *head)
{
	static const struct {
		const char *name;
		unsigned method;
	} all[] = { { "GET", WEB_GET }, { "HEAD", WEB_GET },	{ "POST", WEB_POST },
		    { "PUT", WEB_PUT }, { "PATCH", WEB_PATCH }, { "DELETE", WEB_DELETE } };

	*head = mb_streq(m, "HEAD");
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (mb_streq(all[i].name, m))
			return all[i].method;
	return 0;
}

static void too_large(struct request *r)
{
	fail_early(r,
		   mb_fail(&r->q.why, MB_EINVAL,
			   "This is larger than the %zu KB that may be sent here at once. Nothing "
			   "was done.",
			   r->body_max / 1024),
		   413);
}

/* Which page, and with which method; or what is wrong with asking for it. */
static void find_page(struct request *r, const char *method)
{
	struct web_req *q = &r->q;
	unsigned m = method_of(method, &q->head);

	q->target = absolute_path(&r->in.host, r->a, r->target);
	q->method = m ? (enum web_method)m : WEB_GET;
	if (!m && !mb_streq(method, "OPTIONS") && !mb_streq(method, "TRACE")) {
		fail_early(r,
			   mb_fail(&q->why, MB_EUSAGE, "This server does not know the method %.20s.", method),
			   501);
		return;
	}
	q->early = target_parse(&q->path, &q->query, r->a, q->target, &q->why);
	if (q->early != MB_OK && strlen(q->target) > MAX_TARGET)
		q->early_status = 414;
	if (q->early == MB_OK)
		q->route = route_find(&q->allowed, &q->params, r->a, m, q->path);
}

static void begin(struct request *r, const char *method, const char *version)
{
	struct web_req *q = &r->q;
	struct mb_error why;
	int head;

	r->begun = true;
	r->a = mb_arena_new();
	r->res = (struct web_res){ .a = r->a };
	mb_buf_init(&r->res.body, MB_BUF_MAX_DEFAULT);
	reply_clear(&r->res);
	q->a = r->a;
	q->web = r->web;
	q->in = &r->in;
	q->path = "/";
	head = read_headers(r, version, &why);
	find_page(r, method);
	if (head != MB_OK) {
		fail_early(r, head, 400);
		q->why = why;
		q->last = true;
	}
	if (may_be_guessing(r))
		r->in.address = address_of(r);
	r->body_max = q->route && q->route->flags & WEB_UPLOAD ? MAX_UPLOAD : MAX_FORM;
	mb_buf_init(&r->body, r->body_max);
	if (q->early == MB_OK && r->in.length && strtoull(r->in.length, NULL, 10) > r->body_max)
		too_large(r);
}

/* ---- body ------------------------------------------------------------------------------------------------ */

/* What is too much is read and thrown away: only after the last byte may a reply be queued. */
static void take_body(struct request *r, const char *p, size_t n)
{
	if (r->q.early != MB_OK || !r->q.route)
		return;
	if (atomic_fetch_add(&r->web->bodies, n) + n > MAX_BODIES) {
		atomic_fetch_sub(&r->web->bodies, n);
		fail_early(r,
			   mb_fail(&r->q.why, MB_ECONFLICT,
				   "Too much is being sent at this moment. Try again in a minute."),
			   503);
		return;
	}
	r->counted += n;
	mb_buf_put(&r->body, p, n);
	if (r->body.over)
		too_large(r);
}

/* ---- reply ----------------------------------------------------------------------------------------------- */

static void make_reply(struct request *r)
{
	r->q.body = (struct mb_str){ r->body.p, r->body.n };
	answer(&r->q, &r->res);
	r->answered = true;
	r->done = clock_us();
}

static void make_reply_slowly(void *job)
{
	struct request *r = job;

	make_reply(r);
	MHD_resume_connection(r->mhd);
}

static struct MHD_Response *response_of(struct request *r)
{
	const struct web_res *res = &r->res;
	const void *p = res->fixed ? res->fixed : res->body.p;
	size_t n = res->fixed ? res->fixed_n : res->body.n;
	/* The bytes outlive the reply: they are the request's own, a cache's that is pinned, or built in. */
	struct MHD_Response *m = MHD_create_response_from_buffer(n, (void *)(uintptr_t)p,
								 MHD_RESPMEM_PERSISTENT);
	char timing[48];

	for (size_t i = 0; m && i < res->n_headers; i++)
		if (MHD_add_response_header(m, res->headers[i].name, res->headers[i].value.p) != MHD_YES)
			r->failed = true;
	if (m && r->web->how->debug) {
		snprintf(timing, sizeof timing, "all;dur=%.3f", (double)(r->done - r->from) / 1000);
		(void)MHD_add_response_header(m, "Server-Timing", timing);
	}
	return m;
}

static void end_ready(void *reply)
{
	MHD_destroy_response(reply);
}

/* Whoever is first leaves it with the page, which holds it from then on. */
static bool keep_ready(struct request *r, struct MHD_Response *m)
{
	struct ready *ready = r->res.ready;
	void *none = NULL;

	if (!ready || !m || r->failed)
		return false;
	ready->free = end_ready;
	return atomic_compare_exchange_strong(&ready->reply, &none, m);
}

static enum MHD_Result send_reply(struct request *r)
{
	struct MHD_Response *kept = r->res.ready ? atomic_load(&r->res.ready->reply) : NULL,
			    *m = kept ? kept : response_of(r);
	enum MHD_Result rc = m && !r->failed ? MHD_queue_response(r->mhd, r->res.status, m) : MHD_NO;

	if (m && !kept && !keep_ready(r, m))
		MHD_destroy_response(m);
	return rc;
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *mhd, const char *url, const char *method,
				  const char *version, const char *upload, size_t *n_upload, void **own)
{
	struct web *w = ctx;
	struct request *r = *own;

	if (!r)
		return MHD_NO;
	if (!r->begun) {
		const union MHD_ConnectionInfo *info = MHD_get_connection_info(
			mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

		r->conn = info ? info->socket_context : NULL;
		if (r->conn)
			conns_set(&w->conns, r->conn, CONN_RECEIVING, clock_ms());
		begin(r, method, version);
		/* Announced as too large, or nobody knows where it ends: said at once, which ends the connection, so that the rest is not read. */
		if (r->q.early_status == 413 || (r->q.early != MB_OK && r->q.last)) {
			make_reply(r);
			return send_reply(r);
		}
		return MHD_YES;
	}
	if (*n_upload > 0) {
		take_body(r, upload, *n_upload);
		*n_upload = 0;
		return MHD_YES;
	}
	if (!r->answered) {
		if (r->conn)
			conns_set(&w->conns, r->conn, CONN_ANSWERING, clock_ms());
		if (r->q.route && (r->q.route->flags & WEB_SLOW)) {
			MHD_suspend_connection(mhd);
			if (slow_run(w, make_reply_slowly, r))
				return MHD_YES;
			fail_early(r,
				   mb_fail(&r->q.why, MB_ECONFLICT,
					   "Too much is asked at this moment. Try again in a minute."),
				   503);
			make_reply_slowly(r);
			return MHD_YES;
		}
		make_reply(r);
	}
	return send_reply(r);
}

static const char *method_name(enum web_method m, bool head)
{
	return m == WEB_POST	 ? "POST"
	       : m == WEB_PUT	 ? "PUT"
	       : m == WEB_PATCH	 ? "PATCH"
	       : m == WEB_DELETE ? "DELETE"
	       : head		 ? "HEAD"
				 : "GET";
}

/* When, to the second, in words: worked out once a second. */
static const char *log_time(void)
{
	static _Thread_local char words[MB_ISO_TIME];
	static _Thread_local int64_t of;
	struct mb_instant now = mb_now();

	if (now.utc != of || !*words)
		mb_instant_iso(words, now);
	of = now.utc;
	return words;
}

static char *put_text(char *at, const char *end, const char *s)
{
	size_t n = strlen(s), room = (size_t)(end - at);

	memcpy(at, s, n < room ? n : room);
	return at + (n < room ? n : room);
}

static char *put_number(char *at, const char *end, uint64_t n)
{
	char digits[24], *p = digits + sizeof digits;

	*--p = '\0';
	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	return put_text(at, end, p);
}

/* By hand: this is done for every request, and printf() costs as much as finding the page. */
static void log_line(const struct request *r)
{
	const struct web *w = r->web;
	size_t n = r->res.fixed ? r->res.fixed_n : r->res.body.n;
	uint64_t took = (uint64_t)(r->done - r->from);
	char line[MAX_LOG], *at = line, *end = line + sizeof line - 1;

	if (!w->how->log || w->how->quiet)
		return;
	at = put_text(at, end, log_time());
	at = put_text(at, end, " ");
	at = put_text(at, end, method_name(r->q.method, r->q.head));
	at = put_text(at, end, " ");
	/* The pattern, not the address: who read what is nobody's business. */
	at = put_text(at, end, r->q.route ? r->q.route->pattern : "-");
	at = put_number(put_text(at, end, " "), end, r->res.status);
	at = put_number(put_text(at, end, " "), end, n);
	at = put_number(put_text(at, end, " "), end, took / 1000);
	at = put_number(put_text(at, end, "."), end, took % 1000 / 100);
	*put_text(at, end, "ms") = '\0';
	w->how->log(w->how->ctx, line);
}

static void on_completed(void *ctx, struct MHD_Connection *mhd, void **own,
			 enum MHD_RequestTerminationCode code)
{
	struct web *w = ctx;
	struct request *r = *own;

	*own = NULL;
	if (!r)
		return;
	if (r->conn)
		conns_set(&w->conns, r->conn, CONN_IDLE, clock_ms());
	if (r->begun) {
		if (r->answered)
			log_line(r);
		pins_drop(&r->q);
		mb_buf_free(&r->body);
		mb_buf_free(&r->res.body);
		mb_arena_free(r->a);
		atomic_fetch_sub(&w->bodies, r->counted);
	}
	free(r->target);
	free(r);
}

/* ---- connections ----------------------------------------------------------------------------------------- */

static void on_connection(void *ctx, struct MHD_Connection *mhd, void **own,
			  enum MHD_ConnectionNotificationCode code)
{
	struct web *w = ctx;
	const union MHD_ConnectionInfo *info;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
		*own = info ? conns_of(&w->conns, info->connect_fd) : NULL;
	} else if (*own) {
		conns_drop(&w->conns, *own);
		*own = NULL;
	}
}

static uint64_t hash_of(const struct sockaddr *x)
{
	const unsigned char *p = NULL;
	uint64_t h = UINT64_C(14695981039346656037);
	size_t n = 0;

	if (x->sa_family == AF_INET) {
		p = (const unsigned char *)&((const struct sockaddr_in *)(const void *)x)->sin_addr;
		n = 4;
	} else if (x->sa_family == AF_INET6) { /* by /64: one subscriber has that many addresses */
		p = (const unsigned char *)&((const struct sockaddr_in6 *)(const void *)x)->sin6_addr;
		n = 8;
	}
	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * UINT64_C(1099511628211);
	return n == 0 ? 0 : h ? h : 1;
}

void http_take(struct MHD_Daemon *d, struct web *w, int fd, size_t socket, const struct sockaddr *address,
	       socklen_t n)
{
	struct conn *x = conns_add(&w->conns, fd, socket, hash_of(address), clock_ms());

	if (!x) {
		close(fd);
		return;
	}
	if (MHD_add_connection(d, fd, address, n) != MHD_YES) /* closes the socket */
		conns_drop(&w->conns, x);
}

int http_start(struct MHD_Daemon **out, struct web *w, struct mb_error *err)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_NO_LISTEN_SOCKET |
			 MHD_ALLOW_SUSPEND_RESUME;

	if (w->how->debug)
		flags |= MHD_USE_ERROR_LOG;
	/* Limits and deadlines are conns.c's, so libmicrohttpd's own are beyond them. */
	*out = MHD_start_daemon(flags, 0, NULL, NULL, on_request, w, MHD_OPTION_THREAD_POOL_SIZE,
				(unsigned)QUICK_THREADS, MHD_OPTION_CONNECTION_LIMIT,
				(unsigned)(4 * w->conns.max + 256), MHD_OPTION_CONNECTION_TIMEOUT, 0u,
				MHD_OPTION_CONNECTION_MEMORY_LIMIT, MAX_HEADER_MEMORY,
				MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_first_line,
				w, MHD_OPTION_NOTIFY_COMPLETED, on_completed, w, MHD_OPTION_NOTIFY_CONNECTION,
				on_connection, w, MHD_OPTION_END);
	return *out ? MB_OK : mb_fail(err, MB_EFAIL, "the web server could not be started");
}

void http_stop(struct MHD_Daemon *d)
{
	MHD_stop_daemon(d);
}
