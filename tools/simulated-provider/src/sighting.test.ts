import { startSimulatedProvider, type ProviderSighting } from './index.js';
import { sightingOf } from './sighting.js';

test('tells of a paced stream who it was for, what key it showed, and when its last piece was sent', async () => {
  const before = Date.now();
  const sighted = new Promise<ProviderSighting>((resolve) => {
    void startSimulatedProvider({ onRequestEnd: (seen, startedAtMs) => resolve(sightingOf(seen, startedAtMs)) }).then(
      async (provider) => {
        const body = JSON.stringify({
          ...{ model: 'sim-ok:tokens-3:pace-20', stream: true },
          messages: [{ role: 'user', content: 'Hello [[tag:ask-7]]' }],
        });
        const headers = { authorization: 'Bearer sk-simulated-abcd' };
        await (await fetch(`${provider.url}/v1/chat/completions`, { method: 'POST', body, headers })).text();
        await provider.close();
      },
    );
  });
  const sighting = await sighted;
  expect(sighting).toMatchObject({
    ...{ tag: 'ask-7', dialect: 'openai-chat', model: 'sim-ok:tokens-3:pace-20', keyEnding: 'abcd' },
    ...{ status: 200, aborted: false },
  });
  expect(sighting.atMs).toBeGreaterThanOrEqual(before);
  // Two pauses lie between its three tokens; a timer may fire a moment early.
  expect(Number(sighting.lastSentAtMs) - sighting.atMs).toBeGreaterThan(30);
  expect(sighting.endedAtMs).toBeGreaterThanOrEqual(Number(sighting.lastSentAtMs));
});
