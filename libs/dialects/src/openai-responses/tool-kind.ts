/** The kind of a hosted tool without version: `web_search` of `web_search_preview_2025_03_11`. */
export function bareToolKind(type: string): string {
  return type.replace(/(_preview)?(_\d{4}_?\d{2}_?\d{2})?$/, '');
}
