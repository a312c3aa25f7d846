/* The cache: bounded by bytes, and what is in use stays until it is given back. */
#include "server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int freed;

static void give_back(void *p)
{
	freed++;
	free(p);
}

static const struct cached *put(struct cache *c, const char *key, size_t n)
{
	struct cached x = { .p = mb_alloc(n), .n = n, .free = give_back, .type = "text/html", .etag = key };

	memset((void *)(uintptr_t)x.p, *key, n);
	return cache_put(c, key, &x);
}

static size_t bytes_of(struct cache *c)
{
	size_t entries, bytes, hits, misses;

	cache_sums(c, &entries, &bytes, &hits, &misses);
	return bytes;
}

static void what_was_put_is_found(void **state)
{
	struct cache *c = cache_new(100000);
	const struct cached *x;

	assert_null(cache_get(c, "a"));
	cache_done(c, put(c, "a", 100));
	x = cache_get(c, "a");
	assert_non_null(x);
	assert_int_equal(x->n, 100);
	assert_string_equal(x->etag, "a");
	assert_null(cache_get(c, "b"));
	cache_done(c, x);
	cache_free(c);
	assert_int_equal(freed, 1);
}

static void it_holds_no_more_than_it_may_and_what_is_used_stays(void **state)
{
	struct cache *c = cache_new(100000);
	char key[16];

	freed = 0;
	cache_done(c, put(c, "kept", 100));
	for (int i = 0; i < 1000; i++) {
		snprintf(key, sizeof key, "k%d", i);
		cache_done(c, put(c, key, 1000));
		cache_done(c, cache_get(c, "kept"));
		assert_true(bytes_of(c) <= 100000);
	}
	assert_true(freed > 800);
	assert_null(cache_get(c, "k0"));
	cache_done(c, cache_get(c, "k999"));
	cache_free(c);
	assert_int_equal(freed, 1001);
}

static void what_is_held_outlives_its_leaving(void **state)
{
	struct cache *c = cache_new(5000);
	const struct cached *held = put(c, "a", 1000), *large;

	freed = 0;
	cache_done(c, put(c, "a", 1000)); /* another in its place */
	assert_int_equal(freed, 0);
	assert_int_equal(((const char *)held->p)[999], 'a');
	large = put(c, "b", 100000); /* larger than the cache: never in it */
	assert_null(cache_get(c, "b"));
	assert_int_equal(((const char *)large->p)[99999], 'b');
	cache_done(c, large);
	cache_done(c, held);
	assert_int_equal(freed, 3);
	cache_free(c);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(what_was_put_is_found),
		cmocka_unit_test(it_holds_no_more_than_it_may_and_what_is_used_stays),
		cmocka_unit_test(what_is_held_outlives_its_leaving),
	};

	return cmocka_run_group_tests_name("cache", t, NULL, NULL);
}
