/* Inside core/web: the server under the pages: sockets, connections, threads, caches. Pages include web.h only. */
#ifndef MB_WEB_SERVER_H
#define MB_WEB_SERVER_H

#include "accounts.h"
#include "web.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

/* ---- limits ---------------------------------------------------------------------------------------------- */

#define MAX_CONNECTIONS 1024 /* at a time */
#define MAX_PER_ADDRESS                                                                                      \
	512 /* of those, from one address: a whole town hall comes from one; a Unix socket has none */
#define MAX_HEADER_MEMORY ((size_t)32 * 1024)
#define MAX_FORM                                                                                             \
	((size_t)2 * 1024 * 1024) /* bytes of a form's body: twice a document, percent-encoded in part */
#define MAX_UPLOAD	 ((size_t)24 * 1024 * 1024) /* ... with files */
#define MAX_BODIES	 ((size_t)96 * 1024 * 1024) /* of all requests being received together */
#define MAX_FIELDS	 4000			    /* a minute form of forty items has about 1000 */
#define MAX_FILES	 20
#define MAX_NAME	 200  /* bytes of a field's name */
#define MAX_PART_HEADER	 2048 /* bytes of the headers of one part */
#define MAX_TARGET	 4096 /* bytes of path and query */
#define MAX_PARAMS	 8    /* of a pattern */
#define HEADER_SECONDS	 10 /* from the first byte of a connection, or the end of a reply, to whole headers */
#define REQUEST_SECONDS	 60 /* from headers to the last byte of the reply */
#define IDLE_SECONDS	 30 /* a connection that waits for its next request */
#define PAGE_CACHE_BYTES ((size_t)48 * 1024 * 1024)
#define HTML_CACHE_BYTES ((size_t)32 * 1024 * 1024)
#define QUICK_THREADS	 2
#define SLOW_THREADS	 2
#define SLOW_QUEUE	 64

/* ---- connections (conns.c) ------------------------------------------------------------------------------- */

/* A connection waits for a request, is receiving one, or is being answered. Only the first two are ever ended for want of
 * room, oldest first: a client that holds on without asking makes place for one that asks. */
enum conn_state { CONN_NEW, CONN_IDLE, CONN_RECEIVING, CONN_ANSWERING };

struct conn {
	struct conn *before, *after; /* in the list of its state, oldest first */
	enum conn_state state;
	bool ended; /* shut down by us; libmicrohttpd is about to notice */
	int fd;
	size_t socket;	  /* at which of ours it came in */
	uint64_t address; /* hash of the peer's address; 0: a Unix socket */
	int64_t since;	  /* milliseconds of the monotonic clock, in this state */
	int64_t began;	  /* of the request */
};

struct conn_list {
	struct conn *first, *last;
	size_t n;
};

struct conns {
	pthread_mutex_t lock;
	struct conn_list lists[4]; /* by state */
	struct conn **by_fd;	   /* n_fds */
	size_t n_fds;
	size_t n, live; /* live: those not ended */
	size_t max, max_per_address;
	int64_t header_ms, request_ms, idle_ms;
	struct {
		uint64_t address;
		size_t n;
	} * counts; /* open hash, twice max */
	size_t n_counts;
};

/** fds: file descriptors that this process may have. Zeros stand for the standard. */
void conns_init(struct conns *c, size_t fds, size_t max, unsigned header, unsigned request, unsigned idle);
void conns_free(struct conns *c);
/** Room for one more from this address, made by ending the oldest that waits if it must be. NULL: there is none. */
struct conn *conns_add(struct conns *c, int fd, size_t socket, uint64_t address, int64_t now);
void conns_set(struct conns *c, struct conn *x, enum conn_state state, int64_t now);
/** More are on their way out than there should be: wait a moment before the next is let in. */
bool conns_crowded(struct conns *c);
struct conn *conns_of(struct conns *c, int fd); /* NULL: none */
/** libmicrohttpd is done with it and about to close its socket. */
void conns_drop(struct conns *c, struct conn *x);
/** End what is past its deadline. */
void conns_sweep(struct conns *c, int64_t now);
int64_t clock_ms(void);

/* ---- sockets (listen.c) ---------------------------------------------------------------------------------- */

#define MAX_SOCKETS 8

struct socket_in {
	int fd;
	bool unix_socket; /* whoever may connect is believed to be the proxy */
	bool loopback;
	char text[128]; /* "http://127.0.0.1:8080/", "unix:/run/minutebook.sock" */
};
int sockets_open(struct socket_in *out, size_t *n, const struct mb_serve *how, struct mb_error *err);
void sockets_close(struct socket_in *s, size_t n, const struct mb_serve *how);

/* ---- limits on guessing (guess.c) ------------------------------------------------------------------------ */

struct guesses;
struct guesses *guesses_new(void);
void guesses_free(struct guesses *g);
#define TRIES_ACCOUNT 5	 /* a typing mistake costs nothing */
#define TRIES_ADDRESS 60 /* a whole town hall comes from one */
/** May one more be tried under this key (an account, an address), after `freely` that failed?
 *  @return seconds to wait; 0: now */
unsigned guesses_wait(struct guesses *g, const char *key, unsigned freely, int64_t now);
void guesses_failed(struct guesses *g, const char *key, int64_t now);
void guesses_forget(struct guesses *g, const char *key);

/* ---- caches (cache.c) ------------------------------------------------------------------------------------ */

/** Bytes by a key, oldest use out first, bounded. What was taken out stays until it is given back. */
struct cache;
struct cached {
	const void *p;
	size_t n;
	void (*free)(void *p);
	const char *type, *etag; /* of a page */
};
struct cache *cache_new(size_t max_bytes);
void cache_free(struct cache *c);
/** NULL: not there. Give it back with cache_done(). */
const struct cached *cache_get(struct cache *c, const char *key);
/** p becomes the cache's, freed with free_p. The entry is out as by cache_get(). */
const struct cached *cache_put(struct cache *c, const char *key, const struct cached *what);
void cache_done(struct cache *c, const struct cached *x);
void cache_sums(struct cache *c, size_t *entries, size_t *bytes, size_t *hits, size_t *misses);

/* ---- the server ------------------------------------------------------------------------------------------ */

struct web_worker {
	struct web *web;
	struct web_worker *next;
	struct mb_gate *g;
	struct mb_accounts *accounts;
	mb_day opened; /* the day on which g was opened: rules come into force at midnight */
	char *main_file, *packed_file;
	uint64_t main_seen;   /* what the file of main looked like */
	struct mb_instant on; /* `serve --on` as a moment, once it is known */
	bool on_known;
	int64_t looked; /* when main was last read in earnest, milliseconds */
	/* who asked, worked out; kept while tip and day stay */
	struct mb_arena *known_arena;
	struct known_person *known;
	size_t n_known;
	char known_tip[65];
	mb_day known_day;
};

/** A person as the record has it today; valid until the tip moves. */
struct known_person {
	const char *person, *name; /* person "": the public */
	bool clerk;
	struct mb_reader *reader;
	struct visit visit; /* zeros: none is kept, as for the public and for programs */
	int64_t visited;    /* when it was last asked for, by the clock on the wall */
};

struct web {
	const struct mb_serve *how;
	struct conns conns;
	struct guesses *guesses;
	struct cache *pages, *html;
	struct socket_in sockets[MAX_SOCKETS];
	size_t n_sockets;
	pthread_mutex_t lock;		      /* workers */
	struct web_worker *workers, *waiting; /* waiting: opened before any thread asked for one */
	atomic_size_t bodies;		      /* bytes of bodies held */
	atomic_bool closing;		      /* each reply is the last on its connection */
	/* slow pages */
	pthread_t slow[SLOW_THREADS];
	size_t n_slow;
	pthread_mutex_t jobs_lock;
	pthread_cond_t jobs_there;
	struct {
		void (*run)(void *job);
		void *job;
	} jobs[SLOW_QUEUE];
	size_t first_job, n_jobs;
	bool stopping;
	/* work beside requests */
	pthread_mutex_t tasks_lock;
	pthread_cond_t tasks_moved; /* one began or is over, or is to stop */
	size_t tasks_asked;
	struct web_task *tasks;
	bool tasks_end;
};

/** Open so many before the first request, which need not wait for it then. */
int workers_open(struct web *w, size_t n, struct mb_error *err);
/** This thread's worker: one that was opened, or a new one. */
int worker_here(struct web_worker **out, struct web *w, struct mb_error *err);
void workers_close(struct web *w);
/** The gate at main's tip. */
int worker_look(struct web_worker *k, struct mb_error *err);
/** Who this is, and what may be seen. person NULL: the public. */
int worker_knows(const struct known_person **out, struct web_worker *k, const char *person, mb_day today,
		 struct mb_error *err);
/** This person asks in a browser: the visit that it belongs to, looked up once a minute. */
void worker_visit(struct visit *out, struct web_worker *k, const struct known_person *who);
/** The moment it is for this record. */
struct mb_instant web_now(struct web_worker *k, struct mb_gate *g);

/** Run a page beside the quick threads; done is called from there when it is over. false: too many wait. */
bool slow_run(struct web *w, void (*run)(void *job), void *job);
void slow_start(struct web *w);
void slow_stop(struct web *w);
/** Stop what goes on beside requests, and wait for it. */
void tasks_begin(struct web *w);
void tasks_end(struct web *w);
void tasks_free(struct web *w);
/** Now, as this server's records have it: a rehearsal may be served on another day. */
struct mb_instant web_clock(const struct web *w, struct mb_gate *g);

/* ---- a request being taken in (request.c, form.c, target.c) ----------------------------------------------- */

/** What is known when the headers are there. Texts outlive the request; NULL: no such header. */
struct incoming {
	const char *host, *length, *coding, *type, *cookie, *origin, *fetch_site, *authorization,
		*if_none_match, *if_match, *forwarded_for, *accepts, *encodings, *header_person;
	bool by_proxy; /* came through a Unix socket */
	bool loopback;
	const char *address; /* whom to count attempts under; NULL where nothing is attempted; never logged */
};

/** The head of a request while it is read (head.c). */
struct head {
	struct incoming *in; /* receives what is wanted */
	struct mb_arena *a;
	const char *person; /* the header in which a proxy names the person; NULL */
	bool old;	    /* HTTP/1.0: there are no chunks */
	bool malformed, twice;
};
void head_take(struct head *h, const char *name, size_t n_name, const char *value, size_t n_value);
/** May it be told where the request ends, and whom it is for? MB_EINVAL: then nothing more on this connection is believed. */
int head_check(const struct head *h, struct mb_error *err);
bool host_ok(const char *host);
/** The path and query of a target that may begin with scheme and host, which *host then receives. */
const char *absolute_path(const char **host, struct mb_arena *a, const char *target);

/** Path and query taken apart. MB_EINVAL: bad percent signs, control characters, "..", "//", backslashes, not UTF-8, too long. */
int target_parse(const char **path, struct web_pairs *query, struct mb_arena *a, const char *target,
		 struct mb_error *err);
/** One field more. name and value end with NUL; value's line ends are made LF in place. MB_EINVAL */
int pair_add(struct web_pairs *out, struct mb_arena *a, char *name, size_t n_name, char *value,
	     size_t n_value, struct mb_error *err);
/** application/x-www-form-urlencoded. MB_EINVAL too many, too long, not UTF-8, NUL. */
int form_urlencoded(struct web_pairs *out, struct mb_arena *a, const char *p, size_t n, struct mb_error *err);
/** A whole body by its content type: urlencoded or multipart/form-data. files may be NULL: then a file is MB_EINVAL.
 *  MB_EUSAGE: another type. */
int form_parse(struct web_pairs *out, struct web_file **files, size_t *n_files, struct mb_arena *a,
	       const char *type, const char *p, size_t n, struct mb_error *err);
/** A cookie of a Cookie header by name. NULL. */
const char *cookie_find(struct mb_arena *a, const char *header, const char *name);

/** The route for a path: NULL none fits; *allowed receives the methods of those that would fit. */
const struct web_route *route_find(unsigned *allowed, struct web_pairs *params, struct mb_arena *a,
				   unsigned method, const char *path);
/** Every pattern is sound, and no two fit the same. For the tests. */
int routes_check(struct mb_error *err);

/* ---- a reply --------------------------------------------------------------------------------------------- */

/** Answer a request whose body is there. res is always filled. */
void answer(struct web_req *q, struct web_res *res);
/** Fill in what every reply has: headers, ETag, 304. */
void reply_finish(struct web_req *q, struct web_res *res);
void reply_clear(struct web_res *res);
/** An error as a page, or as problem+json. */
void error_page(struct web_req *q, struct web_res *res, unsigned status, const char *text);
int error_template(struct web_req *q, struct web_res *res, const char *title, const char *text);
unsigned status_of(int rc);
struct mb_json;
/** The body of application/problem+json (RFC 9457), to be added to. name: of the problem, NULL: by its status. Freed by the caller. */
struct mb_json *problem_json(unsigned status, const char *name, const char *title, const char *detail);

/** Something of a cache that the reply is made from: given back when the request is over. */
struct pin {
	struct cache *cache;
	const struct cached *what;
};
void pin(struct web_req *q, struct cache *c, const struct cached *what);
void pins_drop(struct web_req *q);

/** What libmicrohttpd sends, made once for a kept page: adding twelve headers costs as much as sending them. */
struct ready {
	_Atomic(void *) reply; /* NULL: not yet */
	void (*free)(void *reply);
};

/** The gzipped form of what a reply sends. It lives as long as the plain one, and has a tag of its own: other bytes. */
struct packed {
	const void *p;
	size_t n;
	const char *etag;
	struct ready *ready; /* NULL: none is kept */
};
/** Does an Accept-Encoding header (NULL: there is none) want gzip at least as much as plain bytes? */
bool takes_gzip(const char *header);

/** A page kept from before. false: none, or it may not be used now. */
bool page_from_cache(struct web_req *q, struct web_res *res);
void page_to_cache(struct web_req *q, struct web_res *res);

/* ---- the server's own pages (sign.c, account.c, own.c) ------------------------------------------------------ */

/** A form came without a session: what was typed is kept, and can be sent again after signing in. */
int kept_page(struct web_req *q, struct web_res *res, struct mb_error *err);
/** A form shown again as it was typed, ready to be sent. */
int offer_again(struct web_req *q, struct web_res *res, const struct web_pairs *fields, const char *target,
		bool files, struct mb_error *err);

/* ---- who asks (session.c) -------------------------------------------------------------------------------- */

#define COOKIE "__Host-s"

int who_asks(struct web_req *q, struct mb_error *err);
/** Of an unsafe request: same origin, and the form's token. MB_EREFUSED. */
int check_origin(const struct web_req *q, struct mb_error *err);
int check_token(const struct web_req *q, struct mb_error *err);
/** Is it meant for us? MB_EINVAL. */
int check_host(const struct web_req *q, struct mb_error *err);
void set_cookie(struct web_res *res, const char *secret); /* NULL: take it away */

#endif
