/* Sessions, invitations, tokens and what is kept, each with its time. */
#include "accounts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define NOW 1000000

static char home[] = "/tmp/mb-accounts-XXXXXX";
static struct mb_accounts *s;
static struct mb_arena *a;

static bool session_lives(const char *secret, int64_t now)
{
	struct session x;

	return session_find(&x, a, s, secret, now, NULL) == MB_OK;
}

static void a_session_ends_when_idle_and_after_twelve_hours(void **state)
{
	char one[MB_SECRET], two[MB_SECRET];

	assert_int_equal(session_new(one, s, "helen-marsh", false, NOW, NULL), MB_OK);
	assert_int_equal(session_new(two, s, "helen-marsh", false, NOW, NULL), MB_OK);
	assert_true(session_lives(one, NOW));
	assert_true(session_lives(one, NOW + SESSION_IDLE - 1));
	assert_false(session_lives(two, NOW + SESSION_IDLE));
	for (int64_t t = NOW + SESSION_IDLE - 1; t < NOW + SESSION_ABSOLUTE; t += SESSION_IDLE - 1)
		assert_true(session_lives(one, t));
	assert_false(session_lives(one, NOW + SESSION_ABSOLUTE));
	assert_false(session_lives(one, NOW - 1)); /* a clock set back opens nothing */
	assert_false(session_lives("not a session", NOW));
	assert_false(session_lives("", NOW));
}

static void between_password_and_code_there_are_five_minutes(void **state)
{
	char secret[MB_SECRET];
	struct session x;

	assert_int_equal(session_new(secret, s, "helen-marsh", true, NOW, NULL), MB_OK);
	assert_int_equal(session_find(&x, a, s, secret, NOW + PENDING_LIFE - 1, NULL), MB_OK);
	assert_true(x.pending);
	assert_int_equal(session_find(&x, a, s, secret, NOW + PENDING_LIFE, NULL), MB_ENOTFOUND);
}

static void secrets_are_kept_as_hashes_only(void **state)
{
	char secret[MB_SECRET];
	const char *invitation, *token;
	struct mb_buf file;

	assert_int_equal(session_new(secret, s, "helen-marsh", false, NOW, NULL), MB_OK);
	assert_int_equal(mb_account_invite(&invitation, a, s, "tom-adeyemi", false, NOW, NULL), MB_OK);
	assert_int_equal(mb_account_new_token(&token, a, s, "helen-marsh", "hashed", NOW, NULL), MB_OK);
	for (int i = 0; i < 2; i++) {
		const char *name = mb_arena_printf(a, "%s/accounts.sqlite%s", home, i ? "-wal" : "");
		struct stat st;

		assert_int_equal(stat(name, &st), 0);
		assert_int_equal(st.st_mode & 077, 0);
		assert_int_equal(mb_read_file(&file, name, MB_BUF_MAX_DEFAULT, NULL), MB_OK);
		assert_null(memmem(file.p, file.n, secret, strlen(secret)));
		assert_null(memmem(file.p, file.n, invitation, strlen(invitation)));
		assert_null(memmem(file.p, file.n, token, strlen(token)));
		mb_buf_free(&file);
	}
}

static void an_invitation_opens_once_and_for_a_week(void **state)
{
	const char *first, *secret, *person;
	char session[MB_SECRET];

	assert_int_equal(mb_account_invite(&first, a, s, "lucy-tran", false, NOW, NULL), MB_OK);
	assert_int_equal(mb_account_invite(&secret, a, s, "lucy-tran", true, NOW, NULL), MB_OK);
	assert_int_equal(invitation_find(&person, a, s, first, NOW, NULL),
			 MB_ENOTFOUND); /* a newer one took its place */
	assert_int_equal(invitation_find(&person, a, s, secret, NOW + INVITATION_LIFE, NULL), MB_ENOTFOUND);
	assert_int_equal(invitation_find(&person, a, s, secret, NOW + INVITATION_LIFE - 1, NULL), MB_OK);
	assert_string_equal(person, "lucy-tran");
	assert_int_equal(session_new(session, s, "lucy-tran", false, NOW, NULL), MB_OK);
	assert_int_equal(invitation_use(s, secret, "four quiet herons wait", NOW, NULL), MB_OK);
	assert_int_equal(invitation_use(s, secret, "four quiet herons wait", NOW, NULL), MB_ENOTFOUND);
	assert_false(session_lives(session, NOW));
}

static void a_lock_ends_everything(void **state)
{
	const char *secret, *token, *person;
	char session[MB_SECRET];
	bool admin;

	assert_int_equal(mb_account_invite(&secret, a, s, "martin-quill", false, NOW, NULL), MB_OK);
	assert_int_equal(mb_account_new_token(&token, a, s, "martin-quill", "diary", NOW, NULL), MB_OK);
	assert_int_equal(session_new(session, s, "martin-quill", false, NOW, NULL), MB_OK);
	assert_int_equal(token_find(&person, &admin, a, s, "api", token, NOW, NULL), MB_OK);
	assert_int_equal(mb_account_lock(s, "martin-quill", true, NULL), MB_OK);
	assert_int_equal(token_find(&person, &admin, a, s, "api", token, NOW, NULL), MB_ENOTFOUND);
	assert_int_equal(invitation_find(&person, a, s, secret, NOW, NULL), MB_ENOTFOUND);
	assert_false(session_lives(session, NOW));
	assert_int_equal(mb_account_new_token(&token, a, s, "martin-quill", "again", NOW, NULL), MB_EREFUSED);
	assert_int_equal(mb_account_lock(s, "nobody", true, NULL), MB_ENOTFOUND);
}

static void a_token_has_a_name_and_an_end(void **state)
{
	const char *token, *other, *person;
	bool admin;

	assert_int_equal(mb_account_new_token(&token, a, s, "helen-marsh", "diary", NOW, NULL), MB_OK);
	assert_int_equal(mb_account_new_token(&other, a, s, "helen-marsh", "diary", NOW, NULL), MB_ECONFLICT);
	assert_int_equal(mb_account_new_token(&other, a, s, "helen-marsh", "", NOW, NULL), MB_EINVAL);
	assert_int_equal(token_find(&person, &admin, a, s, "api", token, NOW, NULL), MB_OK);
	assert_string_equal(person, "helen-marsh");
	assert_false(admin);
	assert_int_equal(mb_account_end_token(s, "helen-marsh", "diary", NULL), MB_OK);
	assert_int_equal(mb_account_end_token(s, "helen-marsh", "diary", NULL), MB_ENOTFOUND);
	assert_int_equal(token_find(&person, &admin, a, s, "api", token, NOW, NULL), MB_ENOTFOUND);
}

static void a_token_opens_only_what_it_is_for(void **state)
{
	const char *feed, *api, *person;
	struct own_token *list;
	bool admin;
	size_t n;

	assert_int_equal(token_new(&feed, a, s, "helen-marsh", "feed", "tablet", NOW, NULL), MB_OK);
	assert_int_equal(token_new(&api, a, s, "helen-marsh", "api", "sheet", NOW, NULL), MB_OK);
	assert_int_equal(token_find(&person, &admin, a, s, "api", feed, NOW, NULL), MB_ENOTFOUND);
	assert_int_equal(token_find(&person, &admin, a, s, "feed", api, NOW, NULL), MB_ENOTFOUND);
	assert_int_equal(token_find(&person, &admin, a, s, "feed", feed, NOW, NULL), MB_OK);
	assert_int_equal(token_list(&list, &n, a, s, "helen-marsh", NULL), MB_OK);
	assert_int_equal(n, 3); /* one is of a test before */
	assert_string_equal(list[1].name, "sheet");
	assert_int_equal(list[1].used, 0);
	assert_string_equal(list[2].use, "feed");
	assert_int_equal(list[2].used, NOW);
	assert_int_equal(mb_account_end_token(s, "helen-marsh", "tablet", NULL), MB_OK);
	assert_int_equal(token_find(&person, &admin, a, s, "feed", feed, NOW, NULL), MB_ENOTFOUND);
	assert_int_equal(mb_account_end_token(s, "helen-marsh", "sheet", NULL), MB_OK);
	assert_int_equal(token_list(&list, &n, a, s, "helen-marsh", NULL), MB_OK);
	assert_int_equal(n, 1);
}

static void a_form_is_carried_out_once(void **state)
{
	const char *place;

	assert_int_equal(form_begin(&place, a, s, "session", "key", NOW, NULL), MB_OK);
	assert_int_equal(form_begin(&place, a, s, "session", "key", NOW, NULL), MB_ECONFLICT);
	assert_null(place);
	assert_int_equal(form_begin(&place, a, s, "another", "key", NOW, NULL), MB_OK);
	assert_int_equal(form_end(s, "session", "key", "/papers/CTB-2005-P001", NULL), MB_OK);
	assert_int_equal(form_begin(&place, a, s, "session", "key", NOW + 3600, NULL), MB_ECONFLICT);
	assert_string_equal(place, "/papers/CTB-2005-P001");
	/* refused: put right and sent again */
	assert_int_equal(form_begin(&place, a, s, "session", "wrong", NOW, NULL), MB_OK);
	assert_int_equal(form_end(s, "session", "wrong", NULL, NULL), MB_OK);
	assert_int_equal(form_begin(&place, a, s, "session", "wrong", NOW, NULL), MB_OK);
	/* whoever began it died */
	assert_int_equal(form_begin(&place, a, s, "session", "wrong", NOW + 119, NULL), MB_ECONFLICT);
	assert_int_equal(form_begin(&place, a, s, "session", "wrong", NOW + 121, NULL), MB_OK);
}

static void what_was_typed_is_given_to_whom_it_belongs(void **state)
{
	const char *target, *text, *person;
	char secret[MB_SECRET], session[MB_SECRET], first[MB_SECRET];

	assert_int_equal(kept_put(secret, s, "helen-marsh", "/edit", "text=long", NOW, NULL), MB_OK);
	assert_int_equal(kept_take(&target, &text, a, s, secret, "helen-marsh", NOW + KEPT_LIFE - 1, NULL),
			 MB_OK);
	assert_string_equal(target, "/edit");
	assert_string_equal(text, "text=long");
	assert_int_equal(kept_take(&target, &text, a, s, secret, "tom-adeyemi", NOW, NULL), MB_ENOTFOUND);
	assert_int_equal(kept_take(&target, &text, a, s, secret, NULL, NOW, NULL), MB_ENOTFOUND);
	assert_int_equal(kept_take(&target, &text, a, s, secret, "helen-marsh", NOW + KEPT_LIFE, NULL),
			 MB_ENOTFOUND);
	/* a session that has ended still says whose it was */
	assert_int_equal(session_new(session, s, "helen-marsh", false, NOW, NULL), MB_OK);
	assert_int_equal(mb_account_end_sessions(NULL, s, "helen-marsh", NULL), MB_OK);
	assert_false(session_lives(session, NOW));
	assert_int_equal(session_owner(&person, a, s, session, NULL), MB_OK);
	assert_string_equal(person, "helen-marsh");
	assert_int_equal(session_owner(&person, a, s, "made up", NULL), MB_ENOTFOUND);
	/* no more than twenty of one person */
	assert_int_equal(kept_put(first, s, "lucy-tran", "/edit", "0", NOW, NULL), MB_OK);
	for (int i = 1; i <= 20; i++)
		assert_int_equal(kept_put(secret, s, "lucy-tran", "/edit", "x", NOW + i, NULL), MB_OK);
	assert_int_equal(kept_take(&target, &text, a, s, first, "lucy-tran", NOW, NULL), MB_ENOTFOUND);
	assert_int_equal(kept_take(&target, &text, a, s, secret, "lucy-tran", NOW, NULL), MB_OK);
}

static void a_notice_is_shown_once(void **state)
{
	struct notice *list;
	size_t n;

	assert_int_equal(notice_put(s, "session", "success", "one", NOW, NULL), MB_OK);
	assert_int_equal(notice_put(s, "session", "success", "two", NOW, NULL), MB_OK);
	assert_int_equal(notice_take(&list, &n, a, s, "another", NULL), MB_OK);
	assert_int_equal(n, 0);
	assert_int_equal(notice_take(&list, &n, a, s, "session", NULL), MB_OK);
	assert_int_equal(n, 2);
	assert_string_equal(list[0].text, "one");
	assert_int_equal(notice_take(&list, &n, a, s, "session", NULL), MB_OK);
	assert_int_equal(n, 0);
}

static void a_password_that_is_guessed_first_is_refused(void **state)
{
	static const char *const bad[] = { "",
					   "short",
					   "elevenchars",
					   "aaaaaaaaaaaaaaaa",
					   "abababababab",
					   "password1234",
					   "Minutebook2026",
					   "qwertyqwerty1",
					   "helen-marsh-05",
					   "123456123456" };
	static const char *const good[] = { "four quiet herons", "\xc3\xa9t\xc3\xa9 sur la rivi\xc3\xa8re",
					    "Tr0ub4dor&3xyz" };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(password_check(bad[i], "helen-marsh", NULL), MB_EINVAL);
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_int_equal(password_check(good[i], "helen-marsh", NULL), MB_OK);
}

static void a_code_of_the_second_factor_is_of_this_moment(void **state)
{
	static const char key[] = "3132333435363738393031323334353637383930"; /* of RFC 6238 */
	char code[8];

	/* 94287082 of the RFC in eight digits ends with what six digits show */
	assert_int_equal(second_step(key, "287082", 0, 59), 1);
	assert_int_equal(second_step(key, "287 082", 0, 59), 1);
	assert_int_equal(second_step(key, "287082", 0, 59 + 30), 1);
	assert_int_equal(second_step(key, "287082", 0, 59 + 90), 0);
	assert_int_equal(second_step(key, "287082", 1, 59), 0);
	assert_int_equal(second_step(key, "287083", 0, 59), 0);
	assert_int_equal(second_step(key, "28708", 0, 59), 0);
	assert_int_equal(second_step(key, "2870821", 0, 59), 0);
	assert_int_equal(second_step(key, "28708x", 0, 59), 0);
	assert_int_equal(second_step("", "287082", 0, 59), 0);
	assert_int_equal(second_step(NULL, "287082", 0, 59), 0);
	snprintf(code, sizeof code, "%06u",
		 (unsigned)mb_one_time_code("12345678901234567890", 20, 37037036, 6));
	assert_int_equal(second_step(key, code, 0, 1111111109), 37037036);
}

/* ---- drafts ---------------------------------------------------------------------------------------------- */

static int save(long version, const char *person, const char *page, const char *text)
{
	const struct draft d = {
		.meeting = "CTB-2006-M001", .version = version, .person = person, .text = text, .saved = NOW
	};

	return draft_save(s, &d, page, NULL);
}

static bool others(long since, const char *page)
{
	bool yes;

	assert_int_equal(draft_others(&yes, a, s, "CTB-2006-M001", since, page, NULL), MB_OK);
	return yes;
}

static void a_draft_is_saved_over_the_version_that_was_seen(void **state)
{
	const char *text;
	struct draft d;

	assert_int_equal(draft_find(&d, a, s, "CTB-2006-M001", NULL), MB_OK);
	assert_int_equal(d.version, 0);
	assert_null(d.text);
	assert_int_equal(save(1, "helen-marsh", "p1", "others=a"), MB_OK);
	assert_int_equal(save(1, "tom-adeyemi", "p2", "others=b"), MB_ECONFLICT);
	assert_int_equal(save(3, "tom-adeyemi", "p2", "others=b"), MB_ECONFLICT);
	assert_false(others(0, "p1"));
	assert_true(others(0, "p2"));
	assert_int_equal(save(2, "tom-adeyemi", "p2", "others=b"), MB_OK);
	assert_int_equal(draft_find(&d, a, s, "CTB-2006-M001", NULL), MB_OK);
	assert_string_equal(d.text, "others=b");
	assert_string_equal(d.person, "tom-adeyemi");
	assert_int_equal(draft_text(&text, a, s, "CTB-2006-M001", 1, NULL), MB_OK);
	assert_string_equal(text, "others=a");
	assert_true(others(1, "p1"));
	for (long v = 3; v <= 60; v++)
		assert_int_equal(save(v, "tom-adeyemi", "p2", "others=c"), MB_OK);
	assert_int_equal(draft_text(&text, a, s, "CTB-2006-M001", 10, NULL), MB_OK);
	assert_string_equal(text, ""); /* too old to be kept */
	assert_true(others(5, "p2"));  /* and then nobody knows whose they were */
	assert_false(others(20, "p2"));
}

static const char *stamp(void)
{
	struct draft *list;
	size_t n;

	assert_int_equal(draft_list(&list, &n, a, s, NULL), MB_OK);
	return draft_stamp(a, list, n);
}

static void a_page_of_drafts_is_another_with_every_one_that_is_saved_or_ends(void **state)
{
	const struct draft other = { .meeting = "EYG-2006-M001",
				     .version = 1,
				     .person = "ann-lee",
				     .text = "others=a",
				     .saved = NOW };
	const char *none = stamp(), *one, *two, *three;

	assert_string_equal(none, "");
	assert_int_equal(draft_save(s, &other, "p1", NULL), MB_OK);
	one = stamp();
	assert_string_not_equal(one, none);
	assert_string_equal(stamp(), one);
	assert_int_equal(save(1, "helen-marsh", "p1", "others=a"), MB_OK);
	two = stamp();
	assert_string_not_equal(two, one);
	assert_int_equal(save(2, "helen-marsh", "p1", "others=a"), MB_OK);
	three = stamp();
	assert_string_not_equal(three, two);
	assert_int_equal(draft_close(s, "CTB-2006-M001", 2, "helen-marsh", NOW, NULL), MB_OK);
	assert_string_equal(stamp(), one);
	assert_int_equal(draft_close(s, "EYG-2006-M001", 1, "ann-lee", NOW, NULL), MB_OK);
	assert_string_equal(stamp(), none);
	assert_int_equal(RUN(NULL, s, "delete from draft where version < ?1", NULL, I(9)), MB_OK);
}

static void a_draft_that_was_filed_does_not_come_back(void **state)
{
	struct draft d, *list;
	size_t n;

	assert_int_equal(draft_list(&list, &n, a, s, NULL), MB_OK);
	assert_int_equal(n, 1);
	assert_string_equal(list[0].meeting, "CTB-2006-M001");
	assert_int_equal(draft_close(s, "CTB-2006-M001", 59, "tom-adeyemi", NOW, NULL), MB_ECONFLICT);
	assert_int_equal(draft_close(s, "CTB-2006-M001", 60, "tom-adeyemi", NOW, NULL), MB_OK);
	assert_int_equal(draft_list(&list, &n, a, s, NULL), MB_OK);
	assert_int_equal(n, 0);
	assert_int_equal(draft_find(&d, a, s, "CTB-2006-M001", NULL), MB_OK);
	assert_int_equal(d.version, 61);
	assert_null(d.text);
	assert_int_equal(save(61, "helen-marsh", "p1", "others=a"), MB_ECONFLICT);
	assert_int_equal(save(62, "helen-marsh", "p1", "others=d"), MB_OK); /* begun anew */
}

static const char *log_of(const char *person)
{
	struct mb_account_act *acts;
	const char *all = "";
	size_t n;

	assert_int_equal(mb_account_acts(&acts, &n, a, s, person, 0, NULL), MB_OK);
	for (size_t i = n; i > 0; i--)
		all = mb_arena_printf(a, "%s%s: %s%s%s; ", all, acts[i - 1].by ? acts[i - 1].by : "machine",
				      acts[i - 1].what, acts[i - 1].note ? " " : "",
				      acts[i - 1].note ? acts[i - 1].note : "");
	return all;
}

static void every_act_is_in_the_log(void **state)
{
	const char *secret, *token, *other;
	struct mb_account_act *acts;
	size_t n;

	mb_accounts_by(s, "helen-marsh");
	assert_int_equal(mb_account_invite(&secret, a, s, "olive-brandt", false, NOW, NULL), MB_OK);
	assert_int_equal(mb_account_invite(&secret, a, s, "olive-brandt", true, NOW, NULL), MB_OK);
	assert_int_equal(invitation_use(s, secret, "three words together", NOW, NULL), MB_OK);
	assert_int_equal(login_set_second(s, "olive-brandt", "00", 0, NULL), MB_OK);
	mb_accounts_by(s, NULL);
	assert_int_equal(mb_account_new_token(&token, a, s, "olive-brandt", "sheets", NOW, NULL), MB_OK);
	assert_int_equal(mb_account_end_token(s, "olive-brandt", "sheets", NULL), MB_OK);
	assert_int_equal(mb_account_end_token(s, "olive-brandt", "sheets", NULL), MB_ENOTFOUND); /* no line */
	mb_accounts_by(s, "tom-adeyemi");
	assert_int_equal(mb_account_reset_second(s, "olive-brandt", NULL), MB_OK);
	assert_int_equal(mb_account_reset_second(s, "nobody-here", NULL), MB_ENOTFOUND);
	assert_int_equal(mb_account_end_sessions(NULL, s, "olive-brandt", NULL), MB_OK);
	assert_int_equal(mb_account_lock(s, "olive-brandt", true, NULL), MB_OK);
	assert_int_equal(mb_account_lock(s, "olive-brandt", false, NULL), MB_OK);
	assert_int_equal(mb_account_lock(s, "nobody-here", true, NULL), MB_ENOTFOUND);
	assert_string_equal(
		log_of("olive-brandt"),
		"helen-marsh: invited; helen-marsh: invited as an administrator; "
		"olive-brandt: invitation taken up, password set; olive-brandt: second factor set up; "
		"machine: token made sheets; machine: token ended sheets; "
		"tom-adeyemi: second factor taken away; tom-adeyemi: signed out everywhere; "
		"tom-adeyemi: locked; tom-adeyemi: unlocked; ");
	assert_string_equal(log_of("nobody-here"), "");
	other = log_of(NULL);
	assert_non_null(strstr(other, "tom-adeyemi: unlocked"));
	assert_null(strstr(other, secret));
	assert_null(strstr(other, token));
	assert_int_equal(mb_account_acts(&acts, &n, a, s, NULL, 3, NULL), MB_OK);
	assert_int_equal(n, 3);
	assert_string_equal(acts[0].what, "unlocked");
	mb_accounts_by(s, NULL);
}

static const struct mb_account *account(const char *person, int64_t now)
{
	struct mb_account *all;
	size_t n;

	assert_int_equal(mb_account_list(&all, &n, a, s, now, NULL), MB_OK);
	for (size_t i = 0; i < n; i++)
		if (mb_streq(all[i].person, person))
			return &all[i];
	fail_msg("no account of %s", person);
	return NULL;
}

static void an_account_says_what_is_open_in_it(void **state)
{
	struct own_token *tokens;
	const char *secret, *token;
	char hash[MB_SHA256_HEX];
	size_t n;

	assert_int_equal(mb_account_invite(&secret, a, s, "paul-okafor", false, NOW, NULL), MB_OK);
	assert_true(account("paul-okafor", NOW)->invited);
	assert_false(account("paul-okafor", NOW + INVITATION_LIFE)->invited);
	assert_int_equal(mb_account_new_token(&token, a, s, "paul-okafor", "calendar", NOW, NULL), MB_OK);
	assert_int_equal(token_list(&tokens, &n, a, s, "paul-okafor", NULL), MB_OK);
	assert_int_equal(n, 1);
	secret_hash(hash, token);
	assert_string_equal(tokens[0].name, "calendar");
	assert_string_equal(tokens[0].hash, hash);
	assert_true(tokens[0].made == NOW && tokens[0].used == 0);
	assert_int_equal(mb_account_lock(s, "paul-okafor", true, NULL), MB_OK);
	assert_false(account("paul-okafor", NOW)->invited);
	assert_int_equal(token_list(&tokens, &n, a, s, "paul-okafor", NULL), MB_OK);
	assert_int_equal(n, 0);
}

static int open_store(void **state)
{
	static const char *const people[] = { "helen-marsh", "tom-adeyemi", "lucy-tran", "martin-quill" };
	const char *secret;

	a = mb_arena_new();
	assert_non_null(mkdtemp(home));
	assert_int_equal(mb_accounts_open(&s, home, NULL), MB_OK);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(mb_account_invite(&secret, a, s, people[i], false, NOW, NULL), MB_OK);
	return 0;
}

static int close_store(void **state)
{
	mb_accounts_close(s);
	assert_int_equal(system(mb_arena_printf(a, "rm -rf '%s'", home)), 0);
	mb_arena_free(a);
	return 0;
}

/* Somebody else may have found the password, and made tokens with it. */
static void an_invitation_that_is_taken_up_ends_the_tokens_made_before(void **state)
{
	const char *secret, *feed, *api, *person;
	bool admin;

	assert_int_equal(token_new(&feed, a, s, "olive-brandt", "feed", "tablet", NOW, NULL), MB_OK);
	assert_int_equal(token_new(&api, a, s, "olive-brandt", "api", "sheet", NOW, NULL), MB_OK);
	assert_int_equal(mb_account_invite(&secret, a, s, "olive-brandt", false, NOW, NULL), MB_OK);
	assert_int_equal(token_find(&person, &admin, a, s, "api", api, NOW, NULL), MB_OK); /* not yet */
	assert_int_equal(invitation_use(s, secret, "four words this time", NOW, NULL), MB_OK);
	assert_int_equal(token_find(&person, &admin, a, s, "api", api, NOW, NULL), MB_ENOTFOUND);
	assert_int_equal(token_find(&person, &admin, a, s, "feed", feed, NOW, NULL), MB_ENOTFOUND);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(a_session_ends_when_idle_and_after_twelve_hours),
		cmocka_unit_test(between_password_and_code_there_are_five_minutes),
		cmocka_unit_test(secrets_are_kept_as_hashes_only),
		cmocka_unit_test(an_invitation_opens_once_and_for_a_week),
		cmocka_unit_test(a_token_has_a_name_and_an_end),
		cmocka_unit_test(a_token_opens_only_what_it_is_for),
		cmocka_unit_test(a_form_is_carried_out_once),
		cmocka_unit_test(what_was_typed_is_given_to_whom_it_belongs),
		cmocka_unit_test(a_notice_is_shown_once),
		cmocka_unit_test(a_password_that_is_guessed_first_is_refused),
		cmocka_unit_test(a_code_of_the_second_factor_is_of_this_moment),
		cmocka_unit_test(a_page_of_drafts_is_another_with_every_one_that_is_saved_or_ends),
		cmocka_unit_test(a_draft_is_saved_over_the_version_that_was_seen),
		cmocka_unit_test(a_draft_that_was_filed_does_not_come_back),
		cmocka_unit_test(a_lock_ends_everything),
		cmocka_unit_test(every_act_is_in_the_log),
		cmocka_unit_test(an_invitation_that_is_taken_up_ends_the_tokens_made_before),
		cmocka_unit_test(an_account_says_what_is_open_in_it),
	};

	return cmocka_run_group_tests_name("accounts", t, open_store, close_store);
}
