/* Inside core/web: a request, its reply, who asks, and how a page is made of them.
 *
 * A page is a handler: int page(struct web_req *q, struct web_res *res, struct mb_error *err). It reads q, fills res and
 * returns MB_OK. Any other code becomes an error page (MB_ENOTFOUND 404, MB_EREFUSED 403, MB_ECONFLICT 409, MB_EINVAL and
 * MB_EUSAGE 400, MB_EFAIL 500) that says err->text; what res held is dropped. Everything a handler makes lives in q->a.
 * Handlers run on several threads; each thread has its own gate, and q is one thread's alone. */
#ifndef MB_WEB_H
#define MB_WEB_H

#include <minutebook/gate.h>
#include <minutebook/web.h>

#include "template.h"

/* ---- the request ----------------------------------------------------------------------------------------- */

/* HEAD is a GET whose body is not sent. */
enum web_method { WEB_GET = 1, WEB_POST = 2, WEB_PUT = 4, WEB_PATCH = 8, WEB_DELETE = 16 };

/** name=value; both NUL-terminated, UTF-8, without NUL. Line ends of form fields are LF. */
struct web_pair {
	const char *name;
	struct mb_str value;
};
struct web_pairs {
	struct web_pair *list;
	size_t n;
};

/** An uploaded file. Its bytes are whatever was sent, and no NUL ends them; its name is the last part only, and never used as a path. */
struct web_file {
	const char *field, *name, *type;
	struct mb_str data;
};

/** Who asks. */
struct web_who {
	const char *person; /* id in the record; NULL: nobody is signed in */
	const char *name;   /* for people to read; NULL */
	bool clerk;	    /* holds the clerk's post today */
	bool admin;	    /* may manage accounts and look at the server */
	bool by_token;	    /* through the API, with a token: no session, no form token needed */
	/* In a browser: when the visit before this one began (seconds since 1970), and the record's newest event then. 0: this is
	 * the first. A page that shows either is WEB_BY_VISIT. */
	int64_t last_visit;
	long last_event;
	const char *session; /* hash of the session in hex, the key to what is kept with it; NULL: none */
};

struct web;	   /* the server, shared by all threads */
struct web_worker; /* what one thread holds */
struct web_route;
struct web_res;
struct incoming;

struct web_req {
	struct mb_arena *a; /* ends with the request */
	struct web *web;
	struct web_worker *worker;
	const struct incoming *in;    /* headers, for the server's own pages */
	struct mb_gate *g;	      /* the record at main's tip as of the request's beginning */
	struct mb_accounts *accounts; /* this thread's own */
	enum web_method method;
	bool head;		       /* HEAD: the reply's body is not sent */
	bool last;		       /* the connection ends with its reply */
	const char *path;	       /* decoded and checked: "/decisions/CTB-2005-D003" */
	const char *target;	       /* path and query as sent: what a link back here says */
	const struct web_route *route; /* NULL: none fits */
	struct web_pairs params;       /* of the pattern: {id} */
	struct web_pairs query, form;
	struct web_file *files;
	size_t n_files;
	struct mb_str body; /* WEB_RAW routes: the bytes sent */
	struct web_who who;
	struct mb_reader *reader; /* what who.person may read: for mb_may() */
	struct mb_instant now;	  /* of a rehearsal: as `serve --on` says */
	mb_day today;
	int64_t until; /* of what is shown, before the day ends: a time runs out then (as now.utc); 0: nothing */
	/* the server's own */
	unsigned allowed; /* methods of the routes that fit the path */
	int early;	  /* what is wrong with the request before it is looked at; MB_OK */
	struct mb_error why;
	unsigned early_status;
	struct notice *notices;
	size_t n_notices;
	bool notices_read;
	const char *form_key;
	struct pin *pins;
	size_t n_pins;
};

/** A parameter of the pattern, of the query, of the form: NULL when absent (the form's and query's first of a name). */
const char *web_param(const struct web_req *q, const char *name);
const char *web_query(const struct web_req *q, const char *name);
const char *web_field(const struct web_req *q, const char *name);
/** The same, "" when absent: what a form shows again. */
const char *web_field_or(const struct web_req *q, const char *name, const char *otherwise);
/** The document that the pattern's {id} names: web_doc_name() undone. */
const char *web_doc_id(const struct web_req *q);
/** The i-th value of a name that may occur several times (checkboxes, rows); NULL past the last. */
const char *web_field_at(const struct web_req *q, const char *name, size_t i);
const struct web_file *web_upload(const struct web_req *q,
				  const char *field); /* NULL: none, or an empty choice */
/** A whole number of the query, `otherwise` when absent, malformed or outside least..most. */
long web_query_number(const struct web_req *q, const char *name, long least, long most, long otherwise);
/** A day of the query: MB_NO_DAY when absent or empty; MB_EINVAL when it is none. */
int web_query_day(mb_day *out, const struct web_req *q, const char *name, struct mb_error *err);

/* ---- the reply ------------------------------------------------------------------------------------------- */

enum web_keeping {
	WEB_KEEP_PRIVATE = 0, /* no-store: what is shown to one reader; the standard */
	WEB_KEEP_TAGGED, /* anybody may keep it and must ask each time (ETag, 304); only for what everybody may see */
	WEB_KEEP_OWN, /* who asked may keep it for himself, and must ask each time (ETag, 304): answers to programs */
	WEB_KEEP_FOREVER, /* immutable: assets whose address has their hash */
};

struct web_res {
	unsigned status;  /* 200 unless a handler says otherwise */
	const char *type; /* "text/html; charset=utf-8" unless a handler says otherwise */
	struct mb_buf body;
	const void *fixed; /* instead of body: bytes that outlive the server, fixed_n of them */
	size_t fixed_n;
	enum web_keeping keeping;
	const char *
		etag; /* without quotes; NULL: made from the content. Ends with "-": what is made from the content follows */
	struct web_pair *headers;
	size_t n_headers;
	const char *file;  /* web_attachment(): the name to be kept under */
	const char *place; /* web_see(): where to */
	bool broken;	   /* a header that may not be sent */
	bool fresh;	   /* shows what is beside the record: never put into the page cache */
	const char *
		drafts; /* draft_stamp() of what a page shows that shows drafts: kept as long as it is this; NULL */
	bool personal; /* holds what is one session's alone (a form token): never put into the page cache */
	struct mb_arena *a;
	/* the server's own */
	struct ready *ready; /* a reply of the same bytes and headers may have been sent before */
	const struct packed
		*packed; /* `fixed` gzipped, for whoever takes that; NULL: it is not to be had so */
	bool gzipped;	 /* that is what is sent */
};

/** Add a header. Values that hold control characters are dropped with the whole reply: 500. */
void web_set_header(struct web_res *res, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/** After a change: 303 to a path of this server ("/papers/%s"). Always MB_OK, so that `return web_see(...)` reads well. */
int web_see(struct web_res *res, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** A file to keep: a fixed type, and a name cleaned of what no file name may hold. The body is appended to res->body. */
void web_attachment(struct web_res *res, const char *type, const char *name);
/** For a path or query in a link: percent-encoded. */
const char *web_escape(struct mb_arena *a, const char *s);
/** For a path: a document's id, which of a page without a kind is its path; the slashes of that stand as "~" ("handbook~filing.md"),
 *  since an encoded slash is refused. A page with "~" in its own name has no address. */
const char *web_doc_name(struct mb_arena *a, const char *id);

/* ---- routes ---------------------------------------------------------------------------------------------- */

enum web_need {
	WEB_ANYONE, /* also without sign-in, also when the record's public pages are off: sign-in, assets, health */
	WEB_READER, /* signed in, or anybody when the record says that public is on; what is shown is asked of mb_may() */
	WEB_SIGNED_IN,
	WEB_CLERK, /* holders of the clerk's post */
	WEB_ADMIN,
};

enum {
	WEB_CACHED = 1, /* GET: the page depends on the record, the reader, the day and the address alone */
	WEB_UPLOAD = 2, /* multipart with files is taken */
	WEB_RAW = 4,	/* the body is handed over as it is (JSON) */
	WEB_API = 8,	/* tokens are taken; errors are application/problem+json */
	WEB_ONCE =
		16, /* POST: the form has a key (web_form_key()); sent twice, it is done once and answered alike */
	WEB_SLOW = 32, /* takes long (over 50 ms): runs beside the threads that answer quickly */
	WEB_NO_TOKEN =
		64, /* POST without a form token: sign-in, where there is no session yet; Origin is checked all the same */
	WEB_OLD_TIP = 128, /* need not look at the record (assets): q->g may be NULL */
	WEB_QUIET =
		256, /* POST by a script while somebody types: errors are application/problem+json, nothing is kept */
	WEB_BY_VISIT = 512, /* GET, with WEB_CACHED: the page depends on the reader's last visit as well */
};

typedef int (*web_page)(struct web_req *q, struct web_res *res, struct mb_error *err);

/** Patterns are parts between slashes, {name} for one part, and {name...} at the end for the rest of the path
 *  ("/files/{path...}"). A fixed part wins over a parameter. The order in the table does not matter. */
struct web_route {
	unsigned methods;
	const char *pattern;
	web_page run;
	enum web_need need;
	unsigned flags;
};

/** Each file of pages has a table of its own, ended by an entry without a pattern; routes.c lists the tables. */
extern const struct web_route *const web_route_tables[];
/** What pages put in order in a home before the first request. */
void web_tidy(const char *home);

/* ---- pages ----------------------------------------------------------------------------------------------- */

struct web_link {
	const char *text, *href;
};

/** What every page has besides its own part. Only the title must be given. */
struct web_head {
	const char *title;
	const char *section; /* which entry of the navigation is lit: its path, "/meetings" */
	const struct web_link *crumbs;
	size_t n_crumbs;
	const char *back;	       /* a back link instead of crumbs */
	const char *command;	       /* the same thing on the command line, without "minutebook" */
	const char *api;	       /* the same as JSON */
	const char *feed, *feed_title; /* an Atom feed of what the page shows */
	const char *found;	       /* what was searched for, in the search box */
	bool wrong; /* a form is shown again with what is wrong: "Error: " stands before the title */
	bool print; /* the style sheet of the pack reader */
	mb_day as_at,
		known_at; /* banner of the two clocks; MB_NO_DAY both: none. A zeroed head would mean 1970, so: */
};
#define WEB_HEAD(...) ((struct web_head){ .as_at = MB_NO_DAY, .known_at = MB_NO_DAY, __VA_ARGS__ })

/* routes.c: ended by an entry without a text. What has no page, or none for this reader, is left out by itself. */
extern const struct web_link web_navigation[], web_footer[];

/** Is there a page at this address that this reader may open? */
bool web_there(struct web_req *q, const char *target);

/** Render a page's own part, tpl_data() filled, within the layout into res. */
int web_render(struct web_req *q, struct web_res *res, const struct web_head *head,
	       const struct tpl_map *page, struct mb_error *err);

/** The hidden field "token" of every form that changes something. Marks the reply as personal. "" when nobody is signed in. */
const char *web_token(struct web_req *q, struct web_res *res);
/** The hidden field "form" of a WEB_ONCE form: the same on a page that is shown again after a mistake. */
const char *web_form_key(struct web_req *q, struct web_res *res);
/** One sentence shown on the next page this session sees ("CTB-2005-P001 is approved."). kind: "success", "important". */
void web_notice(struct web_req *q, const char *kind, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* ---- work that goes on after the reply ------------------------------------------------------------------- */

struct web_task;
enum web_lane {
	WEB_LANE_SHORT,
	WEB_LANE_LONG
}; /* seconds; minutes. Two of each are at work at a time, others wait for their turn */
/** Begin something that takes longer than a reply may, in a thread of its own; run must open what it needs itself, and ask
 *  web_task_step() often, first of all.
 * @param name  one of a name is at work at a time
 * @param arg   one block of memory, freed when it is over, also when it cannot begin
 * @return MB_OK; MB_ECONFLICT it is at work already, or too many others wait */
int web_task_start(struct web_req *q, enum web_lane lane, const char *name,
		   void (*run)(struct web_task *t, void *arg), void *arg, struct mb_error *err);
struct web_progress {
	bool waiting;	   /* for its turn */
	size_t before;	   /* others that come before it */
	const char *stage; /* what it does, as it says itself; NULL */
	size_t done, all;
};
/** Is it at work, and how far is it? */
bool web_task_look(struct web_req *q, const char *name, struct web_progress *out);
/** Give it a moment to be over. From pages marked WEB_SLOW only, and well below a second. */
void web_task_wait(struct web_req *q, const char *name, unsigned ms);
void web_task_stop(struct web_req *q, const char *name);
/** Of the task: how far it is; stage is kept by its address. false: stop, for somebody said so, the server ends, or it took half an
 *  hour. */
bool web_task_step(struct web_task *t, const char *stage, size_t done, size_t all);
enum web_task_end { WEB_TASK_GOES_ON, WEB_TASK_STOPPED, WEB_TASK_SERVER_ENDS, WEB_TASK_TOO_LONG };
enum web_task_end web_task_end(struct web_task *t);
/** What time it is for the record that g has open. */
struct mb_instant web_task_now(struct web_task *t, struct mb_gate *g);

/* ---- the record, through the reader's eyes --------------------------------------------------------------- */

/** Whose act it is: by and entered_by are who is signed in, recorded is now. */
int web_actor(struct mb_actor *out, struct web_req *q, struct mb_error *err);
/** A document by id, code or path, if the reader may read it. What does not exist and what may not be seen is the same
 *  MB_ENOTFOUND with the same words. */
int web_doc(const struct mb_doc **out, struct web_req *q, const char *id, struct mb_error *err);
/** mb_index_list() of what the reader may read; the limit counts what is kept. */
int web_list(struct mb_version_row **out, size_t *n, struct web_req *q, const struct mb_ask *ask,
	     struct mb_error *err);
int web_count(size_t *n, struct web_req *q, const struct mb_ask *ask, struct mb_error *err);
/** May this reader read this document (an id)? What does not exist yet: yes. ctx: the request. For mb_json_set_result(). */
bool web_may_name(void *ctx, const char *id);
/** mb_index_find() likewise. Each hit that gets a snippet costs reading its document: ask for those that are shown. */
int web_find(struct mb_hit **out, size_t *n, size_t *total, struct web_req *q, const struct mb_find *f,
	     struct mb_error *err);
int web_search(struct mb_hit **out, size_t *n, struct web_req *q, const char *words, size_t limit,
	       size_t skip, struct mb_error *err);
/** A body as HTML, kept from request to request by its very bytes; the HTML lives as long as q. top: as tpl_markdown(). */
struct safe_html web_markdown(struct web_req *q, struct mb_str body, int top);
/** The same of a document: links beside it lead to /record/<path>. */
struct safe_html web_markdown_of(struct web_req *q, const struct mb_doc *d, struct mb_str body, int top);

#endif
