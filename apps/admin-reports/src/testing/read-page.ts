/** Values of a page's table as its cells tell programs: by row, by column. */
export function tableValues(page: string, table: string): readonly Readonly<Record<string, string>>[] {
  const body = new RegExp(`<table data-table="${table}"[\\s\\S]*?<tbody>([\\s\\S]*?)</tbody>`).exec(page)?.[1] ?? '';
  return body.split('</tr>').flatMap((row) => {
    const cells = [...row.matchAll(/data-column="([^"]*)" data-value(?:="([^"]*)")?/g)];
    return cells.length === 0
      ? []
      : [Object.fromEntries(cells.map(([, name = '', value = '']) => [name, plain(value)]))];
  });
}

/** The value of a figure at the head of a page. */
export function figureValue(page: string, figure: string): string | undefined {
  return new RegExp(`data-figure="${figure}" data-value="([^"]*)"`).exec(page)?.[1];
}

function plain(html: string): string {
  return html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
