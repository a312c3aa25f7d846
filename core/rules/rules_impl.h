/* rules, inside: the Lua state and its one protected way in, values taken out of it, facts asked for, declarations.
 *
 * Two laws hold everywhere in this room. Inside lua_pcall nothing of ours is allocated and nothing of the record is read: what a
 * rule needs and is not there is noted (struct ask), the call is given up, the host fetches it, and the call is made
 * again. Outside lua_pcall only functions of Lua that neither allocate nor raise are used (raw reads of plain tables). */
#ifndef MB_RULES_IMPL_H
#define MB_RULES_IMPL_H

#include <minutebook/rules.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

/* ---- limits ---------------------------------------------------------------------------------------------- */

#define RULES_MAX	 200		     /* rules of one version */
#define REQUIREMENTS_MAX 40		     /* of one rule */
#define RULES_FILES_MAX	 400		     /* files of one version */
#define RULES_FILE_MAX	 ((size_t)64 * 1024) /* bytes of one file */
#define VM_STEP		 1000		     /* instructions between two looks of the hook */
#define VM_LONG_TEXT                                                                                         \
	((size_t)8192) /* longer ones make every instruction dearer, since one may read all of it in C */
#define VM_LONG_STEP	 2048	  /* by one more for so many bytes */
#define VM_MANY_VALUES	 250	  /* handed on by "..."; each call copies them */
#define VM_LOAD_STEPS	 200000L  /* for running one file */
#define VM_RUN_STEPS	 1000000L /* for one evaluation */
#define VM_LOAD_MAX	 ((size_t)32 * 1024 * 1024)
#define VM_EXTRA	 ((size_t)8 * 1024 * 1024) /* above what is in use after declaring */
#define VM_BLOCK	 ((size_t)256 * 1024)
#define VM_CLOCK_MS	 2000	   /* a backstop only: what it stops is "not evaluated" */
#define VM_RESTARTS	 200	   /* of one call, for facts that were not loaded yet */
#define VM_RESTART_STEPS 20000000L /* what the calls given up for them may have cost together */
#define GUARD_MAX	 20000	   /* values kept by rule files between evaluations */
#define RESULT_EFFECTS	 200
#define RESULT_DEPTH	 4
#define RESULT_TEXT	 2000
#define RESULT_VALUES	 4000
#define RESULT_TOTAL	 ((size_t)128 * 1024)
#define ERROR_TEXT	 301 /* 300 characters and the NUL */
#define NAME_TEXT	 80  /* of a field path, a parameter; longer ones are refused */

/* ---- lexical checks (check_text.c) ----------------------------------------------------------------------- */

/** Tell every lexical slip of one file: control and bidirectional characters, the expression forms that Lua 5.4.4
 *  miscompiles, what the sandbox withholds. @return number of findings */
int rules_check_text(const struct mb_rules_file *f, mb_tell tell, void *ctx);

/* ---- memory of a Lua state (heap.c) ----------------------------------------------------------------------- */

#define HEAP_SMALL ((size_t)512) /* bytes; larger objects are malloc's */

/** All zero: empty. Sizes are given back as they were asked for; nothing here counts or refuses. */
struct heap {
	void *slabs;	   /* all that was got for small objects */
	unsigned char *at; /* the free end of the newest */
	size_t left;
	void *freed[HEAP_SMALL / 16 + 1]; /* by size in grains of 16 bytes */
};

/** NULL: there is no memory. n is not 0. */
void *heap_new(struct heap *h, size_t n);
void heap_free(struct heap *h, void *p, size_t n); /* p may be NULL */
/** NULL: there is no memory, and p stands as it was. Making smaller within HEAP_SMALL may need memory too. */
void *heap_resize(struct heap *h, void *p, size_t old, size_t n);
/** Give back what small objects lay in; larger ones must have been freed. */
void heap_end(struct heap *h);

/* ---- the Lua state (vm.c) -------------------------------------------------------------------------------- */

enum vm_over { OVER_NOTHING, OVER_STEPS, OVER_MEMORY, OVER_CLOCK };

/** How a protected call ended. */
enum vm_end {
	VM_FINE,  /* one result is on the stack, until vm_done() */
	VM_WANTS, /* a fact is missing: fetch it and call again */
	VM_FAULT, /* the rule itself failed; text says where and how */
	VM_LIMIT, /* the rule used up what it is given: the state must be thrown away */
	VM_LATE,  /* the clock, or the machine: nothing is known */
};

struct facts;

struct vm {
	lua_State *L;
	struct heap heap;
	size_t used, max;
	long budget;
	size_t largest, largest_declared; /* texts alive may be so long: what an instruction may cost */
	int64_t deadline;		  /* milliseconds of processor time; 0: not looked at yet */
	enum vm_over over;
	char where[NAME_TEXT * 2]; /* the line at which memory was refused */
	bool declaring;
	const char *file;    /* being declared */
	struct facts *facts; /* of the evaluation under way; NULL while declaring */
	bool wants;
	bool examined;	      /* the call under way asked requirements through examine() */
	lua_CFunction format; /* Lua's own string.format */
};

/** Names of what the host keeps in the registry: their addresses are the keys. */
enum vm_slot {
	SLOT_WORDS,	   /* name -> value: what files may use */
	SLOT_STD_WORDS,	   /* the same for rules/std/ */
	SLOT_TEST_WORDS,   /* the same for rules/tests/ */
	SLOT_DECLARED,	   /* list of {word, name, table, file, line} */
	SLOT_REQUIREMENTS, /* name -> function */
	SLOT_RULES,	   /* list of rule tables, in order of declaration */
	SLOT_GUARD,	   /* what must not change between evaluations */
	SLOT_GUARD_GROUPS, /* which of it belongs to which rule */
	SLOT_DATE,
	SLOT_SPAN,
	SLOT_WHEN,
	SLOT_PARAM,
	SLOT_DOC,
	SLOT_NODE,
	SLOT_EVENT,
	SLOT_NONE, /* metatables */
	SLOT_TAG,
	SLOT_LINE,
	SLOT_FILE, /* keys of what a constructor adds to its table */
	SLOTS
};
extern const char vm_slots[SLOTS];

static inline struct vm *vm_of(lua_State *L)
{
	return *(struct vm **)lua_getextraspace(L);
}

int vm_new(struct vm **out, struct mb_error *err);
void vm_free(struct vm *vm);
/** The one way in. text (ERROR_TEXT bytes) receives the words of a fault. */
enum vm_end vm_run(struct vm *vm, lua_CFunction what, void *arg, long steps, char *text);
void vm_done(struct vm *vm); /* drop the result */
void vm_clock_start(struct vm *vm);
/** Work done in C on behalf of a rule counts against the same budget. */
void vm_charge(lua_State *L, size_t steps);
/** Push what is kept under a slot. Allocates and raises nothing. */
int vm_push(lua_State *L, enum vm_slot slot);
void vm_keep(lua_State *L, enum vm_slot slot); /* pops the value */
/** The userdata at idx if it is of this class, else NULL. Allocates and raises nothing. */
void *vm_udata(lua_State *L, int idx, enum vm_slot cls);
void *vm_new_udata(lua_State *L, size_t n, enum vm_slot cls);
void vm_class(lua_State *L, enum vm_slot cls, const luaL_Reg *meta);
/** File and line of the Lua function that called the running C function; line 0 when there is none. */
int vm_caller(lua_State *L, const char **file);
void vm_clean_text(char *out, size_t size, const char *in,
		   size_t n); /* control characters off, cut at size */

/* ---- compiled files (chunks.c) ---------------------------------------------------------------------------- */

struct chunk;
/** What is known of this very text under this very path, to be given back. again: it was asked for before. */
struct chunk *chunk_of(bool *again, const struct mb_rules_file *f);
/** Its code, as long as it is held; .p NULL: not known. */
struct mb_str chunk_code(struct chunk *c);
/** Keep the code of the Lua function on top of the stack, which this file became. Outside protection: dumping raises nothing. */
void chunk_keep(struct chunk *c, lua_State *L);
void chunk_done(struct chunk *c);

/* ---- the library a rule sees ----------------------------------------------------------------------------- */

struct lib_file {
	const struct mb_rules_file *file;
	struct mb_str code; /* chunk_code() */
};

int lib_open(lua_State *L);	 /* lib.c: base, string, table, math; the words tables. In protection. */
void lib_table(lua_State *L);	 /* libtable.c: adds `table` to the words on top of the stack */
void lib_text(lua_State *L);	 /* text.c: `text` */
void lib_calendar(lua_State *L); /* libcal.c: dates, spans, `cal` */
void lib_record(lua_State *L);	 /* librecord.c: docs people lines interests params */
void lib_declare(lua_State *L);	 /* words.c: kind roles params workflow rule ... */
void lib_plain_table(lua_State *L, int idx); /* an error for anything but a table without metatable */
int lib_tostring(lua_State *L);
void lib_freeze(lua_State *L, const char *name); /* table on top becomes a read-only stand-in */
/** words.c: runs one struct lib_file; its result is the function that the file is. */
int lib_load_file(lua_State *L);

/** Spans and conditions are plain data, so that they need no collecting. */
struct param_use {
	char name[NAME_TEXT]; /* "" : plus alone is the number */
	long plus;
};
enum span_unit { SPAN_DAYS, SPAN_WORKING, SPAN_MONTHS };
struct span {
	enum span_unit unit;
	struct param_use n;
};
struct when_use { /* after("meeting.date", working_days(5)) */
	char field[NAME_TEXT];
	struct span span;
	int sign;
};
void lib_push_day(lua_State *L, mb_day d); /* nil for MB_NO_DAY */
bool lib_day(lua_State *L, int idx, mb_day *out);
/** A number counted on from a day. false: past the calendar. */
bool span_add(mb_day *out, const struct mb_calendar *c, mb_day d, enum span_unit unit, long n, mb_day known);

/* ---- values taken out of Lua (value.c) ------------------------------------------------------------------- */

enum val_type {
	V_NIL,
	V_TEXT,
	V_INT,
	V_REAL,
	V_BOOL,
	V_DAY,
	V_SPAN,
	V_WHEN,
	V_PARAM,
	V_VIEW,
	V_FUNCTION,
	V_NONE,
	V_TABLE
};

struct val {
	enum val_type type;
	int line; /* V_TABLE made by a constructor */
	bool yes;
	const char *text; /* V_TEXT; V_VIEW: the id */
	lua_Integer num;
	double real;
	union { /* thousands of values are kept: what only its own type has shares one place */
		mb_day day;
		const struct span *span;
		const struct when_use *when;
		const struct param_use *param;
	};
	const char *view_kind; /* V_VIEW: "group", "person", ...; NULL: as its document says */
	struct val *list;      /* V_TABLE: 1..n */
	size_t n;
	struct val_entry *map; /* V_TABLE: by name, sorted bytewise */
	size_t n_map;
	const char *tag, *file; /* V_TABLE made by a constructor */
};
struct val_entry {
	const char *key;
	struct val v;
};
struct val_limit {
	int depth;
	size_t values, text, total; /* total: bytes of all texts together */
	bool functions;		    /* may stand as values */
	char why[ERROR_TEXT];
};
/** Copy the value at idx into the arena, raw and bounded; runs outside protection. */
bool val_read(struct val *out, struct mb_arena *a, lua_State *L, int idx, struct val_limit *lim);
const struct val *val_get(const struct val *table, const char *key); /* NULL when absent */
const char *val_text(const struct val *table, const char *key);	     /* NULL when absent or no text */
struct mb_node *val_node(struct mb_arena *a, const struct val *v);   /* data only */

/* ---- declarations (declare.c, declare_rule.c) ------------------------------------------------------------ */

struct requirement {
	const char *name, *file;
	int line;
};

struct rule {
	const char *name, *was, *about, *authority, *source_url, *file;
	int line;
	const char **before, **after; /* "paper.approve", "*.approve" */
	size_t n_before, n_after;
	const char *daily;
	const char **while_in;
	size_t n_while_in;
	bool has_when;
	struct requirement *requires;
	size_t n_requires;
	const struct val *effects; /* a fixed list; NULL: none or a function */
	bool effects_made;	   /* by a function */
	int mode;		   /* enum rule_mode */
	const char *marks, *cures, *otherwise;
	const char **cured_by, **cured_at;
	size_t n_cured_by, n_cured_at;
	bool waivable;
	const char **waiver_by;
	size_t n_waiver_by;
	bool waiver_needs_reason;
	const char *waiver_note;
	const char **groups, **regimes;
	size_t n_groups, n_regimes;
	mb_day from, to; /* MB_NO_DAY: open */
};
enum rule_mode { MODE_BY_MOVE, MODE_REFUSE, MODE_IRREGULAR, MODE_ADVISE };

/** A declaration as a file made it. */
struct declared {
	const char *word, *name, *file;
	int line;
	struct val v;
};

struct mb_rules {
	struct mb_arena *arena;
	struct mb_rules_file *files; /* in the order of loading; std first, then by path */
	size_t n_files;
	struct mb_schema schema;
	struct rule *rules; /* in the order of declaration; the ordinal is that of SLOT_RULES */
	size_t n_rules;
	const char **requirements; /* names of constructors */
	size_t n_requirements;
	struct declared *declared; /* as read; kept for the checks */
	size_t n_declared;
	struct vm *vm;	  /* NULL after a limit: made again when needed */
	mb_looked looked; /* NULL */
	void *looked_ctx;
};

/** Where slips go: the first one into err (loading), or each one told (checking). */
struct slips {
	struct mb_error *err;
	mb_tell tell;
	void *ctx;
	size_t n;
};
void slip(struct slips *s, const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/** "; did you mean 'x'?" in the arena, or "". */
const char *slip_near(struct mb_arena *a, const char *word, const char *const *words, size_t n);

/** Past a string, a long string or a comment that begins at p; p itself when none does. */
const char *rules_past_quoted(const char *p, const char *end, int *line);
/** Library members and parameters that the text of functions names and that there are not (check_calls.c). */
void check_calls(struct mb_rules *r, struct slips *s);

/** Lay the files down, run them and read what they declare. tests: rules/tests/ too. */
int rules_load(struct mb_rules **out, const struct mb_rules_file *files, size_t n, bool tests,
	       struct slips *s, struct mb_error *err);
/** The state, made again if it was thrown away. */
int rules_vm(struct vm **out, struct mb_rules *r, struct mb_error *err);
void rules_drop_vm(struct mb_rules *r);
void declare_kinds(struct mb_rules *r, struct slips *s);     /* kind roles params */
void declare_workflows(struct mb_rules *r, struct slips *s); /* workflow */
void declare_rules(struct mb_rules *r, struct slips *s);     /* rule */
/** Texts of a value that is one text or a list of texts; told as a slip otherwise. */
const char **declare_texts(size_t *n, struct mb_rules *r, const struct declared *d, const struct val *v,
			   const char *key, struct slips *s);
void declare_keys(struct mb_rules *r, const struct val *table, const char *file, int line, const char *what,
		  const char *const *known, size_t n_known, struct slips *s);
bool rule_role_known(const struct mb_schema *s,
		     const char *role); /* declared, or "<declared> of parent", or "anyone" */
const struct rule *rule_named(const struct mb_rules *r, const char *name);
extern const char *const effect_words[];
extern const size_t n_effect_words;
/** The keys that a constructor of effects takes. */
const char *const *effect_keys(const char *kind, size_t *n);

/* ---- what must not change (guard.c) ---------------------------------------------------------------------- */

enum call_what { CALL_WHEN, CALL_REQUIREMENT, CALL_EFFECTS };
int guard_build(lua_State *L); /* in protection, after declaring */
/** Has the call of this part of a rule (ordinals from 1) left something behind? Outside protection. text says what. */
bool guard_broken(struct vm *vm, const struct mb_rules *r, size_t rule, enum call_what what,
		  size_t requirement, char *text);

/* ---- facts (facts.c) ------------------------------------------------------------------------------------- */

enum fact_kind { FACT_DOC, FACT_LIST, FACT_HOLDERS, FACT_LINES, FACT_MEMBERS, FACT_PARAM };

/** A question about the record. The texts are copies, since Lua's own may be gone when the host answers. */
struct ask {
	enum fact_kind kind;
	bool base; /* of the record before the change */
	mb_day day;
	char a[200], b[NAME_TEXT], c[200], d[200];
	const struct mb_node *also;   /* FACT_DOC: ids in this list are fetched with it */
	const struct mb_field *field; /* how those ids are meant */
};

struct fact {
	struct fact *next;
	enum fact_kind kind;
	bool base;
	mb_day day;
	const char *a, *b, *c, *d;
	const struct mb_doc *doc;   /* FACT_DOC; NULL: no such document */
	const struct mb_doc **docs; /* FACT_LIST */
	const char **people;	    /* FACT_HOLDERS */
	const struct mb_line *lines;
	const struct mb_member *members;
	const struct mb_node *value; /* FACT_PARAM; NULL: undeclared */
	const char *source;
	size_t n;
};

#define FACT_BUCKETS 256
#define ABSENT_MAX   8

/** Everything one judging needs besides the rules. */
struct facts {
	struct mb_arena *arena;
	const struct mb_schema *schema;
	struct mb_view *base, *after;
	const struct mb_calendar *calendar;
	struct mb_calendar *own_calendar; /* weekdays only, when none is given */
	struct fact *bucket[FACT_BUCKETS];
	mb_looked looked; /* NULL */
	void *looked_ctx;
	struct ask wanted;
	/* the event under way */
	const struct mb_doc *doc, *before;
	bool gone; /* it is removed: doc is what it was. An unchanged document has one text and may be one object, too */
	const struct mb_kind *kind;
	const char *event, *role, *by, *entered_by, *reason;
	const char *from_state, *to_state;
	mb_day on, recorded_day, today;
	int recorded_minute;
	bool rehearsal, follows;
	bool irregular; /* entered marked; known when effects are asked for */
	/* declared fields that the call under way found absent */
	struct {
		const struct mb_kind *kind;
		const char *field;
	} absent[ABSENT_MAX];
	size_t n_absent;
};

void facts_init(struct facts *f, struct mb_arena *a, const struct mb_schema *s, const struct mb_case *c);
void facts_free(struct facts *f);
void facts_event(struct facts *f, const struct mb_event *e, const struct mb_claim *c); /* e NULL: daily */
/** Inside Lua: the fact, or give the call up until it is there. */
const struct fact *fact_need(lua_State *L, const struct ask *q);
/** Outside Lua: fetch it at once. MB_EFAIL only. */
int fact_fetch(const struct fact **out, struct facts *f, const struct ask *q, struct mb_error *err);
struct ask ask_doc(bool base, const char *id_or_path);
struct ask ask_person(const struct facts *f, bool base, const char *id);
struct ask ask_group(const struct facts *f, bool base, const char *slug);
/** Who holds a role for a document: "author", "owner" and the like are its own fields; "anyone" gives none. */
int facts_holders(const char ***people, size_t *n, struct facts *f, const struct mb_doc *d, const char *role,
		  mb_day on, bool base, struct mb_error *err);
/** A whole number for a parameter use, as the document's group has it. */
int facts_number(long *out, struct facts *f, const struct param_use *p, const char *group,
		 struct mb_error *err);
/** The date at "meeting.date" of a document; MB_NO_DAY when something on the way is absent. */
int facts_day(mb_day *out, struct facts *f, const struct mb_doc *d, const char *path, struct mb_error *err);

/* ---- views (view.c) -------------------------------------------------------------------------------------- */

struct doc_view {
	const struct mb_doc *doc; /* NULL: not fetched yet */
	const char *id;		  /* in the arena */
	const char *kind;	  /* "person", "group"; NULL: doc is set */
	bool base;
};
void lib_views(lua_State *L); /* the classes */
void lib_event(lua_State *L); /* view_event.c */
void view_push_doc(lua_State *L, const struct mb_doc *d, bool base);
void view_push_person(lua_State *L, const char *id, bool base);
void view_push_group(lua_State *L, const char *slug, bool base);
void view_push_event(lua_State *L);
void view_push_node(lua_State *L, const struct mb_node *n, const struct mb_field *field, bool base);
/** What a field of a document is, by path "meeting.date"; pushes one value. */
void view_push_path(lua_State *L, const char *path);
/** Length of a list view or a plain table without metatable; -1: neither. */
lua_Integer view_len(lua_State *L, int idx);
int view_keys(lua_State *L, int idx); /* for pairs: pushes a list of keys of a map view */
const struct mb_doc *view_doc(lua_State *L, struct doc_view *v); /* NULL: dangling */
const char *view_id(lua_State *L, int idx);			 /* of a view or a text; NULL */

/* ---- judging (judge.c, workflow.c, effects.c, daily.c) --------------------------------------------------- */

struct judging {
	struct mb_rules *r;
	struct facts *f;
	struct mb_arena *arena; /* of the caller: what the ruling holds */
	const struct mb_case *c;
	struct mb_ruling *out;
	bool refused;
	uint32_t *hashes; /* of the keys, beside out->effects */
	size_t n_hashes;
	long left; /* instructions for one rule and one event */
};

/** Run a function of a rule; facts are fetched as it asks for them. VM_FINE: v holds the answer (in f's arena).
 *  VM_FAULT: text says how it failed. VM_LATE: err is filled. */
enum vm_end rule_call(struct val *v, struct judging *j, size_t rule, enum call_what what, size_t requirement,
		      char *text, struct mb_error *err);
struct mb_finding *judge_finding(struct judging *j, const char *rule, const char *file, int line,
				 const char *requirement);
bool rule_applies(const struct judging *j, const struct rule *rule);
bool rule_names_event(const char *const *list, size_t n, const char *kind, const char *event);
int workflow_judge(struct judging *j, const struct mb_event *e, struct mb_error *err);
/** Effects of one rule for the event under way (or the day). */
int effects_of(struct judging *j, size_t rule, bool daily, struct mb_error *err);
int judge_case_finish(struct judging *j);
/** mb_rules_judge() and mb_rules_daily() with facts of the caller's, who then sees what was read. */
int judge_events(struct mb_ruling *out, struct mb_arena *a, struct mb_rules *r, const struct mb_case *c,
		 struct facts *f, struct mb_error *err);
int judge_day(struct mb_ruling *out, struct mb_arena *a, struct mb_rules *r, const struct mb_case *c,
	      struct facts *f, struct mb_error *err);

/* ---- tests of rules (test_world.c, test_run.c) ----------------------------------------------------------- */

/** A small record made from the tables of a test. */
struct test_record {
	const char *name, *id, *path; /* name: as the test calls it */
	const char *group, *meeting;
	const struct mb_kind *kind;
	struct mb_node *fields;
	const char *body;
};
struct test_page {
	const char *path;
	struct mb_str text;
};
struct test_world {
	struct mb_arena *arena;
	const struct mb_schema *schema;
	struct test_record *records;
	size_t n;
	struct test_page *pages; /* sorted by path */
	size_t n_pages;
	const char **people;
	size_t n_people;
	struct mb_node *groups; /* slug -> map */
	struct mb_node *roles;	/* partnership-wide rows */
	int year;
	char why[ERROR_TEXT];
};
/** Lay `given` over `world` (both may be NULL); by: people that act. false: why says what is wrong. */
bool test_world_make(struct test_world *w, const struct val *world, const struct val *given, const char *by,
		     const char *entered_by);
struct test_record *test_world_find(const struct test_world *w, const char *name_or_id);
/** The bytes of a record as its fields now are. */
bool test_world_text(struct mb_str *out, struct test_world *w, struct test_record *r);
/** Names of records in a value become ids. */
struct mb_node *test_world_ids(const struct test_world *w, struct mb_node *n);
/** A view of pages; one of them (skip) left out, one replaced (path NULL: none). */
struct mb_view *test_world_view(struct test_world *w, const char *skip, const struct test_page *instead);

#endif
