/* web: the record in a browser. One server from the one program: pages, forms, sign-in, access, static files. */
#ifndef MINUTEBOOK_WEB_H
#define MINUTEBOOK_WEB_H

#include <minutebook/base.h>
#include <minutebook/gate.h>

/** How to serve. All texts are borrowed for the length of the call. */
struct mb_serve {
	const char *home; /* the record's home */
	const char *
		listen; /* "127.0.0.1:8080", "[::1]:0"; NULL: unix, or what systemd hands over, or 127.0.0.1:8080 */
	const char *unix_socket; /* path of a Unix socket to make; NULL: none */
	bool listen_anyway; /* an address that others can reach, without a proxy in front that speaks TLS */
	const char *
		header; /* header mode: the request header in which a trusted proxy names the person; NULL: accounts */
	const char *
		origin; /* "https://record.example.org": how the world calls this server, behind a proxy; NULL */
	bool debug;	/* Server-Timing on every reply */
	bool quiet;	/* no line a request */
	mb_day on;	/* in a rehearsal: the day it is; MB_NO_DAY: today */
	int minute;	/* of that day; -1: not given */
	unsigned connections; /* at most so many at a time; 0: the standard */
	unsigned request_seconds, header_seconds, idle_seconds; /* deadlines; 0: the standard */
	/** Called once when requests are answered: a line for people ("http://127.0.0.1:8080/"). */
	void (*ready)(void *ctx, const char *address);
	/** Called for the one-time link of the first administrator, when nobody can sign in yet. */
	void (*first_link)(void *ctx, const char *person, const char *link);
	void (*log)(void *ctx, const char *line); /* one line a request, without personal data */
	void *ctx;
};

/** Serve until SIGTERM or SIGINT, then finish what is being answered and return.
 * @return MB_OK stopped; MB_EUSAGE, MB_EINVAL an address or combination that cannot be (says why); MB_EREFUSED an address
 *         that others can reach without listen_anyway, header mode on TCP; MB_EFAIL the address is taken, no home */
int mb_serve(const struct mb_serve *how, struct mb_error *err);

/* ---- accounts: outside the record, in <home>/accounts.sqlite ---------------------------------------------- */

struct mb_accounts;
int mb_accounts_open(struct mb_accounts **out, const char *home, struct mb_error *err);
void mb_accounts_close(struct mb_accounts *s);

struct mb_account {
	const char *person; /* id in the record */
	bool admin, locked, password, second_factor;
	bool invited;		 /* an invitation is out that can still be taken up */
	int64_t made, last_seen; /* seconds since 1970; 0: never */
	size_t sessions, tokens;
};
int mb_account_list(struct mb_account **out, size_t *n, struct mb_arena *a, struct mb_accounts *s,
		    int64_t now, struct mb_error *err);
/** A secret to be used once, for setting a password: makes the account if there is none yet. Shown once, kept hashed. */
int mb_account_invite(const char **secret, struct mb_arena *a, struct mb_accounts *s, const char *person,
		      bool admin, int64_t now, struct mb_error *err);
/** Locked: cannot sign in, sessions and tokens end. MB_ENOTFOUND. */
int mb_account_lock(struct mb_accounts *s, const char *person, bool locked, struct mb_error *err);
/** Sign out everywhere; *n receives how many sessions ended. */
int mb_account_end_sessions(size_t *n, struct mb_accounts *s, const char *person, struct mb_error *err);
/** A token for the API, shown once, kept hashed. */
int mb_account_new_token(const char **token, struct mb_arena *a, struct mb_accounts *s, const char *person,
			 const char *name, int64_t now, struct mb_error *err);
/** In header mode: which id of the proxy is this person. Makes the account if there is none. id NULL: none any more. */
int mb_account_link(struct mb_accounts *s, const char *person, const char *id, bool admin, int64_t now,
		    struct mb_error *err);
int mb_account_end_token(struct mb_accounts *s, const char *person, const char *name, struct mb_error *err);

/** The next sign-in needs the password alone. MB_ENOTFOUND. */
int mb_account_reset_second(struct mb_accounts *s, const char *person, struct mb_error *err);

/** Whose acts those of this handle are from now on, in the log of accounts. NULL: somebody's at this machine. */
void mb_accounts_by(struct mb_accounts *s, const char *person);
/** What was done with accounts, newest first. Every act writes its line. */
struct mb_account_act {
	int64_t at;
	const char *by; /* NULL: somebody at this machine */
	const char *person, *what,
		*note; /* "invited", "locked", "signed out everywhere" ...; note may be NULL */
};
/** @param person  of this account alone; NULL: all.  @param limit  0: all */
int mb_account_acts(struct mb_account_act **out, size_t *n, struct mb_arena *a, struct mb_accounts *s,
		    const char *person, size_t limit, struct mb_error *err);

#endif
