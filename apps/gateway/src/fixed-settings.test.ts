import { readConfig } from '@smart-router/config';
import { fixedSettings } from './fixed-settings.js';

const env = { DATABASE_URL: 'postgres://h/d', REDIS_URL: 'redis://one' };

function catalogOf(parts: object, variables: Readonly<Record<string, string>> = env) {
  const text = JSON.stringify({ storage: { database_url: { env: 'DATABASE_URL' } }, ...parts });
  const reading = readConfig(text, variables);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.catalog;
}

const state = { redis_url: { env: 'REDIS_URL' } };

it('finds nothing fixed where only what a reload applies has changed', () => {
  const started = catalogOf({ state, server: { drain_timeout_ms: 1 } });
  expect(fixedSettings(started, catalogOf({ state, server: { drain_timeout_ms: 2 } }))).toEqual([]);
});

it('names what needs a restart: state that comes, goes or moves, also when only its secret has changed', () => {
  const started = catalogOf({ state });
  expect(fixedSettings(started, catalogOf({}))).toEqual(['state']);
  expect(fixedSettings(catalogOf({}), started)).toEqual(['state']);
  expect(fixedSettings(started, catalogOf({ state }, { ...env, REDIS_URL: 'redis://two' }))).toEqual(['state']);
  const everything = { state: { ...state, expected_replicas: 3 }, server: { listen: '127.0.0.1:1' } };
  const moved = catalogOf(
    { ...everything, telemetry: { log_level: 'warn' } },
    { ...env, DATABASE_URL: 'postgres://o' },
  );
  expect(fixedSettings(started, moved)).toEqual(['server.listen', 'storage', 'state', 'telemetry.log_level']);
});
