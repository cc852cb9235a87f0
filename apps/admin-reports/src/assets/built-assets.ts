import type { AssetTexts } from './assets.js';

declare const __SMART_ROUTER_REPORTS_ASSETS__: AssetTexts | undefined;

/** The browser's part as it was bundled into this program; empty when run from source, where nothing was bundled. */
export function builtAssets(): AssetTexts {
  if (typeof __SMART_ROUTER_REPORTS_ASSETS__ === 'object') return __SMART_ROUTER_REPORTS_ASSETS__;
  return { script: '', style: '' };
}
