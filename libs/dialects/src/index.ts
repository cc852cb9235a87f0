export type { Ask } from './ask.js';
export { readJson, JsonText } from './json/json-text.js';
