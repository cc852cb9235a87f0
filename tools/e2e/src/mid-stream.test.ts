import { sql } from 'kysely';
import { flawOfStream } from '@smart-router/dialects/stream-grammar';
import { askSdk, type SdkVerdict } from './ask-sdk.js';
import { laneDialects, type LaneDialect } from './lane-config.js';
import { startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

/** How a first target breaks off in the middle of its sixty tokens. */
const breaks = ['die-mid-stream', 'end-mid-stream', 'error-mid-stream', 'stall-mid-stream', 'bad-event'] as const;

/** A caller, whom it is answered by, and who goes on. */
interface Case {
  readonly name: string;
  readonly caller: LaneDialect;
  readonly first: LaneDialect;
  readonly second: LaneDialect;
  readonly fault: string;
}

/** Names of groups and providers are bounded in length. */
const letter = (dialect: LaneDialect): string => dialect.split('-')[1]?.[0] ?? dialect;

/** Every caller with targets of its own dialect, with others, and changing between the two. */
const lanesOf = (caller: LaneDialect): readonly (readonly [LaneDialect, LaneDialect])[] => {
  const [other = caller, third = caller] = laneDialects.filter((dialect) => dialect !== caller);
  return [
    [caller, caller],
    [other, other],
    [caller, other],
    [other, caller],
    [other, third],
  ];
};

function casesOf(mode: string, fault: string, second: string): readonly (Case & TestGroup)[] {
  return laneDialects.flatMap((caller) =>
    lanesOf(caller).map(([firstDialect, secondDialect]) => {
      const letters = [caller, firstDialect, secondDialect].map(letter).join('');
      const name = [mode, fault, second.replaceAll('+', '.'), letters].join('.');
      return {
        ...{ name, caller, first: firstDialect, second: secondDialect, fault },
        options: { mid_stream: mode, retry: { same_target: 0 } },
        targets: [
          {
            dialect: firstDialect,
            model: `sim-${fault}+tokens-60+${name}`,
            provider: { timeouts: { idle_ms: 700 } },
          },
          { dialect: secondDialect, model: `sim-${second}+${name}` },
        ],
      };
    }),
  );
}

const recovered = (['resume', 'hold'] as const).flatMap((mode) =>
  breaks.map((fault) => [mode, fault, casesOf(mode, fault, 'ok+tokens-60')] as const),
);
const different = casesOf('resume', 'die-mid-stream', 'ok');
const shorter = casesOf('resume', 'end-mid-stream', 'ok+tokens-9');
const down = casesOf('resume', 'die-mid-stream', '503-lasting');
const twice = casesOf('resume', 'die-mid-stream', 'end-mid-stream+after-50');
const withTools = casesOf('resume', 'die-mid-stream', 'ok+tokens-60+tools');
const prefill = (['fail', 'hold', 'resume'] as const).flatMap((mode) =>
  casesOf(mode, 'die-mid-stream', 'reject-prefill+tokens-60'),
);

/** Whole answers that take longer than the pause between two comments. */
const slow = laneDialects.map((caller) => ({
  ...{ name: `hold.slow.${caller}`, caller, first: caller, second: caller, fault: 'none' },
  options: { mid_stream: 'hold', stream_commit_after_ms: 50 },
  targets: [{ dialect: caller, model: 'sim-ok+tokens-20+pace-50' }],
}));

let stack: Stack;
beforeAll(async () => {
  const groups = [
    ...recovered.flatMap(([, , cases]) => cases),
    ...[...different, ...shorter, ...down, ...twice, ...withTools, ...prefill, ...slow],
  ];
  stack = await startStackWith((places) => targetConfig(groups, places, { keepalive_interval_ms: 200 }));
});
afterAll(() => stack.close());

const sixtyTokens = Array.from({ length: 60 }, (_, index) => `token-${index + 1}`).join(' ');

const ask = (group: Case, more: object = {}): Promise<SdkVerdict> =>
  askSdk({ url: stack.gateway.url, token: stack.token }, group.caller, {
    ...{ model: group.name, stream: true, text: 'Hello' },
    ...more,
  });

const flawOf = ({ caller }: Case, { wire }: SdkVerdict) => flawOfStream(caller, wire, 'router');

/** The attempts of a request as they are listed, oldest first. */
async function attemptsOf(group: Case): Promise<readonly (string | null)[]> {
  const { rows } = await sql<{ error_class: string | null }>`
    select attempt.error_class from request_attempts as attempt join request_usage as usage using (started_at, request_id)
    where usage.resolved_group = ${group.name} order by attempt_number`.execute(stack.database);
  return rows.map((row) => row.error_class);
}

const each = async (cases: readonly Case[], story: (group: Case) => Promise<unknown>) => {
  const told = await Promise.all(cases.map(async (group) => [group.name, await story(group)] as const));
  return Object.fromEntries(told);
};
const all = (cases: readonly Case[], expected: unknown) =>
  Object.fromEntries(cases.map((group) => [group.name, expected]));

describe('a stream that breaks off midway', () => {
  it.each(recovered)('with %s, after %s, comes to its end from the next target', async (_mode, _fault, cases) => {
    const told = await each(cases, async (group) => {
      const verdict = await ask(group);
      const row = await stack.usageRow(group.name);
      const [first, second] = await attemptsOf(group);
      const cost = BigInt(Number(row['input_tokens']) * 1000 + Number(row['output_tokens']) * 4000);
      return {
        text: verdict.answer?.text ?? verdict.wire.slice(-500),
        flaw: flawOf(group, verdict),
        row: [row['status'], row['error_type'], row['target'], row['fallback_used'], row['attempt_count']],
        tokensOfTheSecondAlone: Number(row['output_tokens']) === verdict.answer?.outputTokens,
        costOfTheSecondAlone: BigInt(String(row['cost_nano_usd'])) === cost,
        listed: [first !== null, second],
      };
    });
    expect(told).toEqual(
      Object.fromEntries(
        cases.map(({ name }) => [
          name,
          {
            text: sixtyTokens,
            flaw: undefined,
            row: [200, null, `${name}-2/simulated`, true, 2],
            tokensOfTheSecondAlone: true,
            costOfTheSecondAlone: true,
            listed: [true, null],
          },
        ]),
      ),
    );
  });

  it.each([
    ['says something else', different, 'broken_stream'],
    ['says less', shorter, 'broken_stream'],
    ['is down', down, 'overloaded'],
    ['breaks off as well', twice, 'broken_stream'],
  ])('fails in the words of its dialect when the next target %s', async (_title, cases, lastClass) => {
    const told = await each(cases, async (group) => {
      const verdict = await ask(group);
      const row = await stack.usageRow(group.name);
      return {
        answer: verdict.answer,
        ended: /response\.failed|"upstream-failed"/.test(verdict.wire),
        flaw: flawOf(group, verdict),
        row: [row['status'], row['error_type'], row['error_class'], row['attempt_count']],
      };
    });
    const row = [502, 'upstream-failed', lastClass, 2];
    expect(told).toEqual(all(cases, { answer: undefined, ended: true, flaw: undefined, row }));
  });

  it('sends what the second one added before it broke off, too', async () => {
    const [group] = twice;
    if (group === undefined) throw new Error('there is no case');
    const { wire } = await ask(group);
    expect(wire).toContain('token-50');
    expect(wire).not.toContain('token-51');
    expect(wire.split('token-39').length).toBe(2);
  });

  it('fails where the request declares tools, and nobody else is asked', async () => {
    const tools = [{ name: 'weather', schema: { type: 'object', properties: {} } }];
    const told = await each(withTools, async (group) => {
      const verdict = await ask(group, { tools, text: `[[say:${sixtyTokens}]]` });
      const row = await stack.usageRow(group.name);
      return [row['attempt_count'], row['error_class'], verdict.answer];
    });
    expect(told).toEqual(all(withTools, [1, 'broken_stream', undefined]));
  });

  it('is held until it is whole, and comments keep it alive meanwhile', async () => {
    const told = await each(slow, async (group) => {
      const verdict = await ask(group);
      const { wire } = verdict;
      const comments = wire.split(': keep-alive\n\n').length - 1;
      return {
        answered: verdict.answer?.text.endsWith('token-20'),
        flaw: flawOf(group, verdict),
        several: comments > 1,
        allInFront: wire.startsWith(': keep-alive\n\n'.repeat(comments)),
      };
    });
    expect(told).toEqual(all(slow, { answered: true, flaw: undefined, several: true, allInFront: true }));
  });

  it('never shows a caller that the fallback rejects a prefill', async () => {
    const told = await each(prefill, async (group) => {
      const { answer, wire } = await ask(group);
      return { text: answer?.text, prefill: /assistant message prefill|prefill is not|end with a user/i.test(wire) };
    });
    expect(told).toEqual(
      Object.fromEntries(
        prefill.map(({ name }) => [name, { text: name.startsWith('fail.') ? undefined : sixtyTokens, prefill: false }]),
      ),
    );
  });
});
