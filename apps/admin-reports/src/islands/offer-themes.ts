const themes = ['auto', 'light', 'dark'] as const;
const yearS = 31_536_000;

/** The switch between the system's theme, light and dark. A cookie keeps it, so that the next page comes in it. */
export function offerThemes(page: Document): void {
  const button = page.querySelector<HTMLButtonElement>('[data-theme-switch]');
  if (button === null) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const present = themes.findIndex((theme) => theme === page.documentElement.dataset['theme']);
    const next = themes[(present + 1) % themes.length] ?? 'auto';
    page.documentElement.dataset['theme'] = next;
    button.textContent = `Theme: ${next}`;
    page.cookie = `theme=${next}; path=/; max-age=${yearS}; samesite=lax`;
    page.dispatchEvent(new Event('themechange'));
  });
}
