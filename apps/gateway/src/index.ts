export { startGateway, type Gateway } from './gateway.js';
export { loadCatalog, type LoadedCatalog } from './load-catalog.js';
export { openLog } from './gateway-log.js';
