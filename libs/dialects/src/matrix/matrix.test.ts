import type { Outcome } from '../dialect.js';
import { dialects } from '../dialects.js';
import { jsonText, readContext } from '../generated.laws.js';
import { openLane } from '../grammar/open-lane.laws.js';
import { foldEvents } from '../neutral/fold.js';
import type { NeutralReply } from '../neutral/reply.js';
import { readStream } from '../streams.laws.js';
import { curatedFixtures } from './curated-fixtures.laws.js';
import { passStream, sendAsk } from './lane-run.laws.js';
import { officialReaders, type AnswerForm } from './official-readers.laws.js';
import { recordedExchanges } from './outside-data.laws.js';
import { violations } from './published-schemas.laws.js';
import { eventsIn } from './sse-data.laws.js';
import { toldReply } from './told-reply.laws.js';
import { type Exchange, type PublishedDialect, publishedDialects } from './exchanges.laws.js';

const exchanges: readonly Exchange[] = [...curatedFixtures(), ...recordedExchanges()];
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const parse = (bytes: Uint8Array): unknown => JSON.parse(decode(bytes));

const translated = publishedDialects.flatMap((from) =>
  publishedDialects.filter((to) => to !== from).map((to) => [from, to] as const),
);

/** Runs a check for every exchange, and lists what fails by the exchange's name. */
async function expectNothingWrong(
  chosen: readonly Exchange[],
  check: (exchange: Exchange) => Promise<readonly string[]> | readonly string[],
): Promise<void> {
  const wrong: string[] = [];
  for (const exchange of chosen) {
    const problems = await Promise.resolve()
      .then(() => check(exchange))
      .catch((error: unknown) => [`threw ${error instanceof Error ? (error.stack ?? '') : String(error)}`]);
    wrong.push(...problems.map((problem) => `${exchange.name}: ${problem}`));
  }
  expect(wrong).toEqual([]);
}

describe.each(translated)('the lane from %s to %s, with everything there is to send over it', (from, to) => {
  const asked = exchanges.filter(({ dialect, ask }) => dialect === from && ask !== undefined);
  const replied = exchanges.filter(({ dialect, reply }) => dialect === to && reply !== undefined);
  const streamed = exchanges.filter(({ dialect, stream }) => dialect === to && stream !== undefined);

  it('sends an ask as the target publishes it, or refuses it naming the field', async () => {
    await expectNothingWrong(asked, ({ ask = new Uint8Array() }) => {
      const sent = sendAsk(from, to, ask);
      if (sent.ok) return violations(to, 'ask', parse(sent.value.outbound.body));
      const { type, details, message } = sent.fault;
      const named = type === 'unsupported-parameter' && typeof details['param'] === 'string';
      return named ? [] : [`refused without a field: ${message}`];
    });
  });

  it('hands whole replies on as the caller’s dialect publishes them, and its official SDK reads them', async () => {
    await expectNothingWrong(replied, async ({ reply = new Uint8Array() }) => {
      const original = foldEvents(dialects[to].readReply(jsonText(decode(reply)), readContext));
      const whole = openLane(from, to).readWhole(reply);
      if (!whole.ok) return original.fault === undefined ? [`refused: ${whole.fault.message}`] : [];
      const told = await differences(from, whole.value.body, 'whole', original);
      const same = openLane(to, to).readWhole(reply);
      const seen = same.ok ? otherOutcome(whole.value.outcome, same.value.outcome) : ['the same lane refuses it'];
      return [...violations(from, 'reply', parse(whole.value.body)), ...told, ...seen];
    });
  });

  it('hands streams on as the caller’s dialect publishes them, and its official SDK reads them', async () => {
    await expectNothingWrong(streamed, async ({ stream = new Uint8Array() }) => {
      const original = foldEvents(readStream(dialects[to], [stream]));
      const answer = passStream(openLane(from, to), stream);
      if (answer.fault !== undefined) return original.fault === undefined ? [answer.fault.message] : [];
      const seen = otherOutcome(answer.outcome, passStream(openLane(to, to), stream).outcome);
      if (from === 'openai-chat' && callsCustomTool(original)) return seen;
      return [
        ...seen,
        ...eventViolations(from, answer.bytes),
        ...(await differences(from, answer.bytes, 'streamed', original)),
      ];
    });
  });
});

/** Where the SDK of the caller tells something else than the provider said. */
async function differences(
  from: PublishedDialect,
  bytes: Uint8Array,
  form: AnswerForm,
  original: NeutralReply,
): Promise<readonly string[]> {
  const told = JSON.stringify(await officialReaders[from](bytes, form));
  const said = JSON.stringify(toldReply(original, from));
  return told === said ? [] : [`the provider said ${said}, the SDK told ${told}`];
}

/** A usage row says the same whichever lane the answer took. */
function otherOutcome(translated: Outcome, same: Outcome): readonly string[] {
  const shown = [translated, same].map(({ finish, tokens, complete, id, model }) =>
    JSON.stringify({ finish, complete, id, model, tokens: Object.entries(tokens).toSorted() }),
  );
  return shown[0] === shown[1] ? [] : [`the outcome is ${shown[0]}, on the same lane ${shown[1]}`];
}

/** Calls of custom tools stand in Chat streams since custom tools exist; neither its schema nor its SDK's helper knows. */
function callsCustomTool({ blocks }: NeutralReply): boolean {
  return blocks.some(({ start }) => start.kind === 'tool-call' && start.form === 'custom');
}

/** Stands in Messages streams and is no part of its published events. */
const unlisted = new Set(['ping']);

function eventViolations(dialect: PublishedDialect, bytes: Uint8Array): readonly string[] {
  return eventsIn(bytes).flatMap(({ event, data }) => {
    if (data === '[DONE]' || (event !== undefined && unlisted.has(event))) return [];
    return violations(dialect, 'event', JSON.parse(data)).map((problem) => `${problem} in ${data.slice(0, 300)}`);
  });
}
