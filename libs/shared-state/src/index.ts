export {
  openSharedLimitStore,
  type SharedLimitStore,
  type SharedLimitStoreOptions,
} from './open-shared-limit-store.js';
