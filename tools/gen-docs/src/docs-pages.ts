import { configPage } from './config-page.js';
import { errorsPage } from './errors-page.js';
import { headersPage } from './headers-page.js';
import { parametersPage } from './parameters-page.js';
import { presetsPage } from './presets-page.js';
import { reportsConfigPage } from './reports-config-page.js';

/** The generated pages: file below `docs/` -> its text. */
export function docsPages(): Readonly<Record<string, string>> {
  return {
    'errors.md': errorsPage(),
    'config.md': configPage(),
    'headers.md': headersPage(),
    'parameters.md': parametersPage(),
    'presets.md': presetsPage(),
    'reports-config.md': reportsConfigPage(),
  };
}
