/* hash.c: SHA-256. */
#include <minutebook/base.h>

#include <sodium.h>

_Static_assert(MB_SHA256_HEX == 2 * crypto_hash_sha256_BYTES + 1, "room for the digits and a NUL");

void mb_sha256_hex(char out[MB_SHA256_HEX], const void *p, size_t n)
{
	unsigned char digest[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(digest, p, n); /* cannot fail, and needs no sodium_init() */
	sodium_bin2hex(out, MB_SHA256_HEX, digest, sizeof(digest));
}
