export { createRouter, type Router } from './create-router.js';
export type { RelayEvent, RouterPorts } from './house.js';
