import { laneDialects, type LaneDialect } from './lane-config.js';
import { startStackWith, type Stack } from './start-stack.js';
import { failoverGroup, groupAt, groupOfBoth, issuers, stateConfig } from './state-config.js';
import { talks, type Talk } from './state-talk.js';

let stack: Stack;

beforeAll(async () => {
  stack = await startStackWith(stateConfig);
});
afterAll(() => stack.close());

const places = issuers.flatMap((issuer) => laneDialects.map((dialect) => ({ issuer, dialect })));

/** Out to every account in every dialect and back, so that each is left and met again. */
const path = [...places, ...places.toReversed(), ...places];

const openTalk = (dialect: LaneDialect, stream: boolean, token = stack.token): Talk =>
  talks[dialect]({ url: stack.gateway.url, token, stream });

const lastBody = (): string => Buffer.from(stack.provider.requests().at(-1)?.body ?? []).toString();

/** Proofs of the simulated provider in the last body it got. */
const lastProofs = (): readonly string[] => lastBody().match(/c2lt[A-Za-z0-9+/]{20,}=*/g) ?? [];

/** A target is not asked to think where the thinking before a tool call stays with another. */
function wasAskedToReason(): boolean {
  const body = JSON.parse(lastBody()) as { thinking?: { type: string }; reasoning?: object; reasoning_effort?: string }; // asked by us
  return body.thinking?.type === 'enabled' || (body.reasoning ?? body.reasoning_effort) !== undefined;
}

const sealing = ['openai-responses', 'anthropic-messages'] as const;

const ways = [
  ['whole', false],
  ['streamed', true],
] as const;

describe.each(ways)('a reasoning conversation, %s', (_way, stream) => {
  it.each(laneDialects)(
    'of %s moves between accounts and dialects, even between a call and its result, and nobody sees a proof of another',
    async (caller) => {
      const talk = openTalk(caller, stream);
      const sealed: string[] = [];
      for (const [turn, { issuer, dialect }] of path.entries()) {
        const group = groupAt(issuer, dialect);
        const text = turn % 3 === 1 ? 'Tell me more.' : 'How is it? [[call:get_weather {"city":"Ulm"}]]';
        await talk.ask(group, text);
        const canSeal = caller !== 'openai-chat' && dialect !== 'openai-chat';
        expect(lastProofs()).toHaveLength(canSeal ? sealed.filter((place) => place === group).length : 0);
        if (wasAskedToReason()) sealed.push(group);
      }
      expect(sealed.length).toBeGreaterThan(path.length / 2);
    },
  );

  it.each(sealing)('of %s goes to the account that sealed its reasoning, though another is first', async (dialect) => {
    const talk = openTalk(dialect, stream);
    await talk.ask(groupAt('east', dialect), 'Hello');
    await talk.ask(groupOfBoth(dialect), 'And?');
    expect(lastProofs()).toHaveLength(1);
  });

  it.each(sealing)('of %s falls over to another account without its proofs', async (dialect) => {
    const talk = openTalk(dialect, stream);
    await talk.ask(groupAt('west', dialect), 'Hello');
    const before = stack.provider.requests().length;
    await talk.ask(failoverGroup(dialect), 'And?');
    const models = stack.provider
      .requests()
      .slice(before)
      .map(({ model }) => model);
    expect(models.at(0)).toBe('sim-500-lasting+issuer-west');
    expect(models.at(-1)).toBe('sim-reject-foreign-proofs+issuer-east');
    expect(lastProofs()).toEqual([]);
  });

  it.each(sealing)('of %s is refused to another key, and lost to none of its own', async (dialect) => {
    const talk = openTalk(dialect, stream);
    await talk.ask(groupAt('west', dialect), 'Hello');
    const token = await stack.issue({ user: `mallory-${dialect}-${stream}`, allow: ['*'] });
    const theft = openTalk(dialect, stream, token);
    await untilAllowed(theft, groupAt('west', dialect));
    theft.history.splice(0, Infinity, ...talk.history);
    const error: unknown = await theft.ask(groupAt('west', dialect), 'And?').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 400 });
    expect(String(error)).toContain('should hold reasoning sealed for a request of this key, and none is known');
    await talk.ask(groupAt('west', dialect), 'And?');
  });

  it.each(sealing)(
    'of %s that nobody remembers goes on, whether one account may have sealed it or two',
    async (dialect) => {
      const talk = openTalk(dialect, stream);
      await talk.ask(groupAt('west', dialect), 'Hello');
      forge(talk);
      const before = stack.provider.requests().length;
      await talk.ask(groupOfBoth(dialect), 'And?');
      expect(stack.provider.requests()).toHaveLength(before + 1);
      expect(lastProofs()).toEqual([]);
      forge(talk);
      await talk.ask(groupAt('west', dialect), 'And?');
      expect(stack.provider.requests()).toHaveLength(before + 3);
      expect(lastProofs()).toEqual([]);
    },
  );
});

/** Puts proofs nobody issued in the place of real ones. */
function forge(talk: Talk): void {
  const forged = JSON.stringify(talk.history).replace(/"c2lt[^"]+"/g, JSON.stringify(`c2ltforged${'A'.repeat(30)}`));
  talk.history.splice(0, Infinity, ...(JSON.parse(forged) as readonly unknown[])); // the history it was
}

/** A token issued a moment ago reaches the gateway by notification. */
async function untilAllowed(talk: Talk, group: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const status = await talk.ask(group, 'Hi').then(
      () => 200,
      (reason: { readonly status?: number }) => reason.status,
    );
    if (status === 200) return;
    await new Promise((next) => setTimeout(next, 20));
  }
}
