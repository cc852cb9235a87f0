// The browser's part of the pages: bundled into the program as one script.
import { drawCharts } from './draw-charts.js';
import { offerCopies } from './offer-copies.js';
import { offerThemes } from './offer-themes.js';
import { offerValues } from './offer-values.js';
import { showBusy } from './show-busy.js';

drawCharts(document);
offerThemes(document);
offerCopies(document);
offerValues(document);
showBusy(window);
