// First thing in the page, so that what needs scripts is laid out at once and never flashes.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
