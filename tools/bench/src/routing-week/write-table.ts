import type { Standing } from './sum-up.js';

/** The standings as Markdown, the least regret last. */
export function writeTable(standings: readonly Standing[]): string {
  const rows = [...standings]
    .sort((one, other) => other.regret - one.regret)
    .map((one) => {
      const range = `${percent(one.leastRegret)} to ${percent(one.mostRegret)}`;
      const cells = [
        ...[one.name, one.lossUsd.toFixed(0), percent(one.regret), range, one.costUsd.toFixed(0)],
        ...[one.waitSecondsPerRequest.toFixed(2), one.unservedPerMillion.toFixed(0)],
      ];
      return `| ${cells.join(' | ')} |`;
    });
  return [
    '| first | loss, USD | regret | over the seeds | cost, USD | wait, s a request | not served, in a million |',
    '| --- | --: | --: | --: | --: | --: | --: |',
    ...rows,
    '',
  ].join('\n');
}

function percent(share: number): string {
  const text = (100 * share).toFixed(1);
  return `${text.startsWith('-') ? text.replace('-', '−') : text} %`;
}
