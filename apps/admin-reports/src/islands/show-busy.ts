/** Says that the next page is on its way, from the click until it is there: answers over a long range take a moment. */
export function showBusy(page: Window): void {
  const root = page.document.documentElement;
  page.document.addEventListener('submit', () => root.classList.add('busy'));
  page.document.addEventListener('click', (event) => {
    if (isNavigation(event)) root.classList.add('busy');
  });
  // A page that comes back from the browser's memory is done.
  page.addEventListener('pageshow', () => root.classList.remove('busy'));
}

/** Goes to another page of ours, and says that it is on its way. */
export function leaveFor(href: string): void {
  document.documentElement.classList.add('busy');
  location.assign(href);
}

function isNavigation(event: MouseEvent): boolean {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return false;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  return link !== null && !link.hasAttribute('download') && !(link.getAttribute('href') ?? '').startsWith('#');
}
