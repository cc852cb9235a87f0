import { dialects } from '../dialects.js';
import { jsonText, valueOf, writeContext } from '../generated.laws.js';
import { writeJson } from '../json/write-json.js';
import type { PreparedLane } from '../lane.js';
import type { NeutralAsk, Tool } from '../neutral/ask.js';
import { unfoldReply } from '../neutral/fold.js';
import type { NeutralReply } from '../neutral/reply.js';
import { calledTools, type KnownTool } from './called-tool.laws.js';
import { curatedFixtures } from './curated-fixtures.laws.js';
import { passStream, sendAsk } from './lane-run.laws.js';
import { officialReaders } from './official-readers.laws.js';
import { capturedAsks } from './outside-data.laws.js';
import { violations } from './published-schemas.laws.js';
import { type PublishedDialect, publishedDialects } from './exchanges.laws.js';

interface AgentAsk {
  readonly name: string;
  readonly dialect: PublishedDialect;
  readonly ask: Uint8Array;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const asks: readonly AgentAsk[] = [
  ...curatedFixtures().flatMap(({ name, dialect, ask }) => (ask === undefined ? [] : [{ name, dialect, ask }])),
  ...capturedAsks().map(({ name, dialect, body }) => ({ name, dialect, ask: encode(JSON.stringify(body)) })),
];

const neutralOf = (dialect: PublishedDialect, body: Uint8Array): NeutralAsk =>
  valueOf(dialects[dialect].readAsk(jsonText(decode(body))));

const translated = publishedDialects.flatMap((from) =>
  publishedDialects.filter((to) => to !== from).map((to) => [from, to] as const),
);

describe.each(translated)('the tools of a %s caller at a target of %s', (from, to) => {
  const sent = asks
    .filter(({ dialect }) => dialect === from)
    .map(({ name, ask }) => ({ name, ask, lane: sendAsk(from, to, ask) }));
  const accepted = sent.flatMap(({ name, ask, lane }) => (lane.ok ? [{ name, ask, lane: lane.value }] : []));

  it('come with an ask that is valid at the target, or is refused naming a field', () => {
    const wrong = sent.flatMap(({ name, lane }) => {
      if (!lane.ok) return typeof lane.fault.details['param'] === 'string' ? [] : [`${name}: ${lane.fault.message}`];
      const body: unknown = JSON.parse(decode(lane.value.outbound.body));
      return violations(to, 'ask', body).map((problem) => `${name}: ${problem}`);
    });
    expect(wrong).toEqual([]);
  });

  it('all arrive, and a call of each comes back under its own name, namespace and form', () => {
    for (const { name, ask, lane } of accepted) {
      const { tools } = neutralOf(from, ask);
      const offered = neutralOf(to, lane.outbound.body);
      expect([name, offered.tools.length]).toEqual([name, tools.length]);
      const answer = writeJson(dialects[to].writeReply(replyCalling(offered, tools), writeContext(offered)));
      const { body } = valueOf(lane.readWhole(encode(answer)));
      expect([name, calledTools[from](JSON.parse(decode(body)))]).toEqual([name, tools.map(knownTool)]);
    }
  });

  it('are called in streams as in whole replies, as the official SDK reads them', async () => {
    for (const { name, ask, lane } of accepted) {
      const { tools } = neutralOf(from, ask);
      if (from === 'openai-chat' && tools.some(({ form }) => form === 'custom')) continue;
      const offered = neutralOf(to, lane.outbound.body);
      const reply = replyCalling(offered, tools);
      const whole = valueOf(lane.readWhole(encode(writeJson(dialects[to].writeReply(reply, writeContext(offered))))));
      const told = await officialReaders[from](whole.body, 'whole');
      const toldStreamed = await officialReaders[from](streamed(to, lane, reply, offered), 'streamed');
      // Not every ask wants the usage of its stream.
      expect([name, toldStreamed.text, toldStreamed.calls]).toEqual([name, told.text, told.calls]);
    }
  });
});

/** A reply of the target that calls every tool it was offered. */
function replyCalling(offered: NeutralAsk, known: readonly Tool[]): NeutralReply {
  const blocks = offered.tools.map(({ name, namespace, form }, index) => ({
    start: {
      kind: 'tool-call' as const,
      id: `call_${index}`,
      name,
      form,
      ...(namespace === undefined ? {} : { namespace }),
    },
    text: inputOf(form, known[index]),
    proof: undefined,
  }));
  return {
    id: 'upstream-id',
    model: 'upstream-model',
    blocks,
    tokens: { input: 10, output: 7 },
    finish: blocks.length === 0 ? 'stop' : 'tool-calls',
    stopSequence: undefined,
    fault: undefined,
  };
}

function inputOf(form: Tool['form'], known: Tool | undefined): string {
  if (form === 'custom') return 'free text';
  return known?.form === 'custom' ? '{"input":"free text"}' : '{"city":"Ulm"}';
}

function knownTool({ name, namespace, form }: Tool): KnownTool {
  return { name, namespace, form };
}

function streamed(to: PublishedDialect, lane: PreparedLane, reply: NeutralReply, offered: NeutralAsk): Uint8Array {
  const writer = dialects[to].openWriter(writeContext(offered));
  const frames = unfoldReply(reply).map((event) => writer.push(event));
  return passStream(lane, encode(`${frames.join('')}${writer.end()}`)).bytes;
}
