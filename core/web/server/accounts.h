/* Inside core/web: accounts, sessions, tokens and what is kept for a session, in <home>/accounts.sqlite. Secrets are kept as
 * their SHA-256: they are 256 random bits, so no slow hash is needed, and a stolen file opens nothing. */
#ifndef MB_WEB_ACCOUNTS_H
#define MB_WEB_ACCOUNTS_H

#include <minutebook/index.h>
#include <minutebook/web.h>

#define SESSION_IDLE	 (30 * 60)	/* seconds; NIST 800-63B 4.2.3 */
#define SESSION_ABSOLUTE (12 * 60 * 60) /* the same */
#define SESSION_TOUCH	 60		/* how old "last used" may be in the file */
/* A visit ends with a pause as long as an unused session lives: whoever must sign in again finds a new visit. */
#define VISIT_PAUSE	 SESSION_IDLE
#define INVITATION_LIFE	 (7 * 24 * 60 * 60)
#define PENDING_LIFE	 (5 * 60)	/* between password and code */
#define PASSWORD_LEAST	 12		/* characters; ASVS 4.0.3 V2.1.1 */
#define PASSWORD_MOST	 512		/* bytes */
#define KEPT_LIFE	 (24 * 60 * 60) /* a text typed while the session ended; a form's key */
#define TOTP_BYTES	 20
#define TOTP_STEP	 30

/* Statements with their parameters in a row. */
#define T(x) MB_STORE_TEXT(x)
#define I(x) MB_STORE_INT(x)
#define RUN(changed, s, sql, err, ...)                                                                       \
	mb_store_run((changed), (s)->s, (sql), (const struct mb_value[]){ __VA_ARGS__ },                     \
		     sizeof((const struct mb_value[]){ __VA_ARGS__ }) / sizeof(struct mb_value), (err))
#define ASK(rows, n, width, a, s, sql, err, ...)                                                             \
	mb_store_ask((rows), (n), (width), (a), (s)->s, (sql), (const struct mb_value[]){ __VA_ARGS__ },     \
		     sizeof((const struct mb_value[]){ __VA_ARGS__ }) / sizeof(struct mb_value), (err))

struct mb_accounts {
	struct mb_store *s;
	char key[MB_SECRET]; /* of this home: what form tokens are made with */
	char by[128];	     /* who acts; "": somebody at this machine */
};

struct session {
	char hash[MB_SHA256_HEX];
	const char *person;
	bool admin;
	bool pending; /* the password was right, the second factor is still to come */
	int64_t made, used;
};

/** One line of the log of accounts: what was done with this person's account. */
int account_note(struct mb_accounts *s, const char *person, const char *what, const char *note,
		 struct mb_error *err);

void secret_hash(char out[MB_SHA256_HEX], const char *secret);

/** MB_ENOTFOUND: none, ended, too old, of a locked account. Marks it as used. */
int session_find(struct session *out, struct mb_arena *a, struct mb_accounts *s, const char *secret,
		 int64_t now, struct mb_error *err);
int session_new(char secret[MB_SECRET], struct mb_accounts *s, const char *person, bool pending, int64_t now,
		struct mb_error *err);
/** Whose session is or was this? MB_ENOTFOUND. */
int session_owner(const char **person, struct mb_arena *a, struct mb_accounts *s, const char *secret,
		  struct mb_error *err);
int session_end(struct mb_accounts *s, const char *hash, struct mb_error *err);
/** Whose token for this use ("api", "feed") is this? MB_ENOTFOUND. */
int token_find(const char **person, bool *admin, struct mb_arena *a, struct mb_accounts *s, const char *use,
	       const char *token, int64_t now, struct mb_error *err);
/** As mb_account_new_token(), which makes those for the API. */
int token_new(const char **token, struct mb_arena *a, struct mb_accounts *s, const char *person,
	      const char *use, const char *name, int64_t now, struct mb_error *err);
struct own_token {
	const char *name, *use;
	int64_t made, used; /* used: to the minute; 0: never */
	const char *hash;   /* SHA-256 in hex: what is kept of it */
};
/** A person's tokens, by use and name. The tokens themselves are not kept. */
int token_list(struct own_token **out, size_t *n, struct mb_arena *a, struct mb_accounts *s,
	       const char *person, struct mb_error *err);

struct login {
	const char *person, *password; /* password: kept hash; NULL: none was set yet */
	const char *second;	       /* key of the second factor in hex; NULL */
	int64_t second_last;	       /* the last step whose code was used */
	bool admin, locked;
};
/** MB_ENOTFOUND. */
int login_find(struct login *out, struct mb_arena *a, struct mb_accounts *s, const char *person,
	       struct mb_error *err);
/** In header mode: the account that has this id outside, or this person's. MB_ENOTFOUND also when locked. */
int login_outside(struct login *out, struct mb_arena *a, struct mb_accounts *s, const char *id,
		  struct mb_error *err);
int login_set_password(struct mb_accounts *s, const char *person, const char *password, struct mb_error *err);
/** MB_EINVAL says what is wrong with it. */
int password_check(const char *password, const char *person, struct mb_error *err);
/** key NULL: without a second factor from now on. last: the step whose code was used to set it up. */
int login_set_second(struct mb_accounts *s, const char *person, const char *key, int64_t last,
		     struct mb_error *err);
/** The step of now, or one before or after, whose code this is, if it is later than last; 0: none. key in hex. */
int64_t second_step(const char *key, const char *code, int64_t last, int64_t now);
/** Is it the code of now, of one step before or after, and not used before? Marks it as used. */
bool login_second_fits(struct mb_accounts *s, const struct login *l, const char *code, int64_t now);

/** Whose invitation is it? MB_ENOTFOUND: none, used, too old. */
int invitation_find(const char **person, struct mb_arena *a, struct mb_accounts *s, const char *secret,
		    int64_t now, struct mb_error *err);
/** Use it: the password is set, sessions end. MB_ENOTFOUND when somebody else was quicker. */
int invitation_use(struct mb_accounts *s, const char *secret, const char *password, int64_t now,
		   struct mb_error *err);

/** What is shown once on the next page. */
int notice_put(struct mb_accounts *s, const char *session, const char *kind, const char *text, int64_t now,
	       struct mb_error *err);
struct notice {
	const char *kind, *text;
};
int notice_take(struct notice **out, size_t *n, struct mb_arena *a, struct mb_accounts *s,
		const char *session, struct mb_error *err);

/** A form with this key is being carried out. MB_OK: go on; MB_ECONFLICT: it is or was carried out: *place receives where
 *  the reply pointed, NULL while that is not known yet. */
int form_begin(const char **place, struct mb_arena *a, struct mb_accounts *s, const char *session,
	       const char *key, int64_t now, struct mb_error *err);
/** How it ended. place NULL: it was refused, and the key may be used again. */
int form_end(struct mb_accounts *s, const char *session, const char *key, const char *place,
	     struct mb_error *err);

/** Keep what was typed while the session had ended. text is the form's body. */
int kept_put(char secret[MB_SECRET], struct mb_accounts *s, const char *person, const char *target,
	     const char *text, int64_t now, struct mb_error *err);
/** Give it out to the person it belongs to (NULL stored: whoever has the secret), until its time is over. */
int kept_take(const char **target, const char **text, struct mb_arena *a, struct mb_accounts *s,
	      const char *secret, const char *person, int64_t now, struct mb_error *err);

/** Minutes that are being taken, by the id of their meeting (drafts.c). */
struct draft {
	const char *meeting;
	long version;	    /* grows with every save, also over the end of a draft; 0: there never was one */
	const char *person; /* who saved it */
	const char *text;   /* the fields of the form, urlencoded; NULL: there is none now */
	int64_t saved;
};
int draft_find(struct draft *out, struct mb_arena *a, struct mb_accounts *s, const char *meeting,
	       struct mb_error *err);
/** An earlier version; "" when it is no longer kept. */
int draft_text(const char **text, struct mb_arena *a, struct mb_accounts *s, const char *meeting,
	       long version, struct mb_error *err);
/** Is any of the versions after `since` from elsewhere than this page of a browser? */
int draft_others(bool *others, struct mb_arena *a, struct mb_accounts *s, const char *meeting, long since,
		 const char *page, struct mb_error *err);
/** Save as version d->version. MB_ECONFLICT: the newest is not the one before it. */
int draft_save(struct mb_accounts *s, const struct draft *d, const char *page, struct mb_error *err);
/** It was filed, or thrown away. MB_ECONFLICT: there is a newer version than this one, and it stays. */
int draft_close(struct mb_accounts *s, const char *meeting, long version, const char *person, int64_t now,
		struct mb_error *err);
/** The newest version of each that there is now; text NULL. */
int draft_list(struct draft **out, size_t *n, struct mb_arena *a, struct mb_accounts *s,
	       struct mb_error *err);
/** A text that is another one when the list is; "" of an empty one. */
const char *draft_stamp(struct mb_arena *a, const struct draft *list, size_t n);

/** A person's visit: requests without a pause of VISIT_PAUSE. Of those before only the last one's beginning is kept: what came
 *  while it went on may not have been seen in it, and is told once more rather than never. */
struct visit {
	int64_t began,
		last; /* by the record's clock, which in a rehearsal is another; last 0: there was none before */
	long event, last_event; /* the record's newest event then */
};
/** This person asks for something: goes on with the visit, or begins the next. Writes once in SESSION_TOUCH seconds at most.
 *  MB_ENOTFOUND: no such account.
 * @param now      by the clock on the wall, which decides where a visit ends
 * @param clock    by the record's clock: what a new visit is said to have begun at
 * @param event    the record's newest event */
int visit_touch(struct visit *out, struct mb_arena *a, struct mb_accounts *s, const char *person, int64_t now,
		int64_t clock, long event, struct mb_error *err);

/** Does any account have a password? */
int accounts_any(bool *out, struct mb_accounts *s, struct mb_error *err);
/** Throw away what is past its time. */
int accounts_sweep(struct mb_accounts *s, int64_t now, struct mb_error *err);

#endif
