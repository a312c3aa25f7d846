/* secret.c: passwords, tokens, one-time codes: what must be unguessable, and is compared without telling by its time. */
#include <minutebook/base.h>

#include <sodium.h>
#include <string.h>

_Static_assert(MB_PASSWORD_HASH == crypto_pwhash_STRBYTES, "room for libsodium's own form, NUL included");

static int start(struct mb_error *err)
{
	return sodium_init() >= 0 ? MB_OK
				  : mb_fail(err, MB_EFAIL, "the random source of this machine does not work");
}

int mb_random(void *out, size_t n, struct mb_error *err)
{
	int rc = start(err);

	if (rc == MB_OK)
		randombytes_buf(out, n);
	return rc;
}

int mb_secret_new(char out[MB_SECRET], struct mb_error *err)
{
	unsigned char bytes[MB_SECRET_BYTES];
	int rc = mb_random(bytes, sizeof bytes, err);

	if (rc == MB_OK)
		sodium_bin2base64(out, MB_SECRET, bytes, sizeof bytes,
				  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof bytes);
	return rc;
}

bool mb_secret_same(const char *a, const char *b)
{
	size_t n = a ? strlen(a) : 0;

	return a && b && strlen(b) == n && sodium_memcmp(a, b, n) == 0;
}

void mb_secret_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

/* ---- passwords ------------------------------------------------------------------------------------------- */

int mb_password_hash(char out[MB_PASSWORD_HASH], const char *password, size_t n, struct mb_error *err)
{
	int rc = start(err);

	memset(out, 0, MB_PASSWORD_HASH);
	if (rc == MB_OK && crypto_pwhash_str_alg(out, password, n, MB_PASSWORD_PASSES, MB_PASSWORD_MEMORY,
						 crypto_pwhash_ALG_ARGON2ID13) != 0)
		rc = mb_fail(err, MB_EFAIL, "there is not enough memory to keep a password safely");
	return rc;
}

bool mb_password_fits(const char *hash, const char *password, size_t n)
{
	char padded[MB_PASSWORD_HASH] = "";

	if (start(NULL) != MB_OK || !hash || strlen(hash) >= sizeof padded)
		return false;
	strcpy(padded, hash);
	return crypto_pwhash_str_verify(padded, password, n) == 0;
}

/* ---- one-time codes -------------------------------------------------------------------------------------- */

/* SHA-1 (FIPS 180-4), which libsodium has not: authenticator programs know HMAC-SHA-1 and often nothing else. Its known
 * weakness, collisions, does not touch HMAC. */
struct sha1 {
	uint32_t h[5];
	uint64_t n;
	unsigned char block[64];
};

static uint32_t turn(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

static void sha1_block(struct sha1 *s)
{
	uint32_t w[80], a = s->h[0], b = s->h[1], c = s->h[2], d = s->h[3], e = s->h[4];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)s->block[4 * i] << 24 | (uint32_t)s->block[4 * i + 1] << 16 |
		       (uint32_t)s->block[4 * i + 2] << 8 | s->block[4 * i + 3];
	for (int i = 16; i < 80; i++)
		w[i] = turn(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (int i = 0; i < 80; i++) {
		uint32_t f = i < 20		 ? (b & c) | (~b & d)
			     : i < 40 || i >= 60 ? b ^ c ^ d
						 : (b & c) | (b & d) | (c & d);
		uint32_t k = i < 20 ? 0x5a827999 : i < 40 ? 0x6ed9eba1 : i < 60 ? 0x8f1bbcdc : 0xca62c1d6;
		uint32_t t = turn(a, 5) + f + e + k + w[i];

		e = d;
		d = c;
		c = turn(b, 30);
		b = a;
		a = t;
	}
	s->h[0] += a;
	s->h[1] += b;
	s->h[2] += c;
	s->h[3] += d;
	s->h[4] += e;
	sodium_memzero(w, sizeof w);
}

static void sha1_begin(struct sha1 *s)
{
	*s = (struct sha1){ .h = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 } };
}

static void sha1_put(struct sha1 *s, const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		s->block[s->n++ % 64] = p[i];
		if (s->n % 64 == 0)
			sha1_block(s);
	}
}

static void sha1_end(unsigned char out[20], struct sha1 *s)
{
	static const unsigned char mark = 0x80, none;
	uint64_t bits = s->n * 8;
	unsigned char length[8];

	sha1_put(s, &mark, 1);
	while (s->n % 64 != 56)
		sha1_put(s, &none, 1);
	for (int i = 0; i < 8; i++)
		length[i] = (unsigned char)(bits >> (56 - 8 * i));
	sha1_put(s, length, 8);
	for (int i = 0; i < 20; i++)
		out[i] = (unsigned char)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

static void hmac_sha1(unsigned char out[20], const unsigned char *key, size_t n_key, const unsigned char *p,
		      size_t n)
{
	unsigned char block[64] = { 0 }, inner[20];
	struct sha1 s;

	if (n_key > sizeof block) {
		sha1_begin(&s);
		sha1_put(&s, key, n_key);
		sha1_end(block, &s);
	} else {
		memcpy(block, key, n_key);
	}
	for (size_t i = 0; i < sizeof block; i++)
		block[i] ^= 0x36;
	sha1_begin(&s);
	sha1_put(&s, block, sizeof block);
	sha1_put(&s, p, n);
	sha1_end(inner, &s);
	for (size_t i = 0; i < sizeof block; i++)
		block[i] ^= 0x36 ^ 0x5c;
	sha1_begin(&s);
	sha1_put(&s, block, sizeof block);
	sha1_put(&s, inner, sizeof inner);
	sha1_end(out, &s);
	sodium_memzero(block, sizeof block);
}

uint32_t mb_one_time_code(const void *key, size_t n, uint64_t counter, unsigned digits)
{
	unsigned char moving[8], mac[20];
	uint32_t code, limit = 1;

	for (int i = 0; i < 8; i++)
		moving[i] = (unsigned char)(counter >> (56 - 8 * i));
	hmac_sha1(mac, key, n, moving, sizeof moving);
	code = ((uint32_t)mac[mac[19] & 15] & 0x7f) << 24 | (uint32_t)mac[(mac[19] & 15) + 1] << 16 |
	       (uint32_t)mac[(mac[19] & 15) + 2] << 8 | mac[(mac[19] & 15) + 3];
	for (unsigned i = 0; i < digits && i < 9; i++)
		limit *= 10;
	return code % limit;
}

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void mb_base32(struct mb_buf *out, const void *p, size_t n)
{
	const unsigned char *b = p;
	uint32_t bits = 0;
	int have = 0;

	for (size_t i = 0; i < n; i++) {
		bits = bits << 8 | b[i];
		for (have += 8; have >= 5; have -= 5)
			mb_buf_putc(out, base32[bits >> (have - 5) & 31]);
	}
	if (have > 0)
		mb_buf_putc(out, base32[bits << (5 - have) & 31]);
}
