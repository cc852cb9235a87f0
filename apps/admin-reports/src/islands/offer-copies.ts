const saidForMs = 2000;

/** Buttons that copy a link which shows the same to whoever opens it, also tomorrow. */
export function offerCopies(page: Document): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>('[data-copy-link]')) {
    button.hidden = false;
    const title = button.textContent ?? '';
    button.addEventListener('click', () => {
      const link = new URL(button.dataset['copyLink'] ?? '', page.baseURI).href;
      const say = (text: string) => {
        button.textContent = text;
        setTimeout(() => (button.textContent = title), saidForMs);
      };
      copy(link).then(
        () => say('Copied'),
        () => say('Copy from the address bar'),
      );
    });
  }
}

/** Browsers have no clipboard on pages without HTTPS. */
async function copy(text: string): Promise<void> {
  const clipboard = (navigator as { readonly clipboard?: Clipboard }).clipboard; // absent, whatever the types say
  if (clipboard === undefined) throw new Error('no clipboard here');
  await clipboard.writeText(text);
}
