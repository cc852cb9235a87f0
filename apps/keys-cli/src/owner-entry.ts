import type { OwnerView } from '@smart-router/usage-storage';
import { limitsEntry, shapeEntry } from './limits-entry.js';
import type { Entry } from './print.js';
import { instant } from './token-entry.js';

/** An owner of tokens as it is printed. */
export function ownerEntry(view: OwnerView): Entry {
  return {
    kind: view.kind,
    name: view.name,
    status: view.status ?? null,
    limits: view.limits === undefined ? null : limitsEntry(view.limits),
    traffic_shape: view.shape === undefined ? null : shapeEntry(view.shape),
    created_at: instant(view.createdAt),
  };
}
