/* What libgit2's own git_commit_create() says when the disk is full: silent HOME. The gate does not call it, and this is why:
 * a failed write of the commit leaves through a `goto` that still has the code of the last success.
 *
 * Exit 0: it told the truth (made the commit, or failed); 10: it said "created", and there is no such commit. The commit is
 * never put on a branch. */
#include <git2.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	char path[4096], message[64];
	git_repository *repo = NULL;
	git_commit *tip = NULL;
	git_tree *tree = NULL;
	git_signature *who = NULL;
	git_odb *odb = NULL;
	git_oid id;
	int result = 2;

	snprintf(path, sizeof path, "%s/record.git", argc == 2 ? argv[1] : "");
	git_libgit2_init();
	if (git_repository_open(&repo, path) < 0 || git_repository_odb(&odb, repo) < 0 ||
	    git_reference_name_to_id(&id, repo, "refs/heads/main") < 0 ||
	    git_commit_lookup(&tip, repo, &id) < 0 || git_commit_tree(&tree, tip) < 0 ||
	    git_signature_now(&who, "somebody", "somebody@people.invalid") < 0)
		goto out;
	/* another message each time: an object that is there need not be written */
	snprintf(message, sizeof message, "Into the void %lld\n", (long long)who->when.time);
	result = 0;
	if (git_commit_create(&id, repo, NULL, who, who, NULL, message, tree, 0, NULL) == 0) {
		git_odb_refresh(odb);
		result = git_odb_exists(odb, &id) ? 0 : 10;
	}
out:
	if (result == 2)
		fprintf(stderr, "silent: %s\n", git_error_last() ? git_error_last()->message : "cannot open");
	git_odb_free(odb);
	git_signature_free(who);
	git_tree_free(tree);
	git_commit_free(tip);
	git_repository_free(repo);
	git_libgit2_shutdown();
	return result;
}
