import { tellOutage } from './tell-outage.js';

const words = { lost: 'the ledger is away', back: 'the ledger is back' };

it('an outage is told when it begins, once a minute while it goes on, and when it is over', () => {
  const told: string[] = [];
  let nowMs = 0;
  const ledger = tellOutage(
    words,
    (text) => told.push(text),
    () => nowMs,
  );
  ledger.over();
  for (; nowMs < 150_000; nowMs += 1_000) ledger.failed('refused');
  ledger.over();
  ledger.over();
  expect(told).toEqual([
    'the ledger is away: refused',
    'the ledger is away: refused (61 failures by now)',
    'the ledger is away: refused (121 failures by now)',
    'the ledger is back, after 150 failures',
  ]);
});

it('the next outage begins anew', () => {
  const told: string[] = [];
  const ledger = tellOutage(words, (text) => told.push(text));
  for (const reason of ['reset', 'refused']) {
    ledger.failed(reason);
    ledger.over();
  }
  expect(told).toEqual([
    ...['the ledger is away: reset', 'the ledger is back, after 1 failure'],
    ...['the ledger is away: refused', 'the ledger is back, after 1 failure'],
  ]);
});
