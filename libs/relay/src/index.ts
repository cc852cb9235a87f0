export { limitSubjects } from './limit-subjects.js';
export { conversationKeyOf, type ConversationOwner } from './conversation-key-of.js';
export { decide, type Decision, type DecisionQuestion } from './decide/decide.js';
export { createRouter, type Router } from './create-router.js';
export type { RelayEvent, RouterPorts } from './house.js';
export { canonicalPath } from './http/canonical-path.js';
export { requestHeaders, type RequestHeaderRow } from './headers/request-headers.js';
export { responseHeaders, type ResponseHeaderRow } from './headers/response-headers.js';
