import { openEgressAgent } from './egress-agent.js';
import { fetchJson, type JsonCall } from './fetch-json.js';

const egress = { allowHosts: [], allowHttp: false, allowPrivateAddresses: false };

it.each<[string, unknown]>([
  ['nothing', {}],
  ['a number', 5],
  ['no headers', { url: 'https://policy.example/', method: 'GET', headers: null }],
  ['a URL that is no text', { url: 5, method: 'GET', headers: {} }],
])('does not throw whatever it is asked: %s', async (_what, call) => {
  const agent = openEgressAgent({ rules: egress, connections: 1, connectTimeoutMs: 1_000 });
  const rules = { agent, egress, timeoutMs: 1_000, maxResponseBytes: 1_000 };
  // What comes from a sandbox is only said to be a call.
  expect(await fetchJson(rules, call as JsonCall, new AbortController().signal)).toMatchObject({ ok: false });
  await agent.destroy();
});
