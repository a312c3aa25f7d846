/* load.c: from files to a loaded version: run each file once, read what it declared, close the state for judging. */
#include "rules_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECLARED_TEXT  8000
#define DECLARED_DEPTH 10

void slip(struct slips *s, const char *file, int line, const char *fmt, ...)
{
	char what[400], text[640];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	snprintf(text, sizeof text, "%s:%d: %s", file, line, what);
	if (s->tell)
		s->tell(s->ctx, text);
	else if (s->n == 0)
		mb_fail(s->err, MB_EINVAL, "%s", text);
	s->n++;
}

const char *slip_near(struct mb_arena *a, const char *word, const char *const *words, size_t n)
{
	const char *near = mb_nearest(word, words, n);

	return near ? mb_arena_printf(a, "; did you mean '%s'?", near) : "";
}

/* ---- files ----------------------------------------------------------------------------------------------- */

/* The standard library first, the tests last, each by path. */
static int rank(const char *path)
{
	return mb_starts(path, "rules/std/") ? 0 : mb_starts(path, "rules/tests/") ? 2 : 1;
}

static int file_order(const void *a, const void *b)
{
	const struct mb_rules_file *x = a, *y = b;
	int d = rank(x->path) - rank(y->path);

	return d ? d : strcmp(x->path, y->path);
}

static bool runs(const char *path, bool tests)
{
	return mb_ends(path, ".lua") && (tests || rank(path) != 2);
}

static int line_of(const char *text, const char *at)
{
	int line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* Lua compares texts piece by piece between NULs, which a rule could make very slow: none may be written. */
static int nul_at(struct mb_str text)
{
	const char *end = text.p + text.n;

	for (const char *p = text.p, *at; p < end && (at = memchr(p, '\\', (size_t)(end - p))); p = at + 2) {
		size_t left = (size_t)(end - at), k = 1;

		p = at;
		if (left < 2)
			break;
		if (left > 3 && p[1] == 'u' && p[2] == '{')
			k = 3;
		else if (left > 3 && p[1] == 'x')
			k = 2;
		if (p[k] != '0')
			continue;
		while (k < left && p[k] == '0')
			k++;
		if ((p[1] == 'x' && k == 4) || (p[1] == 'u' && k < left && p[k] == '}') ||
		    (p[1] == '0' && (k >= 4 || k >= left || p[k] < '0' || p[k] > '9')))
			return line_of(text.p, p);
	}
	return 0;
}

static int copy_files(struct mb_rules *r, const struct mb_rules_file *files, size_t n, bool tests,
		      struct mb_error *err)
{
	int line;

	r->files = mb_arena_alloc(r->arena, (n + 1) * sizeof(*r->files));
	for (size_t i = 0; i < n; i++) {
		struct mb_rules_file *f = &r->files[r->n_files];

		if (!runs(files[i].path, tests))
			continue;
		if (files[i].text.n > RULES_FILE_MAX)
			return mb_fail(err, MB_EINVAL, "%.200s: a rule file may have %zu bytes; divide it",
				       files[i].path, RULES_FILE_MAX);
		f->path = mb_arena_dup(r->arena, files[i].path);
		f->text.p = mb_arena_copy(r->arena, files[i].text.p ? files[i].text.p : "", files[i].text.n);
		f->text.n = files[i].text.n;
		line = nul_at(f->text);
		if (line)
			return mb_fail(err, MB_EINVAL, "%s:%d: a NUL cannot be part of a text", f->path,
				       line);
		r->n_files++;
	}
	if (r->n_files > RULES_FILES_MAX)
		return mb_fail(err, MB_EINVAL, "more than %d rule files", RULES_FILES_MAX);
	if (r->n_files > 1)
		qsort(r->files, r->n_files, sizeof(*r->files), file_order);
	for (size_t i = 1; i < r->n_files; i++)
		if (strcmp(r->files[i].path, r->files[i - 1].path) == 0)
			return mb_fail(err, MB_EINVAL, "%.200s is given twice", r->files[i].path);
	return MB_OK;
}

/* ---- the state ------------------------------------------------------------------------------------------- */

static int not_loaded(enum vm_end end, const struct mb_rules_file *f, const char *text, struct mb_error *err)
{
	if (end == VM_LATE)
		return mb_fail(err, MB_EFAIL, "%s: loading took too long; try again", f->path);
	if (mb_starts(text, f->path)) /* else it may be made to look like another file's */
		return mb_fail(err, MB_EINVAL, "%s", text);
	return mb_fail(err, MB_EINVAL, "%s: %s", f->path, text);
}

static int run_file(struct vm *vm, const struct mb_rules_file *f, struct mb_error *err)
{
	char text[ERROR_TEXT] = "";
	bool again;
	struct chunk *chunk = chunk_of(&again, f);
	struct lib_file x = { f, chunk_code(chunk) };
	enum vm_end end;

	vm_clock_start(vm);
	end = vm_run(vm, lib_load_file, &x, VM_LOAD_STEPS, text);
	if (end == VM_FINE) {
		if (again && !x.code.p)
			chunk_keep(chunk, vm->L);
		vm_done(vm);
	}
	chunk_done(chunk);
	return end == VM_FINE ? MB_OK : not_loaded(end, f, text, err);
}

static int run_files(struct vm *vm, struct mb_rules *r, struct mb_error *err)
{
	int rc = MB_OK;

	for (size_t i = 0; i < r->n_files && rc == MB_OK; i++)
		rc = run_file(vm, &r->files[i], err);
	return rc;
}

/* No file runs after this: what rules keep is noted, and only so much more memory is allowed. Most commands only read, and judge
 * nothing: for them it is never done. */
static int close_declaring(struct vm *vm, struct mb_error *err)
{
	char text[ERROR_TEXT] = "";

	if (!vm->declaring)
		return MB_OK;
	vm_clock_start(vm);
	if (vm_run(vm, guard_build, NULL, VM_LOAD_STEPS, text) != VM_FINE)
		return mb_fail(err, MB_EINVAL, "rules: %s", text);
	vm_done(vm);
	vm->declaring = false;
	lua_gc(vm->L, LUA_GCCOLLECT);
	lua_gc(vm->L, LUA_GCRESTART);
	vm->max = vm->used + VM_EXTRA;
	vm->largest_declared = vm->largest;
	return MB_OK;
}

int rules_vm(struct vm **out, struct mb_rules *r, struct mb_error *err)
{
	struct vm *vm = NULL;
	int rc;

	if (!r->vm) {
		if ((rc = vm_new(&vm, err)) != MB_OK)
			return rc;
		if (run_files(vm, r, err) != MB_OK) {
			vm_free(vm);
			return MB_EFAIL; /* it did load once */
		}
		r->vm = vm;
	}
	*out = r->vm;
	return close_declaring(r->vm, err);
}

void rules_drop_vm(struct mb_rules *r)
{
	vm_free(r->vm);
	r->vm = NULL;
}

/* ---- what was declared ----------------------------------------------------------------------------------- */

static const char *entry_text(struct mb_arena *a, lua_State *L, int place)
{
	const char *s = lua_rawgeti(L, -1, place) == LUA_TSTRING ? mb_arena_dup(a, lua_tostring(L, -1)) : "";

	lua_pop(L, 1);
	return s;
}

/* Outside protection: raw reads only. */
static int read_declared(struct mb_rules *r, struct slips *s, struct mb_error *err)
{
	lua_State *L = r->vm->L;
	size_t n, before = s->n;

	lua_settop(L, 0);
	vm_push(L, SLOT_DECLARED);
	n = lua_rawlen(L, 1);
	r->declared = mb_arena_alloc(r->arena, (n + 1) * sizeof(*r->declared));
	for (size_t i = 0; i < n; i++) {
		struct declared *d = &r->declared[r->n_declared++];
		struct val_limit lim = { .depth = DECLARED_DEPTH,
					 .values = GUARD_MAX,
					 .text = DECLARED_TEXT,
					 .total = RULES_FILE_MAX * 4,
					 .functions = true };

		lua_rawgeti(L, 1, (lua_Integer)i + 1);
		d->word = entry_text(r->arena, L, 1);
		d->name = entry_text(r->arena, L, 2);
		d->file = entry_text(r->arena, L, 4);
		lua_rawgeti(L, -1, 5);
		d->line = (int)lua_tointegerx(L, -1, NULL);
		lua_pop(L, 1);
		lua_rawgeti(L, -1, 3);
		if (!val_read(&d->v, r->arena, L, -1, &lim))
			slip(s, d->file, d->line, "%s \"%s\" holds %s", d->word, d->name, lim.why);
		lua_pop(L, 2);
	}
	lua_settop(L, 0);
	if (s->n > before && !s->tell)
		return s->err ? MB_EINVAL : mb_fail(err, MB_EINVAL, "the rules declare nonsense");
	return MB_OK;
}

/* A rule in a test file would be seen by the tests and bind nobody: what is in force is what stands outside rules/tests. */
static void check_test_files(const struct mb_rules *r, struct slips *s)
{
	for (size_t i = 0; i < r->n_declared; i++) {
		const struct declared *d = &r->declared[i];

		if (rank(d->file) == 2 && strcmp(d->word, "test") != 0 && strcmp(d->word, "world") != 0)
			slip(s, d->file, d->line,
			     "a test file holds tests and their world, and no '%s': it would never be in "
			     "force; "
			     "move it to a file beside the folder tests",
			     d->word);
	}
}

static void declare_requirements(struct mb_rules *r)
{
	for (size_t i = 0; i < r->n_declared; i++)
		if (strcmp(r->declared[i].word, "requirement") == 0)
			*MB_PUSH(r->arena, r->requirements, r->n_requirements) = r->declared[i].name;
}

int rules_load(struct mb_rules **out, const struct mb_rules_file *files, size_t n, bool tests,
	       struct slips *s, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_rules *r = mb_arena_alloc(a, sizeof(*r));
	int rc;

	r->arena = a;
	if ((rc = copy_files(r, files, n, tests, err)) != MB_OK || (rc = vm_new(&r->vm, err)) != MB_OK ||
	    (rc = run_files(r->vm, r, err)) != MB_OK || (rc = read_declared(r, s, err)) != MB_OK)
		goto out;
	if (s->tell && (rc = close_declaring(r->vm, err)) != MB_OK) /* whoever checks wants to know at once */
		goto out;
	check_test_files(r, s);
	declare_requirements(r);
	declare_kinds(r, s);
	declare_workflows(r, s);
	declare_rules(r, s);
	if (s->n > 0 && !s->tell)
		rc = MB_EINVAL;
out:
	if (rc != MB_OK)
		mb_rules_free(r);
	else
		*out = r;
	return rc;
}

int mb_rules_load(struct mb_rules **out, const struct mb_rules_file *files, size_t n, struct mb_error *err)
{
	struct mb_error own = { 0 };
	struct slips s = { .err = err ? err : &own };

	return rules_load(out, files, n, false, &s, s.err);
}

void mb_rules_free(struct mb_rules *r)
{
	if (!r)
		return;
	vm_free(r->vm);
	mb_arena_free(r->arena);
}

void mb_rules_watch(struct mb_rules *r, mb_looked fn, void *ctx)
{
	r->looked = fn;
	r->looked_ctx = ctx;
}

const struct mb_schema *mb_rules_schema(const struct mb_rules *r)
{
	return &r->schema;
}

const struct rule *rule_named(const struct mb_rules *r, const char *name)
{
	for (size_t i = 0; i < r->n_rules; i++)
		if (mb_streq(r->rules[i].name, name) || mb_streq(r->rules[i].was, name))
			return &r->rules[i];
	return NULL;
}

bool mb_rules_same(const struct mb_rules *r, const char *one, const char *other)
{
	const struct rule *rule;

	if (!one || !other || mb_streq(one, other))
		return one && other;
	rule = rule_named(r, one);
	return rule && rule == rule_named(r, other);
}

bool mb_rules_cure(struct mb_cure *out, const struct mb_rules *r, const char *name)
{
	const struct rule *rule = name ? rule_named(r, name) : NULL;

	*out = (struct mb_cure){ 0 };
	if (!rule)
		return false;
	*out = (struct mb_cure){ rule->cured_by, rule->n_cured_by, rule->cured_at, rule->n_cured_at };
	return true;
}
