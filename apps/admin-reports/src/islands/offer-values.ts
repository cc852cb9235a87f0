/** Offers the values that exist to whoever types a filter. They are asked for when a field is first entered. */
export function offerValues(page: Document): void {
  for (const field of page.querySelectorAll<HTMLInputElement>('input[data-values]'))
    field.addEventListener('focus', () => void fill(page, field), { once: true });
}

/** Without values one types; nothing is lost. */
async function fill(page: Document, field: HTMLInputElement): Promise<void> {
  const dimension = field.dataset['values'] ?? '';
  const here = new URLSearchParams(page.location.search);
  const query = new URLSearchParams({ dimension });
  for (const name of ['from', 'to', 'since']) {
    const value = here.get(name);
    if (value !== null) query.set(name, value);
  }
  const response = await fetch(`/api/v1/values?${query}`).catch(() => undefined);
  if (response?.ok !== true) return;
  const answer = (await response.json()) as { readonly values: readonly string[] }; // our own answer
  const list = page.createElement('datalist');
  list.id = `values-${dimension}`;
  list.append(...answer.values.map((value) => optionOf(page, value)));
  field.after(list);
  field.setAttribute('list', list.id);
}

function optionOf(page: Document, value: string): HTMLOptionElement {
  const option = page.createElement('option');
  option.value = value;
  if (value === '~') option.label = 'unknown';
  return option;
}
