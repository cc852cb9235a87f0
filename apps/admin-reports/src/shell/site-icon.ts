const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#0b5cab"/>' +
  '<path d="M3 11V9m3 2V6m4 5V4m3 7V7" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>';

/** The icon of the site in the page itself: browsers that find none ask for a file that is not there. */
export const siteIcon = `data:image/svg+xml,${encodeURIComponent(picture)}`;
