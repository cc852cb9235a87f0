/** Rows that are kept for the same reason and so for the same time. */
export type DataClass = 'usage_detail' | 'usage_diagnostics' | 'decision_telemetry' | 'security_access_events';

/** How many whole UTC days each class is kept; `undefined` is for ever. */
export type KeptDays = Readonly<Record<DataClass, number | undefined>>;

/** A table of a class. */
export interface RetainedTable {
  readonly name: string;
  readonly dataClass: DataClass;
}

const tablesOf: Readonly<Record<DataClass, readonly string[]>> = {
  decision_telemetry: ['request_target_candidates', 'request_routing_decisions'],
  usage_diagnostics: [
    ...['request_attempts', 'request_errors', 'request_trace_events'],
    ...['request_traffic_shape_events', 'request_upstream_shape_events'],
  ],
  security_access_events: ['security_access_events'],
  usage_detail: ['request_usage'],
};

/** Every class there is. */
export const dataClasses = Object.keys(tablesOf) as readonly DataClass[]; // the record has exactly these keys

/** In the order of deletion: the row of a request goes last, since it says whose the others are. */
export const retainedTables: readonly RetainedTable[] = dataClasses.flatMap((dataClass) =>
  tablesOf[dataClass].map((name) => ({ name, dataClass })),
);
