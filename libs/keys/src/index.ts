export { checkToken } from './check-token.js';
export { hashToken } from './hash-token.js';
export type { KeyDirectory, KeyRecord, TokenStatus } from './key-directory.js';
export { mayUse } from './may-use.js';
export { mintToken, type MintedToken, type MintingSources } from './mint-token.js';
export { presentToken, type TokenHeaders } from './present-token.js';
export {
  isTokenSegment,
  looksLikeToken,
  parseTokenId,
  tokenPrefix,
  type TokenIdParts,
  type TokenParts,
} from './token-format.js';
