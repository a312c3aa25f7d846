/* Accept-Encoding as RFC 9110, 12.5.3 has it; what cannot be read asks for nothing. */
#include "server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct row {
	const char *header;
	bool gzip;
} rows[] = {
	{ NULL, false },
	{ "", false },
	{ "gzip", true },
	{ "GZip", true },
	{ "x-gzip", true },
	{ "gzip, deflate, br, zstd", true },
	{ "br;q=1.0, gzip;q=0.8, *;q=0.1", true },
	{ " br ,\tgzip ", true },
	{ ",,gzip,,", true },
	{ "*", true },
	{ "br, *", true },
	{ "br", false },
	{ "identity", false },
	{ "gzip;q=0", false },
	{ "gzip;q=0.0", false },
	{ "gzip;q=0.000", false },
	{ "gzip; q=0", false },
	{ "gzip ;Q=0", false },
	{ "gzip;q=0, *", false },
	{ "*;q=0", false },
	{ "*;q=0, gzip", true },
	{ "deflate, gzip;q=0, br", false },
	{ "gzip;q=0.001", true },
	{ "gzip;q=1.000", true },
	{ "gzip;q=0.5, identity", false },
	{ "gzip;q=0.5, identity;q=0.5", true },
	{ "gzip;q=0.5, identity;q=0.1", true },
	{ "identity;q=0, gzip", true },
	{ "gzip;q=2", false },
	{ "gzip;q=1.001", false },
	{ "gzip;q=0.1234", false },
	{ "gzip;q=-1", false },
	{ "gzip;q=", false },
	{ "gzip;q", false },
	{ "gzip;level=9", false },
	{ "gzipped", false },
	{ "not-gzip", false },
	{ "gzi", false },
	{ "br;x=\"gzip\"", false },
	{ ";", false },
	{ ";;;=,;q=1,", false },
};

static void it_is_read_as_the_standard_says(void **state)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (takes_gzip(rows[i].header) != rows[i].gzip)
			fail_msg("Accept-Encoding: %s", rows[i].header ? rows[i].header : "(none)");
}

int main(void)
{
	const struct CMUnitTest t[] = { cmocka_unit_test(it_is_read_as_the_standard_says) };

	return cmocka_run_group_tests_name("coding", t, NULL, NULL);
}
