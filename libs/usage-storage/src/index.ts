// The database
export { explainDatabaseError } from './explain-database-error.js';
export { migrate } from './migrate.js';
export { isDatabaseAway } from './is-database-away.js';
export { isDatabaseUrl } from './is-database-url.js';
export { openDatabase, type DatabaseOptions } from './open-database.js';
export { tellOutage, type OutageTeller, type OutageWords } from './tell-outage.js';
export { ensurePartitions } from './partitions.js';
export type { Tables } from './tables.js';

// Storing usage, and what was used of limits
export { openUsageHistory, type LiveUsageHistory, type UsageHistoryOptions } from './usage/open-usage-history.js';
export { startUsageWriter } from './usage/start-usage-writer.js';
export type { UsageWriter, UsageWriterOptions, UsageWriterStats } from './usage/usage-writer.js';

// The spool of a process
export { openSpool } from './spool/open-spool.js';
export type { Spool, SpoolOptions, SpoolStats } from './spool/spool.js';

// Proof of the ledger
export type { WindowFinding } from './ledger/check-windows.js';
export { readLastStored, type LastStored } from './ledger/last-stored.js';
export { readRollupStatus, type RollupStatus } from './ledger/rollup-status.js';
export { readSpoolStatus, type SpoolStatus } from './ledger/spool-status.js';
export { verifyLedger, type GapFinding, type LedgerProof, type VerifyOptions } from './ledger/verify-ledger.js';

// The story of one request
export { openRequestEvidence, type LiveRequestEvidence } from './evidence/open-request-evidence.js';
export type { EvidenceAttempt, EvidenceRequest, RequestEvidence, RequestStory } from './evidence/request-evidence.js';
export { timelineOf } from './evidence/timeline-of.js';
export type { TimelineEntry } from './evidence/timeline/timeline-entry.js';
export { usdText } from './evidence/usd-text.js';

// What requests were like
export { countStoredRequests, readStoredRequests } from './shapes/read-stored-requests.js';
export type {
  StoredAttempt,
  StoredCandidate,
  StoredDecision,
  StoredRange,
  StoredRequest,
} from './shapes/stored-request.js';

// How far canaries are
export type { StoredCanary } from './canaries/canary-row.js';
export { listCanaries } from './canaries/list-canaries.js';
export { listRoutingEvents, type RoutingEvent } from './canaries/list-routing-events.js';
export { openCanaryBook, type CanaryBook } from './canaries/open-canary-book.js';
export { operateCanary, type CanaryDeed, type CanaryOperator } from './canaries/operate-canary.js';

// Adding usage up
export { finalise, type FinaliseOptions, type FinaliseReport } from './rollups/finalise.js';
export {
  keepRolledUp,
  type RollupKeeper,
  type RollupKeeperOptions,
  type RollupKeeperState,
} from './rollups/keep-rolled-up.js';
export { planFinalise, planRollUp } from './rollups/plan.js';
export { rollUp, type RollUpOptions, type RollUpReport } from './rollups/roll-up.js';

// Deleting what is old
export { dataClasses, type DataClass } from './retention/data-class.js';
export { keepRetention, type RetentionKeeperOptions } from './retention/keep-retention.js';
export { listHolds, placeHold, releaseHold, type HeldThings, type LegalHold } from './retention/legal-holds.js';
export { readJobs, type RetentionJob } from './retention/retention-job.js';
export { runRetention, type RetentionOptions } from './retention/run-retention.js';

// Questions of reports
export {
  allInputTokens,
  cacheShare,
  errorShare,
  fallbackShare,
  percentileMs,
  tokensPerSecond,
} from './reports/derive.js';
export { dimensionColumns, type Dimension } from './reports/dimensions.js';
export { durationBuckets } from './reports/histogram.js';
export type { KeyLine } from './reports/key-list.js';
export type { LedgerState } from './reports/ledger-state.js';
export type { MeasureName, Measures } from './reports/measures.js';
export { openReports, type ReportsOptions } from './reports/open-reports.js';
export type { ProviderHealth } from './reports/provider-health.js';
export type { QuotaUse } from './reports/quota-use.js';
export type { CanaryEventLine } from './reports/routing-report.js';
export type { Range, Reports, UsageFilter, UsageQuestion, UsageRow, UsageTable } from './reports/reports.js';
export type { RequestLine, RequestOrder, RequestsQuestion } from './reports/request-list.js';
export type { BaselinePrices, Savings } from './reports/savings.js';
export type { Domain, Scope } from './reports/scope.js';
export type { SecurityLine } from './reports/security-list.js';
export type { ShapingDimension, ShapingRow } from './reports/shaping-report.js';

// Keys and their owners
export { createKeyAdmin } from './keys/create-key-admin.js';
export type {
  Deed,
  IssuedToken,
  KeyAdmin,
  LimitChange,
  Owner,
  OwnerView,
  Rotation,
  TokenAction,
  TokenEvent,
  TokenFilter,
  TokenOrder,
  TokenSettings,
  TokenView,
} from './keys/key-admin.js';
export {
  openKeyDirectory,
  type KeyDirectoryOptions,
  type KeyDirectoryState,
  type LiveKeyDirectory,
} from './keys/open-key-directory.js';

// Who reads the reports
export type { AdminSession, AdminStore } from './admin/admin-store.js';
export { grantReportsRole, planReportsGrant } from './admin/grant-reports-role.js';
export { openAccessLog, type AccessLog } from './admin/open-access-log.js';
export { openAdminStore, type AdminStoreOptions } from './admin/open-admin-store.js';
export { prepareReportsRole } from './admin/prepare-reports-role.js';
export type { SecurityEvent, SecurityReason } from './admin/security-event.js';
