/* assets: finding what is built in, and the partnership's colour. */
#include "assets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct web_asset *web_asset_at(const char *path)
{
	for (const struct web_asset *x = web_assets; x->name; x++)
		if (!strcmp(x->path, path))
			return x;
	return NULL;
}

const char *web_asset_path(const char *name)
{
	for (const struct web_asset *x = web_assets; x->name; x++)
		if (!strcmp(x->name, name))
			return x->path;
	return "/assets/";
}

bool web_picture_of(const struct web_picture *p, const char *path)
{
	size_t n = strlen(path);

	for (const char *at = p->handbook; n > 0 && (at = strstr(at, path)); at += n)
		if ((at == p->handbook || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

static bool colour_ok(const char *s)
{
	return s && strlen(s) == 7 && s[0] == '#' && strspn(s + 1, "0123456789abcdefABCDEF") == 6;
}

/* Relative luminance, 0 to 1. Source: WCAG 2.2, "relative luminance". */
static double luminance(const char *colour)
{
	static const double weight[] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		char pair[3] = { colour[1 + 2 * i], colour[2 + 2 * i], '\0' };
		double c = (double)strtol(pair, NULL, 16) / 255;

		sum += weight[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

bool web_brand_css(struct mb_buf *out, const char *colour)
{
	static const char ours[] = "#0b4a58";
	bool taken = colour_ok(colour);
	double light = luminance(taken ? colour : ours);
	/* WCAG 2.2, "contrast ratio"; black text is #0b0c0c, whose luminance is 0.0037 */
	double on_white = 1.05 / (light + 0.05), on_black = (light + 0.05) / 0.0537;

	mb_buf_printf(out, ":root{--govuk-brand-colour:%s;--mb-on-brand:%s}\n", taken ? colour : ours,
		      on_white >= on_black ? "#ffffff" : "#0b0c0c");
	return taken;
}
