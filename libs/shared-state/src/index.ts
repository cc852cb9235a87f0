export type { Notice, Notices, NumberedNotice } from './notices.js';
export {
  openSharedLimitStore,
  type SharedLimitStore,
  type SharedLimitStoreOptions,
} from './open-shared-limit-store.js';
