import { groupFor, laneDialects } from './lane-config.js';
import { helpersOf, type HelperAnswer, type Wish } from './sdk-helpers.js';
import { startStack, type Stack } from './start-stack.js';

const lanes = laneDialects.flatMap((from) => laneDialects.map((to) => [from, to] as const));

const person = {
  type: 'object' as const,
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
  required: ['name', 'age'],
  additionalProperties: false,
};

/** The simulated provider answers these the same way whenever it is asked. */
const wishes: Readonly<Record<string, Wish>> = {
  text: { text: 'Grüße 🙂 [[say:Grüße 🙂 "back"]]' },
  'cached tokens': { text: 'Hello [[say:Hi]] [[cached:100]]' },
  'parallel calls': {
    text: 'Go [[call:get_weather {"city":"Paris"}]] [[call:get_weather {"city":"Tōkyō"}]]',
    tool: 'yes',
  },
  'a structured output': { text: 'Who?', schema: person },
  'a cut answer': { text: 'Tell me more', outputCap: 16 },
};

describe('the stream helpers of the official SDKs', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.close());

  const helpers = (from: (typeof lanes)[number][0]) => helpersOf(from, { url: stack.gateway.url, token: stack.token });

  describe.each(lanes)('from %s over %s', (from, to) => {
    it.each(Object.keys(wishes))('fold a stream to what the whole reply says: %s', async (name) => {
      const wish: Wish = { ...wishes[name], text: wishes[name]?.text ?? '', model: groupFor(to) };
      const streamed = await helpers(from).streamed(wish);
      expect(shown(streamed)).toEqual(shown(await helpers(from).whole(wish)));
      expect(streamed.finish).toBeTruthy();
      expect(streamed.inputTokens).toBeGreaterThan(0);
    });
  });

  it.each(lanes.filter(([from]) => from !== 'openai-responses'))(
    'run the caller’s tools until the answer is there, from %s over %s; Responses has no such helper',
    async (from, to) => {
      const asked: unknown[] = [];
      const text = 'Weather? [[call:get_weather {"city":"Paris"}]] [[call:get_weather {"city":"Tōkyō"}]]';
      const answer = await helpers(from).runTools?.({ text, model: groupFor(to) }, (input) => {
        asked.push(input);
        return `${asked.length + 17} degrees`;
      });
      expect(asked).toEqual([{ city: 'Paris' }, { city: 'Tōkyō' }]);
      expect(answer).toContain('18 degrees');
      expect(answer).toContain('19 degrees');
    },
  );
});

/** Ids differ from answer to answer. */
function shown({ calls, ...rest }: HelperAnswer): unknown {
  return { ...rest, calls: calls.map(({ name, input }) => ({ name, input })) };
}
