// A page that comes back with something wrong begins where it says so.
document.querySelector("[data-error-summary]")?.focus();
