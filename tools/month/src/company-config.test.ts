import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AskFacts } from '@smart-router/core';
import { readConfig, type Catalog } from '@smart-router/config';
import { factsOfShape } from '@smart-router/relay';
import { chooseField } from '@smart-router/eligibility';
import { monthForTests } from './month-for-tests.laws.js';
import { groups } from './models.js';

const catalog = ((): Catalog => {
  const text = readFileSync(join(__dirname, '../company.yaml'), 'utf8');
  const read = readConfig(text, { DATABASE_URL: 'postgres://month@127.0.0.1/month', UPSTREAM_KEY: 'sk-upstream' });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.catalog;
})();

test('the configuration of the company has the groups, targets and prices of its month', () => {
  const configured = [...catalog.groups.values()].map(({ name, routing, targets }) => ({
    name,
    strategy: routing.strategy,
    targets: targets.map(({ id, model, endpoint, weight, prices, contextTokens }) => [
      ...[id, model, endpoint.dialect, endpoint.provider, weight, contextTokens, prices],
    ]),
  }));
  const made = Object.values(groups).map(({ name, strategy, targets }) => ({
    name,
    strategy,
    targets: targets.map(({ target: { target, model, dialect, provider, contextTokens, ...prices }, weight }) => [
      ...[target, model, dialect, provider, weight, contextTokens, prices.laterPrices ?? prices.prices],
    ]),
  }));
  expect(configured).toEqual(made);
});

test('every request of the month found the targets eligible that the configuration finds eligible', () => {
  const decided = monthForTests(7, 3000).filter(({ decision }) => decision !== undefined);
  expect(decided.length).toBeGreaterThan(2500);
  for (const record of decided) {
    const { decision, candidates, group = '', inboundDialect: dialect, requestedModel: model } = record;
    if (decision === undefined) continue;
    const { shape, outputCapTokens: outputCap, toolSchemaBytes } = decision;
    const facts: AskFacts = factsOfShape({ ...record, dialect, model, shape, outputCap, toolSchemaBytes });
    const targets = (catalog.groups.get(group)?.targets ?? []).filter(({ id }) =>
      candidates.some(({ target }) => target === id),
    );
    const field = chooseField({ targets, facts, boundIssuer: undefined, refusedFields: () => [] });
    expect(field.excluded.map(({ target, reasons }) => [target.id, reasons])).toEqual(
      candidates.filter(({ reasons }) => reasons.length > 0).map(({ target, reasons }) => [target, reasons]),
    );
  }
});
