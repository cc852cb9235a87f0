import type { DataClass, RetainedTable } from './data-class.js';

/** Whose a request is, says its row; where that is not there, nobody can say that it is not the one that is held. */
const requestIsOfOthers = `exists (
  select from request_usage as usage
  where usage.started_at = old.started_at and usage.request_id = old.request_id
    and (usage.caller_project <> hold.caller_project or usage.caller_user <> hold.caller_user))`;

/** An event has a domain, `project/environment`, and a subject, `source:name`; names may hold colons. */
const eventIsOfOthers = `(
  split_part(old.domain, '/', 1) <> hold.caller_project or substr(old.subject, strpos(old.subject, ':') + 1) <> hold.caller_user) is true`;

const isOfOthers: Readonly<Record<DataClass, string>> = {
  usage_detail: `(old.caller_project <> hold.caller_project or old.caller_user <> hold.caller_user) is true`,
  usage_diagnostics: requestIsOfOthers,
  decision_telemetry: requestIsOfOthers,
  security_access_events: eventIsOfOthers,
};

/** Whether a hold that stands is on the row `old` of a table. What a hold does not name (NULL) makes no difference. */
export function heldCondition({ dataClass }: RetainedTable): string {
  return `exists (
    select from legal_holds as hold
    where hold.released_at is null and coalesce(hold.data_class, '${dataClass}') = '${dataClass}'
      and (hold.request_id is null or hold.request_id = old.request_id)
      and (hold.range_start is null or old.started_at >= hold.range_start)
      and (hold.range_end is null or old.started_at < hold.range_end)
      and ((hold.caller_project is null and hold.caller_user is null) or not ${isOfOthers[dataClass]}))`;
}
