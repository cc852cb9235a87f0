import { round, type FleetVerdict } from './judge/judge-fleet.js';

/** A verdict as lines to read. */
export function reportFleet({ crews, ledger, held, patients, findings }: FleetVerdict): readonly string[] {
  return [
    '| crew | sent | let in | refused | left | limit | allowed | most that stood |',
    '| ---- | ---: | -----: | ------: | ---: | ----- | ------: | --------------: |',
    ...crews.flatMap(({ name, sent, admitted, refused, left, measured }) =>
      measured.map(
        ({ bucket, limit, most }) =>
          `| ${name} | ${sent} | ${admitted} | ${refused} | ${left} | ${bucket} | ${limit} | ${round(most)} |`,
      ),
    ),
    '',
    `${ledger.answered} answers, ${ledger.answeredRows} rows of theirs, ${ledger.otherRows} of callers who left or were cut off`,
    ...held.map(
      ({ name, backAfterMs }) => `places of ${name} came back ${backAfterMs ?? 'more than 31000'} ms after the kill`,
    ),
    `waited as told and let in: ${patients.map(({ name, letIn }) => `${name} ${letIn}`).join(', ')}`,
    ...Object.entries(findings).flatMap(([kind, found]) => [`${kind}: ${found.length}`, ...found]),
  ];
}
