import type { DialectName } from '@smart-router/core';
import { dialects, readJson, type WireFault } from '@smart-router/dialects';

/** Error bodies nest little; deeper ones are not worth parsing. */
const maxErrorDepth = 32;

/** A provider's error answer in its own words; an HTML page or other text is a fault without words. */
export function readWireFault(dialect: DialectName, status: number, body: Uint8Array): WireFault {
  const json = readJson(body, maxErrorDepth);
  return dialects[dialect].readFault(status, json.ok ? json.value : undefined);
}
