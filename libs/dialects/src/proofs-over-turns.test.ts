import fc from 'fast-check';
import { dialects } from './dialects.js';
import { ableCapabilities, jsonText, valueOf } from './generated.laws.js';
import { isRecord } from './json/guards.js';
import type { PreparedLane } from './lane.js';
import { prepareLane } from './lanes.js';
import { parseAsk } from './parse-ask.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The dialects these conversations are written in. */
type Spoken = 'openai-chat' | 'openai-responses' | 'anthropic-messages';

/** Who answers a turn. */
interface Place {
  readonly dialect: Spoken;
  readonly issuer: string;
}

/** A seal names its place, so that a body tells whose seals it holds. */
const sealAt = ({ dialect, issuer }: Place, turn: number): string => `SEAL/${issuer}/${dialect}/${turn}/`;
const sealsIn = (text: string): readonly string[] => [...new Set(text.match(/SEAL\/\w+\/[\w-]+\/\d+\//g))].sort();

/** What a provider answers with a seal in its own dialect; Chat has no place for one. */
const replies: Readonly<Record<Spoken, (seal: string, turn: number) => object>> = {
  'openai-chat': (_seal, turn) => ({
    id: `chatcmpl-${turn}`,
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: `answer ${turn}` }, finish_reason: 'stop' }],
  }),
  'openai-responses': (seal, turn) => ({
    id: `resp_${turn}`,
    object: 'response',
    status: 'completed',
    model: 'm',
    output: [
      { type: 'reasoning', id: `rs_${turn}`, summary: [], encrypted_content: seal },
      {
        type: 'message',
        id: `msg_${turn}`,
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: `answer ${turn}`, annotations: [] }],
      },
    ],
  }),
  'anthropic-messages': (seal, turn) => ({
    id: `msg_${turn}`,
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [
      turn % 2 === 0
        ? { type: 'thinking', thinking: 'Hm.', signature: seal }
        : { type: 'redacted_thinking', data: seal },
      { type: 'text', text: `answer ${turn}` },
    ],
    stop_reason: 'end_turn',
    usage: { input_tokens: 1, output_tokens: 1 },
  }),
};

/** A caller: the history it holds, in its own dialect. */
type History = readonly unknown[];

const asks: Readonly<Record<Spoken, (history: History) => object>> = {
  'openai-chat': (messages) => ({ model: 'group', messages }),
  'openai-responses': (input) => ({ model: 'group', input }),
  'anthropic-messages': (messages) => ({ model: 'group', max_tokens: 500, messages }),
};

/** What the caller keeps of an answer, as clients do: everything. */
const kept: Readonly<Record<Spoken, (answer: Readonly<Record<string, unknown>>) => History>> = {
  'openai-chat': ({ choices }) => (choices as readonly { message: unknown }[]).map(({ message }) => message), // as written above
  'openai-responses': ({ output }) => output as History, // as written above
  'anthropic-messages': ({ content }) => [{ role: 'assistant', content }],
};

function prepare(caller: Spoken, history: History, { place, issued }: Turn): PreparedLane {
  const ask = valueOf(parseAsk(caller, encode(JSON.stringify(asks[caller](history))), { maxDepth: 64 }));
  const bare = ask.facts.bound.flatMap((state) =>
    state.kind === 'proof' && state.label === undefined ? [state.value] : [],
  );
  const target = { ...place, model: 'm', capabilities: ableCapabilities, defaultMaxTokens: 500, strict: false };
  const manners = { requestId: 'req_01', showModel: undefined, createdSeconds: 0 };
  const strangeProofs = new Set(bare.filter((proof) => issued.get(proof) !== place.issuer));
  return valueOf(prepareLane(ask, { ...target, ...manners, strangeProofs }));
}

interface Turn {
  readonly place: Place;
  /** What the router remembers: bare proof → issuer. */
  readonly issued: ReadonlyMap<string, string>;
}

const places: fc.Arbitrary<Place> = fc.record({
  dialect: fc.constantFrom('openai-chat', 'openai-responses', 'anthropic-messages'),
  issuer: fc.constantFrom('north', 'south'),
});

/** Visible words of an ask. */
function wordsOf(dialect: Spoken, body: Uint8Array): string {
  const { turns } = valueOf(dialects[dialect].readAsk(jsonText(decode(body))));
  return turns
    .flatMap(({ blocks }) => blocks)
    .map((block) => (block.kind === 'text' || block.kind === 'reasoning' ? block.text : ''))
    .join('\n');
}

/** Goes through a conversation; gives each upstream body with what it should hold. */
function converse(caller: Spoken, path: readonly Place[]) {
  const issued = new Map<string, string>();
  const given: string[] = [];
  let history: History = [];
  return path.map((place, turn) => {
    history = [...history, { role: 'user', content: `question ${turn}` }];
    const lane = prepare(caller, history, { place, issued });
    const own = given.filter((seal) => seal.startsWith(`SEAL/${place.issuer}/${place.dialect}/`)).sort();
    const reply = replies[place.dialect](sealAt(place, turn), turn);
    const { body, outcome } = valueOf(lane.readWhole(encode(JSON.stringify(reply))));
    if (place.dialect === caller)
      for (const { kind, value } of outcome.state ?? []) if (kind === 'proof') issued.set(value, place.issuer);
    if (place.dialect !== 'openai-chat' && caller !== 'openai-chat') given.push(sealAt(place, turn));
    const answer: unknown = JSON.parse(decode(body));
    if (!isRecord(answer)) throw new Error('an answer should be an object');
    history = [...history, ...kept[caller](answer)];
    return { place, lane, own, answer: JSON.stringify(answer) };
  });
}

describe.each(['openai-chat', 'openai-responses', 'anthropic-messages'] as const)(
  'a conversation of %s that moves between dialects and issuers',
  (caller) => {
    const law = fc.array(places, { minLength: 2, maxLength: 8 });

    it('shows every proof to its issuer, whole, and to nobody else', () => {
      fc.assert(
        fc.property(law, (path) => {
          for (const { lane, own } of converse(caller, path)) {
            const body = decode(lane.outbound.body);
            expect(sealsIn(body)).toEqual(own);
            expect(body).not.toContain('rtp1.');
          }
        }),
      );
    });

    it('never shows a proof as words, neither to a model nor to the caller', () => {
      fc.assert(
        fc.property(law, (path) => {
          for (const { place, lane, answer } of converse(caller, path)) {
            const words = wordsOf(place.dialect, lane.outbound.body);
            expect(words).not.toMatch(/SEAL|rtp1/);
            if (place.dialect !== caller) expect(answer).not.toContain('SEAL');
          }
        }),
      );
    });

    it('loses no question and no answer', () => {
      fc.assert(
        fc.property(law, (path) => {
          for (const [turn, { place, lane }] of converse(caller, path).entries()) {
            const words = wordsOf(place.dialect, lane.outbound.body);
            for (let former = 0; former < turn; former += 1) expect(words).toContain(`answer ${former}`);
            for (let asked = 0; asked <= turn; asked += 1) expect(words).toContain(`question ${asked}`);
          }
        }),
      );
    });
  },
);
