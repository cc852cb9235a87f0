export type {
  AdminPrivileges,
  AdminSession,
  AdminStore,
  SessionFinding,
  SessionView,
  SignInAttempt,
} from './admin/admin-store.js';
export { openAccessLog, type AccessLog } from './admin/open-access-log.js';
export { openAdminStore, type AdminStoreOptions } from './admin/open-admin-store.js';
export { grantReportsRole, planReportsGrant } from './admin/grant-reports-role.js';
export { prepareReportsRole } from './admin/prepare-reports-role.js';
export type { SecurityEvent, SecurityEventType, SecurityOutcome, SecurityReason } from './admin/security-event.js';
export { explainDatabaseError } from './explain-database-error.js';
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
export { migrate } from './migrate.js';
export { openDatabase, type DatabaseOptions } from './open-database.js';
export { ensurePartitions } from './partitions.js';
export {
  allInputTokens,
  cacheShare,
  errorShare,
  fallbackShare,
  percentileMs,
  tokensPerSecond,
  type DurationKind,
} from './reports/derive.js';
export { dimensionColumns, type Dimension, type OutcomeWord } from './reports/dimensions.js';
export { durationBuckets, type DurationBucket } from './reports/histogram.js';
export type { KeyLine, KeysQuestion } from './reports/key-list.js';
export type { LedgerState, RollupState } from './reports/ledger-state.js';
export type { MeasureName, Measures } from './reports/measures.js';
export { openReports, type ReportsOptions } from './reports/open-reports.js';
export type { HealthQuestion, ProviderHealth } from './reports/provider-health.js';
export type { QuotasQuestion, QuotaUse } from './reports/quota-use.js';
export type {
  Comparison,
  Range,
  Reports,
  UsageFilter,
  UsageQuestion,
  UsageRow,
  UsageTable,
} from './reports/reports.js';
export type { RequestLine, RequestOrder, RequestPage, RequestsQuestion } from './reports/request-list.js';
export type { RoutingChoice, RoutingExclusion, RoutingQuestion, RoutingReport } from './reports/routing-report.js';
export type { BaselinePrices, Savings, SavingsQuestion, SavingsRow, SavingsTable } from './reports/savings.js';
export type { Domain, Scope } from './reports/scope.js';
export type { SecurityDimension, SecurityLine, SecurityPage, SecurityQuestion } from './reports/security-list.js';
export type { ShapingDimension, ShapingQuestion, ShapingRow } from './reports/shaping-report.js';
export { openRequestEvidence, type LiveRequestEvidence } from './evidence/open-request-evidence.js';
export type {
  EvidenceAttempt,
  EvidenceCandidate,
  EvidenceDecision,
  EvidenceRequest,
  EvidenceShape,
  EvidenceStep,
  EvidenceUpstreamShape,
  RequestEvidence,
  RequestStory,
} from './evidence/request-evidence.js';
export type { EvidenceSection, EvidenceSections, SectionState } from './evidence/sections-of.js';
export { timelineOf } from './evidence/timeline-of.js';
export type { TimelineDetail, TimelineEntry, TimelineKind } from './evidence/timeline/timeline-entry.js';
export { usdText } from './evidence/usd-text.js';
export type { WindowFinding } from './ledger/check-windows.js';
export { readLastStored, type LastStored } from './ledger/last-stored.js';
export { readRollupStatus, type RollupStatus } from './ledger/rollup-status.js';
export { readSpoolStatus, type SpoolStatus } from './ledger/spool-status.js';
export { verifyLedger, type GapFinding, type LedgerProof, type VerifyOptions } from './ledger/verify-ledger.js';
export { dataClasses, type DataClass, type KeptDays } from './retention/data-class.js';
export { keepRetention, type RetentionKeeperOptions } from './retention/keep-retention.js';
export {
  listHolds,
  placeHold,
  releaseHold,
  type HeldThings,
  type HoldDeed,
  type LegalHold,
} from './retention/legal-holds.js';
export { readJobs, type RetentionJob, type RetentionJobTable, type RetentionMode } from './retention/retention-job.js';
export { runRetention, type RetentionOptions } from './retention/run-retention.js';
export { finalise, type FinaliseOptions, type FinaliseReport } from './rollups/finalise.js';
export {
  keepRolledUp,
  type RollupKeeper,
  type RollupKeeperOptions,
  type RollupKeeperState,
} from './rollups/keep-rolled-up.js';
export type { Period } from './rollups/period.js';
export { planFinalise, planRollUp, type FinalisePlan, type RollUpPlan } from './rollups/plan.js';
export { rollUp, type RollUpOptions, type RollUpReport } from './rollups/roll-up.js';
export { openSpool } from './spool/open-spool.js';
export type { Spool, SpoolOptions, SpoolStats } from './spool/spool.js';
export type { Tables } from './tables.js';
export { openUsageHistory, type LiveUsageHistory, type UsageHistoryOptions } from './usage/open-usage-history.js';
export { startUsageWriter } from './usage/start-usage-writer.js';
export type { UsageWriter, UsageWriterOptions, UsageWriterStats } from './usage/usage-writer.js';
